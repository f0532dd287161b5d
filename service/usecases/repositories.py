"""What the use cases need of the store, as protocols: a transaction, and a part an aggregate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from service.domain.actor import Actor
from service.domain.case import Case
from service.domain.definition import Deployment
from service.domain.form_fields import FileRef
from service.domain.office import Office
from service.domain.password import Session
from service.domain.record import Event, Head
from service.domain.task import Task
from service.usecases.stored import (
    Attempts,
    Backlog,
    CaseLine,
    CaseSearch,
    Credentials,
    Held,
    InboxLine,
)


class People(Protocol):
    """The accounts of all offices."""

    def actor(self, session: Session) -> Actor | None:
        """The active person with their roles and rights; None too after another password."""

    def get(self, person: UUID) -> Actor:
        """The person, also with a closed account. Raises PersonUnknown."""

    def credentials(self, account: str) -> Credentials | None:
        """What is stored for `account` (such as `auditor@rembang`)."""

    def add(self, actor: Actor, password_hash: str) -> None:
        """A new account with its roles and rights. Raises AccountExists."""

    def save(self, actor: Actor) -> None:
        """The name, roles and rights after a change, and whether the account is open."""

    def set_password(self, person: UUID, password_hash: str) -> None:
        """Another password in place of the one before."""

    def of_office(self, office: UUID) -> Sequence[Actor]:
        """Everybody of one office, by account, also those with a closed account."""

    def hold_attempts(self, account: str) -> Attempts:
        """Failed sign-ins since the last good one, locked until the transaction ends."""

    def set_attempts(self, account: str, attempts: Attempts) -> None:
        """Remember failed sign-ins; zero forgets them."""


class Offices(Protocol):
    """The offices with their roles and counters."""

    def add(self, office: Office) -> None:
        """A new office. Raises OfficeExists."""

    def get(self, office: UUID) -> Office:
        """One office by id."""

    def by_key(self, key: str) -> Office:
        """One office by its short name. Raises OfficeUnknown."""

    def all(self) -> Sequence[Office]:
        """Every office, by key."""

    def save(self, office: Office) -> None:
        """The hours and holidays after a change; the office is locked."""

    def lock(self, office: UUID) -> Head:
        """Hold the office's chain until the transaction ends; its present end."""

    def head(self, office: UUID) -> Head:
        """The present end of the office's chain."""

    def set_head(self, office: UUID, head: Head) -> None:
        """The new end of the office's chain, which `lock` holds."""

    def last_verified(self, office: UUID) -> int | None:
        """Where the office's chain tells of its last verification; None where it never does."""

    def set_last_verified(self, office: UUID, sequence: int) -> None:
        """The place of that event; the office is locked."""

    def next_number(self, office: UUID, year: int) -> int:
        """The next registration number of the year, from 1; call while the office is locked."""

    def roles(self, office: UUID) -> frozenset[str]:
        """The roles that exist in the office."""

    def add_roles(self, office: UUID, roles: Iterable[str]) -> None:
        """New roles; those that exist already stay."""

    def remove_role(self, office: UUID, role: str) -> None:
        """One role less; nobody holds it."""


class Deployments(Protocol):
    """The deployed versions of all SOPs."""

    def add(self, deployment: Deployment) -> None:
        """A new version."""

    def get(self, deployment: UUID) -> Deployment:
        """One version, with its source. Raises DefinitionUnknown."""

    def newest(self, office: UUID) -> Sequence[Deployment]:
        """The newest version of each SOP of the office, by name."""

    def newest_of(self, office: UUID, key: str) -> Deployment | None:
        """The newest version of one SOP."""

    def of_office(self, office: UUID) -> Sequence[Deployment]:
        """Every version that the office deployed, newest first."""

    def stored(self, office: UUID) -> Iterator[Deployment]:
        """Every version of the office as it is stored now, past any memory of it."""


class Cases(Protocol):
    """The runs and their tasks."""

    def add(self, case: Case) -> None:
        """A new case. Raises RecordDamaged where its number or its act is another's."""

    def move(
        self,
        case: Case,
        added: Sequence[Event],
        changed: Sequence[Task] = (),
        opened: Sequence[Task] = (),
    ) -> None:
        """The held case after an act, what its record says of it, and its tasks changed or new.

        Counts its revision up. What changed is one of its tasks already. Raises RecordDamaged.
        """

    def get(self, case: UUID) -> Case:
        """One case. Raises CaseUnknown."""

    def hold(self, case: UUID) -> Case:
        """One case, locked until the transaction ends. Raises CaseUnknown."""

    def numbered(self, number: str) -> Case:
        """The case with this registration number. Raises CaseUnknown."""

    def due(self, at: datetime, size: int) -> Sequence[UUID]:
        """Unfinished cases with a timer that has come by `at`, the longest due first."""

    def earliest_due(self) -> datetime | None:
        """When the timer fires, or should have fired, that comes before all others."""

    def took(self, case: UUID, act: UUID) -> bool:
        """Whether the case, which is locked, took the message or the act with this id before."""

    def take(self, case: UUID, act: UUID) -> None:
        """Remember that the case took it."""

    def started_by(self, act: UUID) -> Case | None:
        """The case that a start form with this act id made."""

    def search(self, wanted: CaseSearch) -> Sequence[CaseLine]:
        """A page of cases, newest first."""

    def count(self, wanted: CaseSearch) -> int:
        """How many cases there are in all pages together."""

    def unfinished(self, office: UUID, number: str, after: str, size: int) -> Sequence[CaseLine]:
        """A page of the cases of an office that run or stand still, newest first.

        `number`: a part of their numbers, or empty; `after`: as in `CaseSearch`.
        """

    def standing_still(self) -> Mapping[UUID, int]:
        """How many cases of an office stand in an incident; an office without any is left out."""

    def ids(self, office: UUID) -> Iterator[UUID]:
        """Every case of one office, by number."""

    def among(self, cases: Collection[UUID]) -> Sequence[Case]:
        """Those of a few hundred `cases` that there are."""

    def add_files(self, case: UUID, files: Iterable[FileRef]) -> None:
        """Files that the case now holds; those it has already stay."""

    def file(self, case: UUID, file_hash: str) -> FileRef:
        """A file of the case. Raises FileUnknown."""

    def files(self, case: UUID) -> Sequence[FileRef]:
        """Every file of the case, by hash."""

    def files_among(self, cases: Collection[UUID]) -> Mapping[UUID, Sequence[FileRef]]:
        """Every file of a few hundred `cases`, by case and hash."""


class Tasks(Protocol):
    """What waits for people."""

    def get(self, task: UUID, office: UUID) -> Task:
        """One task of an office. Raises TaskUnknown."""

    def hold(self, task: UUID, office: UUID) -> Held:
        """Lock the case of the office's task and read all three. Raises TaskUnknown."""

    def hold_as(self, session: Session, task: UUID) -> tuple[Actor, Held]:
        """The same for a person of the task's office, as they may act now.

        Raises TaskUnknown, and SessionEnded where nobody is behind the session any more.
        """

    def add(self, tasks: Sequence[Task]) -> None:
        """Newly opened tasks."""

    def several(self, wanted: Collection[UUID], case: UUID) -> Sequence[Task]:
        """Those of the case's tasks that exist, in no order."""

    def of_case(self, case: UUID) -> Sequence[Task]:
        """Every task of a case, in the order they were opened."""

    def opened_at(self, case: UUID, moment: datetime) -> Sequence[Task]:
        """Those of a case that the act of this moment opened."""

    def among(self, cases: Collection[UUID]) -> Mapping[UUID, Sequence[Task]]:
        """Every task of a few hundred `cases`, by case and in the order they were opened.

        Raises ValueError where a row says what no task can be.
        """

    def unfinished(self, case: UUID) -> Sequence[Task]:
        """Those of a case that are neither done nor withdrawn, in that order; damaged ones, too."""

    def done_elements(self, case: UUID) -> frozenset[str]:
        """The elements of which a task was done."""

    def claimed(self, office: UUID) -> Sequence[InboxLine]:
        """The tasks of an office that somebody holds, longest held first."""

    def awaited(self, office: UUID) -> frozenset[str]:
        """Those of the office's roles that unfinished tasks wait for."""

    def backlogs(self, at: datetime) -> Mapping[UUID, Backlog]:
        """What waits in each office at this moment; an office without any task is left out."""

    def held_by(self, actor: Actor, size: int) -> Sequence[InboxLine]:
        """The tasks of the person's roles that they hold, soonest due first; `size` at most."""

    def waiting_for(
        self, actor: Actor, size: int, after: UUID | None = None
    ) -> Sequence[InboxLine]:
        """The tasks of the person's roles that nobody holds, soonest due first; `size` at most.

        `after`: those due later than this task of the office, which may be done meanwhile.
        """


class Record(Protocol):
    """The chains of events."""

    def add(self, events: Sequence[Event]) -> None:
        """Sealed events, at the end of their chains. Raises RecordDamaged where others stand."""

    def of(self, chain: UUID) -> Iterator[Event]:
        """The events of one chain in order, with the answers that still stand beside them."""

    def among(self, chains: Collection[UUID]) -> Iterator[Event]:
        """The events of a few hundred `chains`, one chain after another, each in order."""

    def between(self, chain: UUID, first: int, last: int) -> Sequence[Event]:
        """The events of one chain from place `first` to `last`, both included, in order."""

    def newest(self, chain: UUID, size: int, before: int | None = None) -> Sequence[Event]:
        """The last `size` events of one chain in order; `before`: of those before this place."""

    def orphans(self) -> Sequence[UUID]:
        """Every chain with an event that belongs to no case and no office."""


class Jobs(Protocol):
    """What must follow an act: rows written with it, which the worker acts upon."""

    def set_timer(self, case: UUID, at: datetime | None, tries: int = 0) -> None:
        """Have the case's timers fired at this moment and at no other; None: not at all.

        `tries` to fire them have failed before.
        """


class Work(Protocol):
    """One transaction: everything that it may read and write."""

    people: People
    offices: Offices
    deployments: Deployments
    cases: Cases
    tasks: Tasks
    record: Record
    jobs: Jobs


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractContextManager[Work]:
        """A transaction that writes: commits on leaving, rolls back on any exception."""

    def look(self) -> AbstractContextManager[Work]:
        """For a single reading, which needs no transaction around it."""

    def read(self) -> AbstractContextManager[Work]:
        """A transaction that only reads."""
