"""Measures one size of installation: work over HTTP, in turn with that of a bare server."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles

from benchmark.installation import BARE, Installation
from benchmark.work import BareClient, LaksanaClient, Work
from tests.driver import Asked


@dataclass(frozen=True)
class Size:
    """How many server processes, and how many clients at once."""

    processes: int
    clients: int


@dataclass(frozen=True)
class Speed:
    """Completions a second of all clients together, in the median round, and the seconds of one."""

    rate: float
    median: float
    p95: float


@dataclass(frozen=True)
class Measured:
    """What came out; `size_on_disk`: bytes that a finished case added.

    `started`: seconds until the server's first answer; `resident`: bytes of memory of its largest
    process at the end.
    """

    database: str
    size: Size
    laksana: Speed
    bare: Speed
    asked: Asked
    size_on_disk: float
    started: float
    resident: int

    @property
    def share(self) -> float:
        """Of the bare server's completions a second."""
        return self.laksana.rate / self.bare.rate

    @property
    def times(self) -> float:
        """How much longer one completion takes than the bare server's."""
        return self.laksana.median / self.bare.median


def measure(installation: Installation, size: Size, rounds: int) -> Measured:
    """Both in turn, because whatever else the machine does then slows both."""
    raw, grown = installation.raw(), 0
    with (
        installation.served(size.processes) as server,
        installation.served(size.processes, BARE) as floor,
    ):
        work = _warm(
            Work([LaksanaClient(installation, port) for port in server.spread(size.clients)])
        )
        bare = _warm(Work([BareClient(installation, port) for port in floor.spread(size.clients)]))
        raw.settle()
        for _ in range(rounds):
            before = raw.size()
            work.round()
            grown += raw.size() - before
            bare.round()
        resident = server.resident
    return Measured(
        database=raw.name,
        size=size,
        laksana=_speed(work),
        bare=_speed(bare),
        asked=max(installation.asked, key=lambda each: (each.commits, each.statements)),
        size_on_disk=grown / work.cases,
        started=server.started,
        resident=resident,
    )


def _warm(work: Work) -> Work:
    """Every process has read what it needs before anything is timed."""
    work.round()
    work.cases, work.completions, work.rates = 0, [], []
    return work


def _speed(work: Work) -> Speed:
    p95 = quantiles(work.completions, n=20)[-1]
    return Speed(work.rate, median(work.completions), p95)
