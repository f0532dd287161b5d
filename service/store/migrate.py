"""Brings a database to the present schema, and tells when it is not there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from service.domain.errors import Conflict
from service.store.database import connected, for_reading

_MIGRATING = 0x1A45A4A  # any number that nobody else locks
_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaOutdated(Conflict):
    """Skema basis data belum terkini. Jalankan: laksana migrate"""


def migrate(database: Engine) -> bool:
    """Apply what is missing; True when anything was. Safe to run again."""
    config = _config()
    with connected(database) as connection, connection.begin():
        if database.dialect.name == "postgresql":  # on SQLite the transaction itself is the lock
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
        if _is_current(connection, config):
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def check_schema(database: Engine) -> None:
    """Raises SchemaOutdated when migrations are missing."""
    with for_reading(database) as connection:
        if not _is_current(connection, _config()):
            raise SchemaOutdated


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _is_current(connection: Connection, config: Config) -> bool:
    wanted = ScriptDirectory.from_config(config).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == wanted
