"""Brings a database to the present schema, and tells when it is not there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    Transaction,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError

from service.domain.errors import Collided, Conflict, Unavailable
from service.store.database import (
    DatabaseUnreachable,
    connected,
    for_looking,
    for_reading,
)
from service.store.migrations import LONGEST_WAIT

_MIGRATING = 0x1A45A4A  # any number that nobody else locks
_LOCK = select(func.pg_try_advisory_xact_lock(_MIGRATING))
_POLL = 0.1  # seconds
_PAUSE = 3.0  # seconds, in which those who waited behind a migration are served
_MIGRATIONS = Path(__file__).parent / "migrations"
# Revision -> module: told by the files' names, so that whoever only compares need not load Alembic.
_MODULES = {each.stem[1:5]: each.stem for each in sorted(_MIGRATIONS.glob("versions/v*.py"))}
_HEAD = max(_MODULES)
_PRESENT = table("alembic_version", column("version_num"))


class SchemaOutdated(Conflict):
    """Skema basis data belum terkini. Jalankan: laksana migrate"""


class SchemaNewer(Conflict):
    """Skema basis data berasal dari Laksana yang lebih baru. Jalankan versi yang lebih baru itu."""


class DatabaseUnusable(Unavailable):
    """Basis data %(place)s tidak dapat dipakai: %(reason)s. Periksa LAKSANA_DATABASE_URL dan apakah servernya berjalan."""  # noqa: E501 - one sentence for the operator


def migrate(database: Engine) -> bool:
    """Apply what is missing, one migration after the other; True when anything was.

    Each is a transaction. What takes long, it may `prepare` before on PostgreSQL, outside any, so
    that who writes need not wait. Safe to run again wherever it was interrupted: it goes on there.
    Raises DatabaseUnusable, SchemaNewer.
    """
    with told_apart(database), for_reading(database) as connection:
        present = revision_of(connection)
    ahead = [revision for revision in _MODULES if present is None or revision > present]
    for revision in ahead:
        # Until nobody else is in the way for long, such as who makes a copy of everything.
        while not _bring(database, revision, anew=present is None):
            time.sleep(_PAUSE)
    return bool(ahead)


def _bring(database: Engine, revision: str, *, anew: bool) -> bool:
    """Whether it could be done without having others wait."""
    try:
        if not anew:  # else there is nothing yet that could take long
            _prepare(database, revision)
        with changing_schema(database) as connection:
            if database.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'"))
            bring_to(connection, revision)
    except Collided:
        return False
    return True


def _prepare(database: Engine, revision: str) -> None:
    """Unless another process has applied it meanwhile, which nobody can do while this goes on."""
    migration = import_module(f"service.store.migrations.versions.{_MODULES[revision]}")
    prepare = getattr(migration, "prepare", None)
    if prepare is None or database.dialect.name != "postgresql":
        return
    with changing_schema(database) as alone, for_looking(database) as connection:
        if revision_of(alone) == migration.down_revision:
            # It stays open for long; as its last statement this also lets go of the moment that the
            # one before saw, for which an index that is built beside it would wait.
            alone.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            prepare(connection)


def check_schema(database: Engine) -> None:
    """Raises DatabaseUnusable, SchemaOutdated when migrations are missing, SchemaNewer."""
    with told_apart(database), for_reading(database) as connection:
        if revision_of(connection) != _HEAD:
            raise SchemaOutdated


def check_serving(database: Engine) -> None:
    """Whether a process that serves can go on: also while a newer version is brought in.

    The schema is then a newer one that this version's process still fits. Raises DatabaseUnusable,
    SchemaOutdated.
    """
    with suppress(SchemaNewer):
        check_schema(database)


@contextmanager
def changing_schema(database: Engine) -> Iterator[Connection]:
    """One transaction for whoever is alone in changing the schema. Raises DatabaseUnusable."""
    with told_apart(database), connected(database) as connection, _begun_alone(connection):
        yield connection


def _begun_alone(connection: Connection) -> Transaction:
    """On SQLite the transaction itself is the lock.

    On PostgreSQL it is asked for in one transaction after the other: an index that the holder
    builds beside others would wait for the one that waits for it.
    """
    while True:
        transaction = connection.begin()
        if connection.dialect.name != "postgresql" or connection.execute(_LOCK).scalar_one():
            return transaction
        transaction.rollback()
        time.sleep(_POLL)


def revision_of(connection: Connection) -> str | None:
    """The schema's revision; None before the first. Raises SchemaNewer."""
    if not inspect(connection).has_table(_PRESENT.name):
        return None
    present = connection.execute(select(_PRESENT.c.version_num)).scalar_one_or_none()
    if present is not None and not knows_revision(present):
        raise SchemaNewer
    return present


def knows_revision(revision: str) -> bool:
    """Whether this version of Laksana has the migration."""
    return revision in _MODULES


def bring_to_present(connection: Connection) -> bool:
    """Apply what is missing; True when anything was. Raises SchemaNewer."""
    return bring_to(connection, _HEAD)


def bring_to(connection: Connection, revision: str) -> bool:
    """Apply what is missing up to `revision`; True when anything was. Raises SchemaNewer."""
    if revision_of(connection) == revision:
        return False
    # Imported at first use: a process that serves never migrates, and would hold 4 MB for it.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    return True


@contextmanager
def told_apart(database: Engine) -> Iterator[None]:
    """Tell an operator, other than a visitor, which database failed and what it said."""
    try:
        yield
    except (DatabaseUnreachable, DBAPIError) as error:
        failed = error.__cause__ if isinstance(error, DatabaseUnreachable) else error
        said = failed.orig if isinstance(failed, DBAPIError) else failed  # in the driver's words
        place = database.url.set(query={})  # a password in it is hidden, one in the query is not
        raise DatabaseUnusable(place=place, reason=str(said).partition("\n")[0]) from error
