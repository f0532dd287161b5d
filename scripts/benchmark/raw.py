"""A database through its driver alone, with the settings that Laksana gives it."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from service.domain.identity import new_id
from service.store.identities import as_kept, identity_of

Row = dict[str, Any]


class Raw(ABC):
    """One connection, on which every statement stands alone between BEGIN and COMMIT.

    SQL is written with `?` for values. `name`: of the database. `begin`: its own word for a
    transaction that will write. `locked`: what a SELECT adds to hold the row until the COMMIT.
    """

    name: str
    begin: str
    locked: str

    @abstractmethod
    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a SELECT finds."""

    @abstractmethod
    def run(self, sql: str, *values: object) -> None:
        """Run any other statement."""

    @abstractmethod
    def key(self, key: UUID) -> object:
        """How an id is stored."""

    @abstractmethod
    def size(self) -> int:
        """The bytes that the database takes on disk."""

    @abstractmethod
    def settle(self) -> None:
        """Have what the database keeps of itself, however many cases there are, made by now."""

    def insert(self, table: str, row: Mapping[str, object]) -> None:
        """One row."""
        places = ", ".join("?" * len(row))
        self.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())  # noqa: S608 - this package's own names

    def copy_case(self) -> UUID:
        """A finished case once more, with its first task open: that task."""
        (case,) = self.rows(
            "SELECT * FROM cases WHERE start_act IS NOT NULL AND state = 'done' LIMIT 1"
        )
        (task, *_) = self.rows(
            "SELECT * FROM tasks WHERE case_id = ? ORDER BY opened_at", case["id"]
        )
        key, opened = new_id(), new_id()
        began = {"id": self.key(key), "number": str(key), "start_act": None, "head_count": 0}
        self.insert("cases", case | began)
        ids = {"id": self.key(opened), "case_id": self.key(key)}
        self.insert("tasks", task | ids | {"state": "open", "act": None})
        return opened

    def open_task(self, case: UUID) -> UUID:
        """The one task where a case waits."""
        (task,) = self.open_tasks(case)
        return task

    def open_tasks(self, case: UUID, element: str = "%") -> list[UUID]:
        """The tasks where a case waits, at elements like this one."""
        query = "SELECT id FROM tasks WHERE case_id = ? AND state = 'open' AND element LIKE ?"
        return [identity_of(row["id"]) for row in self.rows(query, self.key(case), element)]


class RawSqlite(Raw):
    """The embedded database, as durable as `service/store/database.py` makes it."""

    name = f"SQLite {sqlite3.sqlite_version}"
    begin = "BEGIN IMMEDIATE"
    locked = ""

    def __init__(self, file: Path) -> None:
        self._file = file
        # Used by one thread at a time, though not by the one that opens it.
        self._connection = sqlite3.connect(
            file, timeout=30, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {setting}")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """See Raw."""
        return [dict(row) for row in self._connection.execute(sql, values)]

    def run(self, sql: str, *values: object) -> None:
        """See Raw."""
        self._connection.execute(sql, values)

    def key(self, key: UUID) -> object:
        """See Raw."""
        return as_kept(key)

    def settle(self) -> None:
        """It keeps nothing."""

    def size(self) -> int:
        """The file's, once the log is worked in."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self._file.stat().st_size


class RawPostgres(Raw):
    """A database of a PostgreSQL server."""

    begin = "BEGIN"
    locked = "FOR UPDATE"

    def __init__(self, url: str) -> None:
        """`url`: as SQLAlchemy writes it."""
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        self._connection = psycopg.connect(plain, autocommit=True, row_factory=dict_row)
        self.name = f"PostgreSQL {self._connection.info.server_version // 10_000}"

    def rows(self, sql: str, *values: object) -> list[Row]:
        """See Raw."""
        return self._connection.execute(_placed(sql), values).fetchall()

    def run(self, sql: str, *values: object) -> None:
        """See Raw."""
        self._connection.execute(_placed(sql), values)

    def key(self, key: UUID) -> object:
        """See Raw."""
        return key

    def settle(self) -> None:
        """The maps of free space, and what it knows of the tables' contents."""
        self.run("VACUUM ANALYZE")

    def size(self) -> int:
        """Its tables' and indexes', with what a VACUUM would make free again."""
        (row,) = self.rows("SELECT pg_database_size(current_database()) AS size")
        return int(row["size"])


def open_raw(url: str) -> Raw:
    """The database at `url`, as SQLAlchemy writes it."""
    if url.startswith("sqlite:///"):
        return RawSqlite(Path(url.removeprefix("sqlite:///")))
    return RawPostgres(url)


def _placed(sql: str) -> str:
    """SQL with the driver's own mark for a value."""
    return sql.replace("?", "%s")
