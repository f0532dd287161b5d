"""Writes what an act did to a case: its row, its record and its tasks together.

PostgreSQL takes it all in one statement; the embedded database, which nothing lies between, in one
for each table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, text
from sqlalchemy.exc import IntegrityError

from service.domain.case import Case
from service.domain.record import Event, RecordDamaged
from service.domain.task import Task
from service.store.record import is_taken
from service.store.rows import Values, progress_of_case, row_of_task, rows_of_events
from service.store.schema import cases, events, tasks, words
from service.store.straight import Straight
from service.store.words import Words

Place = BindParameter[Any]

_MOST = 500
"""Tasks in one statement: PostgreSQL takes 65,535 values."""

_CHANGES_OF_TASK = ("state", "holder_id", "holder_name", "claimed_at", "finished_at", "act")


def write_move(
    connection: Connection,
    known: Words,
    case: Case,
    added: Sequence[Event],
    changed: Sequence[Task],
) -> None:
    """The case with its revision counted up, its new events, and tasks that are new or changed.

    Raises RecordDamaged where other events stand in their places.
    """
    said, own = rows_of_events(added, known)
    rows = [row_of_task(task) for task in changed]
    every = ((words, said), (tasks, rows[:_MOST]), (events, own))
    parts = [(table, new) for table, new in every if new]
    progress = progress_of_case(case)
    values = {f"cases_{name}": value for name, value in progress.items()}
    values |= {"case": case.id, "office": case.office}
    try:
        if connection.dialect.name == "postgresql":
            for table, new in parts:
                values |= _named(table, new)
            shape = tuple((table, len(new)) for table, new in parts)
            _in_one(tuple(progress), shape).run(connection, values)
        else:
            _update(tuple(progress)).run(connection, values)
            for table, new in parts:
                _insert(table, len(new)).run(connection, _named(table, new))
    except IntegrityError as refused:
        if not is_taken(refused):
            raise
        raise RecordDamaged from None
    for begin in range(_MOST, len(rows), _MOST):
        more = rows[begin : begin + _MOST]
        _insert(tasks, len(more)).run(connection, _named(tasks, more))


def _named(table: Table, rows: Sequence[Values]) -> Values:
    """The values of rows to be inserted, by the names that `_insert` gives their places."""
    columns = _columns(table)
    values = (row[name] for row in rows for name in columns)
    return dict(zip(_places(table, len(rows)), values, strict=True))


@cache
def _columns(table: Table) -> Sequence[str]:
    return [column.name for column in table.columns]


@cache
def _places(table: Table, count: int) -> Sequence[str]:
    return [f"{table.name}_{name}_{n}" for n in range(count) for name in _columns(table)]


@cache
def _in_one(progress: tuple[str, ...], shape: tuple[tuple[Table, int], ...]) -> Straight:
    update = _update_sql(progress)
    inserts = ", ".join(f"added_{t.name} AS ({_insert_sql(t, count)})" for t, count in shape)
    whole = text(f"WITH {inserts} {update}" if inserts else update)
    places = [place for table, count in shape for place in _insert_places(table, count)]
    return Straight(whole.bindparams(*_update_places(progress), *places))


@cache
def _update(progress: tuple[str, ...]) -> Straight:
    return Straight(text(_update_sql(progress)).bindparams(*_update_places(progress)))


@cache
def _insert(table: Table, count: int) -> Straight:
    return Straight(text(_insert_sql(table, count)).bindparams(*_insert_places(table, count)))


def _update_sql(progress: Iterable[str]) -> str:
    """The office is named, too: by it or by the case the table may be spread over servers."""
    changes = ", ".join(f"{name} = :cases_{name}" for name in progress)
    return f"UPDATE cases SET {changes} WHERE id = :case AND office_id = :office"  # noqa: S608 - own names


def _update_places(progress: Iterable[str]) -> Iterator[Place]:
    yield from (bindparam(f"cases_{name}", type_=cases.c[name].type) for name in progress)
    yield from (bindparam(name, type_=cases.c.id.type) for name in ("case", "office"))


def _insert_sql(table: Table, count: int) -> str:
    """So many rows; a task that is there already is changed, and a word stays as it is."""
    names = _columns(table)
    rows = ((f":{table.name}_{name}_{n}" for name in names) for n in range(count))
    values = ", ".join(f"({', '.join(row)})" for row in rows)
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {values}"  # noqa: S608 - own names
    if table is words:
        return f"{sql} ON CONFLICT DO NOTHING"
    if table is not tasks:
        return sql
    changes = ", ".join(f"{name} = excluded.{name}" for name in _CHANGES_OF_TASK)
    return f"{sql} ON CONFLICT (id) DO UPDATE SET {changes}"


def _insert_places(table: Table, count: int) -> Iterator[Place]:
    for n in range(count):
        yield from (bindparam(f"{table.name}_{c.name}_{n}", type_=c.type) for c in table.columns)
