"""What the use cases need from outside but the store, as protocols that the edges fulfil."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Protocol
from uuid import UUID

from service.domain.case import Advance
from service.domain.definition import Definition, Deployment, Note, Source
from service.domain.errors import Conflict
from service.domain.form_fields import FileRef
from service.domain.standard_time import StandardTime

FIRE_TIMERS = "fire timers"
"""The job that follows an act of a case whose timers wait."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class Passwords(Protocol):
    """Keeps passwords as one-way hashes."""

    def hash(self, password: str) -> str:
        """The hash to store, with its parameters and salt."""

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether `password` gives `stored`; takes as long where nothing is stored."""


class Calendar(Protocol):
    """The nation's days off."""

    def __call__(self, year: int) -> Mapping[date, str]:
        """Each day off of `year` with its name."""

    def has_joint_leave(self, year: int) -> bool:
        """Whether the joint leave (cuti bersama) of `year` is decreed yet."""


class Files(Protocol):
    """Keeps handed-in files by the hash of their content."""

    def keep(self, name: str, content: IO[bytes]) -> FileRef:
        """Store one file. Raises FileEmpty, FileTooLarge, FileTypeRefused, FilesNotKept."""

    def holds(self, file: FileRef) -> bool:
        """Whether something of the file's size is kept under its hash; its bytes are not read."""

    def open(self, file_hash: str) -> IO[bytes]:
        """The file's bytes. Raises FileMissing."""


@dataclass(frozen=True)
class Reading:
    """A diagram that was read: what it means, and what was noticed in it."""

    definition: Definition
    notes: tuple[Note, ...]


class MessageNotAwaited(Conflict):
    """Permohonan ini tidak sedang menunggu pesan "%(name)s". Periksa nama pesan pada diagramnya."""


class Engine(Protocol):
    """Runs definitions. Snapshots are bytes that only the engine reads."""

    def form_names(self, diagram: bytes) -> tuple[str, ...]:
        """The forms that a diagram names. Raises DiagramRefused."""

    def read(self, source: Source) -> Reading:
        """Complete and check a diagram. Raises DiagramRefused with every reason."""

    def definition(self, deployment: Deployment) -> Definition:
        """What a deployed diagram means, under its office's roles. Raises DefinitionDamaged."""

    def start(
        self,
        deployment: Deployment,
        element: str,
        answers: Mapping[str, object],
        time: OfficeTime,
    ) -> Advance:
        """A new run from the start event `element`. Raises DefinitionUnknown."""

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        """Finish one open task and run on. Raises SnapshotDamaged."""

    def pass_time(self, deployment: Deployment, snapshot: bytes, time: OfficeTime) -> Advance:
        """Fire the timers that are due, and run on. Raises SnapshotDamaged."""

    def deliver(
        self, deployment: Deployment, snapshot: bytes, message: Message, time: OfficeTime
    ) -> Advance:
        """Hand a message to who waits for it. Raises MessageNotAwaited, SnapshotDamaged."""

    def check(self, deployment: Deployment, snapshot: bytes) -> None:
        """Raises SnapshotDamaged when the snapshot cannot be loaded."""


@dataclass(frozen=True)
class OfficeTime:
    """The office's moment: `at` is in its zone ("today" in a condition is the office's).

    `due`: when a standard time that begins at a moment is over, by the office's calendar.
    """

    at: datetime
    due: Callable[[StandardTime, datetime], datetime]


@dataclass(frozen=True)
class Message:
    """What comes from outside: the name as drawn, and values for the case's expressions."""

    name: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Completion:
    """What a person decided at a task: typed answers, and the flows chosen at each gateway.

    `counts`: element -> how many times it is to be done.
    """

    task: UUID
    answers: Mapping[str, object]
    choices: Mapping[str, tuple[str, ...]]
    time: OfficeTime
    counts: Mapping[str, int] = field(default_factory=dict)
