"""Writes what an act did to a case: its row, its record and its tasks together.

PostgreSQL takes it all in one statement; the embedded database, which nothing lies between, in one
for each table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, TextClause, bindparam, text
from sqlalchemy.exc import IntegrityError

from service.domain.case import Case
from service.domain.record import Event, RecordDamaged
from service.domain.task import Task
from service.store.rows import Values, progress_of_case, row_of_task, rows_of_events
from service.store.schema import answers, cases, events, tasks

Place = BindParameter[Any]

_MOST = 500
"""Tasks in one statement: PostgreSQL takes 65,535 values."""

_CHANGES_OF_TASK = ("state", "holder_id", "holder_name", "claimed_at", "finished_at", "act")


def write_move(
    connection: Connection, case: Case, added: Sequence[Event], changed: Sequence[Task]
) -> None:
    """The case with its revision counted up, its new events, and tasks that are new or changed.

    Raises RecordDamaged where other events stand in their places.
    """
    own, beside = rows_of_events(added)
    rows = [row_of_task(task) for task in changed]
    parts = [_Rows(tasks, rows[:_MOST]), _Rows(events, own), _Rows(answers, beside)]
    progress = progress_of_case(case)
    values = {f"cases_{name}": value for name, value in progress.items()}
    values |= {"case": case.id, "office": case.office}
    try:
        if connection.dialect.name == "postgresql":
            together = {key: value for part in parts for key, value in part.values().items()}
            shape = tuple((part.table, len(part.rows)) for part in parts if part.rows)
            connection.execute(_in_one(tuple(progress), shape), values | together)
        else:
            connection.execute(_update(tuple(progress)), values)
            for part in parts:
                if part.rows:
                    connection.execute(_insert(part.table, len(part.rows)), part.values())
    except IntegrityError:
        raise RecordDamaged from None
    for begin in range(_MOST, len(rows), _MOST):
        more = _Rows(tasks, rows[begin : begin + _MOST])
        connection.execute(_insert(tasks, len(more.rows)), more.values())


@dataclass(frozen=True)
class _Rows:
    """Rows of one table, to be inserted."""

    table: Table
    rows: Sequence[Values]

    def values(self) -> Values:
        """By the names that `_insert` gives their places."""
        name = self.table.name
        return {f"{name}_{key}_{n}": row[key] for n, row in enumerate(self.rows) for key in row}


@cache
def _in_one(progress: tuple[str, ...], shape: tuple[tuple[Table, int], ...]) -> TextClause:
    update = _update_sql(progress)
    inserts = ", ".join(f"added_{t.name} AS ({_insert_sql(t, count)})" for t, count in shape)
    whole = text(f"WITH {inserts} {update}" if inserts else update)
    places = [place for table, count in shape for place in _insert_places(table, count)]
    return whole.bindparams(*_update_places(progress), *places)


@cache
def _update(progress: tuple[str, ...]) -> TextClause:
    return text(_update_sql(progress)).bindparams(*_update_places(progress))


@cache
def _insert(table: Table, count: int) -> TextClause:
    return text(_insert_sql(table, count)).bindparams(*_insert_places(table, count))


def _update_sql(progress: Iterable[str]) -> str:
    """The office is named, too: by it or by the case the table may be spread over servers."""
    changes = ", ".join(f"{name} = :cases_{name}" for name in progress)
    return f"UPDATE cases SET {changes} WHERE id = :case AND office_id = :office"  # noqa: S608 - own names


def _update_places(progress: Iterable[str]) -> Iterator[Place]:
    yield from (bindparam(f"cases_{name}", type_=cases.c[name].type) for name in progress)
    yield from (bindparam(name, type_=cases.c.id.type) for name in ("case", "office"))


def _insert_sql(table: Table, count: int) -> str:
    """So many rows; a task that is there already is changed."""
    names = [column.name for column in table.columns]
    rows = ((f":{table.name}_{name}_{n}" for name in names) for n in range(count))
    values = ", ".join(f"({', '.join(row)})" for row in rows)
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {values}"  # noqa: S608 - own names
    if table is not tasks:
        return sql
    changes = ", ".join(f"{name} = excluded.{name}" for name in _CHANGES_OF_TASK)
    return f"{sql} ON CONFLICT (id) DO UPDATE SET {changes}"


def _insert_places(table: Table, count: int) -> Iterator[Place]:
    for n in range(count):
        yield from (bindparam(f"{table.name}_{c.name}_{n}", type_=c.type) for c in table.columns)
