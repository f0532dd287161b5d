"""Transactions: all of an act is stored, or nothing of it, and nobody sees half of it."""

from __future__ import annotations

import contextlib

import pytest

from service.domain.actor import AccountExists
from service.domain.case import CaseUnknown
from service.domain.office import OfficeUnknown
from service.usecases.repositories import Store
from tests.contract.given import Given, new_office, new_task, taken_back


def test_what_a_transaction_wrote_is_there_afterwards(store: Store) -> None:
    office = new_office()
    with store.begin() as work:
        work.offices.add(office)
    with store.read() as work:
        assert work.offices.get(office.id) == office


def test_a_transaction_sees_what_it_wrote_itself(store: Store) -> None:
    office = new_office()
    with store.begin() as work:
        work.offices.add(office)
        work.offices.add_roles(office.id, ["Kasi Rehabsos"])
        assert work.offices.roles(office.id) == {"Kasi Rehabsos"}


def test_an_exception_takes_everything_back(store: Store, given: Given) -> None:
    office = given.office()
    case = given.case(office, given.deployment(office))
    task = new_task(case)
    with taken_back(store) as work:
        work.tasks.add([task])
        work.cases.move(case, [])
        work.offices.next_number(office.id, 2026)
    with store.begin() as work:
        assert work.tasks.of_case(case.id) == []
        assert work.cases.get(case.id).revision == case.revision
        assert work.offices.next_number(office.id, 2026) == 1


def test_a_refusal_takes_everything_back(store: Store, given: Given) -> None:
    office = given.office()
    person = given.person(office)

    def refused() -> None:
        with store.begin() as work:
            work.offices.add_roles(office.id, ["Kasi Rehabsos"])
            work.people.add(person, "")

    with pytest.raises(AccountExists):
        refused()
    with store.read() as work:
        assert work.offices.roles(office.id) == frozenset()


def test_an_interruption_takes_everything_back(store: Store) -> None:
    office = new_office()
    with taken_back(store, by=KeyboardInterrupt) as work:
        work.offices.add(office)
    with store.read() as work, pytest.raises(OfficeUnknown):
        work.offices.get(office.id)


def test_a_failed_transaction_does_not_stand_in_the_way_of_the_next(store: Store) -> None:
    with pytest.raises(CaseUnknown), store.begin() as work:
        work.cases.hold(new_office().id)
    office = new_office()
    with store.begin() as work:
        work.offices.add(office)
    with store.read() as work:
        assert work.offices.all() == [office]


def test_returning_early_from_a_transaction_commits(store: Store) -> None:
    office = new_office()

    def add() -> str:
        with store.begin() as work:
            work.offices.add(office)
            return office.key

    assert add() == office.key
    with store.read() as work:
        assert work.offices.by_key(office.key) == office


def test_nothing_is_written_while_reading(store: Store) -> None:
    office = new_office()
    # One database refuses the write, the other forgets it.
    with contextlib.suppress(Exception), store.read() as work:
        work.offices.add(office)
    with store.read() as work:
        assert work.offices.all() == []


def test_a_reader_sees_one_moment(store: Store, given: Given) -> None:
    first = given.office("rembang")
    with store.read() as work:
        assert work.offices.all() == [first]
        second = given.office("tanjungpinang")
        assert work.offices.all() == [first]
    with store.read() as work:
        assert work.offices.all() == [first, second]
