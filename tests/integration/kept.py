"""Everything that a store keeps, to see that a refused act changed none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, select, text

from service.store.schema import metadata
from service.store.unit_of_work import SqlStore
from service.usecases.repositories import Store
from tests.fakes.in_memory_store import InMemoryStore


class Kept(Protocol):
    """A store that can be looked into."""

    @property
    def store(self) -> Store:
        """The store itself."""

    def everything(self) -> object:
        """Every row of every table."""

    def timers(self) -> Mapping[UUID, datetime] | None:
        """When the worker will be woken for which case; None where cases alone say it."""


class InMemory:
    """See `Kept`."""

    def __init__(self) -> None:
        self.store = InMemoryStore()

    def everything(self) -> object:
        with self.store.read() as work:
            return vars(work.tables)

    def timers(self) -> Mapping[UUID, datetime]:
        with self.store.read() as work:
            return work.tables.timers


class OnSqlite:
    """See `Kept`."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.store: Store = SqlStore(database)

    def everything(self) -> object:
        with self.database.connect() as connection:
            tables = metadata.sorted_tables
            return {
                each.name: sorted(map(str, connection.execute(select(each)))) for each in tables
            }

    def timers(self) -> Mapping[UUID, datetime] | None:
        return None


class OnPostgresql(OnSqlite):
    """See `Kept`. The queue is Procrastinate's."""

    def everything(self) -> object:
        return super().everything(), self.timers()

    def timers(self) -> Mapping[UUID, datetime]:
        waiting = text("SELECT lock, scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
        with self.database.connect() as connection:
            rows = connection.execute(waiting).all()
        assert len({row.lock for row in rows}) == len(rows)
        return {UUID(row.lock): row.scheduled_at for row in rows}
