"""Cases, tasks and the record in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from service.domain.actor import Actor
from service.domain.case import ENDED_CASES, Case, CaseState, CaseUnknown
from service.domain.files import FileUnknown
from service.domain.form_fields import FileRef
from service.domain.password import Session, SessionEnded
from service.domain.record import Event, RecordDamaged
from service.domain.task import UNFINISHED, Task, TaskState, TaskUnknown
from service.usecases.stored import Backlog, CaseLine, CaseSearch, Held, InboxLine
from tests.fakes.in_memory_offices import InMemoryPeople
from tests.fakes.tables import Tables

_NEVER = datetime.max.replace(tzinfo=UTC)
_FINISHED = {TaskState.DONE, TaskState.WITHDRAWN}


class InMemoryCases:
    """See `repositories.Cases`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, case: Case) -> None:
        for other in self._tables.cases.values():
            if case.number == other.number or (
                case.start_act and case.start_act == other.start_act
            ):
                raise RecordDamaged
        self._tables.cases[case.id] = case

    def move(
        self,
        case: Case,
        added: Sequence[Event],
        changed: Sequence[Task] = (),
        opened: Sequence[Task] = (),
    ) -> None:
        known = self._tables.tasks.keys()
        if not {task.id for task in changed} <= known or not known.isdisjoint(t.id for t in opened):
            raise ValueError("what changed must be there, and what is opened must not")
        InMemoryRecord(self._tables).add(added)
        self._tables.tasks |= {task.id: task for task in (*changed, *opened)}
        self._tables.cases[case.id] = replace(case, revision=case.revision + 1)

    def get(self, case: UUID) -> Case:
        if case not in self._tables.cases:
            raise CaseUnknown
        return self._tables.cases[case]

    def hold(self, case: UUID) -> Case:
        """The transaction holds everything already."""
        return self.get(case)

    def numbered(self, number: str) -> Case:
        for case in self._tables.cases.values():
            if case.number == number:
                return case
        raise CaseUnknown

    def due(self, at: datetime, size: int) -> Sequence[UUID]:
        cases = self._tables.cases.values()
        due = sorted((case.due_at, case.id) for case in cases if case.due_at and case.is_due(at))
        return [case for _, case in due[:size]]

    def earliest_due(self) -> datetime | None:
        unfinished = (c for c in self._tables.cases.values() if c.state not in ENDED_CASES)
        return min((c.due_at for c in unfinished if c.due_at), default=None)

    def took(self, case: UUID, act: UUID) -> bool:
        return (case, act) in self._tables.messages

    def take(self, case: UUID, act: UUID) -> None:
        self._tables.messages[case, act] = None

    def started_by(self, act: UUID) -> Case | None:
        cases = self._tables.cases.values()
        return next((case for case in cases if case.start_act == act), None)

    def search(self, wanted: CaseSearch) -> Sequence[CaseLine]:
        found = [case for case in self._tables.cases.values() if self._is_wanted(case, wanted)]
        return self._lines(found, wanted.size)

    def unfinished(self, office: UUID, number: str, after: str, size: int) -> Sequence[CaseLine]:
        found = [
            case
            for case in self._tables.cases.values()
            if case.office == office
            and case.state not in ENDED_CASES
            and number.lower() in case.number
            and (not after or case.number < after)
        ]
        return self._lines(found, size)

    def _lines(self, found: Iterable[Case], size: int) -> Sequence[CaseLine]:
        newest_first = sorted(found, key=lambda case: case.number, reverse=True)
        return [CaseLine(case, self._open_tasks(case.id)) for case in newest_first[:size]]

    def count(self, wanted: CaseSearch) -> int:
        return len(self.search(replace(wanted, size=len(self._tables.cases))))

    def standing_still(self) -> Mapping[UUID, int]:
        cases = self._tables.cases.values()
        return Counter(case.office for case in cases if case.state is CaseState.INCIDENT)

    def ids(self, office: UUID) -> Iterator[UUID]:
        own = (case for case in self._tables.cases.values() if case.office == office)
        return (case.id for case in sorted(own, key=lambda case: case.number))

    def among(self, cases: Collection[UUID]) -> Sequence[Case]:
        return [self._tables.cases[case] for case in cases if case in self._tables.cases]

    def add_files(self, case: UUID, files: Iterable[FileRef]) -> None:
        for file in files:
            self._tables.files.setdefault((case, file.hash), file)

    def file(self, case: UUID, file_hash: str) -> FileRef:
        if (case, file_hash) not in self._tables.files:
            raise FileUnknown
        return self._tables.files[case, file_hash]

    def files(self, case: UUID) -> Sequence[FileRef]:
        own = (file for (holder, _), file in self._tables.files.items() if holder == case)
        return sorted(own, key=lambda file: file.hash)

    def files_among(self, cases: Collection[UUID]) -> Mapping[UUID, Sequence[FileRef]]:
        return {case: files for case in cases if (files := self.files(case))}

    def _is_wanted(self, case: Case, wanted: CaseSearch) -> bool:
        tasks = [task for task in self._tables.tasks.values() if task.case == case.id]
        return (
            case.office == wanted.office
            and _is_visible(case, tasks, wanted)
            and any(wanted.text.lower() in text.lower() for text in (case.number, case.subject))
            and wanted.state in {"", case.state}
            and (not wanted.after or case.number < wanted.after)
            and (wanted.person is None or wanted.person in _people_of(case, tasks))
            and _began_between(case, wanted)
        )

    def _open_tasks(self, case: UUID) -> tuple[Task, ...]:
        tasks = self._tables.tasks.values()
        unfinished = (task for task in tasks if task.case == case and task.state in UNFINISHED)
        return tuple(sorted(unfinished, key=_urgency))


class InMemoryTasks:
    """See `repositories.Tasks`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, task: UUID, office: UUID) -> Task:
        found = self._tables.tasks.get(task)
        if found is None or found.office != office:
            raise TaskUnknown
        return found

    def hold(self, task: UUID, office: UUID) -> Held:
        """The transaction holds everything already."""
        found = self.get(task, office)
        return Held(found, self._tables.cases[found.case], self._tables.offices[found.office])

    def hold_as(self, session: Session, task: UUID) -> tuple[Actor, Held]:
        actor = InMemoryPeople(self._tables).actor(session)
        if actor is None:
            raise SessionEnded
        return actor, self.hold(task, actor.office)

    def add(self, tasks: Sequence[Task]) -> None:
        self._tables.tasks |= {task.id: task for task in tasks}

    def several(self, wanted: Collection[UUID], case: UUID) -> Sequence[Task]:
        return [task for task in self.of_case(case) if task.id in wanted]

    def opened_at(self, case: UUID, moment: datetime) -> Sequence[Task]:
        return [task for task in self.of_case(case) if task.opened_at == moment]

    def of_case(self, case: UUID) -> Sequence[Task]:
        tasks = (task for task in self._tables.tasks.values() if task.case == case)
        return sorted(tasks, key=lambda task: (task.opened_at, task.id))

    def among(self, cases: Collection[UUID]) -> Mapping[UUID, Sequence[Task]]:
        return {case: tasks for case in cases if (tasks := self.of_case(case))}

    def unfinished(self, case: UUID) -> Sequence[Task]:
        return [task for task in self.of_case(case) if task.state not in _FINISHED]

    def done_elements(self, case: UUID) -> frozenset[str]:
        return frozenset(t.element for t in self.of_case(case) if t.state is TaskState.DONE)

    def awaited(self, office: UUID) -> frozenset[str]:
        return self._tables.roles.get(office, frozenset()) & {
            task.performer
            for task in self._tables.tasks.values()
            if task.office == office and task.state in UNFINISHED
        }

    def backlogs(self, at: datetime) -> Mapping[UUID, Backlog]:
        waiting = [task for task in self._tables.tasks.values() if task.state in UNFINISHED]
        number = Counter(task.office for task in waiting)
        late = Counter(task.office for task in waiting if task.due_at and task.due_at < at)
        return {office: Backlog(number[office], late[office]) for office in number}

    def claimed(self, office: UUID) -> Sequence[InboxLine]:
        held = (
            task
            for task in self._tables.tasks.values()
            if task.office == office and task.state in UNFINISHED and task.holder is not None
        )
        return [self._line(task) for task in sorted(held, key=_longest_held)]

    def held_by(self, actor: Actor, size: int) -> Sequence[InboxLine]:
        own = [task for task in self._given(actor) if task.holder and task.holder.id == actor.id]
        return [self._line(task) for task in sorted(own, key=_urgency)[:size]]

    def waiting_for(
        self, actor: Actor, size: int, after: UUID | None = None
    ) -> Sequence[InboxLine]:
        free = sorted((t for t in self._given(actor) if t.holder is None), key=_urgency)
        last = self._tables.tasks.get(after) if after else None
        if last is not None and last.office == actor.office:
            free = [task for task in free if _urgency(task) > _urgency(last)]
        return [self._line(task) for task in free[:size]]

    def _given(self, actor: Actor) -> Iterator[Task]:
        return (
            task
            for task in self._tables.tasks.values()
            if task.office == actor.office
            and task.performer in actor.roles
            and task.state in UNFINISHED
        )

    def _line(self, task: Task) -> InboxLine:
        case = self._tables.cases[task.case]
        return InboxLine(task, case.number, case.subject, case.deployment)


class InMemoryJobs:
    """See `repositories.Jobs`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def set_timer(self, case: UUID, at: datetime | None, tries: int = 0) -> None:
        del tries  # no worker asks here
        self._tables.timers.pop(case, None)
        if at is not None:
            self._tables.timers[case] = at


class InMemoryRecord:
    """See `repositories.Record`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, events: Sequence[Event]) -> None:
        if any((event.chain, event.sequence) in self._tables.events for event in events):
            raise RecordDamaged
        self._tables.events |= {(event.chain, event.sequence): event for event in events}

    def of(self, chain: UUID) -> Iterator[Event]:
        events = (event for event in self._tables.events.values() if event.chain == chain)
        return iter(sorted(events, key=lambda event: event.sequence))

    def among(self, chains: Collection[UUID]) -> Iterator[Event]:
        return (event for chain in sorted(chains) for event in self.of(chain))

    def between(self, chain: UUID, first: int, last: int) -> Sequence[Event]:
        return [event for event in self.of(chain) if first <= event.sequence <= last]

    def newest(self, chain: UUID, size: int, before: int | None = None) -> Sequence[Event]:
        found = [each for each in self.of(chain) if before is None or each.sequence < before]
        return found[-size:]

    def orphans(self) -> Sequence[UUID]:
        owned = {*self._tables.cases, *self._tables.offices}
        return list({chain for chain, _ in self._tables.events} - owned)


def _is_visible(case: Case, tasks: Sequence[Task], wanted: CaseSearch) -> bool:
    if wanted.deployments is None or case.deployment in wanted.deployments:
        return True
    given = any(task.performer in wanted.roles for task in tasks)
    return case.deployment in wanted.damaged and given


def _people_of(case: Case, tasks: Sequence[Task]) -> set[UUID | None]:
    return {case.starter, *(task.holder.id for task in tasks if task.holder)}


def _began_between(case: Case, wanted: CaseSearch) -> bool:
    if wanted.since and case.started_at < wanted.since:
        return False
    return wanted.until is None or case.started_at < wanted.until


def _urgency(task: Task) -> tuple[datetime, UUID]:
    return task.due_at or _NEVER, task.id


def _longest_held(task: Task) -> tuple[bool, datetime, UUID]:
    return task.claimed_at is not None, task.claimed_at or _NEVER, task.id
