"""Cancel a case: an administrator gives it up for good, without seeing what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseState, CaseUnknown
from service.domain.errors import Invalid
from service.domain.history import MALFORMED, moment_of
from service.domain.record import Act, append, at_utc, by, canonical
from service.domain.task import UNFINISHED, Task
from service.usecases.advancing import timer_told
from service.usecases.case_search import as_typed
from service.usecases.definitions import meaning_for
from service.usecases.ports import Clock, Engine
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import CaseLine

PAGE = 25
LONGEST_REASON = 2000  # characters


class ReasonMissing(Invalid):
    """Alasan pembatalan wajib diisi."""


class ReasonTooLong(Invalid):
    """Alasan pembatalan terlalu panjang: paling banyak %(length)s karakter."""


@dataclass(frozen=True)
class Stop:
    """Why a case stands still: since when, at which step, and the reason (Indonesian).

    What the step found is not told: people's answers may be among it.
    """

    at: datetime
    step: str
    reason: str


@dataclass(frozen=True)
class UnfinishedCase:
    """All that an administrator may know of a case that runs or stands still."""

    id: UUID
    number: str
    sop: str
    state: CaseState
    started_at: datetime
    open_tasks: Sequence[Task]
    stop: Stop | None = None


@dataclass(frozen=True)
class UnfinishedCases:
    """One page; `after` is the number to go on from, empty at the end."""

    cases: Sequence[UnfinishedCase]
    after: str


def list_unfinished(actor: Actor, number: str, after: str, *, store: Store) -> UnfinishedCases:
    """The office's cases that may be cancelled, newest first, by a part of their number.

    Raises NotAdministrator.
    """
    policy.check_can_administer(actor)
    number, after = (as_typed(text) for text in (number, after))
    with store.read() as work:
        lines = work.cases.unfinished(actor.office, number, after, PAGE + 1)
        shown = [_told(line, work) for line in lines[:PAGE]]
    return UnfinishedCases(shown, shown[-1].number if len(lines) > PAGE else "")


def show_unfinished(actor: Actor, case: UUID, *, store: Store, engine: Engine) -> UnfinishedCase:
    """One case before it is cancelled or, where it stands still, tried again.

    Raises NotAdministrator, CaseUnknown, CaseEnded, CaseAlreadyCancelled.
    """
    policy.check_can_administer(actor)
    with store.read() as work:
        found = _within(actor, work.cases.get(case))
        found.check_unfinished()
        told = _told(CaseLine(found, tuple(_unfinished_tasks(found, work))), work)
        if found.state is not CaseState.INCIDENT:
            return told
        return replace(told, stop=_last_stop(found, work, engine))


@retrying
def cancel_case(actor: Actor, case: UUID, reason: str, *, store: Store, clock: Clock) -> Case:
    """End a case without finishing it: its tasks are withdrawn, and its record says who and why.

    The reason stands beside the event, so that it can be erased should it name somebody.
    Raises NotAdministrator, CaseUnknown, ReasonMissing, ReasonTooLong, CaseEnded,
    CaseAlreadyCancelled.
    """
    policy.check_can_administer(actor)
    with store.begin() as work:
        held = _within(actor, work.cases.hold(case))
        now = clock.now()
        cancelled = held.cancelled(now)
        answers = canonical({"reason": _checked(reason)})
        withdrawn = _unfinished_tasks(held, work)
        content = {
            "act": Act.CANCELLED,
            "at": at_utc(now),
            "actor": by(actor),
            "definition": work.deployments.get(held.deployment).hash,
            "left": [],
            "tokens": [],
            "withdrawn": [str(task.id) for task in withdrawn],
            "ended": True,
            **timer_told(held, cancelled),
        }
        event, head = append(held.id, held.head, content, answers)
        work.cases.move(
            replace(cancelled, head=head), [event], [task.withdrawn(now) for task in withdrawn]
        )
        if held.due_at is not None:
            work.jobs.set_timer(held.id, None)
    return cancelled


def _within(actor: Actor, case: Case) -> Case:
    if not policy.is_within(actor, case.office):
        raise CaseUnknown
    return case


def _unfinished_tasks(case: Case, work: Work) -> Sequence[Task]:
    return [task for task in work.tasks.unfinished(case.id) if task.state in UNFINISHED]


def _told(line: CaseLine, work: Work) -> UnfinishedCase:
    case = line.case
    sop = work.deployments.get(case.deployment).name
    return UnfinishedCase(case.id, case.number, sop, case.state, case.started_at, line.open_tasks)


def _last_stop(case: Case, work: Work, engine: Engine) -> Stop | None:
    """What the record says of it; None where that is long ago or cannot be read."""
    names = meaning_for(case, work, engine).names
    latest = work.record.between(case.id, case.head.count - _LATEST, case.head.count)
    for event in reversed(latest):
        try:
            content = event.content()
            if content["act"] == Act.INCIDENT:
                step = names.get(content["element"], "")
                return Stop(moment_of(content["at"]), step, str(content["reason"]))
        except MALFORMED:
            continue
    return None


_LATEST = 100  # events: after it stopped there are readings and claims, if anything


def _checked(reason: str) -> str:
    reason = reason.replace("\r\n", "\n").strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(length=LONGEST_REASON)
    return reason
