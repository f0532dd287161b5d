"""People: accounts that exist once, with their roles, their rights and their failed sign-ins."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.actor import AccountExists, Actor, PersonUnknown, Right
from service.domain.password import Session, mark_of
from service.usecases.repositories import Store
from service.usecases.stored import Attempts, Credentials
from tests.contract.given import AT, Given


def session_of(person: UUID, account: str = "petugas") -> Session:
    """The session of who signed in with the password that `Given` gave them."""
    return Session(person, mark_of(f"hash of {account}"))


def test_a_person_is_read_with_every_role_and_right(store: Store, given: Given) -> None:
    person = given.person(
        given.office(),
        roles=("Petugas Pelayanan", "Kasi Rehabsos"),
        rights=(Right.AUDIT, Right.ANALYSE, Right.ADMINISTER),
    )
    with store.read() as work:
        assert work.people.actor(session_of(person.id)) == person


def test_a_person_may_have_neither_role_nor_right(store: Store, given: Given) -> None:
    person = given.person(given.office(), roles=())
    with store.read() as work:
        assert work.people.actor(session_of(person.id)) == person


def test_an_unknown_person_is_nobody(store: Store) -> None:
    with store.read() as work:
        assert work.people.actor(session_of(uuid4())) is None
        assert work.people.credentials("nobody@rembang") is None


def test_credentials_are_found_by_account(store: Store, given: Given) -> None:
    person = given.person(given.office())
    with store.read() as work:
        found = work.people.credentials("petugas@rembang")
    assert found == Credentials(person.id, "hash of petugas", active=True)


def test_an_account_exists_once(store: Store, given: Given) -> None:
    person = given.person(given.office())
    with pytest.raises(AccountExists, match="petugas@rembang"), store.begin() as work:
        work.people.add(replace(person, id=uuid4()), "another hash")
    with store.read() as work:
        assert work.people.actor(session_of(person.id)) == person


def test_everybody_of_one_office_is_listed_by_account(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    petugas = given.person(office, "petugas", roles=("Petugas Pelayanan", "Kasi Rehabsos"))
    auditor = given.person(office, "auditor", roles=(), rights=(Right.AUDIT,))
    given.person(other, "petugas")
    with store.read() as work:
        assert work.people.of_office(office.id) == [auditor, petugas]


def test_failed_sign_ins_are_remembered_until_they_are_set_to_none(store: Store) -> None:
    remembered = []
    for attempts in (Attempts(), Attempts(1, AT), Attempts(2, AT), Attempts()):
        with store.begin() as work:
            work.people.hold_attempts("petugas@rembang")
            work.people.set_attempts("petugas@rembang", attempts)
        with store.begin() as work:
            remembered.append(work.people.hold_attempts("petugas@rembang"))
            assert work.people.hold_attempts("kasi@rembang") == Attempts()
    assert remembered == [Attempts(), Attempts(1, AT), Attempts(2, AT), Attempts()]


def test_a_person_keeps_what_was_changed(store: Store, given: Given) -> None:
    office = given.office()
    person, other = given.person(office), given.person(office, "kasi", roles=("Kasi Rehabsos",))
    changed = replace(
        person,
        name="Petugas Baru",
        roles=frozenset({"Kasi Rehabsos", "Kepala Dinas"}),
        rights=frozenset({Right.ANALYSE}),
    )
    for expected in (changed, replace(changed, roles=frozenset(), rights=frozenset()), person):
        with store.begin() as work:
            work.people.save(expected)
        with store.read() as work:
            assert work.people.actor(session_of(person.id)) == expected
            assert work.people.actor(session_of(other.id, "kasi")) == other


def test_a_closed_account_acts_no_more_and_stays_in_lists(store: Store, given: Given) -> None:
    office = given.office()
    closed = replace(given.person(office), active=False)
    with store.begin() as work:
        work.people.save(closed)
    with store.read() as work:
        assert work.people.actor(session_of(closed.id)) is None
        assert work.people.get(closed.id) == closed
        assert work.people.of_office(office.id) == [closed]
        assert work.people.credentials(closed.account) == Credentials(
            closed.id, "hash of petugas", active=False
        )


def test_a_closed_account_can_be_added(store: Store, given: Given) -> None:
    closed = Actor(uuid4(), "arsip@rembang", "Arsip", given.office().id, active=False)
    with store.begin() as work:
        work.people.add(closed, "hash")
    with store.read() as work:
        assert work.people.get(closed.id) == closed


def test_a_person_who_never_was_is_unknown(store: Store) -> None:
    with store.read() as work, pytest.raises(PersonUnknown):
        work.people.get(uuid4())


def test_another_password_takes_the_place_of_the_one_before(store: Store, given: Given) -> None:
    office = given.office()
    person, other = given.person(office), given.person(office, "kasi")
    with store.begin() as work:
        work.people.set_password(person.id, "another hash")
    with store.read() as work:
        assert work.people.actor(session_of(person.id)) is None
        assert work.people.actor(Session(person.id, mark_of("another hash"))) == person
        assert work.people.actor(session_of(other.id, "kasi")) == other
        for account, expected in (
            (person.account, "another hash"),
            (other.account, "hash of kasi"),
        ):
            credentials = work.people.credentials(account)
            assert credentials is not None
            assert credentials.password_hash == expected
