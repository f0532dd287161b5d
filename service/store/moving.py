"""Writes what an act did to a case: its row, its record and its tasks together.

PostgreSQL takes it all in one statement; the embedded database, which nothing lies between, in one
for each kind of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, bindparam, text
from sqlalchemy.exc import IntegrityError

from service.domain.case import Case
from service.domain.record import Event, RecordDamaged
from service.domain.task import Task
from service.store.record import is_taken
from service.store.rows import Values, progress_of_case, row_of_task, rows_of_events
from service.store.schema import cases, events, tasks, words
from service.store.straight import Straight
from service.store.words import Words

Bind = BindParameter[Any]

_MOST = 500
"""Tasks of a kind in one statement: PostgreSQL takes 65,535 values."""

_kept = lru_cache(maxsize=256)
"""Of what acts look like there are few; those that open or close very many tasks differ more."""


@dataclass(frozen=True, eq=False)
class _Kind:
    """Rows that are written in one way: `sql`, with places for their columns and their values."""

    name: str
    columns: tuple[Column[Any], ...]
    sql: str


_WORDS = _Kind(
    "words",
    tuple(words.columns),
    "INSERT INTO words ({names}) VALUES {rows} ON CONFLICT DO NOTHING",
)
_OPENED = _Kind("opened", tuple(tasks.columns), "INSERT INTO tasks ({names}) VALUES {rows}")
_CHANGED = _Kind(
    "changed",
    (
        *(tasks.c.id, tasks.c.state, tasks.c.holder_id, tasks.c.holder_name),
        *(tasks.c.claimed_at, tasks.c.finished_at, tasks.c.act),
    ),
    "WITH new ({names}) AS (VALUES {rows}) UPDATE tasks SET {changes} FROM new"
    " WHERE tasks.id = new.id AND tasks.case_id = :case",
)
_ADDED = _Kind("added", tuple(events.columns), "INSERT INTO events ({names}) VALUES {rows}")


def write_move(
    connection: Connection,
    known: Words,
    case: Case,
    added: Sequence[Event],
    changed: Sequence[Task],
    opened: Sequence[Task],
) -> None:
    """The case with its revision counted up, its new events, and tasks that changed or are new.

    Raises RecordDamaged where other events stand in their places.
    """
    said, own = rows_of_events(added, known)
    of_tasks = [
        (kind, [row_of_task(task) for task in several])
        for kind, several in ((_OPENED, opened), (_CHANGED, changed))
    ]
    every = [(_WORDS, said), *((kind, rows[:_MOST]) for kind, rows in of_tasks), (_ADDED, own)]
    parts = [(kind, rows) for kind, rows in every if rows]
    progress = progress_of_case(case)
    values = {f"cases_{name}": value for name, value in progress.items()}
    values |= {"case": case.id, "office": case.office}
    try:
        if connection.dialect.name == "postgresql":
            for kind, rows in parts:
                values |= _named(kind, rows)
            shape = tuple((kind, len(rows)) for kind, rows in parts)
            _in_one(tuple(progress), shape).run(connection, values)
        else:
            _update(tuple(progress)).run(connection, values)
            for kind, rows in parts:
                _write(connection, case, kind, rows)
    except IntegrityError as refused:
        if not is_taken(refused):
            raise
        raise RecordDamaged from None
    for kind, rows in of_tasks:
        for begin in range(_MOST, len(rows), _MOST):
            _write(connection, case, kind, rows[begin : begin + _MOST])


def _write(connection: Connection, case: Case, kind: _Kind, rows: Sequence[Values]) -> None:
    _alone(kind, len(rows)).run(connection, {"case": case.id} | _named(kind, rows))


def _named(kind: _Kind, rows: Sequence[Values]) -> Values:
    """The values of rows, by the names that `_sql` gives their places."""
    names = [column.name for column in kind.columns]
    values = (row[name] for row in rows for name in names)
    return dict(zip(_places(kind, len(rows)), values, strict=True))


@_kept
def _places(kind: _Kind, count: int) -> Sequence[str]:
    return [f"{kind.name}_{column.name}_{n}" for n in range(count) for column in kind.columns]


@_kept
def _in_one(progress: tuple[str, ...], shape: tuple[tuple[_Kind, int], ...]) -> Straight:
    update = _update_sql(progress)
    others = ", ".join(f"{kind.name}_rows AS ({_sql(kind, count)})" for kind, count in shape)
    whole = text(f"WITH {others} {update}" if others else update)
    binds = [bind for kind, count in shape for bind in _binds(kind, count)]
    return Straight(whole.bindparams(*_update_binds(progress), *binds))


@_kept
def _update(progress: tuple[str, ...]) -> Straight:
    return Straight(text(_update_sql(progress)).bindparams(*_update_binds(progress)))


@_kept
def _alone(kind: _Kind, count: int) -> Straight:
    statement = text(_sql(kind, count)).bindparams(*_binds(kind, count))
    of_case = ":case" in kind.sql
    return Straight(statement.bindparams(_bind("case", cases.c.id)) if of_case else statement)


def _update_sql(progress: Iterable[str]) -> str:
    """The office is named, too: by it or by the case the table may be spread over servers."""
    changes = ", ".join(f"{name} = :cases_{name}" for name in progress)
    return f"UPDATE cases SET {changes} WHERE id = :case AND office_id = :office"  # noqa: S608 - own names


def _update_binds(progress: Iterable[str]) -> Iterator[Bind]:
    yield from (_bind(f"cases_{name}", cases.c[name]) for name in progress)
    yield from (_bind(name, cases.c.id) for name in ("case", "office"))


def _sql(kind: _Kind, count: int) -> str:
    names = [column.name for column in kind.columns]
    rows = ((f":{kind.name}_{name}_{n}" for name in names) for n in range(count))
    return kind.sql.format(
        names=", ".join(names),
        rows=", ".join(f"({', '.join(row)})" for row in rows),
        changes=", ".join(f"{name} = new.{name}" for name in names if name != "id"),
    )


def _binds(kind: _Kind, count: int) -> Iterator[Bind]:
    return map(_bind, _places(kind, count), cycle(kind.columns))


def _bind(name: str, column: Column[Any]) -> Bind:
    return bindparam(name, type_=column.type)
