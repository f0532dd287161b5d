"""A database server may be restarted under a running service: the next act does not notice."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from service.store.database import open_database
from service.store.unit_of_work import SqlStore

CLOSE_ALL_OTHERS = text(
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.mark.postgresql
def test_connections_that_the_server_closed_are_opened_anew(postgresql: Engine) -> None:
    database = open_database(postgresql.url.render_as_string(hide_password=False))
    store = SqlStore(database)
    with store.read(), store.read():
        pass  # two connections wait in the pool now
    with postgresql.connect() as other:
        closed = other.execute(CLOSE_ALL_OTHERS).scalar_one()
    with store.read() as first, store.read() as second:
        assert first.offices.all() == second.offices.all()
    database.dispose()
    assert closed >= 2
