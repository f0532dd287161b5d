"""Measures one size of installation: work over HTTP, in turn with its floor."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles

from benchmark.floor import Floor
from benchmark.installation import Installation
from benchmark.work import AT_ONCE, Client, Work
from tests.driver import Asked


@dataclass(frozen=True)
class Size:
    """How many server processes, and how many clients at once."""

    processes: int
    clients: int


@dataclass(frozen=True)
class Measured:
    """What came out; times in seconds. `size_on_disk`: bytes that a finished case added.

    `floor`: the median of the same completions through the raw driver, by one client.
    """

    database: str
    size: Size
    cases_a_second: float
    median: float
    p95: float
    asked: Asked
    size_on_disk: float
    floor: float


def measure(installation: Installation, size: Size, rounds: int) -> Measured:
    """Work and floor in turn, because whatever else the machine does then slows both."""
    raw, floor = installation.raw(), Floor(installation)
    floors: list[float] = []
    grown = 0
    with installation.served(size.processes) as port:
        clients = [Client(installation, port) for _ in range(size.clients)]
        Work(clients).round()  # now every process has read the diagram
        work = Work(clients)
        for _ in range(rounds):
            before = raw.size()
            work.round()
            grown += raw.size() - before
            floors += floor.measure(AT_ONCE)
    return Measured(
        database=raw.name,
        size=size,
        cases_a_second=work.cases / work.sending,
        median=median(work.completions),
        p95=quantiles(work.completions, n=20)[-1],
        asked=max(installation.asked, key=lambda each: (each.commits, each.statements)),
        size_on_disk=grown / work.cases,
        floor=median(floors),
    )
