"""Claiming and releasing: who may, what is recorded, and what repeating does."""

from __future__ import annotations

from uuid import uuid4

import pytest

from service.domain.actor import Actor
from service.domain.policy import NotYourClaim, NotYourTask
from service.domain.task import (
    Person,
    Task,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskState,
    TaskUnknown,
    TaskWithdrawn,
)
from service.usecases.claim_task import claim_task, release_task
from tests.fakes.rembang import Rembang


@pytest.fixture
def task(rembang: Rembang) -> Task:
    """The open task at step 1."""
    return rembang.carry_to("Kegiatan_1")


def claim(rembang: Rembang, actor: Actor, task: Task) -> Task:
    return claim_task(actor, task.id, store=rembang.store, clock=rembang.clock)


def release(rembang: Rembang, actor: Actor, task: Task) -> Task:
    return release_task(actor, task.id, store=rembang.store, clock=rembang.clock)


def test_a_claimed_task_names_who_holds_it(rembang: Rembang, task: Task) -> None:
    claimed = claim(rembang, rembang.petugas, task)
    assert claimed.state is TaskState.CLAIMED
    assert claimed.holder == Person(rembang.petugas.id, "Petugas")
    assert rembang.task(task.id) == claimed


def test_a_claim_is_recorded(rembang: Rembang, task: Task) -> None:
    claim(rembang, rembang.petugas, task)
    event = rembang.events(task.case)[-1]
    assert event.content() == {
        "chain": str(task.case),
        "sequence": 2,
        "act": "claimed",
        "at": "2026-02-02T02:00:00.000000Z",
        "actor": {
            "id": str(rembang.petugas.id),
            "account": "petugas@rembang",
            "name": "Petugas",
            "role": "Petugas Pelayanan",
        },
        "definition": rembang.deployment.hash,
        "task": str(task.id),
        "element": "Kegiatan_1",
    }
    assert rembang.case(task.case).head.hash == event.hash


def test_claiming_ones_own_claim_again_changes_nothing(rembang: Rembang, task: Task) -> None:
    assert claim(rembang, rembang.petugas, task) == claim(rembang, rembang.petugas, task)
    assert rembang.acts(task.case) == ["started", "claimed"]


def test_a_claimed_task_cannot_be_claimed_twice(
    rembang: Rembang, task: Task, colleague: Actor
) -> None:
    claim(rembang, rembang.petugas, task)
    with pytest.raises(TaskAlreadyClaimed, match="Petugas"):
        claim(rembang, colleague, task)


def test_a_released_task_is_open_to_its_role_again(
    rembang: Rembang, task: Task, colleague: Actor
) -> None:
    claim(rembang, rembang.petugas, task)
    released = release(rembang, rembang.petugas, task)
    assert released == task
    assert rembang.acts(task.case) == ["started", "claimed", "released"]
    assert claim(rembang, colleague, task).holder == Person(colleague.id, colleague.name)


def test_releasing_an_open_task_changes_nothing(rembang: Rembang, task: Task) -> None:
    assert release(rembang, rembang.petugas, task) == task
    assert rembang.acts(task.case) == ["started"]


def test_anothers_claim_cannot_be_released(rembang: Rembang, task: Task, colleague: Actor) -> None:
    claim(rembang, rembang.petugas, task)
    with pytest.raises(NotYourClaim, match="Petugas"):
        release(rembang, colleague, task)


def test_an_administrator_releases_any_claim_in_no_role(rembang: Rembang, task: Task) -> None:
    claim(rembang, rembang.petugas, task)
    assert release(rembang, rembang.administrator, task).holder is None
    actor = rembang.events(task.case)[-1].content()["actor"]
    assert actor == {
        "id": str(rembang.administrator.id),
        "account": "administrator@rembang",
        "name": "Administrator",
    }


def test_an_administrator_cannot_claim(rembang: Rembang, task: Task) -> None:
    with pytest.raises(NotYourTask):
        claim(rembang, rembang.administrator, task)


def test_other_roles_can_neither_claim_nor_release(rembang: Rembang, task: Task) -> None:
    for act in (claim, release):
        for person in (rembang.kasi, rembang.auditor, rembang.analyst):
            with pytest.raises(NotYourTask, match="Petugas Pelayanan"):
                act(rembang, person, task)


def test_for_another_office_the_task_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang, task: Task
) -> None:
    for act in (claim, release):
        for person in (tanjungpinang.petugas, tanjungpinang.administrator):
            with pytest.raises(TaskUnknown):
                act(rembang, person, task)


def test_an_unknown_task_can_neither_be_claimed_nor_released(rembang: Rembang) -> None:
    for act in (claim_task, release_task):
        with pytest.raises(TaskUnknown):
            act(rembang.petugas, uuid4(), store=rembang.store, clock=rembang.clock)


def test_a_finished_task_can_neither_be_claimed_nor_released(rembang: Rembang, task: Task) -> None:
    rembang.complete(task, rembang.petugas)
    for act in (claim, release):
        with pytest.raises(TaskAlreadyDone, match="Petugas"):
            act(rembang, rembang.petugas, task)


def test_a_withdrawn_task_can_neither_be_claimed_nor_released(rembang: Rembang, task: Task) -> None:
    with rembang.store.begin() as work:
        work.cases.move(work.cases.get(task.case), [], [task.withdrawn(rembang.clock.at)])
    for act in (claim, release):
        with pytest.raises(TaskWithdrawn):
            act(rembang, rembang.petugas, task)
