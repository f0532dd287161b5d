"""Showing a damaged case: what is damaged is named, and what can still be read is shown."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from service.domain.case import CaseState, CaseUnknown
from service.domain.definition import Source
from service.domain.policy import NotYourCase
from service.domain.record import Answers, Head
from service.domain.task import Task, TaskState
from service.usecases.case_history import PORTION, Gap
from service.usecases.handle_files import keep_file
from service.usecases.show_case import Damage
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.unit.showing import show


@pytest.fixture
def approval(rembang: Rembang) -> Task:
    """The task at step 3, where the Kabid decides."""
    return rembang.carry_to("Kegiatan_3")


def test_a_damaged_snapshot_is_said_and_the_rest_is_shown(rembang: Rembang, approval: Task) -> None:
    with rembang.store.begin() as work:
        work.cases.move(replace(work.cases.get(approval.case), snapshot=b"garbage"), [])
    view = show(rembang, rembang.kasi, approval)
    assert view.damages == [Damage.SNAPSHOT]
    assert len(view.history) == 3


def replace_second(memory: InMemoryStore, case: UUID, **changes: Any) -> None:
    """Change the second event of a case past everything that guards it."""
    with memory.begin() as work:
        event = work.tables.events[case, 2]
        work.tables.events[case, 2] = replace(event, **changes)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff not JSON",
        b"[]",
        b"{}",
        b'{"act":"sabotage","at":"2026-02-02T02:00:00Z"}',
        b'{"act":"completed","at":"soon"}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","actor":"Petugas"}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","element":[]}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","tokens":1}',
        b'{"act":"incident","at":"2026-02-02T02:00:00Z"}',
    ],
)
def test_an_event_that_cannot_be_read_is_a_gap_between_the_others(
    memory: InMemoryStore, rembang: Rembang, approval: Task, body: bytes
) -> None:
    replace_second(memory, approval.case, body=body)
    view = show(rembang, rembang.kasi, approval)
    assert [line.sequence for line in view.history] == [1, 3]
    assert view.gaps == [Gap(2, 2)]
    assert view.damages == [Damage.RECORD]
    assert view.tokens == ("Kegiatan_3",)


def test_an_event_that_was_changed_is_shown_as_damaged(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    body = rembang.events(approval.case)[1].body.replace(b"Petugas", b"Pitugas")
    replace_second(memory, approval.case, body=body)
    view = show(rembang, rembang.kasi, approval)
    assert [line.damaged for line in view.history] == [False, True, False]
    assert view.damages == [Damage.RECORD]


@pytest.mark.parametrize("answers", [b"\xff not JSON", b'{"catatan":"lain"}', b"[]"])
def test_answers_that_were_changed_are_not_shown(
    memory: InMemoryStore, rembang: Rembang, approval: Task, answers: bytes
) -> None:
    replace_second(memory, approval.case, answers=Answers(b"", answers))
    line = show(rembang, rembang.kasi, approval).history[1]
    assert (line.damaged, line.answers) == (True, ())


def test_events_that_are_gone_leave_gaps(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        del work.tables.events[approval.case, 1]
        del work.tables.events[approval.case, 3]
    view = show(rembang, rembang.kasi, approval)
    assert view.gaps == [Gap(1, 1), Gap(3, 3)]
    assert [line.sequence for line in view.history] == [2]


def test_damage_is_said_beside_the_portion_that_it_is_in(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    for _ in range(PORTION + 10):
        show(rembang, rembang.auditor, approval)
    last = rembang.case(approval.case).head.count
    with memory.begin() as work:
        del work.tables.events[approval.case, last - PORTION]  # what the newest portion stands on
        del work.tables.events[approval.case, 5]
    newest = show(rembang, rembang.kasi, approval)
    assert (newest.damages, newest.gaps) == ([Damage.RECORD], [Gap(last - PORTION, last - PORTION)])
    earlier = show(rembang, rembang.kasi, approval, before=newest.earlier)
    assert (earlier.damages, earlier.gaps) == ([Damage.RECORD], [Gap(5, 5)])


def test_where_a_case_stands_is_told_past_events_that_cannot_be_read(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    for _ in range(2 * PORTION):
        show(rembang, rembang.auditor, approval)
    for place in (4, 5):
        with memory.begin() as work:
            event = work.tables.events[approval.case, place]
            work.tables.events[approval.case, place] = replace(event, body=b"?")
    assert show(rembang, rembang.kasi, approval).tokens == ("Kegiatan_3",)
    with memory.begin() as work:
        for place in (1, 2, 3):
            event = work.tables.events[approval.case, place]
            work.tables.events[approval.case, place] = replace(event, body=b"?")
    view = show(rembang, rembang.kasi, approval)
    assert (view.tokens, view.beginning) == ((), None)


@pytest.mark.parametrize("gone", [False, True])
def test_a_case_whose_sop_is_damaged_shows_what_its_record_says(
    memory: InMemoryStore, rembang: Rembang, approval: Task, *, gone: bool
) -> None:
    key = rembang.deployment.id
    with memory.begin() as work:
        if gone:
            del work.tables.deployments[key]
        else:
            work.tables.deployments[key] = replace(rembang.deployment, source=Source(b"?", {}))
    for person in (rembang.auditor, rembang.petugas, rembang.kabid):
        view = show(rembang, person, approval)
        assert view.damages == [Damage.DEFINITION]
        assert view.definition.name == ("" if gone else rembang.deployment.name)
        assert [line.actor for line in view.history][:3] == ["Petugas", "Petugas", "Kasi"]
        assert view.open_tasks == [approval]
    assert rembang.acts(approval.case)[-1] == "read"


def test_a_case_whose_sop_is_damaged_is_shown_to_nobody_else(
    memory: InMemoryStore, rembang: Rembang, tanjungpinang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        work.tables.deployments.clear()
    for person in (rembang.kepala, rembang.analyst, rembang.administrator):
        with pytest.raises(NotYourCase):
            show(rembang, person, approval)
    for person in (tanjungpinang.petugas, tanjungpinang.auditor):
        with pytest.raises(CaseUnknown):
            show(rembang, person, approval)


def test_a_case_in_a_state_that_nobody_knows_is_damaged(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        case = work.tables.cases[approval.case]
        work.tables.cases[case.id] = replace(case, state=CaseState.DAMAGED)
    assert show(rembang, rembang.kasi, approval).damages == [Damage.STATE]


def test_a_task_in_a_state_that_nobody_knows_is_damage(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        work.tables.tasks[approval.id] = replace(approval, state=TaskState.DAMAGED)
    view = show(rembang, rembang.kasi, approval)
    assert (view.damages, view.open_tasks) == ([Damage.TASKS], [])


def test_a_reading_that_the_record_does_not_take_reveals_nothing(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    assert show(rembang, rembang.kabid, approval, reveal=True).revealed
    with memory.begin() as work:
        case = work.tables.cases[approval.case]
        first = work.tables.events[case.id, 1]
        work.tables.cases[case.id] = replace(case, head=Head(1, first.hash))
    before = rembang.acts(approval.case)
    for person in (rembang.auditor, rembang.kabid):
        view = show(rembang, person, approval, reveal=True)
        assert (view.damages, view.revealed) == ([Damage.RECORD], False)
        assert len(view.history) == 4
    assert rembang.acts(approval.case) == before


def test_a_file_that_is_not_kept_any_more_is_named_as_lost(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_1")
    scan = keep_file("ktp.pdf", BytesIO(b"%PDF"), files=rembang.files)
    rembang.complete(task, rembang.petugas, files={"kelengkapan_2": [scan]})
    whole = show(rembang, rembang.petugas, task)
    assert (whole.lost, Damage.FILES in whole.damages) == (frozenset(), False)
    del rembang.files.contents[scan.hash]
    found = show(rembang, rembang.petugas, task)
    assert (found.lost, Damage.FILES in found.damages) == (frozenset({scan.hash}), True)
