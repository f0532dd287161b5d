"""Acts in threads of their own, stopped where a test wants: each meeting of two is forced."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from threading import Event, Thread, local
from typing import Any, Generic, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, event

from service.domain.errors import LaksanaError
from service.store.database import driver_address, is_embedded

T = TypeVar("T")
U = TypeVar("U")

PATIENCE = 30  # seconds, after which something hangs
_A_WHILE = 0.2  # seconds in which an act that waits for nobody would have ended

# How both databases are asked for a lock: of everything, of a row, of a row that may be new.
_LOCKS = ("BEGIN IMMEDIATE", "FOR UPDATE", "FOR NO KEY UPDATE", "ON CONFLICT")
_WAITING = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


class Point(Enum):
    """Where an act may be stopped: before its first lock, and with everything written."""

    LOCKING = auto()
    COMMITTING = auto()


class Act(Generic[T]):
    """Something that is done in a thread; it stops at one point until it is told to go on."""

    def __init__(self, do: Callable[[], T], stop: Point | None = None) -> None:
        self._do = do
        self._stop = stop
        self._passed: set[Point] = set()
        self._stopped, self._told = Event(), Event()
        self._failure: Exception | None = None
        self._result: T | Exception | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def go_on(self, failure: Exception | None = None) -> None:
        """From where it is stopped; or fail there."""
        self._failure = failure
        self._told.set()

    def result(self) -> T | LaksanaError:
        """What was done, or the refusal; what is no refusal is raised."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "an act hangs"
        if isinstance(self._result, Exception) and not isinstance(self._result, LaksanaError):
            raise self._result
        return self._result  # type: ignore[return-value] # None too is what such an act gives

    def ended_within(self, seconds: float) -> bool:
        """Whether it was over by then."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def passed(self, point: Point) -> bool:
        """Whether it has come by there."""
        return point in self._passed

    def wait_until_stopped(self) -> None:
        """Fails where it ends without coming to its point."""
        begun = time.monotonic()
        while not self._stopped.wait(0.01):
            assert not self.ended_within(0), f"never came there: {self._result!r}"
            assert time.monotonic() - begun < PATIENCE

    def come_to(self, point: Point) -> None:
        """In the act's own thread: stop here the first time, if this is the point."""
        first = point not in self._passed
        self._passed.add(point)
        if first and point is self._stop:
            self._stopped.set()
            assert self._told.wait(PATIENCE)
            if self._failure is not None:
                raise self._failure

    def _run(self) -> None:
        _here.act = self
        try:
            self._result = self._do()
        except Exception as error:  # noqa: BLE001 - whatever it is, `result` tells it
            self._result = error


class Race:
    """Two acts that meet on the database at `url`, in one of two ways.

    Either the second is seen to wait for what the first has locked, or it has already begun, and
    read what it reads before it locks, when the first overtakes it.
    """

    def __init__(self, url: str, *, overtaking: bool) -> None:
        self._url = url
        self._overtaking = overtaking
        self._acts: list[Act[Any]] = []

    def meet(
        self, first: Callable[[], T], second: Callable[[], U]
    ) -> tuple[T | LaksanaError, U | LaksanaError]:
        """What came of both; `first` commits before `second` gets its lock."""
        if self._overtaking:
            behind = self.stopped(second, Point.LOCKING)
            done = self.begun(first).result()
            behind.go_on()
            return done, behind.result()
        ahead = self.stopped(first, Point.COMMITTING)
        behind = self.waiting(second)
        ahead.go_on()
        return ahead.result(), behind.result()

    def begun(self, do: Callable[[], T]) -> Act[T]:
        """An act that nothing stops but the other's locks."""
        return self._add(Act(do))

    def stopped(self, do: Callable[[], T], point: Point) -> Act[T]:
        """An act that was begun and stands at the point."""
        act = self._add(Act(do, point))
        act.wait_until_stopped()
        return act

    def waiting(self, do: Callable[[], T]) -> Act[T]:
        """An act that was begun and is seen to wait for another's lock."""
        act = self.begun(do)
        begun = time.monotonic()
        while not self._waits(act):
            assert not act.ended_within(0.01), f"waited for nobody: {act.result()!r}"
            assert time.monotonic() - begun < PATIENCE
        return act

    def end(self) -> None:
        """Let everybody go on to their end."""
        for act in self._acts:
            act.go_on()
            act.ended_within(PATIENCE)

    def _add(self, act: Act[T]) -> Act[T]:
        self._acts.append(act)
        return act

    def _waits(self, act: Act[T]) -> bool:
        if is_embedded(self._url):
            return act.passed(Point.LOCKING) and not act.ended_within(_A_WHILE)
        address = driver_address(self._url)
        with psycopg.connect(address, autocommit=True, prepare_threshold=None) as looking:
            return looking.execute(_WAITING).fetchone() is not None


@contextmanager
def racing(url: str, *, overtaking: bool = False) -> Iterator[Race]:
    """Acts can be stopped meanwhile, whichever engine they use; none is left behind."""
    race = Race(url, overtaking=overtaking)
    event.listen(Engine, "before_cursor_execute", _asking)
    event.listen(Engine, "commit", _committing)
    try:
        yield race
    finally:
        race.end()
        event.remove(Engine, "before_cursor_execute", _asking)
        event.remove(Engine, "commit", _committing)


_here = local()


def _come_to(point: Point) -> None:
    act: Act[Any] | None = getattr(_here, "act", None)
    if act is not None:
        act.come_to(point)


def _asking(_: Connection, __: object, statement: str, *___: object) -> None:
    if any(lock in statement for lock in _LOCKS):
        _come_to(Point.LOCKING)


def _committing(connection: Connection) -> None:
    """What only reads is committed too, and is no act."""
    if not connection.get_execution_options().get("postgresql_readonly"):
        _come_to(Point.COMMITTING)
