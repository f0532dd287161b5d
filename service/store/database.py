"""Opens the database: SQLite as durable as it can be, or PostgreSQL."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError

from service.domain.errors import Invalid, Unavailable

_READING = "laksana_reading"
_WAIT = 30  # seconds that a writer waits for another's transaction on SQLite


_POSTGRESQL = {"postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}


class DatabaseAddressInvalid(Invalid):
    """LAKSANA_DATABASE_URL tidak dapat dibaca. Tulis misalnya postgresql+psycopg://nama:sandi@host/basisdata, dengan %%40 untuk @ di dalam sandi."""  # noqa: E501 - one sentence for the operator


class DatabaseKindUnsupported(Invalid):
    """LAKSANA_DATABASE_URL menyebut "%(kind)s". Yang didukung: postgresql+psycopg dan sqlite."""


class DatabaseFolderUnusable(Invalid):
    """LAKSANA_DATABASE_URL menunjuk folder "%(folder)s" yang tidak dapat dibuat: %(reason)s."""


class DatabaseUnreachable(Unavailable):
    """Basis data tidak dapat dihubungi. Coba lagi beberapa saat lagi."""


def open_database(url: str) -> Engine:
    """An engine for `url`; on SQLite the folder is made if it is missing.

    Nothing is connected yet. Raises DatabaseAddressInvalid, DatabaseKindUnsupported,
    DatabaseFolderUnusable; none shows the whole address, which may hold a password.
    """
    try:
        parsed = make_url(url)
        if "@" in (parsed.host or ""):
            raise DatabaseAddressInvalid  # the end of a password that holds an @
        if parsed.drivername in _POSTGRESQL:
            database = create_engine(parsed, hide_parameters=True)
            event.listen(database, "checkout", _refuse_closed)
            return database
        if parsed.drivername in _SQLITE:
            return _open_sqlite(parsed)
    except (ArgumentError, ValueError):
        raise DatabaseAddressInvalid from None
    raise DatabaseKindUnsupported(kind=parsed.drivername)


def _open_sqlite(url: URL) -> Engine:
    database = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT})
    if url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseFolderUnusable(folder=folder, reason=error.strerror) from None
    event.listen(database, "connect", _set_up_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


@contextmanager
def connected(database: Engine) -> Iterator[Connection]:
    """A connection; what was not committed is rolled back. Raises DatabaseUnreachable."""
    try:
        connection = database.connect()
    except DBAPIError as error:
        raise DatabaseUnreachable from error
    with connection:
        yield connection


@contextmanager
def for_reading(database: Engine) -> Iterator[Connection]:
    """A connection whose transaction sees one moment and is never committed."""
    with connected(database) as connection:
        options: dict[str, Any] = {_READING: True}
        if database.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield connection.execution_options(**options)


def _refuse_closed(connection: Any, _: object, __: object) -> None:  # noqa: ANN401 - the driver's own type
    """Have the pool open another connection where the server has closed this one.

    A server that was restarted has said so on the wire, while a live one is silent: what a
    statement of its own before each act ("pool_pre_ping") would find out, without asking.
    """
    wire = select.poll()
    wire.register(connection.fileno(), select.POLLIN)
    if wire.poll(0):
        raise DisconnectionError


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # SQLAlchemy says when to begin, not the driver
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes its lock at once, so that it cannot fail half-way."""
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
