"""Closing accounts and giving passwords: who is let in no more, and who must stay."""

from __future__ import annotations

import pytest

from service.domain.actor import Actor, LastAdministrator, Right
from service.domain.password import PasswordTooShort, new_password
from service.domain.record import Act, by
from service.usecases.manage_people import show_people
from service.usecases.sign_in import SignInFailed, find_actor
from tests.fakes.rembang import OPERATOR, Rembang
from tests.unit.administering import (
    OTHER_PASSWORD,
    change,
    close,
    enter,
    give_password,
    last_event,
    reopen,
)


@pytest.fixture
def second(rembang: Rembang) -> Actor:
    """Another administrator."""
    return rembang.person("pengganti", right=Right.ADMINISTER)


def test_closing_an_account_ends_its_sessions_and_reopening_lets_it_in_again(
    rembang: Rembang,
) -> None:
    closed = close(rembang, rembang.kasi)
    assert not closed.active
    assert find_actor(rembang.session(rembang.kasi), store=rembang.store) is None
    with pytest.raises(SignInFailed):
        enter(rembang, rembang.kasi)
    assert last_event(rembang)["old"] == {"active": True}
    assert last_event(rembang)["new"] == {"active": False}
    assert closed in show_people(rembang.auditor, store=rembang.store)
    assert reopen(rembang, rembang.kasi) == rembang.kasi
    assert enter(rembang, rembang.kasi) == rembang.session(rembang.kasi)


def test_the_last_administrator_cannot_be_closed_nor_lose_the_right(rembang: Rembang) -> None:
    with pytest.raises(LastAdministrator, match="Administrator adalah administrator terakhir"):
        close(rembang, rembang.administrator)
    with pytest.raises(LastAdministrator):
        close(rembang, rembang.administrator, OPERATOR)
    with pytest.raises(LastAdministrator):
        change(rembang, rembang.administrator, rights=frozenset())
    assert (
        find_actor(rembang.session(rembang.administrator), store=rembang.store)
        == rembang.administrator
    )


def test_an_administrator_leaves_once_there_is_another_who_can_act(
    rembang: Rembang, tanjungpinang: Rembang, second: Actor
) -> None:
    del tanjungpinang  # its administrator does not count here
    close(rembang, second)
    with pytest.raises(LastAdministrator):
        close(rembang, rembang.administrator)
    reopen(rembang, second)
    assert not close(rembang, rembang.administrator).active
    with pytest.raises(LastAdministrator):
        change(rembang, second, second, rights=frozenset({Right.ANALYSE}))


def test_a_new_password_takes_the_place_of_the_old_one_and_is_not_recorded(
    rembang: Rembang,
) -> None:
    give_password(rembang, rembang.kasi)
    assert find_actor(rembang.session(rembang.kasi), store=rembang.store) is None
    with pytest.raises(SignInFailed):
        enter(rembang, rembang.kasi)
    assert enter(rembang, rembang.kasi, OTHER_PASSWORD) == rembang.session(
        rembang.kasi, OTHER_PASSWORD
    )
    assert last_event(rembang) == {
        "act": Act.PASSWORD_SET,
        "actor": by(rembang.administrator),
        "person": {"id": str(rembang.kasi.id), "account": "kasi@rembang"},
    }
    with pytest.raises(PasswordTooShort):
        give_password(rembang, rembang.kasi, password="a" * 9)


def test_a_new_password_ends_the_pause_after_failed_attempts(rembang: Rembang) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            enter(rembang, rembang.kasi, "salah")
    give_password(rembang, rembang.kasi)
    assert enter(rembang, rembang.kasi, OTHER_PASSWORD) == rembang.session(
        rembang.kasi, OTHER_PASSWORD
    )


def test_passwords_to_hand_over_are_long_and_never_the_same() -> None:
    passwords = {new_password() for _ in range(100)}
    assert len(passwords) == 100
    assert all(len(password.replace("-", "")) == 12 for password in passwords)
