"""Claim a task: take it from the role's tray into one's own hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.record import Act, append, at_utc, by
from service.domain.task import Task, TaskState
from service.usecases.ports import Clock
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import Held


@retrying
def claim_task(actor: Actor, task: UUID, *, store: Store, clock: Clock) -> Task:
    """Claim an open task; claiming one's own claim again changes nothing.

    Raises TaskUnknown, NotYourTask, TaskAlreadyClaimed (names who), TaskAlreadyDone, TaskWithdrawn.
    """
    with store.begin() as work:
        held = work.tasks.hold(task, actor.office)
        policy.check_can_work(actor, held.task)
        now = clock.now()
        claimed = held.task.claimed_by(actor, now)
        if held.task.state is not TaskState.CLAIMED:
            _keep(Act.CLAIMED, actor, held, claimed, work=work, at=now)
    return claimed


@retrying
def release_task(actor: Actor, task: UUID, *, store: Store, clock: Clock) -> Task:
    """Put a claimed task back; releasing an open task changes nothing.

    Raises TaskUnknown, NotYourTask, NotYourClaim, TaskAlreadyDone, TaskWithdrawn.
    """
    with store.begin() as work:
        held = work.tasks.hold(task, actor.office)
        policy.check_can_release(actor, held.task)
        released = held.task.released()
        if held.task.state is not TaskState.OPEN:
            _keep(Act.RELEASED, actor, held, released, work=work, at=clock.now())
    return released


def _keep(act: Act, actor: Actor, held: Held, changed: Task, *, work: Work, at: datetime) -> None:
    """Save the changed task with the event that tells of it."""
    # An administrator may release a claim without holding the task's role.
    role, lane = (
        (held.task.performer, held.task.role) if policy.can_work(actor, held.task) else ("", "")
    )
    content = {
        "act": act,
        "at": at_utc(at),
        "actor": by(actor, role, lane),
        "definition": work.deployments.get(held.case.deployment).hash,
        "task": str(held.task.id),
        "element": held.task.element,
    }
    event, head = append(held.case.id, held.case.head, content)
    work.cases.move(replace(held.case, head=head), [event], [changed])
