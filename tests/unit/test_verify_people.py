"""Verifying who may act and when: people and hours are those that the office's record tells of."""

from __future__ import annotations

from dataclasses import replace

from service.domain.actor import Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.record import EMPTY, Act, append
from service.usecases.findings import Fault
from service.usecases.manage_people import Duties, change_person, close_person
from service.usecases.set_hours import set_hours
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.unit.tampering import found, rewrite, tampering

FRIDAY = {"friday": [["08:00", "11:30"], ["12:30", "15:30"]]}


def change(rembang: Rembang) -> None:
    """Change a person twice and the hours once, as an administrator does."""
    who, kasi, store, clock = rembang.administrator, rembang.kasi, rembang.store, rembang.clock
    duties = Duties("Kasi Baru", kasi.roles, frozenset({Right.ANALYSE}))
    change_person(who, kasi.id, duties, store=store, clock=clock)
    close_person(who, kasi.id, store=store, clock=clock)
    set_hours(who, {**DEFAULT_HOURS.to_plain(), **FRIDAY}, store=store, clock=clock)


def test_what_was_changed_on_the_record_is_no_fault(rembang: Rembang) -> None:
    change(rembang)
    assert found(rembang) == set()


def test_an_account_that_was_opened_again_behind_the_record_is_found(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    change(rembang)
    closed = len(rembang.events(rembang.office.id)) - 1  # the hours were changed after it
    with tampering(memory) as tables:
        person = tables.people[rembang.kasi.id]
        tables.people[rembang.kasi.id] = replace(person, active=True)
    assert found(rembang) == {("rembang", closed, Fault.PERSON_CHANGED)}


def test_a_record_that_is_older_than_its_people_blames_nobody(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    change(rembang)
    with tampering(memory) as tables:
        office, head, events = rembang.office.id, EMPTY, []
        for event in rembang.events(office):
            if event.content()["act"] not in {Act.OFFICE_ADDED, Act.PERSON_ADDED}:
                kept, head = append(office, head, event.content())
                events.append(kept)
        rewrite(tables, office, events)
        tables.heads[office] = head
    assert found(rembang) == set()
