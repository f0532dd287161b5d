"""The office's own record: newest first, a page at a time, and what is damaged marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.policy import NotOverseer
from service.domain.record import Act, Answers
from service.usecases.show_office_record import PAGE, OfficeRecord, show_office_record
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import FOUNDED, SOP_DEPLOYED, Rembang
from tests.unit.tampering import tampering


def record_of(rembang: Rembang, before: int | None = None) -> OfficeRecord:
    return show_office_record(rembang.auditor, before, store=rembang.store)


def acts(record: OfficeRecord) -> list[Act | None]:
    return [line.event.act if line.event else None for line in record.lines]


def test_the_newest_event_comes_first(rembang: Rembang) -> None:
    outcome = rembang.start()
    record = record_of(rembang)
    assert acts(record)[:2] == [Act.REGISTERED, Act.PERSON_ADDED]
    assert acts(record)[-SOP_DEPLOYED:] == [Act.DEPLOYED, Act.OFFICE_ADDED]
    registered = record.lines[0].event
    assert registered is not None
    assert (registered.actor, registered.at) == ("Petugas", rembang.clock.at)
    assert registered.said["number"] == outcome.number
    assert not registered.damaged
    assert record.before is None


def test_a_long_record_goes_on_where_the_page_ended(rembang: Rembang) -> None:
    for _ in range(PAGE):
        rembang.start()
    first = record_of(rembang)
    newest = FOUNDED + PAGE
    assert [line.sequence for line in first.lines] == list(range(newest, newest - PAGE, -1))
    assert first.before == FOUNDED + 1
    rest = record_of(rembang, first.before)
    assert acts(rest)[-SOP_DEPLOYED:] == [Act.DEPLOYED, Act.OFFICE_ADDED]
    assert rest.before is None
    for beyond in (1, 0, -5):
        assert record_of(rembang, beyond) == OfficeRecord([], None)
    assert record_of(rembang, 10**9) == first


def test_overseers_see_their_own_office_and_nobody_else_sees_it(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    rembang.start()
    assert Act.REGISTERED in acts(record_of(rembang))
    assert Act.REGISTERED not in acts(record_of(tanjungpinang))
    show_office_record(rembang.administrator, None, store=rembang.store)
    for person in (rembang.petugas, rembang.analyst):
        with pytest.raises(NotOverseer):
            show_office_record(person, None, store=rembang.store)


def test_what_was_changed_is_damaged_and_what_is_gone_is_missing(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    for _ in range(3):
        rembang.start()
    office = rembang.office.id
    with tampering(memory) as tables:
        first = tables.events[office, FOUNDED + 1]
        changed = first.body.replace(b"Petugas", b"Pitugas")
        tables.events[office, FOUNDED + 1] = replace(first, body=changed)
        del tables.events[office, FOUNDED + 3]
    lines = record_of(rembang).lines[:4]
    assert [(line.sequence, line.event and line.event.damaged) for line in lines] == [
        (FOUNDED + 3, None),
        (FOUNDED + 2, False),
        (FOUNDED + 1, True),
        (FOUNDED, False),
    ]


@pytest.mark.parametrize(
    "body", [b"?", b"[]", b"{}", b'{"act":"x"}', b'{"act":"read","at":"2026-01-01","actor":[]}']
)
def test_what_cannot_be_read_is_missing_and_the_rest_goes_on(
    memory: InMemoryStore, rembang: Rembang, body: bytes
) -> None:
    rembang.start()
    office = rembang.office.id
    with tampering(memory) as tables:
        place = (office, FOUNDED)
        tables.events[place] = replace(tables.events[place], body=body)
    assert acts(record_of(rembang))[:3] == [Act.REGISTERED, None, Act.PERSON_ADDED]


def test_answers_that_were_put_beside_an_event_are_not_shown(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    office = rembang.office.id
    with tampering(memory) as tables:
        forged = Answers(b"salt", b'{"key":"lain"}')
        place = (office, SOP_DEPLOYED)
        tables.events[place] = replace(tables.events[place], answers=forged)
    event = record_of(rembang).lines[-SOP_DEPLOYED].event
    assert event is not None
    assert event.damaged
    assert event.said["key"] == "pengantar-kis"
