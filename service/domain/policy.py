"""Who may do what: `check_can_x` raises; where a page must know beforehand, `can_x` answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from service.domain.actor import Actor, Operator, Right
from service.domain.case import Case, CaseUnknown
from service.domain.definition import Definition, DefinitionUnknown, Deployment, Start
from service.domain.errors import Forbidden, LaksanaError
from service.domain.office import OfficeUnknown
from service.domain.task import Person, Task, TaskUnknown


class NotYourTask(Forbidden):
    """Tugas ini hanya dapat dikerjakan oleh %(role)s."""


class NotYourClaim(Forbidden):
    """Tugas ini hanya dapat dilepas oleh %(name)s, yang mengambilnya."""


class NotYourCase(Forbidden):
    """Permohonan ini hanya dapat dilihat oleh pelaksana SOP-nya dan auditor."""


class NotAdministrator(Forbidden):
    """Hanya administrator unit kerja yang dapat melakukannya."""


class NotAnalyst(Forbidden):
    """Hanya analis SOP yang dapat memasang SOP."""


class NotVersionReader(Forbidden):
    """Hanya analis SOP dan auditor yang dapat melihat versi-versi SOP."""


class NotAuditor(Forbidden):
    """Hanya auditor yang dapat melihatnya."""


class NotOverseer(Forbidden):
    """Hanya administrator dan auditor yang dapat melihatnya."""


class NotYourStart(Forbidden):
    """SOP ini hanya dapat dimulai oleh %(role)s."""


def check_can_work(actor: Actor, task: Task) -> None:
    """Claiming and completing: the roles of the task's performer."""
    if task.office != actor.office:
        raise TaskUnknown
    if task.performer not in actor.roles:
        raise NotYourTask(role=task.performer)


def can_work(actor: Actor, task: Task) -> bool:
    """See `check_can_work`."""
    return _allowed(lambda: check_can_work(actor, task))


def check_can_release(actor: Actor, task: Task) -> None:
    """Releasing: one's own claim; an administrator any."""
    if task.office != actor.office:
        raise TaskUnknown
    if actor.has(Right.ADMINISTER):
        return
    check_can_work(actor, task)
    if task.holder is not None and not _holds(actor, task.holder):
        raise NotYourClaim(name=task.holder.name)


def can_release(actor: Actor, task: Task) -> bool:
    """See `check_can_release`."""
    return _allowed(lambda: check_can_release(actor, task))


def check_can_see_case(actor: Actor, case: Case, definition: Definition) -> None:
    """Seeing a case, its data and files: who holds a lane of its SOP, and auditors."""
    if case.office != actor.office:
        raise CaseUnknown
    if not sees_cases_of(actor, definition):
        raise NotYourCase


def check_can_see_damaged_case(actor: Actor, case: Case, tasks: Iterable[Task]) -> None:
    """Seeing a case whose SOP cannot be read: whose role was given a task in it, and auditors."""
    if case.office != actor.office:
        raise CaseUnknown
    if not (sees_every_case(actor) or any(task.performer in actor.roles for task in tasks)):
        raise NotYourCase


def can_see_case(actor: Actor, case: Case, definition: Definition) -> bool:
    """See `check_can_see_case`."""
    return _allowed(lambda: check_can_see_case(actor, case, definition))


def check_can_start(actor: Actor, start: Start) -> None:
    """Starting: the role of the start event's lane. The SOP's office was checked before."""
    if start.lane.performer not in actor.roles:
        raise NotYourStart(role=start.lane.performer)


def can_start(actor: Actor, start: Start) -> bool:
    """See `check_can_start`."""
    return _allowed(lambda: check_can_start(actor, start))


def check_can_see_definition(actor: Actor, deployment: Deployment) -> None:
    """Seeing an SOP and its diagram: everybody of the office."""
    if deployment.office != actor.office:
        raise DefinitionUnknown


def check_can_administer(actor: Actor | Operator) -> None:
    """Changing people, roles, hours and holidays, and cancelling a case.

    Who runs the command on the server owns all that it stores, and may.
    """
    if isinstance(actor, Actor) and not actor.has(Right.ADMINISTER):
        raise NotAdministrator


def is_within(actor: Actor | Operator, office: UUID) -> bool:
    """Whether the rights of `actor` reach into the office; an operator's reach into all."""
    return isinstance(actor, Operator) or actor.office == office


def check_can_deploy(actor: Actor | Operator, office: UUID) -> None:
    """Deploying an SOP: the office's analysts, and who runs the command on the server."""
    if isinstance(actor, Actor) and not actor.has(Right.ANALYSE):
        raise NotAnalyst
    if not is_within(actor, office):
        raise OfficeUnknown(key=str(office))


def check_can_see_versions(actor: Actor) -> None:
    """Seeing every version of an SOP of one's own office: analysts and auditors."""
    if not (actor.has(Right.ANALYSE) or actor.has(Right.AUDIT)):
        raise NotVersionReader


def can_see_versions(actor: Actor) -> bool:
    """See `check_can_see_versions`."""
    return _allowed(lambda: check_can_see_versions(actor))


def check_can_audit(actor: Actor) -> None:
    """Searching and replaying every case of one's own office."""
    if not actor.has(Right.AUDIT):
        raise NotAuditor


def check_can_replay(actor: Actor, case: Case) -> None:
    """Replaying a case: the auditors of its office."""
    check_can_audit(actor)
    if case.office != actor.office:
        raise CaseUnknown


def can_replay(actor: Actor, case: Case) -> bool:
    """See `check_can_replay`."""
    return _allowed(lambda: check_can_replay(actor, case))


def check_can_oversee(actor: Actor) -> None:
    """Seeing an office's people, roles, hours and own record, and verifying its records."""
    if not (actor.has(Right.AUDIT) or actor.has(Right.ADMINISTER)):
        raise NotOverseer


def sees_cases_of(actor: Actor, definition: Definition) -> bool:
    """Whether the person sees the cases of the SOP: who works in it, and auditors."""
    return sees_every_case(actor) or works_in(actor, definition)


def sees_every_case(actor: Actor) -> bool:
    """Whether the person sees the office's cases whatever their SOP: auditors."""
    return actor.has(Right.AUDIT)


def works_in(actor: Actor, definition: Definition) -> bool:
    """Whether the person holds a lane of the SOP."""
    return not actor.roles.isdisjoint(definition.roles)


def reads_as_auditor(actor: Actor, definition: Definition) -> bool:
    """Whether seeing a case is an audit, to be recorded, and not the person's own work."""
    return actor.has(Right.AUDIT) and not works_in(actor, definition)


def _holds(actor: Actor, holder: Person) -> bool:
    return holder.id == actor.id


def _allowed(check: Callable[[], None]) -> bool:
    try:
        check()
    except LaksanaError:
        return False
    return True
