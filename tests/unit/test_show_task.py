"""Showing a task: its step as drawn, and who may see it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseDamaged
from service.domain.policy import NotYourTask
from service.domain.task import Task, TaskState, TaskUnknown
from service.usecases.show_task import TaskView, show_task
from tests.fakes.rembang import Rembang


@pytest.fixture
def task(rembang: Rembang) -> Task:
    """The open task at step 1."""
    return rembang.carry_to("Kegiatan_1")


def show(rembang: Rembang, actor: Actor, task: UUID) -> TaskView:
    return show_task(actor, task, store=rembang.store, engine=rembang.engine)


def test_a_task_is_shown_with_its_case_and_its_step(rembang: Rembang, task: Task) -> None:
    view = show(rembang, rembang.petugas, task.id)
    assert view.task == task
    assert view.case == rembang.case(task.case)
    assert view.office == rembang.office
    assert view.definition.key == "pengantar-kis"
    assert view.step.number == "1"
    assert len(view.step.requirements) == 5


def test_a_finished_task_is_still_shown(rembang: Rembang, task: Task) -> None:
    rembang.complete(task, rembang.petugas)
    assert show(rembang, rembang.petugas, task.id).task.state is TaskState.DONE


def test_another_role_is_refused(rembang: Rembang, task: Task) -> None:
    for person in (rembang.kasi, rembang.auditor, rembang.analyst, rembang.administrator):
        with pytest.raises(NotYourTask):
            show(rembang, person, task.id)


def test_for_another_office_the_task_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang, task: Task
) -> None:
    with pytest.raises(TaskUnknown):
        show(rembang, tanjungpinang.petugas, task.id)


def test_an_unknown_task_is_refused(rembang: Rembang) -> None:
    with pytest.raises(TaskUnknown):
        show(rembang, rembang.petugas, uuid4())


def test_a_damaged_case_is_said_before_anybody_fills_its_form(rembang: Rembang, task: Task) -> None:
    with rembang.store.begin() as work:
        work.cases.move(replace(work.cases.get(task.case), snapshot=b"garbage"), [])
    with pytest.raises(CaseDamaged, match="rembang/2026/000001"):
        show(rembang, rembang.petugas, task.id)
