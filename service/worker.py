"""The worker: does what must follow an act, and what time brings."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString, Protocol
from uuid import UUID

from procrastinate import (
    App,
    BaseRetryStrategy,
    JobContext,
    PsycopgConnector,
    RetryDecision,
    exceptions,
)
from procrastinate.jobs import Job
from psycopg_pool import AsyncConnectionPool

from service import logs
from service.domain.errors import LaksanaError, Unavailable
from service.usecases.ports import FIRE_TIMERS

TRIES = 5
_LONGEST_WAIT = 30  # seconds between two tries
_AGAIN = 5.0  # seconds until a job that could not be dealt with at all: its case's next one waits
_POLL = 1.0  # seconds: nothing tells that a time has come
_HEARTBEAT = 3.0  # seconds between signs of life
_STALLED = 10.0  # seconds without one, after which others take over
_RESCUE = 5.0  # seconds between two looks for what died
_PORTION = 100
_ID_SIZE = 8  # bytes, of the id that a try's lines have in the log
_CONNECTIONS = 4

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timers:
    """What the worker does; `due` gives cases whose time has come, at most so many.

    The others are told which moment has come, where another clock than this machine's says so.
    `put_off` writes down how many tries failed, and that another is to come after so long.
    """

    due: Callable[[int], Sequence[UUID]]
    fire: Callable[[UUID, datetime | None], bool]
    put_off: Callable[[UUID, int, timedelta, datetime | None], None]
    give_up: Callable[[UUID, Exception, datetime | None], None]


def wait_after(tries: int) -> float:
    """Seconds until the next try: 2, 4, 8 ... after so many that failed, up to half a minute."""
    return float(min(2**tries, _LONGEST_WAIT))


def fire(case: UUID, tries: int, timers: Timers, come: datetime | None = None) -> int:
    """Fire a case's timers; `tries` that failed came before. Gives up when trying is no use.

    Returns how many have failed now where another may help, else 0. `come`: the moment for which
    the queue gave the job out. Raises Unavailable: a database that is not to be reached is no fault
    of the case, and no try of it; and whatever keeps the case's incident from being written.
    """
    logs.begin(secrets.token_hex(_ID_SIZE))
    logs.about(case)
    try:
        if timers.fire(case, come):
            _log.info("timers fired")
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - told of, and put down to the case at last
        refused = isinstance(error, LaksanaError)  # what is damaged stays so
        if not refused and tries + 1 < TRIES:
            _log.warning("%s, to be tried again", type(error).__name__)
            return tries + 1
        _log.warning("the case stands still: %s", type(error).__name__)
        timers.give_up(case, error, come)
    return 0


class EmbeddedWorker:
    """Works beside an embedded database, on what the cases themselves say is due."""

    def __init__(self, timers: Timers) -> None:
        self._timers = timers
        self._stopping = threading.Event()
        self._later: dict[UUID, tuple[int, float]] = {}  # so many failed; not before this moment

    def run(self) -> None:
        """Until SIGINT or SIGTERM; the case at hand is finished first."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: self._stopping.set())
        self._go_on()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """In a thread, for as long as something else serves."""
        thread = threading.Thread(target=self._go_on, name="worker")
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def _go_on(self) -> None:
        while not self._stopping.wait(_POLL):
            self.turn()

    def turn(self) -> None:
        """Everything that is due now."""
        try:  # those that are to wait stand before the others
            due = self._timers.due(_PORTION + len(self._later))
        except Exception as error:  # noqa: BLE001 - the next turn comes, whatever it is
            _log.warning("cannot read what is due: %s", type(error).__name__)
            return
        self._later = {case: self._later[case] for case in due if case in self._later}
        for case in due:
            tries, not_before = self._later.get(case, (0, 0.0))
            if self._stopping.is_set():
                return
            if not_before <= time.monotonic():
                self._fire(case, tries)

    def _fire(self, case: UUID, tries: int) -> None:
        try:
            failed = fire(case, tries, self._timers)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other cases go on
            _log.warning("%s, to be asked again", type(error).__name__)
            self._later[case] = (tries, time.monotonic() + _AGAIN)
            return
        if failed:
            self._later[case] = (failed, time.monotonic() + wait_after(failed))
        else:
            self._later.pop(case, None)


@dataclass
class QueueWorker:
    """Works on a queue of Procrastinate's, together with any number of others anywhere.

    `address`: the database, as its driver reads it. `direct`: no pooler between hands each
    transaction to another connection; through one, nothing can be listened to or prepared, and the
    queue is only asked every second. `threads`: jobs at once.
    """

    address: str
    direct: bool
    timers: Timers
    threads: int = 2

    def beside(self) -> AbstractContextManager[None]:
        """Nothing: this worker is a process of its own."""
        return nullcontext()

    def run(self) -> None:
        """Until SIGINT or SIGTERM; jobs at hand are finished first. Outlives the database."""
        asyncio.run(self._go_on())

    async def _go_on(self) -> None:
        """One worker after the other: each lives for as long as its queue can be reached."""
        stopping = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stopping.set)
        while not stopping.is_set():
            try:
                await self._work(stopping)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody else does this work
                _log.warning("the queue cannot be reached: %s", error.__cause__ or error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _POLL)

    async def _work(self, stopping: asyncio.Event) -> None:
        broken = asyncio.Event()
        queue = App(connector=_Connector(self.address, broken, prepare=self.direct))
        self._register(queue)
        async with queue.open_async():
            beside = [
                asyncio.create_task(each) for each in (_rescue(queue), _any(stopping, broken))
            ]
            working = asyncio.create_task(self._take_jobs(queue))
            try:
                await asyncio.wait([working, *beside], return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (working, *beside):
                    task.cancel()
                for task in (working, *beside):
                    with suppress(asyncio.CancelledError):
                        await task

    async def _take_jobs(self, queue: App) -> None:
        """Until it is cancelled or the queue is lost; what is at hand is finished first."""
        await queue.run_worker_async(
            concurrency=self.threads,
            listen_notify=self.direct,
            fetch_job_polling_interval=_POLL,
            update_heartbeat_interval=_HEARTBEAT,
            stalled_worker_timeout=_STALLED,
            delete_jobs="always",  # what went wrong for good is told by the case
            install_signal_handlers=False,
        )

    def _register(self, queue: App) -> None:
        timers = self.timers

        # What the queue itself counts as attempts are outages, and workers that died, as well.
        @queue.task(name=FIRE_TIMERS, pass_context=True, retry=_Again())
        def fire_timers(context: JobContext, case: str, tries: int = 0) -> None:
            come = context.job.scheduled_at
            failed = fire(UUID(case), tries, timers, come)
            if failed:
                wait = timedelta(seconds=wait_after(failed))
                timers.put_off(UUID(case), failed, wait, come)


class _Connector(PsycopgConnector):
    """Connections to the queue; sets `broken` when it could not be told what became of a job.

    Procrastinate's worker would live on with a job that stays in its hand for ever: another one,
    with a life and a heartbeat of its own, takes it over.
    """

    def __init__(self, address: str, broken: asyncio.Event, *, prepare: bool) -> None:
        super().__init__(
            conninfo=address,
            kwargs={} if prepare else {"prepare_threshold": None},
            pool_factory=_unasked,
            configure=_commit_each,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_STALLED,
        )
        self._broken = broken

    async def execute_query_async(self, query: LiteralString, **arguments: object) -> None:
        """Raises ConnectorException."""
        try:
            await super().execute_query_async(query, **arguments)
        except exceptions.ConnectorException:
            self._broken.set()
            raise


def _unasked(*, check: object, **options: Any) -> AsyncConnectionPool:  # noqa: ANN401 - the pool's own
    """A pool that does not ask before each use whether a connection lives: its use will tell."""
    del check
    return AsyncConnectionPool(**options)


class _Connection(Protocol):
    async def set_autocommit(self, value: bool) -> None: ...


async def _commit_each(connection: _Connection) -> None:
    """Each of the queue's statements stands alone: no BEGIN and COMMIT around it."""
    await connection.set_autocommit(True)


class _Again(BaseRetryStrategy):
    """Always once more, and soon: jobs of one case run in the order of their making."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Whatever it was, it is `fire` that gives up."""
        del exception, job
        return RetryDecision(retry_in={"seconds": int(_AGAIN)})


async def _any(*events: asyncio.Event) -> None:
    """Until the first of them happens."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def _rescue(queue: App) -> None:
    """Hand on, for as long as this worker lives, the jobs of those that died."""
    while True:
        with suppress(exceptions.ConnectorException):  # the worker itself finds out
            for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED):
                _log.warning("job %s is taken over from a worker that died", job.id)
                await queue.job_manager.retry_job(job)
        await asyncio.sleep(_RESCUE)
