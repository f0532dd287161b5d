"""Growth: whether inbox, case page and a completion cost the same among a million open tasks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmark.installation import OFFICE, Installation
from benchmark.people import Person
from service.store.database import open_database
from service.store.identities import identity_of
from tests.integration.grown import EVENTS, Copied
from tests.processes.at_work import filled

MOST = 2.0  # times what it took in the small database
_ROUNDS = 40
_WARM = 5


@dataclass(frozen=True)
class Sizes:
    """How many open tasks the small database has, and the large one."""

    small: int
    large: int


FULL = Sizes(1_000, 1_000_000)
SHORT = Sizes(1_000, 50_000)


@dataclass(frozen=True)
class Growth:
    """One page or act in both databases: medians, in seconds."""

    database: str
    what: str
    sizes: Sizes
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How much dearer it is in the large one."""
        return self.large / self.small


class Grown:
    """An installation whose office has so many open tasks, and a clerk in it."""

    def __init__(self, var: Path, url: str, size: int) -> None:
        """`var`: an empty folder; `url`: an empty database."""
        self.installation = Installation(var, url)
        self._raw = self.installation.raw()
        self._steps = list(self.installation.sop.definition.steps.values())
        with self.installation.served(1) as server:
            self._begin(server.port)
            case = self._start()
        database = open_database(url)
        begun = time.perf_counter()
        who = "SELECT id FROM people WHERE account = ?"
        (holder,) = self._raw.rows(who, f"auditor@{OFFICE}")
        copied = Copied(case, self._steps[:4], identity_of(holder["id"]))
        copied.grow(database, 1, size)
        database.dispose()
        self.seconds = time.perf_counter() - begun
        self.bytes = self._raw.size()

    @property
    def name(self) -> str:
        """The database's."""
        return self._raw.name

    def measured(self, port: int) -> Iterator[dict[str, float]]:
        """Round by round, how long each page and act took, in seconds."""
        self._begin(port)
        while True:
            case = self._start()
            task = self._raw.open_task(case)
            pages = {"inbox": "/", "case page": f"/cases/{case}", "task page": f"/tasks/{task}"}
            took = {what: self._clerk.look(address) for what, address in pages.items()}
            form = self._clerk.fill(f"/tasks/{task}", filled(self._steps[0].form).texts)
            yield took | {"completion": self._clerk.send(form)[0]}

    def _begin(self, port: int) -> None:
        """Sign the people in at a server."""
        sop = self.installation.sop
        team = self.installation.team(port, sop.definition)
        (start,) = sop.definition.starts.values()
        self._starter = team[start.lane.performer]
        self._clerk: Person = team[self._steps[0].lane.performer]
        self._address = f"/sops/{sop.deployment.id}/start/{start.element}"
        self._texts = filled(start.form).texts

    def _start(self) -> UUID:
        form = self._starter.fill(self._address, self._texts)
        return UUID(self._starter.send(form)[1].split("/")[2])


def compare(small: Grown, large: Grown, sizes: Sizes) -> list[Growth]:
    """In turn, because whatever else the machine does then slows both."""
    with small.installation.served(1) as one, large.installation.served(1) as other:
        rounds = zip(small.measured(one.port), large.measured(other.port), strict=True)
        pairs = [next(rounds) for _ in range(_WARM + _ROUNDS)][_WARM:]
    return [
        Growth(
            small.name,
            what,
            sizes,
            *(median(each[side][what] for each in pairs) for side in (0, 1)),
        )
        for what in pairs[0][0]
    ]


def judged(measured: Sequence[Growth]) -> int:
    """Exit status 1, with the reason, where something costs more than it may."""
    dear = [each for each in measured if each.ratio > MOST]
    for each in dear:
        print(f"\n{each.database}: the {each.what} takes more than {MOST} times as long.")
    return int(bool(dear))


def terms() -> str:
    """What was filled in."""
    return (
        f"Each case waits at one open task and has {EVENTS} events. Pages and the completion (the"
        " POST alone) are those of one clerk, asked in turn of both servers, one process each."
    )
