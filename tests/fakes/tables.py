"""What the in-memory store holds: plain tables of values that never change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.domain.actor import Actor
from service.domain.case import Case
from service.domain.definition import Deployment
from service.domain.form_fields import FileRef
from service.domain.office import Office
from service.domain.record import Event, Head
from service.domain.task import Task
from service.usecases.stored import Attempts


@dataclass
class Tables:
    """One state of everything; its values are immutable, so that a copy of the tables is whole."""

    offices: dict[UUID, Office] = field(default_factory=dict)
    verified: dict[UUID, int] = field(default_factory=dict)
    heads: dict[UUID, Head] = field(default_factory=dict)
    registers: dict[tuple[UUID, int], int] = field(default_factory=dict)
    roles: dict[UUID, frozenset[str]] = field(default_factory=dict)
    people: dict[UUID, Actor] = field(default_factory=dict)
    passwords: dict[UUID, str] = field(default_factory=dict)
    attempts: dict[str, Attempts] = field(default_factory=dict)
    deployments: dict[UUID, Deployment] = field(default_factory=dict)
    cases: dict[UUID, Case] = field(default_factory=dict)
    files: dict[tuple[UUID, str], FileRef] = field(default_factory=dict)
    tasks: dict[UUID, Task] = field(default_factory=dict)
    messages: dict[tuple[UUID, UUID], None] = field(default_factory=dict)
    timers: dict[UUID, datetime] = field(default_factory=dict)
    events: dict[tuple[UUID, int], Event] = field(default_factory=dict)

    def copy(self) -> Tables:
        """The same rows in tables of their own."""
        return Tables(**{name: dict(table) for name, table in vars(self).items()})
