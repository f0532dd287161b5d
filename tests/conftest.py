"""What every test may ask for: an empty database of each kind, the browser, the source texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import needs
from tests.databases import PostgresServer
from tests.pooler import pooled


def pytest_configure(config: pytest.Config) -> None:
    """Set aside a folder for the database server, in the process that the others come from."""
    if not _is_worker(config):
        PostgresServer.in_new_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the database server, however the tests ended."""
    if not _is_worker(config):
        PostgresServer.of_this_run().stop(needs.postgresql())


def _is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that a pytest-xdist run is spread over."""
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The running PostgreSQL server; `with postgres_server.database() as url` makes a database."""
    programs = needs.postgresql()
    if programs is None:
        needs.lacking("postgresql")
    server = PostgresServer.of_this_run()
    server.start(programs, durable=False)  # each test makes and drops a database
    return server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a database once per kind, and what is marked so through a pooler too."""
    if "database_url" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("pooled") is not None
        kinds = [*_KINDS, _POOLED] if marked else _KINDS
        metafunc.parametrize("database_url", kinds, indirect=True)


_KINDS = (
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgres_url", marks=pytest.mark.postgresql, id="postgresql"),
)
_POOLED = pytest.param("pooled_url", marks=pytest.mark.postgresql, id="pgbouncer")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, as SQLAlchemy writes it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'laksana.db'}"
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database on the server."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def pooled_url(postgres_url: str) -> Iterator[str]:
    """The address of the same database as `postgres_url`, through a pooler of transactions."""
    program = needs.pgbouncer() or needs.lacking("pgbouncer")
    with pooled(program, postgres_url) as pooler:
        yield pooler.url


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The executable of the browser."""
    return needs.chromium() or needs.lacking("chromium")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source texts and samples beside the repository."""
    return needs.shared() or needs.lacking("../shared")
