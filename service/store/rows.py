"""Rows read as domain values; columns are named by table, so that a row may join several."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast

from service.domain.case import Case, CaseState
from service.domain.holidays import Holidays
from service.domain.office import Office
from service.domain.record import Event, Head
from service.domain.task import Person, Task, TaskState
from service.store.compression import compressed
from service.store.schema import cases, offices, tasks
from service.store.words import Shortened, Words, shortened

Values = dict[str, object]
Row = Mapping[Any, Any]
"""What stands in each column that a query selects."""

# To look a column up by its name costs SQLAlchemy more than to read it from a row.
_CASE, _TASK = (SimpleNamespace(**dict(table.columns.items())) for table in (cases, tasks))

_CASE_STATES = {state.value: state for state in CaseState}
_TASK_STATES = {state.value: state for state in TaskState}

OFFICE = (
    *(offices.c.id, offices.c.key, offices.c.name, offices.c.timezone),
    *(cast(column, Text).label(column.name) for column in (offices.c.hours, offices.c.holidays)),
)
"""What a query selects to tell of an office, by `office_of`."""

_offices: dict[UUID, tuple[Sequence[object], Office]] = {}


def office_of(row: Row) -> Office:
    """The office; the same object for as long as its row says the same.

    What an office works out once, such as its calendar, so serves every request.
    """
    stored = [row[column] for column in OFFICE]
    office, key, name, zone, hours, holidays = stored
    kept = _offices.get(office)
    if kept is None or kept[0] != stored:
        days = Holidays.from_plain(json.loads(holidays))
        kept = (stored, Office(office, key, name, zone, json.loads(hours), days))
        _offices[office] = kept
    return kept[1]


def bytes_of(stored: object) -> bytes:
    """SQLite keeps what it is given: what was rewritten as text is still to be verified."""
    return stored if isinstance(stored, bytes) else str(stored).encode()


def case_of(row: Row) -> Case:
    """The case in a row that selects the whole table."""
    state = _CASE_STATES.get(row[_CASE.state], CaseState.DAMAGED)
    try:
        calls = _calls_of(row[_CASE.calls])
    except (ValueError, AttributeError):  # which versions it runs is not known
        calls, state = {}, CaseState.DAMAGED
    return Case(
        id=row[_CASE.id],
        office=row[_CASE.office_id],
        deployment=row[_CASE.deployment_id],
        number=row[_CASE.number],
        subject=row[_CASE.subject],
        started_at=row[_CASE.started_at],
        snapshot=row[_CASE.snapshot],
        state=state,
        revision=row[_CASE.revision],
        head=Head(row[_CASE.head_count], row[_CASE.head_hash]),
        ended_at=row[_CASE.ended_at],
        start_act=row[_CASE.start_act],
        starter=row[_CASE.starter_id],
        calls=calls,
        due_at=row[_CASE.due_at],
    )


def calls_to_text(calls: Mapping[str, UUID]) -> str | None:
    """What a case's row holds of the versions that it calls; most cases call none."""
    return json.dumps({key: str(version) for key, version in calls.items()}) if calls else None


def _calls_of(stored: str | None) -> dict[str, UUID]:
    """Raises ValueError or AttributeError where that is something else."""
    versions = json.loads(stored) if stored else {}
    return {str(key): UUID(version) for key, version in versions.items()}


def task_of(row: Row) -> Task:
    """The task in a row that selects the whole table."""
    return Task(
        id=row[_TASK.id],
        case=row[_TASK.case_id],
        office=row[_TASK.office_id],
        element=row[_TASK.element],
        name=row[_TASK.name],
        role=row[_TASK.role],
        performer=row[_TASK.performer],
        opened_at=row[_TASK.opened_at],
        due_at=row[_TASK.due_at],
        claimed_at=row[_TASK.claimed_at],
        state=_TASK_STATES.get(row[_TASK.state], TaskState.DAMAGED),
        holder=None
        if row[_TASK.holder_id] is None
        else Person(row[_TASK.holder_id], row[_TASK.holder_name]),
        reason=row[_TASK.reason],
        finished_at=row[_TASK.finished_at],
        act=row[_TASK.act],
    )


def progress_of_case(case: Case) -> Values:
    """What an act may change in the row of a case, its revision counted up."""
    # What the row holds and cannot be read is evidence: it stays until the case moves on.
    return {
        **({} if case.state is CaseState.DAMAGED else {"state": case.state.value}),
        "ended_at": case.ended_at,
        "revision": case.revision + 1,
        "head_count": case.head.count,
        "head_hash": case.head.hash,
        "snapshot": case.snapshot,
        "due_at": case.due_at,
    }


def row_of_task(task: Task) -> Values:
    """The whole row."""
    return {
        "id": task.id,
        "case_id": task.case,
        "office_id": task.office,
        "element": task.element,
        "name": task.name,
        "role": task.role,
        "performer": task.performer,
        "state": task.state.value,
        "holder_id": task.holder.id if task.holder else None,
        "holder_name": task.holder.name if task.holder else None,
        "reason": task.reason,
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "claimed_at": task.claimed_at,
        "finished_at": task.finished_at,
        "act": task.act,
    }


def rows_of_events(new: Sequence[Event], words: Words) -> tuple[list[Values], list[Values]]:
    """The rows of words to write before them, and those of events."""
    short = [shortened(event.body) for event in new]
    own = [_row_of_event(event, text) for event, text in zip(new, short, strict=True)]
    return [{"id": word.id, "text": word.text} for word in words.unwritten(short)], own


def _row_of_event(event: Event, short: Shortened) -> Values:
    beside = event.answers
    return {
        "chain": event.chain,
        "sequence": event.sequence,
        "body": compressed(short.text, event.chain),
        "hash": event.hash,
        "actor": short.actor and short.actor.id,
        "definition": short.definition and short.definition.id,
        "salt": beside and beside.salt,
        "answered": beside and compressed(beside.body, event.chain),
    }
