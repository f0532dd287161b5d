"""Runs a held case on without a form: time passed, what failed is tried again, a message came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from service.domain.case import Advance, Case, CaseDamaged, SnapshotDamaged
from service.domain.definition import Deployment
from service.usecases.advancing import Move, Moved, carry_out, office_time
from service.usecases.calling import version_of
from service.usecases.ports import Calendar, Engine, OfficeTime
from service.usecases.repositories import Work

Run = Callable[[Deployment, OfficeTime], Advance]


def moved_by(
    run: Run, case: Case, at: datetime, *, work: Work, engine: Engine, calendar: Calendar
) -> Move:
    """What `run` did to the held case at `at`. Raises CaseDamaged, DefinitionDamaged."""
    deployment = version_of(case, work)
    office = work.offices.get(case.office)
    definition = engine.definition(deployment)
    try:
        advance = run(deployment, office_time(office, at, calendar))
    except SnapshotDamaged as error:
        raise CaseDamaged(number=case.number) from error
    return Move(case, office, definition, {}, advance, at)


def let_time_pass(
    case: Case,
    content: Mapping[str, object],
    at: datetime,
    *,
    work: Work,
    engine: Engine,
    calendar: Calendar,
) -> Moved:
    """Run the held case on at the moment `at`; `content` says what moved it.

    Raises CaseDamaged, DefinitionDamaged.
    """

    def pass_time(deployment: Deployment, time: OfficeTime) -> Advance:
        return engine.pass_time(deployment, case.snapshot, time)

    move = moved_by(pass_time, case, at, work=work, engine=engine, calendar=calendar)
    return carry_out(move, content, work=work, calendar=calendar)
