"""Verifying a chain: one that is whole says so, and any change in it is found and named."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.record import Answers, Event, Head, append, chained_hash
from service.usecases.findings import Checked, Fault
from service.usecases.verify_record import verify_record
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS
from tests.unit.tampering import FIRST, SECOND, checked, found, rewrite, tampering


def test_a_record_that_is_whole_has_no_findings(rembang: Rembang, ended_case: UUID) -> None:
    rembang.deploy(PENGANTAR_KIS, edition=2)
    assert rembang.acts(ended_case) == ["started", "claimed", *["completed"] * 5]
    assert checked(rembang) == [
        Checked(FIRST, 7, ()),
        Checked(SECOND, 1, ()),
        Checked("rembang", 12, ()),
    ]


@pytest.mark.parametrize("sequence", [1, 3, 7])
def test_one_changed_byte_names_the_event(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID, sequence: int
) -> None:
    with tampering(memory) as tables:
        event = tables.events[ended_case, sequence]
        changed = event.body.replace(b"Petugas", b"Pitugas", 1)
        tables.events[ended_case, sequence] = replace(event, body=changed)
    assert found(rembang) == {(FIRST, sequence, Fault.CHANGED)}


def test_a_change_whose_hash_was_made_to_fit_is_found_at_the_next_event(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        previous, event = (tables.events[ended_case, sequence] for sequence in (2, 3))
        changed = event.body.replace(b"Petugas", b"Pitugas", 1)
        sealed = chained_hash(previous.hash, changed)
        tables.events[ended_case, 3] = replace(event, body=changed, hash=sealed)
    assert found(rembang) == {(FIRST, 4, Fault.CHANGED)}


def test_a_chain_that_was_written_anew_does_not_fit_its_case(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        forged, _ = append(ended_case, Head(), {"act": "started"})
        rewrite(tables, ended_case, [forged])
    assert found(rembang) == {(FIRST, 1, Fault.UNREADABLE), (FIRST, 1, Fault.CUT)}


def test_a_cut_tail_is_found(memory: InMemoryStore, rembang: Rembang, ended_case: UUID) -> None:
    with tampering(memory) as tables:
        del tables.events[ended_case, 7]
    assert found(rembang) == {(FIRST, 6, Fault.CUT)}


def test_a_chain_that_is_gone_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        rewrite(tables, ended_case, [])
    assert found(rembang) == {(FIRST, 0, Fault.CUT)}


def test_an_event_that_is_missing_in_between_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        del tables.events[ended_case, 3]
    assert found(rembang) == {(FIRST, 4, Fault.GAP), (FIRST, 4, Fault.CHANGED)}


def test_an_event_of_another_chain_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        foreign, head = append(uuid4(), Head(), {"act": "started"})
        rewrite(tables, ended_case, [replace(foreign, chain=ended_case)])
        tables.cases[ended_case] = replace(tables.cases[ended_case], head=head)
    assert found(rembang) == {(FIRST, 1, Fault.MISPLACED)}


@pytest.mark.parametrize("body", [b"\xff", b"[]"])
def test_an_event_that_cannot_be_read_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID, body: bytes
) -> None:
    with tampering(memory) as tables:
        sealed = chained_hash(Head().hash, body)
        rewrite(tables, ended_case, [Event(ended_case, 1, body, sealed)])
        tables.cases[ended_case] = replace(tables.cases[ended_case], head=Head(1, sealed))
    assert found(rembang) == {(FIRST, 1, Fault.UNREADABLE)}


def test_swapped_answers_are_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        fourth, fifth = (tables.events[ended_case, sequence] for sequence in (4, 5))
        tables.events[ended_case, 4] = replace(fourth, answers=fifth.answers)
        tables.events[ended_case, 5] = replace(fifth, answers=fourth.answers)
    assert found(rembang) == {
        (FIRST, 4, Fault.ANSWERS_CHANGED),
        (FIRST, 5, Fault.ANSWERS_CHANGED),
    }


def test_answers_beside_an_event_that_had_none_are_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        claimed = tables.events[ended_case, 2]
        tables.events[ended_case, 2] = replace(claimed, answers=Answers(b"salt", b"{}"))
    assert found(rembang) == {(FIRST, 2, Fault.ANSWERS_CHANGED)}


def test_erased_answers_leave_the_chain_whole(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        for sequence in (1, 3):
            tables.events[ended_case, sequence] = replace(
                tables.events[ended_case, sequence], answers=None
            )
    assert found(rembang) == set()
    counted = verify_record(store=rembang.store, files=rembang.files, engine=rembang.engine)
    assert sum(checked.erased for checked in counted.checks) == 2


def test_a_state_that_cannot_be_read_is_named(memory: InMemoryStore, rembang: Rembang) -> None:
    case = rembang.start().case
    with tampering(memory) as tables:
        tables.cases[case] = replace(tables.cases[case], snapshot=b"rusak")
    assert found(rembang) == {(rembang.case(case).number, 0, Fault.SNAPSHOT_DAMAGED)}
