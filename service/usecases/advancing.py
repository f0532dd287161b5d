"""What every act that moves a case shares: its record, its tasks and their due dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from service.domain.actor import Actor
from service.domain.case import Advance, Case, Incident, Opened
from service.domain.definition import Definition, Step, StepKind
from service.domain.files import files_in
from service.domain.form_fields import Answers
from service.domain.form_plain import to_plain
from service.domain.office import Office
from service.domain.record import Act, Event, Head, What, append, at_utc, by, canonical
from service.domain.standard_time import read_standard_time
from service.domain.task import Task
from service.usecases.ports import Calendar, OfficeTime
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import Held


@dataclass(frozen=True)
class Move:
    """One engine run over one case: where it happens, what was answered, and what it did.

    `reason` is what a returning decision tells the next person; at the steps `onward`, to which
    the same decision led on, it is not told.
    """

    case: Case
    office: Office
    definition: Definition
    answers: Answers
    advance: Advance
    at: datetime
    reason: str = ""
    onward: Collection[str] = ()


@dataclass(frozen=True)
class Moved:
    """The case after the move, and the tasks that it opened."""

    case: Case
    opened: Sequence[Task]


@dataclass(frozen=True)
class NextStep:
    """A step that is now open: its name and the role that it waits for."""

    name: str
    role: str


@dataclass(frozen=True)
class Outcome:
    """What followed from an act, for the person who did it; `unchanged`: it was done before."""

    case: UUID
    number: str
    next_steps: tuple[NextStep, ...]
    ended: bool
    unchanged: bool = field(default=False, compare=False)


def outcome(case: Case, opened: Sequence[Task], *, ended: bool) -> Outcome:
    """What to tell the person: where the case went."""
    steps = tuple(NextStep(task.name, task.role) for task in opened)
    return Outcome(case.id, case.number, steps, ended)


def carry_out(
    move: Move,
    content: Mapping[str, object],
    *,
    work: Work,
    calendar: Calendar,
    done: Sequence[Task] = (),
) -> Moved:
    """Chain the move to the held case's record, save the case, open and withdraw its tasks.

    `content` says who did what, and `done` are the tasks finished by it; what the engine did is
    added.
    """
    opened = [_task(move, each, calendar) for each in move.advance.opened]
    case, events = _moved(move, content, opened)
    work.cases.move(case, events, [*done, *_withdrawn(move, work)], opened)
    _follow(move, case, work)
    return Moved(case, opened)


def begin(move: Move, content: Mapping[str, object], *, work: Work, calendar: Calendar) -> Moved:
    """As `carry_out`, for a case that is new."""
    opened = [_task(move, each, calendar) for each in move.advance.opened]
    case, events = _moved(move, content, opened)
    work.cases.add(case)
    work.record.add(events)
    if opened:
        work.tasks.add(opened)
    _follow(move, case, work)
    return Moved(case, opened)


def _follow(move: Move, case: Case, work: Work) -> None:
    """What else the act brings: the case's next timer, and the files that were handed in."""
    if case.due_at != move.case.due_at:
        work.jobs.set_timer(case.id, case.due_at)
    files = files_in(move.answers)
    if files:
        work.cases.add_files(case.id, files)


def add_to_record(work: Work, case: Case, content: Mapping[str, object]) -> None:
    """Chain an event that leaves the case where it is; the case is held."""
    event, head = append(case.id, case.head, content)
    work.cases.move(replace(case, head=head), [event])


@retrying
def record_reading(case: UUID, content: Mapping[str, object], *, store: Store) -> None:
    """Chain what `reading` says of somebody. Raises CaseUnknown, RecordDamaged."""
    with store.begin() as work:
        add_to_record(work, work.cases.hold(case), content)


def timer_told(before: Case, after: Case) -> dict[str, str | None]:
    """What the record says of the next timer, or that there is none any more; mostly nothing.

    Nothing said means nothing changed, which also holds for versions that know of no timers.
    """
    if before.due_at is None and after.due_at is None:
        return {}
    return {"timer": None if after.due_at is None else at_utc(after.due_at)}


def incident_told(incident: Incident, at: datetime, definition: str) -> dict[str, object]:
    """What the record says of a case that stops; what was found stands beside it."""
    return {
        "act": Act.INCIDENT,
        "at": at_utc(at),
        "definition": definition,
        "element": incident.element,
        "reason": incident.reason,
    }


def reading(actor: Actor, what: What, at: datetime, definition: Definition) -> dict[str, object]:
    """What the record says of somebody who read a case."""
    return {
        "act": Act.READ,
        "at": at_utc(at),
        "actor": by(actor),
        "definition": definition.hash,
        "what": what,
    }


def office_time(office: Office, at: datetime, calendar: Calendar) -> OfficeTime:
    """The moment as the office has it, with its calendar."""
    return OfficeTime(at.astimezone(office.zone), office.calendar(calendar).due)


def due(step: Step, office: Office, opened: datetime, calendar: Calendar) -> datetime | None:
    """When the step is due; None where its standard time is not given or not the office's."""
    standard = read_standard_time(step.standard_time)
    if standard is None or step.kind is StepKind.CONFIRMATION:
        return None
    return office.calendar(calendar).due(standard, opened)


def time_taken(held: Held, step: Step, at: datetime, calendar: Calendar) -> dict[str, int]:
    """What the record says of a finished task's time, in seconds of the office's working time.

    `waited`: until it was claimed; `worked`: from then on. Empty where the time is not the
    office's. Recorded with the act, because the office may change its hours later.
    """
    if step.kind is StepKind.CONFIRMATION:
        return {}
    task, working = held.task, held.office.calendar(calendar)
    claimed = task.claimed_at or at
    return {
        "waited": int(working.working_time_between(task.opened_at, claimed).total_seconds()),
        "worked": int(working.working_time_between(claimed, at).total_seconds()),
    }


def _moved(
    move: Move, content: Mapping[str, object], opened: Sequence[Task]
) -> tuple[Case, Sequence[Event]]:
    """The case after the move, and the events that tell of it."""
    case = move.case.advanced(move.advance, move.at)
    told = {**content, **_movement(move.advance, opened), **timer_told(move.case, case)}
    events, head = _events(move, told)
    return replace(case, head=head), events


def _withdrawn(move: Move, work: Work) -> Sequence[Task]:
    if not move.advance.withdrawn:
        return ()
    found = work.tasks.several(move.advance.withdrawn, move.case.id)
    return [task.withdrawn(move.at) for task in found]


def _events(move: Move, content: Mapping[str, object]) -> tuple[Sequence[Event], Head]:
    said = {
        **content,
        "at": at_utc(move.at),
        "definition": move.definition.hash,
        "files": [file.hash for file in files_in(move.answers)],
    }
    answers = canonical(to_plain(move.answers)) if move.answers else None
    event, head = append(move.case.id, move.case.head, said, answers)
    events = [event]
    if move.advance.incident is not None:
        incident = move.advance.incident
        # What people answered may be among the values: they stand beside the event, not in it.
        values = canonical(dict(incident.values))
        event, head = append(
            move.case.id, head, incident_told(incident, move.at, move.definition.hash), values
        )
        events.append(event)
    return events, head


def _movement(advance: Advance, opened: Sequence[Task]) -> dict[str, object]:
    return {
        "left": list(advance.left),
        "entered": list(advance.entered),
        "tokens": list(advance.tokens),
        "opened": [_opening(task) for task in opened],
        "withdrawn": [str(task) for task in advance.withdrawn],
        "ended": advance.ended,
    }


def _opening(task: Task) -> dict[str, str]:
    due = {} if task.due_at is None else {"due": at_utc(task.due_at)}
    return {"task": str(task.id), "element": task.element, **due}


def _task(move: Move, opened: Opened, calendar: Calendar) -> Task:
    step = move.definition.steps[opened.element]
    return Task(
        id=opened.id,
        case=move.case.id,
        office=move.office.id,
        element=opened.element,
        name=step.name,
        role=step.lane.name,
        performer=step.lane.performer,
        opened_at=move.at,
        due_at=due(step, move.office, move.at, calendar),
        reason="" if opened.element in move.onward else move.reason,
    )
