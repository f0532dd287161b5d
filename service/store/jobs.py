"""Jobs: what must follow an act, written with it; on PostgreSQL they are Procrastinate's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from service.usecases.ports import FIRE_TIMERS
from service.usecases.repositories import Jobs


def jobs_on(connection: Connection) -> Jobs:
    """Where the transaction's jobs are written."""
    on_server = connection.dialect.name == "postgresql"
    return ProcrastinateJobs(connection) if on_server else EmbeddedJobs()


class EmbeddedJobs:
    """See `repositories.Jobs`: the worker beside an embedded database reads `cases.due_at`."""

    def set_timer(self, case: UUID, at: datetime | None, tries: int = 0) -> None:
        """The case's own row says when; the worker remembers what it tried."""


class ProcrastinateJobs:
    """See `repositories.Jobs`. A case is the lock of its jobs: one at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_timer(self, case: UUID, at: datetime | None, tries: int = 0) -> None:
        """Jobs of one lock run in the order of their making: an older one would hold up the new."""
        self._connection.execute(_FORGET, {"case": str(case), "task": FIRE_TIMERS})
        if at is None:
            return
        job = _QUEUE.configure_task(
            FIRE_TIMERS,
            lock=str(case),
            schedule_at=at,
            connection=self._connection.connection.driver_connection,
        )
        try:
            job.defer(case=str(case), tries=tries)
        except ConnectorException as error:  # to be told as of every other statement
            raise OperationalError(None, None, error.__cause__ or error) from error


# It is never opened: each job is written over the connection of the act that it follows.
_QUEUE = App(connector=SyncPsycopgConnector())
_FORGET = text(
    "DELETE FROM procrastinate_jobs WHERE lock = :case AND task_name = :task AND status = 'todo'"
)
