"""Show a task: what is to be done, what it takes, and why it came back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseDamaged, SnapshotDamaged
from service.domain.definition import Definition, Step
from service.domain.office import Office
from service.domain.task import Task
from service.usecases.calling import version_of
from service.usecases.ports import Engine
from service.usecases.repositories import Store


@dataclass(frozen=True)
class TaskView:
    """A task with its case, its step as drawn, and where the case stands."""

    task: Task
    case: Case
    office: Office
    definition: Definition
    step: Step


def show_task(actor: Actor, task: UUID, *, store: Store, engine: Engine) -> TaskView:
    """Read a task that the person may work on, finished or not.

    Raises TaskUnknown, NotYourTask, TaskDamaged, CaseDamaged (the case's state cannot be read).
    """
    with store.read() as work:
        found = work.tasks.get(task, actor.office)
        policy.check_can_work(actor, found)
        found.check_readable()
        case = work.cases.get(found.case)
        deployment = version_of(case, work)
        office = work.offices.get(case.office)
    definition = engine.definition(deployment)
    try:
        engine.check(deployment, case.snapshot)
    except SnapshotDamaged as error:
        raise CaseDamaged(number=case.number) from error
    return TaskView(found, case, office, definition, definition.steps[found.element])
