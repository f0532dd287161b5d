"""Signing in: the right password in time, and a pause for who guesses."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from service.domain.password import PasswordTooShort, Session
from service.domain.record import Act
from service.usecases.sign_in import (
    ATTEMPTS,
    PasswordWrong,
    SignInFailed,
    SignInPaused,
    change_password,
    find_actor,
    sign_in,
)
from service.usecases.stored import Attempts
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import PASSWORD, Rembang

ACCOUNT = "petugas@rembang"
OTHER_PASSWORD = "kata sandi lain"


def enter(rembang: Rembang, password: str = PASSWORD, account: str = ACCOUNT) -> Session:
    return sign_in(
        account, password, store=rembang.store, passwords=rembang.passwords, clock=rembang.clock
    )


def fail(rembang: Rembang, times: int, account: str = ACCOUNT) -> None:
    for _ in range(times):
        with pytest.raises(SignInFailed):
            enter(rembang, "salah", account)


def replace_password(rembang: Rembang, old: str, new: str) -> Session:
    return change_password(
        rembang.petugas,
        old,
        new,
        store=rembang.store,
        passwords=rembang.passwords,
        clock=rembang.clock,
    )


def test_account_and_password_lead_to_the_person(rembang: Rembang) -> None:
    assert enter(rembang) == rembang.session(rembang.petugas)


def test_an_account_is_taken_as_people_type_it(rembang: Rembang) -> None:
    assert enter(rembang, account="  Petugas@REMBANG ") == rembang.session(rembang.petugas)


def test_a_wrong_password_and_an_unknown_account_are_refused_alike(rembang: Rembang) -> None:
    fail(rembang, 1)
    fail(rembang, 1, "nobody@rembang")


def test_an_account_that_is_no_longer_active_is_refused(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    with memory.begin() as work:
        work.people.save(replace(rembang.petugas, active=False))
    with pytest.raises(SignInFailed):
        enter(rembang)
    assert find_actor(rembang.session(rembang.petugas), store=rembang.store) is None


@pytest.mark.parametrize("account", [ACCOUNT, "nobody@rembang"])
def test_after_five_failures_even_the_right_password_has_to_wait(
    rembang: Rembang, account: str
) -> None:
    fail(rembang, ATTEMPTS, account)
    rembang.clock.pass_by(minutes=14, seconds=59)
    with pytest.raises(SignInPaused, match="15 menit"):
        enter(rembang, account=account)


def test_after_the_pause_the_right_password_is_let_in(rembang: Rembang) -> None:
    fail(rembang, ATTEMPTS)
    rembang.clock.pass_by(minutes=15)
    assert enter(rembang) == rembang.session(rembang.petugas)


def test_a_failure_after_the_pause_begins_another(rembang: Rembang) -> None:
    fail(rembang, ATTEMPTS)
    rembang.clock.pass_by(minutes=15)
    fail(rembang, 1)
    with pytest.raises(SignInPaused):
        enter(rembang)


def test_one_accounts_failures_do_not_stop_another(rembang: Rembang) -> None:
    fail(rembang, ATTEMPTS)
    assert enter(rembang, account="kasi@rembang") == rembang.session(rembang.kasi)


def test_success_forgets_the_failures_before_it(rembang: Rembang) -> None:
    fail(rembang, ATTEMPTS - 1)
    enter(rembang)
    fail(rembang, ATTEMPTS - 1)
    assert enter(rembang) == rembang.session(rembang.petugas)


@pytest.mark.parametrize("account", ["", "petugas", "petugas@rembang\0", "a" * 300 + "@rembang"])
def test_what_can_be_no_account_is_refused_and_not_remembered(
    rembang: Rembang, account: str
) -> None:
    fail(rembang, ATTEMPTS + 1, account)
    with rembang.store.begin() as work:
        assert work.people.hold_attempts(account) == Attempts()


def test_a_session_finds_the_person_as_they_may_act_now(rembang: Rembang) -> None:
    assert find_actor(rembang.session(rembang.petugas), store=rembang.store) == rembang.petugas
    assert find_actor(Session(uuid4(), ""), store=rembang.store) is None


def test_who_changes_their_own_password_signs_in_with_the_new_one(rembang: Rembang) -> None:
    opened = replace_password(rembang, PASSWORD, OTHER_PASSWORD)
    assert find_actor(opened, store=rembang.store) == rembang.petugas
    assert find_actor(rembang.session(rembang.petugas), store=rembang.store) is None
    with pytest.raises(SignInFailed):
        enter(rembang, PASSWORD)
    assert enter(rembang, OTHER_PASSWORD) == opened
    content = rembang.events(rembang.office.id)[-1].content()
    assert content["act"] == Act.PASSWORD_SET
    assert content["actor"]["account"] == content["person"]["account"] == ACCOUNT


def test_a_password_is_changed_only_by_who_knows_it(rembang: Rembang) -> None:
    before = rembang.events(rembang.office.id)
    with pytest.raises(PasswordTooShort):
        replace_password(rembang, PASSWORD, "a" * 9)
    for _ in range(ATTEMPTS):
        with pytest.raises(PasswordWrong):
            replace_password(rembang, "salah", OTHER_PASSWORD)
    with pytest.raises(SignInPaused):
        replace_password(rembang, PASSWORD, OTHER_PASSWORD)
    assert rembang.events(rembang.office.id) == before
