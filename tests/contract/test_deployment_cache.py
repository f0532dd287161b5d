"""Versions are read once: many in few statements, and never again unless they were damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, update

from service.store.schema import deployments
from service.store.unit_of_work import SqlStore
from tests.contract.given import Given, new_deployment

VERSIONS = 300


def test_many_versions_are_read_in_few_statements(database: Engine) -> None:
    office = Given(SqlStore(database)).office()
    store = SqlStore(database)
    with store.begin() as work:
        for version in range(1, VERSIONS + 1):
            work.deployments.add(new_deployment(office, version=version))
    costs = []
    for _ in range(2):
        with store.read() as work, selecting(database) as statements:
            assert len(work.deployments.of_office(office.id)) == VERSIONS
        costs.append(len(statements))
    assert costs == [2, 1]


def test_a_version_that_was_damaged_is_read_again_once_it_is_mended(database: Engine) -> None:
    store = SqlStore(database)
    office = Given(store).office()
    deployment = new_deployment(office)
    with store.begin() as work:
        work.deployments.add(deployment)
    for diagram in (b"coretan", deployment.source.diagram):
        with database.begin() as connection:
            connection.execute(update(deployments).values(diagram=diagram))
        with store.read() as work:
            assert work.deployments.get(deployment.id).source.diagram == diagram
            assert work.deployments.of_office(office.id)[0].source.diagram == diagram


@contextmanager
def selecting(database: Engine) -> Iterator[list[str]]:
    """The queries that run meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database, "before_cursor_execute", note)
