"""Builds the indexes of big tables while others write: beforehand, and beside those in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection


@dataclass(frozen=True)
class NewIndex:
    """An index that comes with a migration, or takes the place of the one with its name.

    `where`: the rows that stand in it, if not all do.
    """

    name: str
    table: str
    columns: Sequence[str]
    where: str = ""

    def build(self, connection: Connection) -> None:
        """Build it on PostgreSQL under another name; `connection` is outside a transaction.

        Nobody who writes waits for it. What an interruption left half built is built anew, what is
        built already stays.
        """
        if self._is_sound(connection) is False:
            connection.execute(sa.text(f"DROP INDEX CONCURRENTLY {self._built}"))
        rows = f"WHERE {self.where}" if self.where else ""
        connection.execute(
            sa.text(
                f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {self._built}"
                f" ON {self.table} ({', '.join(self.columns)}) {rows}"
            )
        )

    def put_in_place(self) -> None:
        """Within the migration: take what was built, or build it now where nothing was."""
        op.drop_index(self.name, self.table, if_exists=True)
        if self._is_sound(op.get_bind()):
            op.execute(f"ALTER INDEX {self._built} RENAME TO {self.name}")
            return
        op.drop_index(self._built, self.table, if_exists=True)
        rows = sa.text(self.where) if self.where else None
        op.create_index(
            self.name, self.table, self.columns, sqlite_where=rows, postgresql_where=rows
        )

    @property
    def _built(self) -> str:
        return f"{self.name}_built"

    def _is_sound(self, connection: Connection) -> bool | None:
        """Whether it was built to its end; None where it was not begun."""
        if connection.dialect.name != "postgresql":
            return None
        query = sa.text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
        sound: bool | None = connection.execute(query, {"name": self._built}).scalar_one_or_none()
        return sound
