"""Opens the database: SQLite as durable as it can be, or PostgreSQL."""

from __future__ import annotations

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.exceptions import ConnectorException
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.domain.errors import Collided, Invalid, LaksanaError, Unavailable

_READING = "laksana_reading"
_LOOKING = "laksana_looking"
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


class DatabaseFull(Unavailable):
    """Tempat penyimpanan basis data penuh, sehingga tindakan ini belum disimpan. Beri tahu pengelola sistem."""  # noqa: E501 - one message for the person


def open_database(url: str, *, prepare: bool = True) -> Engine:
    """An engine for `url`; on SQLite the folder is made if it is missing.

    `prepare`: PostgreSQL may keep statements that come again, which no pooler between that hands
    each transaction to another connection allows. Nothing is connected yet. Raises
    DatabaseAddressInvalid, DatabaseKindUnsupported, DatabaseFolderUnusable; none shows the whole
    address, which may hold a password.
    """
    try:
        parsed = make_url(url)
        if "@" in (parsed.host or ""):
            raise DatabaseAddressInvalid  # the end of a password that holds an @
        if parsed.drivername in _POSTGRESQL:
            options: dict[str, Any] = {} if prepare else {"prepare_threshold": None}
            options |= {"cursor_factory": _Cursor}
            database = create_engine(
                parsed, hide_parameters=True, connect_args=options, pool_reset_on_return=None
            )
            event.listen(database, "checkout", _refuse_closed)
            event.listen(database, "reset", _roll_back_what_is_open)
            return database
        if parsed.drivername in _SQLITE:
            return _open_sqlite(parsed)
    except (ArgumentError, ValueError):
        raise DatabaseAddressInvalid from None
    raise DatabaseKindUnsupported(kind=parsed.drivername)


class _Cursor(psycopg.Cursor[Any]):
    """A cursor that describes each column by what SQLAlchemy asks for: its name and its type.

    For all of it psycopg looks up a good deal a column, each time: a tenth of a completion.
    """

    @property
    def description(self) -> Any:  # noqa: ANN401 - the driver's columns are more than such tuples
        """(name, type's number, and five places that nobody reads) a column."""
        found = self.pgresult
        if found is None or not found.nfields:
            return None
        names = ((found.fname(n) or b"").decode() for n in range(found.nfields))
        return [(name, found.ftype(n), *_UNASKED) for n, name in enumerate(names)]


_UNASKED = (None,) * 5


def is_embedded(url: str) -> bool:
    """Whether `url`, which `open_database` took, is that of a file and not of a server."""
    return make_url(url).drivername in _SQLITE


def driver_address(url: str) -> str:
    """A PostgreSQL address as its driver reads it, with the password.

    Raises DatabaseAddressInvalid, DatabaseKindUnsupported.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseAddressInvalid from None
    if parsed.drivername not in _POSTGRESQL:
        raise DatabaseKindUnsupported(kind=parsed.drivername)
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


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
    """A connection; what was not committed is rolled back.

    Raises DatabaseUnreachable, DatabaseFull, and Collided where doing it again may help. When a
    connection is lost while it commits, nobody knows whether it did: acts carry ids, so that who
    does one again is answered as the first time.
    """
    try:
        with database.connect() as connection:
            yield connection
    except DBAPIError as error:
        told = _told(error.orig, lost=error.connection_invalidated)
        if told is None:
            raise
        raise told from error
    except ConnectorException as error:  # of a job, which is written over the same connection
        told = _told(error.__cause__)
        if told is None:
            raise
        raise told from error
    except PoolTimeout as error:  # many requests waited long: to wait once more would hold up more
        raise Unavailable from error


def _told(error: BaseException | None, *, lost: bool = False) -> LaksanaError | None:
    """What the driver's error means to people; None for a fault of ours."""
    code = _code_of(error)
    if code.startswith(_COLLISIONS):
        return Collided()
    if code.startswith(_FULL):
        return DatabaseFull()
    return DatabaseUnreachable() if lost or code.startswith(_AWAY) else None


def _code_of(error: BaseException | None) -> str:
    """PostgreSQL's SQLSTATE (a lost connection has none), or SQLite's name of the error."""
    if isinstance(error, sqlite3.Error):
        return str(getattr(error, "sqlite_errorname", ""))
    state = getattr(error, "sqlstate", None)
    return str(state) if state or not isinstance(error, psycopg.OperationalError) else "08000"


# How the codes begin: https://www.postgresql.org/docs/current/errcodes-appendix.html and
# https://www.sqlite.org/rescode.html, where a longer name tells more of the shorter one.
_COLLISIONS = ("40001", "40P01", "55P03", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_FULL = ("53100", "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")
_AWAY = ("08", "53", "57P", "25006", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY")


@contextmanager
def for_reading(database: Engine) -> Iterator[Connection]:
    """A connection whose transaction sees one moment and can write nothing."""
    with connected(database) as connection:
        options: dict[str, Any] = {_READING: True}
        if database.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield connection.execution_options(**options)


@contextmanager
def for_looking(database: Engine) -> Iterator[Connection]:
    """A connection without transactions, for a statement that reads and stands alone."""
    with connected(database) as connection:
        options: dict[str, Any] = {_LOOKING: True}
        if database.dialect.name == "postgresql":
            options |= {"isolation_level": "AUTOCOMMIT"}
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


def _roll_back_what_is_open(connection: Any, _: object, __: object) -> None:  # noqa: ANN401 - the driver's own type
    """What the pool would do with every connection that comes back, whether it is open or not."""
    if connection.pgconn.transaction_status != TransactionStatus.IDLE:
        connection.rollback()


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
    options = connection.get_execution_options()
    if options.get(_LOOKING):
        return
    reading = options.get(_READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
