"""A loop: whether a case's last lap costs what its tenth did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from benchmark.installation import Installation
from tests.processes.at_work import filled

MOST = 1.2  # times the tenth lap
FEWEST = 10  # laps
_AROUND_TENTH = range(8, 13)
_PAIRS = 40


@dataclass(frozen=True)
class Laps:
    """Medians, in seconds."""

    laps: int
    tenth: float
    last: float

    @property
    def ratio(self) -> float:
        """How much dearer the last lap is."""
        return self.last / self.tenth


class Loop:
    """The loop of an installation, and the person who goes round it."""

    def __init__(self, installation: Installation, port: int) -> None:
        definition, deployment = installation.loop.definition, installation.loop.deployment
        (self._start,), (self._step,) = definition.starts.values(), definition.steps.values()
        self._person = installation.team(port, definition)[self._step.lane.performer]
        self._address = f"/sops/{deployment.id}/start/{self._start.element}"
        self._raw = installation.raw()

    def measure(self, laps: int) -> Laps:
        """The last laps of such a case, in turn with those around the tenth of others.

        In turn, because whatever else the machine does then slows both. `laps`: at least FEWEST.
        """
        pairs: list[tuple[float, float]] = []
        while len(pairs) < _PAIRS:
            pairs += self._pairs(laps)
        tenths, lasts = zip(*pairs, strict=True)
        return Laps(laps, median(tenths), median(lasts))

    def _pairs(self, laps: int) -> Iterator[tuple[float, float]]:
        """A lap around the tenth and one of the last, by turns, until the old case is through."""
        young_cases = min(_PAIRS, laps) // len(_AROUND_TENTH)
        old = self._case_after(laps - young_cases * len(_AROUND_TENTH))
        for _ in range(young_cases):
            young = self._case_after(_AROUND_TENTH.start - 1)
            for _ in _AROUND_TENTH:
                yield self._lap(young), self._lap(old)

    def _case_after(self, laps: int) -> UUID:
        form = self._person.fill(self._address, filled(self._start.form).texts)
        _, receipt = self._person.send(form)
        case = UUID(receipt.split("/")[2])
        for _ in range(laps):
            self._lap(case)
        return case

    def _lap(self, case: UUID) -> float:
        """Once more round; seconds of the POST."""
        address = f"/tasks/{self._raw.open_task(case)}"
        texts = filled(self._step.form, "Lagi").texts
        seconds, _ = self._person.send(self._person.fill_unseen(address, texts))
        return seconds
