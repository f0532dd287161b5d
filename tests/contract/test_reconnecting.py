"""A database server may be restarted under a running service: the next act does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text

from service.store.database import DatabaseUnreachable, open_database
from service.store.unit_of_work import SqlStore

pytestmark = pytest.mark.postgresql

CLOSE_ALL = text(
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = :name"
)


@pytest.fixture
def server(postgresql: Engine) -> Iterator[Connection]:
    """A connection to the server that is none of the database's."""
    engine = create_engine(postgresql.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def database(postgresql: Engine) -> Iterator[Engine]:
    """The database as a service opens it, with two connections that wait in the pool."""
    database = open_database(postgresql.url.render_as_string(hide_password=False))
    store = SqlStore(database)
    with store.read(), store.read():
        pass
    yield database
    database.dispose()


def test_connections_that_the_server_closed_are_opened_anew(
    database: Engine, server: Connection
) -> None:
    assert server.execute(CLOSE_ALL, {"name": database.url.database}).scalar_one() >= 2
    store = SqlStore(database)
    with store.read() as first, store.read() as second:
        assert first.offices.all() == second.offices.all()


def test_a_server_that_is_away_is_said_to_be_so_until_it_is_back(
    database: Engine, server: Connection
) -> None:
    allow = f"ALTER DATABASE {database.url.database} ALLOW_CONNECTIONS"
    server.execute(text(f"{allow} false"))
    server.execute(CLOSE_ALL, {"name": database.url.database})
    store = SqlStore(database)
    try:
        with pytest.raises(DatabaseUnreachable), store.read():
            pass
    finally:
        server.execute(text(f"{allow} true"))
    with store.read() as work:
        assert work.offices.all() is not None


def test_a_job_that_cannot_be_written_is_told_as_any_other_row(database: Engine) -> None:
    def become_a_standby(_: Connection, cursor: Any, *__: object) -> None:
        cursor.execute("SET TRANSACTION READ ONLY")

    def set_timer() -> None:
        with SqlStore(database).begin() as work:
            work.jobs.set_timer(uuid4(), datetime(2026, 2, 2, tzinfo=UTC))

    event.listen(database, "after_cursor_execute", become_a_standby)
    with pytest.raises(DatabaseUnreachable):
        set_timer()
    event.remove(database, "after_cursor_execute", become_a_standby)
    set_timer()
