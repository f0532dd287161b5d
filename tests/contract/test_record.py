"""The record: events in their order, byte for byte, with the answers that stand beside them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from uuid import UUID, uuid4

import pytest

from service.domain.record import EMPTY, Event, RecordDamaged, append
from service.usecases.repositories import Store
from tests.contract.given import Given


def chain_of(chain: UUID, count: int) -> list[Event]:
    """Sealed events, every second one with answers beside it."""
    events, head = [], EMPTY
    for number in range(count):
        answers = b'{"nik":"3317"}' if number % 2 else None
        event, head = append(
            chain, head, {"act": "completed", "step": f"Kegiatan “{number}”"}, answers
        )
        events.append(event)
    return events


def test_events_come_back_in_order_byte_for_byte(store: Store) -> None:
    chain = uuid4()
    events = chain_of(chain, 12)
    with store.begin() as work:
        work.record.add(events[:2])
    with store.begin() as work:
        work.record.add(events[2:])
    with store.read() as work:
        assert list(work.record.of(chain)) == events


def test_answers_stand_beside_their_event(store: Store) -> None:
    chain = uuid4()
    with store.begin() as work:
        work.record.add(chain_of(chain, 2))
    with store.read() as work:
        plain, answered = work.record.of(chain)
    assert plain.answers is None
    assert answered.answers is not None
    assert answered.answers.body == b'{"nik":"3317"}'
    assert answered.answers.digest == answered.content()["answers"]


def test_chains_do_not_mix(store: Store) -> None:
    first, second = uuid4(), uuid4()
    with store.begin() as work:
        work.record.add(chain_of(first, 3))
        work.record.add(chain_of(second, 1))
    with store.read() as work:
        assert len(list(work.record.of(first))) == 3
        assert len(list(work.record.of(second))) == 1
        assert list(work.record.of(uuid4())) == []


def test_many_chains_come_one_after_another_each_in_order(store: Store) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    chains = {first: chain_of(first, 600), second: chain_of(second, 3), third: chain_of(third, 1)}
    with store.begin() as work:
        for events in chains.values():
            work.record.add(events)
    with store.read() as work:
        asked = work.record.among([second, uuid4(), first])
        found = {chain: list(events) for chain, events in groupby(asked, attrgetter("chain"))}
    assert found == {first: chains[first], second: chains[second]}


def test_a_chain_is_an_orphan_that_belongs_to_no_case_and_no_office(
    store: Store, given: Given
) -> None:
    office = given.office()
    case = given.case(office, given.deployment(office))
    orphan = uuid4()
    with store.begin() as work:
        assert work.record.orphans() == []
        for chain in (office.id, case.id, orphan):
            work.record.add(chain_of(chain, 2))
    with store.read() as work:
        assert work.record.orphans() == [orphan]


def test_the_end_of_a_chain_is_read_in_order_and_what_stands_before_it(store: Store) -> None:
    chain = uuid4()
    events = chain_of(chain, 5)
    with store.begin() as work:
        work.record.add(events)
        work.record.add(chain_of(uuid4(), 9))
    with store.read() as work:
        assert work.record.newest(chain, 2) == events[3:]
        assert work.record.newest(chain, 2, before=4) == events[1:3]
        assert work.record.newest(chain, 9) == work.record.newest(chain, 9, before=6) == events
        assert work.record.newest(chain, 2, before=1) == []


def test_a_part_of_a_chain_is_read_in_order(store: Store) -> None:
    chain = uuid4()
    events = chain_of(chain, 5)
    with store.begin() as work:
        work.record.add(events)
        work.record.add(chain_of(uuid4(), 5))
    with store.read() as work:
        assert work.record.between(chain, 2, 4) == events[1:4]
        assert work.record.between(chain, 5, 9) == events[4:]
        assert work.record.between(chain, 6, 9) == []


def test_a_long_chain_is_read_whole_while_others_are_read(store: Store) -> None:
    long, short = uuid4(), uuid4()
    with store.begin() as work:
        work.record.add(chain_of(long, 1200))
        work.record.add(chain_of(short, 2))
    with store.read() as work:
        seen = 0
        for seen, event in enumerate(work.record.of(long), start=1):
            assert event.sequence == seen
            if seen in {1, 600}:
                assert len(list(work.record.of(short))) == 2
    assert seen == 1200


def test_no_event_takes_the_place_of_another(store: Store) -> None:
    chain = uuid4()
    first, other = chain_of(chain, 1), chain_of(chain, 1)
    with store.begin() as work:
        work.record.add(first)
    with pytest.raises(RecordDamaged), store.begin() as work:
        work.record.add(other)
    with store.read() as work:
        assert list(work.record.of(chain)) == first
