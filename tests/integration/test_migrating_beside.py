"""On PostgreSQL a migration builds its indexes while others write, and can be interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine

from service.store.database import driver_address, open_database
from service.store.migrate import DatabaseUnusable, migrate
from tests.versions import ask, revisions, transcript, upgrade

pytestmark = pytest.mark.postgresql

PATIENCE = 30  # seconds
BEFORE = "0002"
BUILDING = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%'"
WRITE = "UPDATE tasks SET name = name || '!' WHERE id = (SELECT id FROM tasks LIMIT 1)"
HALF = "SELECT relname FROM pg_class WHERE relname LIKE '%\\_built'"
WAITING = """
    SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation'
"""
LAST = "ix_tasks_waiting_built"


@pytest.fixture
def older(postgres_url: str) -> Iterator[Engine]:
    """A database with cases of an older version."""
    database = open_database(postgres_url)
    upgrade(database, BEFORE)
    ask(database, transcript(BEFORE, "postgresql"))
    yield database
    database.dispose()


@pytest.fixture
def people(postgres_url: str) -> Iterator[psycopg.Connection]:
    """Somebody who writes, waits for no lock, and sees each moment anew."""
    with psycopg.connect(driver_address(postgres_url), autocommit=True) as connection:
        connection.execute("SET lock_timeout = '1s'")
        yield connection


@contextmanager
def building(
    database: Engine, address: str, people: psycopg.Connection
) -> Iterator[tuple[Future[bool], int]]:
    """A migration that waits amid its first index on tasks, for somebody's writing to end."""
    with ThreadPoolExecutor(1) as threads, psycopg.connect(address) as writer:
        writer.execute(WRITE)
        migrating = threads.submit(migrate, database)
        yield migrating, wait_for(lambda: people.execute(f"{BUILDING} AND query LIKE '%{LAST}%'"))


def wait_for(ask: Callable[[], psycopg.Cursor]) -> int:
    begun = time.monotonic()
    while (found := ask().fetchone()) is None:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.02)
    return int(found[0])


def test_others_write_while_indexes_are_built(
    older: Engine, postgres_url: str, people: psycopg.Connection
) -> None:
    with building(older, driver_address(postgres_url), people) as (migrating, _):
        people.execute(WRITE.replace("LIMIT", "OFFSET 1 LIMIT"))
        assert not migrating.done()
    assert migrating.result(PATIENCE)
    assert people.execute(HALF).fetchall() == []
    assert not migrate(older)


def test_a_migration_that_was_interrupted_is_ended_by_the_next(
    older: Engine, postgres_url: str, people: psycopg.Connection
) -> None:
    with building(older, driver_address(postgres_url), people) as (migrating, builder):
        people.execute("SELECT pg_terminate_backend(%s)", [builder])
        with pytest.raises(DatabaseUnusable):
            migrating.result(PATIENCE)
    assert (LAST,) in people.execute(HALF).fetchall()
    people.execute(WRITE)
    assert migrate(older)
    assert people.execute(HALF).fetchall() == []
    assert people.execute("SELECT 1 FROM pg_index WHERE NOT indisvalid").fetchall() == []


def test_two_that_migrate_at_once_wait_for_each_other(
    older: Engine, postgres_url: str, people: psycopg.Connection
) -> None:
    with ThreadPoolExecutor(1) as threads:
        with building(older, driver_address(postgres_url), people) as (first, _):
            second = threads.submit(migrate, older)
            time.sleep(0.5)  # in which it asks for the lock, several times
        assert first.result(PATIENCE)
        second.result(PATIENCE)
    assert people.execute(HALF).fetchall() == []
    assert people.execute("SELECT version_num FROM alembic_version").fetchall() == [
        (revisions()[-1],)
    ]


def test_nobody_waits_for_a_migration_that_waits_for_who_copies_everything(
    older: Engine, postgres_url: str, people: psycopg.Connection
) -> None:
    people.execute("SET lock_timeout = '10s'")
    with ThreadPoolExecutor(1) as threads:
        with psycopg.connect(driver_address(postgres_url)) as copying:
            copying.execute("SELECT count(*) FROM tasks, cases, events")
            migrating = threads.submit(migrate, older)
            wait_for(lambda: people.execute(WAITING))
            for table in ("cases", "tasks", "events"):
                people.execute(f"SELECT count(*) FROM {table}")
            assert not migrating.done()
        assert migrating.result(PATIENCE)
    assert not migrate(older)
