"""Fire the timers of a case whose time has come; what fails for good becomes an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from service.domain.case import Incident
from service.domain.errors import N_, LaksanaError
from service.domain.record import Act, append, canonical
from service.usecases.advancing import incident_told
from service.usecases.ports import Calendar, Clock, Engine
from service.usecases.repositories import Store
from service.usecases.retrying import retrying
from service.usecases.running_on import let_time_pass

FAILED = N_("pekerjaan yang mengikuti waktu gagal berulang kali")


def due_cases(size: int, *, store: Store, clock: Clock) -> Sequence[UUID]:
    """Cases with a timer whose time has come, the longest due first."""
    with store.read() as work:
        return work.cases.due(clock.now(), size)


@retrying
def fire_timers(
    case: UUID,
    come: datetime | None = None,
    *,
    store: Store,
    engine: Engine,
    clock: Clock,
    calendar: Calendar,
) -> bool:
    """Move the case on by its timers that are due; False where another act came first.

    `come`: a moment that has come by the queue's clock, which this machine's may be behind. Called
    twice, it fires once. Raises CaseUnknown, CaseDamaged, DefinitionDamaged.
    """
    with store.begin() as work:
        held, now = work.cases.hold(case), _now(clock, come)
        if not held.is_due(now):
            return False
        let_time_pass(held, {"act": Act.TIMER}, now, work=work, engine=engine, calendar=calendar)
    return True


@retrying
def put_off_timers(
    case: UUID,
    tries: int,
    wait: timedelta,
    come: datetime | None = None,
    *,
    store: Store,
    clock: Clock,
) -> None:
    """Have the case's timers tried again after `wait`; `tries` have failed.

    Nothing where another act came first: it has set the timer that counts now. `come`: as for
    `fire_timers`. Raises CaseUnknown.
    """
    with store.begin() as work:
        held, now = work.cases.hold(case), _now(clock, come)
        if held.is_due(now):
            work.jobs.set_timer(held.id, now + wait, tries)


@retrying
def give_up_timers(
    case: UUID,
    error: Exception,
    come: datetime | None = None,
    *,
    store: Store,
    clock: Clock,
) -> None:
    """Stop the case with an incident: its timers failed for good, because of `error`.

    `come`: as for `fire_timers`. Of an error that is no refusal only its kind is recorded: its
    words may hold answers.
    """
    with store.begin() as work:
        held, now = work.cases.hold(case), _now(clock, come)
        if not held.is_due(now):
            return
        reason = str(error) if isinstance(error, LaksanaError) else type(error).__name__
        stop = Incident("", FAILED, {"kesalahan": reason})
        definition = work.deployments.get(held.deployment).hash
        content = incident_told(stop, now, definition) | {"timer": None}
        event, head = append(held.id, held.head, content, canonical(dict(stop.values)))
        work.cases.move(replace(held.stopped(), head=head), [event])
        work.jobs.set_timer(held.id, None)


def _now(clock: Clock, come: datetime | None) -> datetime:
    return max(clock.now(), come) if come else clock.now()
