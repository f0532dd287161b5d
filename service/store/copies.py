"""Copies all tables out of one moment of the database, and into an empty one, as lines of JSON."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from service.domain.errors import Conflict, Invalid
from service.store.database import for_reading
from service.store.identities import Identity
from service.store.jobs import jobs_on
from service.store.migrate import (
    bring_to,
    bring_to_present,
    changing_schema,
    knows_revision,
    revision_of,
    told_apart,
)
from service.store.schema import Moment, case_files, cases, metadata, offices, sign_in_attempts
from service.usecases.copies import HandedIn, Table

_PORTION = 1000  # rows that are in memory at a time

# Every table of the schema, in the order of their foreign keys. Who failed to sign in of late is
# not worth keeping, and would meet whoever fails while a copy is being restored.
_COPIED = [table for table in metadata.sorted_tables if table is not sign_in_attempts]


class DatabaseNotEmpty(Conflict):
    """Basis data ini sudah berisi unit kerja. Cadangan hanya dapat dipulihkan ke basis data yang kosong; atur LAKSANA_DATABASE_URL atau LAKSANA_VAR ke yang baru."""  # noqa: E501 - one sentence for the operator


class CopyNewer(Conflict):
    """Arsip ini dibuat oleh Laksana yang lebih baru. Pulihkan dengan versi yang lebih baru itu."""


class CopyOlder(Conflict):
    """Skema basis data ini lebih baru daripada arsipnya. Pulihkan ke basis data yang belum pernah dipakai, tanpa menjalankan laksana migrate: skemanya dibuat dan diperbarui saat memulihkan."""  # noqa: E501 - one sentence for the operator


class RowUnreadable(Invalid):
    """Tabel %(table)s memuat nilai yang tidak dapat dibaca: %(reason)s. Perbaiki barisnya, atau salin basis data dengan alatnya sendiri."""  # noqa: E501 - one sentence for the operator


class RowsRefused(Invalid):
    """Tabel %(table)s dalam arsip ditolak oleh basis data: %(reason)s."""


class SqlCopies:
    """See `copies.Copies`."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    @contextmanager
    def taken(self) -> Iterator[SqlSnapshot]:
        """One reading transaction: neither database lets it hold up who writes.

        Raises DatabaseUnusable.
        """
        with (
            told_apart(self._database),
            for_reading(self._database) as connection,
            ExitStack() as reading,
        ):
            yield SqlSnapshot(connection, reading)

    @contextmanager
    def filling(self, revision: str) -> Iterator[SqlFilling]:
        """One transaction from the first table that is made to the last row."""
        if not knows_revision(revision):
            raise CopyNewer
        with changing_schema(self._database) as connection:
            if _has_offices(connection):
                raise DatabaseNotEmpty
            bring_to(connection, revision)
            if revision_of(connection) != revision:
                raise CopyOlder
            yield SqlFilling(connection)
            bring_to_present(connection)
            _set_timers(connection)


def _set_timers(connection: Connection) -> None:
    """A copy holds no jobs: the rows of cases say what they are, on either database."""
    jobs = jobs_on(connection)
    waiting = select(cases.c.id, cases.c.due_at).where(cases.c.due_at.is_not(None))
    for case, at in connection.execute(waiting).all():
        jobs.set_timer(case, at)


def _has_offices(connection: Connection) -> bool:
    made = inspect(connection).has_table(offices.name)
    return made and connection.execute(select(offices.c.id).limit(1)).first() is not None


class SqlSnapshot:
    """See `copies.Snapshot`."""

    def __init__(self, connection: Connection, reading: ExitStack) -> None:
        """What is still being read when `reading` ends is closed: it was interrupted."""
        self._connection = connection
        self._reading = reading
        self.revision = str(revision_of(connection))
        self.tables: Sequence[Table] = [
            Table(
                table.name,
                {column.name: kind_of(column) for column in table.columns},
                self._count(select(func.count()).select_from(table)),
            )
            for table in _COPIED
        ]

    def rows(self, table: Table) -> Iterator[bytes]:
        """Raises RowUnreadable."""
        try:
            for row in self._read(select(metadata.tables[table.name])):
                yield orjson.dumps(tuple(row), default=_plain) + b"\n"
        except (ValueError, TypeError) as error:  # a moment or an identity that is none
            raise RowUnreadable(table=table.name, reason=error) from error

    def count_files(self) -> int:
        """Whatever their names."""
        return self._count(select(func.count(case_files.c.hash.distinct())))

    def files(self) -> Iterator[HandedIn]:
        """In the order of their hashes."""
        named = func.min(case_files.c.name), func.min(cases.c.number)
        once = select(case_files.c.hash, *named).join(cases).group_by(case_files.c.hash)
        return (HandedIn(*row) for row in self._read(once.order_by(case_files.c.hash)))

    def _read(self, asked: sa.Select[*tuple[Any, ...]]) -> sa.CursorResult[*tuple[Any, ...]]:
        portions = asked.execution_options(yield_per=_PORTION)
        return self._reading.enter_context(self._connection.execute(portions))

    def _count(self, counted: sa.Select[int]) -> int:
        return self._connection.execute(counted).scalar_one()


class SqlFilling:
    """See `copies.Filling`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fill(self, table: Table, rows: Iterable[bytes]) -> None:
        """Raises RowsRefused."""
        try:
            filled = sa.table(
                table.name,
                *(sa.column(name, _BOUND[kind]) for name, kind in table.columns.items()),
            )
            lines = iter(rows)
            while portion := list(islice(lines, _PORTION)):
                values = [_values(table, orjson.loads(line)) for line in portion]
                self._connection.execute(sa.insert(filled), values)
        except (*_REFUSED, LookupError, ValueError, TypeError) as error:
            raise RowsRefused(table=table.name, reason=_reason(error)) from error


def kind_of(column: sa.Column[Any]) -> str:
    """What a copy calls a column's type, whichever database it comes from or goes to."""
    return next(kind for kept, kind in _KINDS.items() if isinstance(column.type, kept))


_KINDS: dict[type[sa.types.TypeEngine[Any]], str] = {
    Moment: "moment",
    sa.Uuid: "uuid",
    sa.LargeBinary: "bytes",
    sa.JSON: "json",
    sa.Boolean: "boolean",
    sa.Integer: "integer",
    sa.String: "text",
}

# As what each kind is given to the database, where a column may be of a narrower type.
_BOUND: dict[str, sa.types.TypeEngine[Any]] = {
    "moment": Moment(),
    "uuid": Identity,
    "bytes": sa.LargeBinary(),
    "json": sa.JSON(none_as_null=True),
    "boolean": sa.Boolean(),
    "integer": sa.BigInteger(),
    "text": sa.Text(),
}


def _plain(value: object) -> object:
    """Bytes that are text as text, which is read and packed best; others as a list of base64."""
    if not isinstance(value, bytes):
        raise TypeError
    try:
        return value.decode()
    except UnicodeDecodeError:
        return [b64encode(value).decode()]


def _bytes_of(plain: str | list[str]) -> bytes:
    return plain.encode() if isinstance(plain, str) else b64decode(plain[0])


_PARSED: dict[str, Callable[[Any], object]] = {
    "bytes": _bytes_of,
    "moment": datetime.fromisoformat,
    "uuid": UUID,
}


def _values(table: Table, plain: list[Any]) -> dict[str, object]:
    """A row for the database, from its line."""
    return {
        name: _PARSED[kind](value) if kind in _PARSED and value is not None else value
        for (name, kind), value in zip(table.columns.items(), plain, strict=True)
    }


_REFUSED = (DataError, IntegrityError, ProgrammingError)


def _reason(error: Exception) -> str:
    """In the driver's words, where it was the driver."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).partition("\n")[0]
