"""A task's states: from where it goes where, and who stands in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from service.domain.actor import Actor
from service.domain.task import (
    TRANSITIONS,
    UNFINISHED,
    Person,
    Task,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskDamaged,
    TaskState,
    TaskWithdrawn,
)

AT = datetime(2026, 2, 2, 2, tzinfo=UTC)
PETUGAS = Actor(uuid4(), "petugas@rembang", "Petugas", uuid4())
COLLEAGUE = Actor(uuid4(), "rekan@rembang", "Rekan", PETUGAS.office)
HOLDER = Person(PETUGAS.id, "Petugas")
OPEN = Task(uuid4(), uuid4(), PETUGAS.office, "Kegiatan_1", "Menerima", "Petugas", "Petugas", AT)
CLAIMED = OPEN.claimed_by(PETUGAS, AT)
DONE = CLAIMED.done_by(PETUGAS, AT, uuid4())
WITHDRAWN = CLAIMED.withdrawn(AT)


def test_every_state_has_its_transitions() -> None:
    assert set(TRANSITIONS) == set(TaskState)


def test_what_is_unfinished_can_still_go_somewhere() -> None:
    assert {state for state, onwards in TRANSITIONS.items() if onwards} == UNFINISHED


def test_each_act_leads_to_its_state() -> None:
    assert (CLAIMED.state, CLAIMED.holder) == (TaskState.CLAIMED, HOLDER)
    assert CLAIMED.released() == OPEN
    assert (DONE.state, DONE.holder, DONE.finished_at) == (TaskState.DONE, HOLDER, AT)
    assert (WITHDRAWN.state, WITHDRAWN.holder, WITHDRAWN.finished_at) == (
        TaskState.WITHDRAWN,
        HOLDER,
        AT,
    )


def test_an_open_task_may_be_done_at_once() -> None:
    act = uuid4()
    done = OPEN.done_by(PETUGAS, AT, act)
    assert (done.state, done.holder, done.act) == (TaskState.DONE, HOLDER, act)


def test_doing_again_what_was_done_changes_nothing() -> None:
    assert CLAIMED.claimed_by(PETUGAS, AT + timedelta(hours=1)) == CLAIMED
    assert OPEN.released() == OPEN
    assert WITHDRAWN.withdrawn(AT) == WITHDRAWN


def test_anothers_claim_stands_in_the_way() -> None:
    with pytest.raises(TaskAlreadyClaimed, match="Petugas"):
        CLAIMED.claimed_by(COLLEAGUE, AT)
    with pytest.raises(TaskAlreadyClaimed, match="Petugas"):
        CLAIMED.done_by(COLLEAGUE, AT, uuid4())


@pytest.mark.parametrize(
    ("finished", "refusal"), [(DONE, TaskAlreadyDone), (WITHDRAWN, TaskWithdrawn)]
)
def test_a_finished_task_goes_nowhere(finished: Task, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        finished.claimed_by(PETUGAS, AT)
    with pytest.raises(refusal):
        finished.released()
    with pytest.raises(refusal):
        finished.done_by(PETUGAS, AT, uuid4())


def test_a_damaged_task_goes_nowhere_not_even_back() -> None:
    damaged = replace(OPEN, state=TaskState.DAMAGED)
    with pytest.raises(TaskDamaged):
        damaged.claimed_by(PETUGAS, AT)
    with pytest.raises(TaskDamaged):
        damaged.released()
    with pytest.raises(TaskDamaged):
        damaged.done_by(PETUGAS, AT, uuid4())
    with pytest.raises(TaskDamaged):
        damaged.withdrawn(AT)


def test_a_done_task_is_never_taken_back() -> None:
    with pytest.raises(ValueError, match="from done to withdrawn"):
        DONE.withdrawn(AT)


def test_a_done_task_names_who_did_it() -> None:
    with pytest.raises(TaskAlreadyDone, match="oleh Petugas"):
        DONE.check_unfinished()
    with pytest.raises(TaskAlreadyDone, match="oleh -"):
        replace(DONE, holder=None).check_unfinished()
