"""A task: one step of one case that waits for a person, was done, or was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from service.domain.actor import Actor
from service.domain.errors import Conflict, NotFound


class TaskUnknown(NotFound):
    """Tugas ini tidak ditemukan."""


class TaskAlreadyClaimed(Conflict):
    """Tugas telah diambil oleh %(name)s."""


class TaskAlreadyDone(Conflict):
    """Tugas ini sudah diselesaikan oleh %(name)s."""


class TaskWithdrawn(Conflict):
    """Tugas ini sudah tidak diperlukan lagi karena permohonannya telah beralih ke langkah lain."""


class TaskDamaged(Conflict):
    """Data tugas ini rusak, sehingga tidak dapat dilanjutkan. Beri tahu administrator unit kerja Anda."""  # noqa: E501 - one message for the person


class TaskState(StrEnum):
    """Where a task stands; `DAMAGED`: its row says what no task can be."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    DAMAGED = "damaged"


UNFINISHED = frozenset({TaskState.OPEN, TaskState.CLAIMED})

TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.CLAIMED, TaskState.DONE, TaskState.WITHDRAWN}),
    TaskState.CLAIMED: frozenset({TaskState.OPEN, TaskState.DONE, TaskState.WITHDRAWN}),
    TaskState.DONE: frozenset(),
    TaskState.WITHDRAWN: frozenset(),
    TaskState.DAMAGED: frozenset(),
}


@dataclass(frozen=True)
class Person:
    """Who holds or did a task: enough to name them."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Task:
    """One step waiting in one case. `role` is the lane; `performer` the role that acts for it."""

    id: UUID
    case: UUID
    office: UUID
    element: str
    name: str
    role: str
    performer: str
    opened_at: datetime
    due_at: datetime | None = None
    state: TaskState = TaskState.OPEN
    holder: Person | None = None
    reason: str = ""
    claimed_at: datetime | None = None
    finished_at: datetime | None = None
    act: UUID | None = None

    def claimed_by(self, actor: Actor, at: datetime) -> Task:
        """The task in the hands of `actor`; raises what stands in the way."""
        self.check_unfinished()
        self.check_free_for(actor)
        holder = Person(actor.id, actor.name)
        return self._moved(TaskState.CLAIMED, holder=holder, claimed_at=self.claimed_at or at)

    def released(self) -> Task:
        """The task back in its role's tray."""
        self.check_unfinished()
        return self._moved(TaskState.OPEN, holder=None, claimed_at=None)

    def done_by(self, actor: Actor, at: datetime, act: UUID) -> Task:
        """The finished task; `act` is the id that its form carried."""
        self.check_unfinished()
        self.check_free_for(actor)
        holder = Person(actor.id, actor.name)
        return self._moved(TaskState.DONE, holder=holder, finished_at=at, act=act)

    def withdrawn(self, at: datetime) -> Task:
        """The task taken back because the case went another way; raises TaskDamaged."""
        self.check_readable()
        return self._moved(TaskState.WITHDRAWN, finished_at=at)

    def check_unfinished(self) -> None:
        """Raises TaskAlreadyDone (names who), TaskWithdrawn or TaskDamaged."""
        if self.state is TaskState.DONE:
            raise TaskAlreadyDone(name=self.holder.name if self.holder else "-")
        if self.state is TaskState.WITHDRAWN:
            raise TaskWithdrawn
        self.check_readable()

    def check_readable(self) -> None:
        """Raises TaskDamaged."""
        if self.state is TaskState.DAMAGED:
            raise TaskDamaged

    def check_free_for(self, actor: Actor) -> None:
        """Raises TaskAlreadyClaimed when somebody else holds the task."""
        if self.holder is not None and self.holder.id != actor.id:
            raise TaskAlreadyClaimed(name=self.holder.name)

    def _moved(self, to: TaskState, **changes: Any) -> Task:  # noqa: ANN401 - as `replace` has it
        if to is not self.state and to not in TRANSITIONS[self.state]:
            raise ValueError(f"a task cannot go from {self.state} to {to}")
        return replace(self, state=to, **changes)
