"""Retry a case that stands still: an administrator has it tried again, once the cause is mended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import CaseState, CaseUnknown
from service.domain.record import Act, by
from service.usecases.ports import Calendar, Clock, Engine
from service.usecases.repositories import Store
from service.usecases.retrying import retrying
from service.usecases.running_on import let_time_pass


@dataclass(frozen=True)
class Retried:
    """What came of it; `goes_on`: it does not stand still any more."""

    number: str
    goes_on: bool


@retrying
def retry_case(
    actor: Actor, case: UUID, *, store: Store, engine: Engine, clock: Clock, calendar: Calendar
) -> Retried:
    """Try again what stopped the case; it may stop again, for the same or another reason.

    Raises NotAdministrator, CaseUnknown, CaseEnded, CaseAlreadyCancelled, CaseNotStopped,
    CaseDamaged, DefinitionDamaged.
    """
    policy.check_can_administer(actor)
    with store.begin() as work:
        held = work.cases.hold(case)
        if not policy.is_within(actor, held.office):
            raise CaseUnknown
        held.check_stopped()
        content = {"act": Act.RETRIED, "actor": by(actor)}
        moved = let_time_pass(
            held, content, clock.now(), work=work, engine=engine, calendar=calendar
        )
    return Retried(held.number, goes_on=moved.case.state is not CaseState.INCIDENT)
