"""What the store gives and takes beside the domain's own values: joined rows, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.case import Case
from service.domain.office import Office
from service.domain.password import Session, mark_of
from service.domain.task import Task


@dataclass(frozen=True)
class Credentials:
    """What sign-in needs to know of an account."""

    person: UUID
    password_hash: str
    active: bool

    @property
    def session(self) -> Session:
        """The session of who signs in with this password."""
        return Session(self.person, mark_of(self.password_hash))


@dataclass(frozen=True)
class Attempts:
    """How often sign-in failed for one name, and when last."""

    failed: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """A task with its case and office, locked until the transaction ends."""

    task: Task
    case: Case
    office: Office


@dataclass(frozen=True)
class InboxLine:
    """A task with what tells its case apart."""

    task: Task
    number: str
    subject: str
    deployment: UUID


@dataclass(frozen=True)
class Backlog:
    """How many tasks wait, and how many of them past their due date."""

    open_tasks: int = 0
    overdue_tasks: int = 0


@dataclass(frozen=True)
class CaseLine:
    """A case as a list shows it, with the open tasks that hold it up (soonest due first)."""

    case: Case
    open_tasks: tuple[Task, ...]


@dataclass(frozen=True)
class CaseSearch:
    """Which cases to list: newest first, `size` at most, those started before the case `after`.

    `deployments`: of which versions, None: of all. `damaged`: versions of which nobody can say any
    more who works in them; their cases are listed where one of `roles` was given a task. `person`
    started the case, or holds or did a task of it. Started from `since` on, and before `until`.
    """

    office: UUID
    deployments: Sequence[UUID] | None
    text: str = ""
    state: str = ""
    after: str = ""
    size: int = 25
    damaged: Sequence[UUID] = ()
    roles: frozenset[str] = frozenset()
    person: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
