"""What Prometheus reads: counts of this server's work, and what stands open in its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.domain.errors import Collided, Conflict, Unavailable
from service.domain.record import Act
from service.usecases.measure_work import Measured

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")

KEPT = 15.0  # seconds for which what was read of the database is told again,
MOST_OF_TIME = 0.01  # or longer: reading a million tasks takes no greater part of a server's time

# The use cases that do something, by name, and what they are counted as.
ACTS: Mapping[str, Act] = {
    "start_case": Act.STARTED,
    "claim_task": Act.CLAIMED,
    "release_task": Act.RELEASED,
    "complete_task": Act.COMPLETED,
    "fire_timers": Act.TIMER,
    "retry_case": Act.RETRIED,
    "cancel_case": Act.CANCELLED,
    "deploy": Act.DEPLOYED,
    "change_password": Act.PASSWORD_SET,
    "set_password": Act.PASSWORD_SET,
    "add_person": Act.PERSON_ADDED,
    "change_person": Act.PERSON_CHANGED,
    "close_person": Act.PERSON_CHANGED,
    "reopen_person": Act.PERSON_CHANGED,
    "add_role": Act.ROLE_ADDED,
    "remove_role": Act.ROLE_REMOVED,
    "set_hours": Act.HOURS_CHANGED,
    "add_holiday": Act.HOLIDAYS_CHANGED,
    "remove_holiday": Act.HOLIDAYS_CHANGED,
    "work_on": Act.HOLIDAYS_CHANGED,
    "rest_on": Act.HOLIDAYS_CHANGED,
}

# What a client may send as a method is without end, and each label is kept for ever.
_METHODS = frozenset({"GET", "HEAD", "POST"})


class Metrics:
    """Counts that begin with the process, or are kept together with those of its siblings."""

    def __init__(self, measure: Callable[[], Measured], folder: Path | None = None) -> None:
        """`measure` reads the database. `folder`: where the processes of one server keep counts.

        It is then what PROMETHEUS_MULTIPROC_DIR named when this module was imported.
        """
        counts = CollectorRegistry()
        self._acts = Counter(
            "laksana_acts", "Acts of people and timers that were stored.", ["act"], registry=counts
        )
        self._conflicts = Counter(
            "laksana_conflicts", "Acts refused by the state of things.", ["kind"], registry=counts
        )
        self._requests = Histogram(
            "laksana_request_seconds",
            "Time from a request to the beginning of its answer.",
            ["endpoint", "method", "status"],
            registry=counts,
        )
        self._told = counts
        if folder is not None:
            self._told = CollectorRegistry()
            MultiProcessCollector(self._told, str(folder))
        self._told.register(_Backlog(measure))

    def told(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._told)

    def answered(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one request; `endpoint` is the name of its route, empty where there is none."""
        told = method if method in _METHODS else "other"
        self._requests.labels(endpoint, told, f"{status // 100}xx").observe(seconds)

    def counted(self, name: str, use_case: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
        """The use case, counted as an act if it is one; of any, each conflict is counted."""
        acts = self._acts.labels(ACTS[name]) if name in ACTS else None

        def count(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
            try:
                answer = use_case(*args, **kwargs)
            except (Conflict, Collided) as refused:
                self._conflicts.labels(type(refused).__name__).inc()
                raise
            if acts is not None and not _was_idle(answer):
                acts.inc()
            return answer

        return count


def _was_idle(answer: object) -> bool:
    """Whether a use case says that there was nothing to do, or that it was done before."""
    return answer is False or bool(getattr(answer, "unchanged", False))


class _Backlog(Collector):
    """What stands in the database, read when it is asked for."""

    def __init__(self, measure: Callable[[], Measured]) -> None:
        self._measure = measure
        self._lock = Lock()
        self._read: Measured | None = None
        self._good_until = 0.0

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Nothing while the database cannot be reached."""
        try:
            found = self._measured()
        except Unavailable:
            return
        tasks = _gauge("laksana_open_tasks", "Tasks that wait for people.")
        overdue = _gauge("laksana_overdue_tasks", "Those of them whose due date has passed.")
        incidents = _gauge("laksana_incidents", "Cases that cannot go on by themselves.")
        for load in found.offices:
            tasks.add_metric([load.office], load.open_tasks)
            overdue.add_metric([load.office], load.overdue_tasks)
            incidents.add_metric([load.office], load.incidents)
        lag = "How long the timer that waits longest is overdue; every timer fires within seconds."
        yield from (tasks, overdue, incidents)
        yield GaugeMetricFamily("laksana_job_lag_seconds", lag, found.lag)

    def _measured(self) -> Measured:
        with self._lock:
            began = monotonic()
            if self._read is None or began > self._good_until:
                self._read = self._measure()
                ended = monotonic()
                self._good_until = ended + max(KEPT, (ended - began) / MOST_OF_TIME)
            return self._read


def _gauge(name: str, words: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, labels=["office"])


disable_created_metrics()  # which only a single process would tell
