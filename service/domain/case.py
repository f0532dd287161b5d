"""A case: one run of a whole diagram, with what the engine needs to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.errors import Conflict, NotFound
from service.domain.record import EMPTY, Head


class CaseUnknown(NotFound):
    """Permohonan ini tidak ditemukan."""


class CaseDamaged(Conflict):
    """Data permohonan %(number)s rusak, sehingga tidak dapat dilanjutkan. Isian Anda belum disimpan; beri tahu administrator unit kerja Anda."""  # noqa: E501 - one message for the person


class CaseEnded(Conflict):
    """Permohonan %(number)s sudah selesai."""


class CaseAlreadyCancelled(Conflict):
    """Permohonan %(number)s sudah dibatalkan."""


class CaseNotStopped(Conflict):
    """Permohonan %(number)s tidak sedang terhenti."""


class SnapshotDamaged(Conflict):
    """Keadaan permohonan ini tidak dapat dibaca."""


class CaseState(StrEnum):
    """Where a case stands; `DAMAGED`: its row says what no case can be."""

    RUNNING = "running"
    INCIDENT = "incident"
    DONE = "done"
    CANCELLED = "cancelled"
    DAMAGED = "damaged"


ENDED_CASES = frozenset({CaseState.DONE, CaseState.CANCELLED})


@dataclass(frozen=True)
class Opened:
    """A task that the engine opened: its id and the drawn element it stands at."""

    id: UUID
    element: str


@dataclass(frozen=True)
class Incident:
    """Why a case cannot go on by itself: the element and, in words, the reason."""

    element: str
    reason: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Advance:
    """What one run of the engine did, in the drawn diagram's own element ids.

    `left`: elements that finished, in order; `entered`: where tokens newly came to rest; `tokens`:
    where every token rests now; `withdrawn`: ids of tasks that the run took back; `due`: when
    the next of its timers fires; `snapshot`: the state to store.
    """

    snapshot: bytes
    left: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    opened: tuple[Opened, ...] = ()
    withdrawn: tuple[UUID, ...] = ()
    incident: Incident | None = None
    ended: bool = False
    due: datetime | None = None


@dataclass(frozen=True)
class Case:
    """One run. `revision` counts its saves; `head` is the end of its record.

    `starter` is the person who registered it. `calls`: key -> the version that was newest at its
    start, of every SOP that it calls. `due_at`: when the next of its timers fires.
    """

    id: UUID
    office: UUID
    deployment: UUID
    number: str
    subject: str
    started_at: datetime
    snapshot: bytes
    state: CaseState = CaseState.RUNNING
    revision: int = 0
    head: Head = EMPTY
    ended_at: datetime | None = None
    start_act: UUID | None = None
    starter: UUID | None = None
    calls: Mapping[str, UUID] = field(default_factory=dict)
    due_at: datetime | None = None

    def advanced(self, advance: Advance, at: datetime) -> Case:
        """The case after the engine's `advance`."""
        state = CaseState.RUNNING
        if advance.incident is not None:
            state = CaseState.INCIDENT
        elif advance.ended:
            state = CaseState.DONE
        ended_at = at if state is CaseState.DONE else None
        # A time that has come and could not be acted upon waits for what is wrong to be mended.
        due_at = advance.due if advance.due is not None and advance.due > at else None
        return replace(
            self, snapshot=advance.snapshot, state=state, ended_at=ended_at, due_at=due_at
        )

    def is_due(self, at: datetime) -> bool:
        """Whether the time of a timer has come.

        A case that has ended may have one where a version ended it that knew of none.
        """
        return self.state not in ENDED_CASES and self.due_at is not None and self.due_at <= at

    def stopped(self) -> Case:
        """The case stands still until an administrator has it tried again."""
        return replace(self, state=CaseState.INCIDENT, due_at=None)

    def cancelled(self, at: datetime) -> Case:
        """The case given up; one that stands still can be, too.

        Raises CaseEnded, CaseAlreadyCancelled.
        """
        self.check_unfinished()
        return replace(self, state=CaseState.CANCELLED, ended_at=at, due_at=None)

    def check_stopped(self) -> None:
        """Raises CaseEnded, CaseAlreadyCancelled, CaseNotStopped."""
        self.check_unfinished()
        if self.state is not CaseState.INCIDENT:
            raise CaseNotStopped(number=self.number)

    def check_unfinished(self) -> None:
        """Raises CaseEnded, CaseAlreadyCancelled."""
        if self.state is CaseState.DONE:
            raise CaseEnded(number=self.number)
        if self.state is CaseState.CANCELLED:
            raise CaseAlreadyCancelled(number=self.number)
