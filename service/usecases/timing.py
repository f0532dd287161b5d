"""Moves a case by time alone: its timers fire, and what had failed is tried again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from service.domain.case import Case, CaseDamaged, SnapshotDamaged
from service.usecases.advancing import Move, Moved, carry_out, office_time
from service.usecases.calling import version_of
from service.usecases.ports import Calendar, Engine
from service.usecases.repositories import Work


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
    deployment = version_of(case, work)
    office = work.offices.get(case.office)
    definition = engine.definition(deployment)
    try:
        advance = engine.pass_time(deployment, case.snapshot, office_time(office, at, calendar))
    except SnapshotDamaged as error:
        raise CaseDamaged(number=case.number) from error
    move = Move(case, office, definition, {}, advance, at)
    return carry_out(move, content, work=work, calendar=calendar)
