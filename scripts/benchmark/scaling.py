"""Whether an act costs more processor time the more processes there are, on one machine or many."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from statistics import median
from subprocess import Popen

from benchmark import report
from benchmark.cost import Cost
from benchmark.installation import Installation
from benchmark.people import Person
from benchmark.processor import busy
from benchmark.raw import Raw
from benchmark.work import LaksanaClient, Work
from tests import needs
from tests.cluster import Cluster, Size, clustered
from tests.databases import PostgresServer
from tests.integration.drawing import diagram, end, lanes, path, start, tasks
from tests.integration.events.drawn import catches, what
from tests.pooler import Pooler, pooled
from tests.processes.at_work import filled

MOST = 1.1  # times what an act costs with the fewest processes
_PASSES = 3  # over all sizes, in turn: whatever else the machine does then slows each of them
_ROUNDS = 3
_CLIENTS = 2
_TIMERS = 100  # of each client in each round, while which are set no worker may be taken for dead
_WAIT = 1.5  # seconds until the last of them is due
_CONNECTIONS = 8  # of the pooler
_IDLE = 10.0  # seconds

_WAITS = diagram(
    lanes(Staf="mulai tunggu a selesai"),
    start(),
    catches("tunggu", what("timer", text="PT1S")),
    tasks("a"),
    end(),
    path("mulai", "tunggu", "a", "selesai"),
)
"""Goes on by itself, in an act of a worker's."""


class Load:
    """What is done in each round: cases of SOP 001 whole, and timers for the workers."""

    def __init__(self, installation: Installation, raw: Raw, port: int) -> None:
        self.acts = 0
        self.timers = 0
        self._raw = raw
        self._work = Work([LaksanaClient(installation, port) for _ in range(_CLIENTS)])
        self._steps = len(installation.sop.definition.steps)
        made = installation.deploy(_WAITS)
        (begin,) = made.definition.starts.values()
        teams = (installation.team(port, made.definition) for _ in range(_CLIENTS))
        self._starters = [team[begin.lane.performer] for team in teams]
        self._address = f"/sops/{made.deployment.id}/start/{begin.element}"
        self._answers = filled(begin.form).texts

    def people(self) -> None:
        """Cases, from their starts to their ends."""
        cases = self._work.cases
        self._work.round()
        self.acts += (self._work.cases - cases) * (1 + self._steps)

    def set_timers(self) -> None:
        """Cases that wait for a worker, and are due when this ends."""
        with ThreadPoolExecutor(_CLIENTS) as threads:
            list(threads.map(self._set_some, self._starters))
        self.acts += _TIMERS * _CLIENTS
        self.timers += _TIMERS * _CLIENTS
        time.sleep(_WAIT)

    def _set_some(self, starter: Person) -> None:
        for _ in range(_TIMERS):
            starter.send(starter.fill(self._address, self._answers))

    def await_timers(self) -> None:
        """Until workers have moved all of these on."""
        while self._raw.rows("SELECT 1 FROM cases WHERE due_at IS NOT NULL LIMIT 1"):
            time.sleep(0.1)


class Scaling:
    """An installation behind a pooler, served by one cluster after the other."""

    def __init__(self, installation: Installation, server: PostgresServer, pooler: Pooler) -> None:
        self._installation = installation
        self._raw = installation.raw()
        self._database = server.pid
        self._pooler = pooler

    def measure(self, proxy: Path, processes: int) -> Cost:
        """With so many servers, each a machine, and as many workers, which listen directly."""
        installation = self._installation
        settings = {
            "LAKSANA_DATABASE_URL": self._pooler.url,
            "LAKSANA_PREPARED_STATEMENTS": "0",
            "LAKSANA_WORKER_DATABASE_URL": installation.url,
        }
        size = Size(machines=processes, workers=processes)
        with clustered(proxy, installation.var, settings, size) as cluster:
            port = int(cluster.url.rpartition(":")[2])
            load = Load(installation, self._raw, port)
            for _ in range(2):  # each process reads the diagrams, each connection is made
                self._round(cluster, load)
            load.acts = load.timers = 0
            rounds = [self._round(cluster, load) for _ in range(_ROUNDS)]
            done = self._busy(cluster)
            time.sleep(_IDLE)
            idle = _grown(done, self._busy(cluster))
        return _cost(processes, load, [sum(parts) for parts in zip(*rounds, strict=True)], idle)

    def _round(self, cluster: Cluster, load: Load) -> list[float]:
        """What each part spent, the workers only while they have enough to do."""
        begun = self._busy(cluster)
        load.people()
        with _held(cluster.workers):
            load.set_timers()
            before = self._busy(cluster)
        load.await_timers()
        done = self._busy(cluster)
        server, _, database, pooler = _grown(begun, done)
        return [server, _grown(before, done)[1], database, pooler]

    def _busy(self, cluster: Cluster) -> list[float]:
        """Milliseconds so far: servers, workers, database, pooler."""
        parts: Iterable[Iterable[int]] = (
            [each.pid for each in cluster.servers],
            [each.pid for each in cluster.workers],
            [self._database],
            [self._pooler.pid],
        )
        return [1000 * busy(pids) for pids in parts]


@contextmanager
def _held(workers: Sequence[Popen[bytes]]) -> Iterator[None]:
    """No worker does anything meanwhile, so that they find work for all."""
    for each in workers:
        each.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for each in workers:
            each.send_signal(signal.SIGCONT)


def _grown(before: Sequence[float], after: Sequence[float]) -> list[float]:
    return [b - a for a, b in zip(before, after, strict=True)]


def _cost(processes: int, load: Load, spent: Sequence[float], idle: Sequence[float]) -> Cost:
    server, worker, database, pooler = spent
    every = load.acts + load.timers
    return Cost(
        processes,
        server=server / load.acts,
        worker=worker / load.timers,
        database=database / every,
        pooler=pooler / every,
        idle_server=idle[0] / _IDLE / processes,
        idle_worker=idle[1] / _IDLE / processes,
        idle_database=idle[2] / _IDLE,
    )


def main(sizes: Sequence[int]) -> int:
    """Print the table; exit status 1 when an act costs more with the most than with the fewest."""
    programs, pooler, proxy = needs.postgresql(), needs.pgbouncer(), needs.haproxy()
    if not (programs and pooler and proxy):
        print("This needs PostgreSQL, PgBouncer and HAProxy.", file=sys.stderr)
        return 1
    server = PostgresServer.in_new_folder()
    costs: list[Cost] = []
    try:
        server.start(programs)
        with (
            tempfile.TemporaryDirectory(prefix="laksana-bench-") as folder,
            server.database() as url,
            pooled(pooler, url, size=_CONNECTIONS) as through,
        ):
            scaling = Scaling(Installation(Path(folder), url), server, through)
            for each in _PASSES * list(sizes):
                costs.append(scaling.measure(proxy, each))
                # At once, because it takes long and may be interrupted.
                print(report.of_one_cost(costs[-1]), file=sys.stderr)
    finally:
        server.stop(programs)
    every = [_median([cost for cost in costs if cost.processes == each]) for each in sizes]
    print(report.of_scaling(every), report.of_scaling_terms(), sep="\n\n")
    return _judged(every[0], every[-1])


def _median(costs: Sequence[Cost]) -> Cost:
    values = zip(*(astuple(cost) for cost in costs), strict=True)
    processes, *parts = map(median, values)
    return Cost(int(processes), *parts)


def _judged(fewest: Cost, most: Cost) -> int:
    dear = 0
    for part in ("server", "worker", "database"):
        ratio = getattr(most, part) / getattr(fewest, part)
        print(
            f"\n{part}: {ratio:.2f} times the cost, with {most.processes} instead of"
            f" {fewest.processes}{', which is too much' if ratio > MOST else ''}."
        )
        dear += ratio > MOST
    return int(dear > 0)
