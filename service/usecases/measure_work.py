"""Measure the work that stands open: what operators watch, as numbers without anybody's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.usecases.ports import Clock
from service.usecases.repositories import Store
from service.usecases.stored import Backlog


@dataclass(frozen=True)
class Load:
    """What stands open in one office, named by its key; `incidents` are cases that stand still."""

    office: str
    open_tasks: int
    overdue_tasks: int
    incidents: int


@dataclass(frozen=True)
class Measured:
    """The load of every office, by key; `lag`: how late the longest due timer is, seconds."""

    offices: Sequence[Load]
    lag: float = 0.0


def measure_work(*, store: Store, clock: Clock) -> Measured:
    """Read the numbers of every office at one moment."""
    now = clock.now()
    with store.read() as work:
        offices = work.offices.all()
        backlogs = work.tasks.backlogs(now)
        incidents = work.cases.standing_still()
        due = work.cases.earliest_due() or now
    loads: list[Load] = []
    for office in offices:
        backlog = backlogs.get(office.id, Backlog())
        standing = incidents.get(office.id, 0)
        loads.append(Load(office.key, backlog.open_tasks, backlog.overdue_tasks, standing))
    return Measured(loads, max(0.0, (now - due).total_seconds()))
