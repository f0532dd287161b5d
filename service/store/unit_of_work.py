"""Transactions: one act is one of these, and here stands the only commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from service.domain.errors import Collided
from service.store.cases import SqlCases
from service.store.database import connected, for_looking, for_reading
from service.store.deployments import DeploymentCache, SqlDeployments
from service.store.jobs import jobs_on
from service.store.offices import SqlOffices
from service.store.people import SqlPeople
from service.store.record import SqlRecord
from service.store.tasks import SqlTasks
from service.store.words import Words, none_known
from service.usecases.repositories import Cases, Deployments, Jobs, Offices, People, Record, Tasks


class SqlWork:
    """One open transaction; see `repositories.Work`."""

    def __init__(self, connection: Connection, cache: DeploymentCache, words: Words) -> None:
        self.people: People = SqlPeople(connection)
        self.offices: Offices = SqlOffices(connection)
        self.deployments: Deployments = SqlDeployments(connection, cache)
        self.cases: Cases = SqlCases(connection, words)
        self.tasks: Tasks = SqlTasks(connection)
        self.record: Record = SqlRecord(connection, words)
        self.jobs: Jobs = jobs_on(connection)


class SqlStore:
    """Opens transactions on one database; see `repositories.Store`."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._cache = DeploymentCache()
        self._known = none_known()

    @contextmanager
    def begin(self) -> Iterator[SqlWork]:
        """Commits on leaving; any exception, whatever it is, rolls everything back.

        Whoever locks more than one row does so in this order: an office, its people, their failed
        sign-ins; a case, its tasks. Nobody locks two offices or two cases.
        """
        words = Words(self._known)
        try:
            with connected(self._database) as connection:
                connection.begin()  # what the driver is asked for itself begins nothing
                yield SqlWork(connection, self._cache, words)
                _commit(connection)
        except IntegrityError as error:
            if not words.relied:
                raise
            # Maybe for a word that was lost behind this process: the next try writes it again.
            self._known = none_known()
            raise Collided from error
        words.keep()

    @contextmanager
    def look(self) -> Iterator[SqlWork]:
        """For one statement, which asks for no transaction around it."""
        with for_looking(self._database) as connection:
            yield SqlWork(connection, self._cache, Words(self._known))

    @contextmanager
    def read(self) -> Iterator[SqlWork]:
        """Sees one moment of the database, and writes nothing."""
        with for_reading(self._database) as connection:
            yield SqlWork(connection, self._cache, Words(self._known))
            if connection.dialect.name == "postgresql":
                # Which lets nothing be written here. At a rollback the driver would forget the
                # statements that it has prepared, and the server plan each of them anew.
                _commit(connection)


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except BaseException:
        # A transaction that could not be committed may still be open: nobody gets it.
        connection.invalidate()
        raise
