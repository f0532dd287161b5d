"""Retry a case that stands still: an administrator has it tried again, once the cause is mended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseState, CaseUnknown
from service.domain.record import Act, by
from service.usecases.ports import Calendar, Clock, Engine
from service.usecases.repositories import Store
from service.usecases.retrying import retrying
from service.usecases.running_on import let_time_pass


@dataclass(frozen=True)
class RetryCase:
    """An administrator's wish for a case; `act` is the id that the form carried."""

    actor: Actor
    case: UUID
    act: UUID


@dataclass(frozen=True)
class Retried:
    """What came of it; `goes_on`: it stands still no more; `unchanged`: it was done before."""

    number: str
    goes_on: bool
    unchanged: bool = field(default=False, compare=False)


@retrying
def retry_case(
    request: RetryCase, *, store: Store, engine: Engine, clock: Clock, calendar: Calendar
) -> Retried:
    """Try again what stopped the case; it may stop again, for the same or another reason.

    The same act id again tries nothing, and tells whether the case still stands or not.

    Raises NotAdministrator, CaseUnknown, CaseEnded, CaseAlreadyCancelled, CaseNotStopped,
    CaseDamaged, DefinitionDamaged.
    """
    policy.check_can_administer(request.actor)
    with store.begin() as work:
        case = work.cases.hold(request.case)
        if not policy.is_within(request.actor, case.office):
            raise CaseUnknown
        if work.cases.took(case.id, request.act):
            return replace(_told(case), unchanged=True)
        case.check_stopped()
        content = {"act": Act.RETRIED, "actor": by(request.actor)}
        now = clock.now()
        moved = let_time_pass(case, content, now, work=work, engine=engine, calendar=calendar)
        work.cases.take(case.id, request.act)
    return _told(moved.case)


def _told(case: Case) -> Retried:
    return Retried(case.number, goes_on=case.state is not CaseState.INCIDENT)
