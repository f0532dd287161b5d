"""Brings a database to the present schema, and makes sure that a running one fits it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Engine) -> bool:
    """Apply what is missing; True when anything was. Safe to run again."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    wanted = ScriptDirectory.from_config(config).get_current_head()
    with database.begin() as connection:
        if _revision(connection) == wanted:
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
