"""A loop: whether a case's last lap costs what its tenth did."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from uuid import UUID

from benchmark.installation import Installation
from tests.processes.at_work import filled

MOST = 1.2  # times the tenth lap
_TENTH = 10
_SAMPLES = 20


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
        """A case of so many laps: its last ones, in turn with the tenth of cases like it.

        In turn, because whatever else the machine does then slows both.
        """
        old, samples = self._new_case(), min(_SAMPLES, laps)
        for _ in range(laps - samples):
            self._lap(old)
        pairs = [(self._tenth_lap(), self._lap(old)) for _ in range(samples)]
        tenths, lasts = zip(*pairs, strict=True)
        return Laps(laps, median(tenths), median(lasts))

    def _new_case(self) -> UUID:
        form = self._person.fill(self._address, filled(self._start.form).texts)
        _, receipt = self._person.send(form)
        return UUID(receipt.split("/")[2])

    def _tenth_lap(self) -> float:
        young = self._new_case()
        return [self._lap(young) for _ in range(_TENTH)][-1]

    def _lap(self, case: UUID) -> float:
        """Once more round; seconds of the POST."""
        address = f"/tasks/{self._raw.open_task(case)}"
        texts = filled(self._step.form, "Lagi").texts
        seconds, _ = self._person.send(self._person.fill_unseen(address, texts))
        return seconds
