"""Every contract test runs over the fake and over the real adapter on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from service.store.database import open_database
from service.store.migrate import migrate
from service.store.schema import metadata
from service.store.unit_of_work import SqlStore
from service.usecases.repositories import Store
from tests.contract.copying import Kept, kept_at
from tests.contract.given import Given
from tests.databases import PostgresServer
from tests.fakes.in_memory_store import InMemoryStore
from tests.pooler import is_pooled


@pytest.fixture(
    params=[
        "memory",
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield InMemoryStore()
    elif request.param == "sqlite":
        with _migrated(f"sqlite:///{tmp_path / 'laksana.db'}") as database:
            yield SqlStore(database)
    else:
        database = request.getfixturevalue("postgresql")
        _empty(database)
        yield SqlStore(database)


@pytest.fixture(scope="session")
def postgresql(postgres_server: PostgresServer) -> Iterator[Engine]:
    """One database for every test with a store, because making one takes longer than a test."""
    with postgres_server.database() as url, _migrated(url) as database:
        yield database


@pytest.fixture
def given(store: Store) -> Given:
    """What puts things into the store before a test looks at it."""
    return Given(store)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An empty database of each kind, with its tables."""
    with _migrated(database_url) as database:
        yield database


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ]
)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """Where it is brought back to, of each kind."""
    folder = tmp_path / "restored"
    if request.param == "sqlite":
        with kept_at(f"sqlite:///{folder / 'laksana.db'}", folder / "files") as kept:
            yield kept
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url, kept_at(url, folder / "files") as kept:
        yield kept


@contextmanager
def _migrated(url: str) -> Iterator[Engine]:
    database = open_database(url, prepare=not is_pooled(url))
    try:
        migrate(database)
        yield database
    finally:
        database.dispose()


def _empty(database: Engine) -> None:
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with database.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past triggers
        connection.execute(text(f"TRUNCATE {tables}"))
