"""Runs what every completion asks through the driver itself.

SQLAlchemy writes such a statement, once, and tells how values are bound and read; to have it
execute the statement each time costs as much again as what the driver does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, LargeBinary, Select, TextClause
from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.elements import ColumnElement

Found = Mapping[ColumnElement[Any], Any]
"""A row: what stands in each column of a query."""

_Turn = Callable[[Any], Any]


class Straight:
    """A query, or a statement that gives nothing back, as each database's driver runs it."""

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> None:
        """In the transaction that was begun. Raises DBAPIError, as SQLAlchemy does."""
        self._executed(connection, values)

    def one(self, connection: Connection, values: Mapping[str, object]) -> Found | None:
        """The only row, or the first; the same otherwise."""
        rows = self._executed(connection, values).fetchall()
        return self._for(connection.dialect).found(rows[0]) if rows else None

    def _executed(self, connection: Connection, values: Mapping[str, object]) -> DBAPICursor:
        written = self._for(connection.dialect)
        bound = written.bound(values)
        cursor = _cursor_of(connection, written)
        # Whoever listens to the engine hears of these, too.
        connection.engine.dispatch.before_cursor_execute(
            connection, cursor, written.sql, bound, None, False
        )
        try:
            cursor.execute(written.sql, bound)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(error, connection, cursor) from error
        return cursor

    def _for(self, dialect: Dialect) -> _Written:
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _write(self._statement, dialect)
        return written


@dataclass(frozen=True)
class _Written:
    """A statement in a driver's own words.

    `own`: the values that it brings along; `places`: of all values where the driver counts them.
    """

    sql: str
    own: Mapping[str, object]
    places: Sequence[str] | None
    turns: Sequence[tuple[str, _Turn]]
    columns: Sequence[ColumnElement[Any]]
    readings: Sequence[tuple[int, _Turn]]

    def bound(self, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - the driver takes either
        """The values as the driver takes them: by name, or in their order."""
        turned = {**self.own, **values}
        for name, turn in self.turns:
            turned[name] = turn(turned[name])
        return turned if self.places is None else tuple(turned[name] for name in self.places)

    def found(self, row: Sequence[Any]) -> Found:
        """What the driver gave, as SQLAlchemy would give it."""
        turned = list(row)
        for place, turn in self.readings:
            turned[place] = turn(turned[place])
        return dict(zip(self.columns, turned, strict=True))


def _cursor_of(connection: Connection, written: _Written) -> DBAPICursor:
    """The statement's own on this connection of the driver's, which it has learnt to bind and read.

    As long as psycopg's cursor is given the very same string, it knows what to do with the values.
    """
    cursors: dict[str, DBAPICursor] = connection.info.setdefault(_CURSORS, {})
    cursor = cursors.get(written.sql)
    if cursor is None:
        if len(cursors) == _MOST_CURSORS:  # of acts that open and close many tasks at once
            cursors.clear()
        cursor = cursors[written.sql] = connection.connection.cursor()
    return cursor


_CURSORS = "laksana.cursors"
_MOST_CURSORS = 50


def _write(statement: Select[Any] | TextClause, dialect: Dialect) -> _Written:
    compiled = statement.compile(dialect=dialect)
    # Both drivers take bytes as they are, and sooner than in what SQLAlchemy puts around them.
    binds = (
        (name, bind.type)
        for name, bind in compiled.binds.items()
        if not isinstance(bind.type, LargeBinary)
    )
    turns = ((name, kind.dialect_impl(dialect).bind_processor(dialect)) for name, kind in binds)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    kinds = (column.type.dialect_impl(dialect) for column in columns)
    readings = enumerate(kind.result_processor(dialect, None) for kind in kinds)
    return _Written(
        sql=str(compiled),
        own={name: value for name, value in compiled.params.items() if value is not None},
        places=compiled.positiontup,
        turns=[(name, turn) for name, turn in turns if turn is not None],
        columns=columns,
        readings=[(place, turn) for place, turn in readings if turn is not None],
    )


def _told(error: DBAPIModule.Error, connection: Connection, cursor: DBAPICursor) -> StatementError:
    """The driver's error as SQLAlchemy tells it; a connection that is lost is used no more."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    lost = dialect.is_disconnect(error, driver, cursor)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        None, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
