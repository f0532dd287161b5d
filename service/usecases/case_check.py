"""Checks one case: its chain, and the rows that lists and pages show against that chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.case import Case, CaseState
from service.domain.definition import Definition, DefinitionUnknown
from service.domain.form_fields import FileRef
from service.domain.record import Act, Event, at_utc
from service.domain.task import Person, Task, TaskState
from service.usecases.chain_check import check_chain
from service.usecases.findings import Checked, Fault, Finding
from service.usecases.repositories import Work


@dataclass(frozen=True)
class StoredCase:
    """A case with what is stored beside it: the events of its chain, tasks, and files by hash.

    `tasks` is None where a row says what no task can be.
    """

    case: Case
    events: Iterable[Event]
    tasks: Sequence[Task] | None
    files: Mapping[str, FileRef]


@dataclass
class _ToldTask:
    """A task as the record tells of it; `due` None: it says nothing of it."""

    element: str
    opened: str
    due: str | None
    state: TaskState = TaskState.OPEN
    holder: Person | None = None


@dataclass
class _ToldCase:
    """A case as its record tells of it, event by event."""

    started: str = ""
    starter: str = ""
    element: str = ""
    answers: bytes | None = None
    state: CaseState = CaseState.RUNNING
    ended: str | None = None
    timer: str | None = None
    tasks: dict[str, _ToldTask] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    calls: Mapping[str, str] = field(default_factory=dict)

    def read(self, event: Event, content: dict[str, Any]) -> None:
        """One event more. Raises what an event without its usual parts makes Python raise."""
        act, by = content["act"], content.get("actor", {})
        match act:
            case Act.STARTED:
                self.started, self.starter = content["at"], by["id"]
                self.element = content["element"]
                self.calls = content.get("calls", {})
                self.answers = event.answers.body if event.answers else None
                self._move(content)
            case Act.COMPLETED:
                self._hand(content["task"], TaskState.DONE, _person(by))
                self._move(content)
            case Act.CANCELLED:
                self._move(content)
                self.state = CaseState.CANCELLED
            case Act.TIMER | Act.MESSAGE | Act.RETRIED:
                self._move(content)
            case Act.INCIDENT:
                self.state = CaseState.INCIDENT
                self.timer = content.get("timer", self.timer)
            case Act.CLAIMED:
                self._hand(content["task"], TaskState.CLAIMED, _person(by))
            case Act.RELEASED:
                self._hand(content["task"], TaskState.OPEN, None)

    def _move(self, content: Mapping[str, Any]) -> None:
        at = content["at"]
        for opened in content.get("opened", ()):
            task = _ToldTask(opened["element"], at, opened.get("due"))
            self.tasks[opened["task"]] = task
        for task in content["withdrawn"]:
            if task in self.tasks:
                self.tasks[task].state = TaskState.WITHDRAWN
        self.files |= set(content.get("files", ()))
        self.state = CaseState.DONE if content["ended"] else CaseState.RUNNING
        self.ended = at if content["ended"] else None
        self.timer = content.get("timer", self.timer)

    def _hand(self, task: str, state: TaskState, holder: Person | None) -> None:
        if task in self.tasks:  # where the event that opened it cannot be read, that was said
            self.tasks[task].state = state
            self.tasks[task].holder = holder


def check_case(stored: StoredCase, definition: Definition, work: Work) -> Checked:
    """The case's chain, and where that is whole the rows of the case, its tasks and its files.

    The subject is compared where its answers still stand and the SOP can be read. What a row must
    not say: subject, state, start and end, who started it, what it calls; of a task its step,
    state, holder, and when it was opened and is due; which files were handed in. Whose a task is,
    the record does not say: the SOP and the case do.
    """
    case, told = stored.case, _ToldCase()
    checked = check_chain(case.number, stored.events, case.head, told.read)
    if checked.findings:
        return checked  # what the rows ought to say is not known
    if not told.started:  # a chain may end where its case says, and begin nowhere
        return replace(checked, findings=(Finding(case.number, 0, Fault.CUT),))
    faults = [
        *_row_faults(case, definition, told),
        *([] if _runs(case, work) == told.calls else [Fault.CASE_CHANGED]),
        *_task_faults(stored, definition, told),
        *([Fault.FILE_UNLISTED] if told.files - stored.files.keys() else []),
        # Who may read the case may open whatever is listed there.
        *([Fault.FILE_SMUGGLED] if stored.files.keys() - told.files else []),
    ]
    findings = tuple(Finding(case.number, 0, fault) for fault in dict.fromkeys(faults))
    return replace(checked, findings=findings)


def _row_faults(case: Case, definition: Definition, told: _ToldCase) -> Iterator[Fault]:
    if case.state is not told.state or _said(case.ended_at) != told.ended:
        yield Fault.STATE_CHANGED
    if _said(case.due_at) != told.timer:
        yield Fault.TIMER_CHANGED
    starter_differs = case.starter is not None and str(case.starter) != told.starter
    if _said(case.started_at) != told.started or starter_differs:
        yield Fault.START_CHANGED
    if told.answers is not None and told.element in definition.starts:
        form = definition.starts[told.element].form
        if form.subject(form.from_plain(json.loads(told.answers))) != case.subject:
            yield Fault.SUBJECT_CHANGED


def _runs(case: Case, work: Work) -> Mapping[str, str] | None:
    """The hashes of the versions that the row says it calls; None where one is gone."""
    try:
        return {key: work.deployments.get(each).hash for key, each in case.calls.items()}
    except DefinitionUnknown:
        return None


def _task_faults(stored: StoredCase, definition: Definition, told: _ToldCase) -> Iterator[Fault]:
    if stored.tasks is None:
        yield Fault.TASKS_CHANGED
        return
    rows = {str(task.id): task for task in stored.tasks}
    if rows.keys() != told.tasks.keys():
        yield Fault.TASKS_CHANGED
    if not all(_is_given_as_drawn(row, stored.case, definition) for row in stored.tasks):
        yield Fault.ROLE_CHANGED
    for key in rows.keys() & told.tasks.keys():
        yield from _faults_of(rows[key], told.tasks[key])


def _is_given_as_drawn(row: Task, case: Case, definition: Definition) -> bool:
    """Whether the task waits for who the SOP says, which is not known where that is damaged."""
    if row.office != case.office:
        return False
    if row.element not in definition.steps:
        return True
    lane = definition.steps[row.element].lane
    return (row.role, row.performer) == (lane.name, lane.performer)


def _faults_of(row: Task, told: _ToldTask) -> Iterator[Fault]:
    if (row.element, row.state) != (told.element, told.state):
        yield Fault.TASKS_CHANGED
    if row.holder != told.holder:
        yield Fault.HOLDER_CHANGED
    # Records that are older than due dates in them say nothing of when a task is due.
    due_differs = told.due is not None and _said(row.due_at) != told.due
    if _said(row.opened_at) != told.opened or due_differs:
        yield Fault.DUE_CHANGED


def _said(at: datetime | None) -> str | None:
    return None if at is None else at_utc(at)


def _person(by: Mapping[str, str]) -> Person:
    return Person(UUID(by["id"]), by["name"])
