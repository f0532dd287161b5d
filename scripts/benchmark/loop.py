"""Loops and branches: whether a case's last lap costs what its tenth did, and each of many
branches what each of two does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from benchmark.installation import Installation
from tests.integration.drawing import both, end, file, flow, lanes, path, process, start, tasks, xor
from tests.integration.events.drawn import beside, what
from tests.processes.at_work import filled

MOST = 1.2  # times the tenth lap
LAP = "ulang"
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


@dataclass(frozen=True)
class Looped:
    """What came out of one loop on one database."""

    database: str
    what: str
    laps: Laps


_STAFF = "Staf"
_AGAIN = path("mulai", "m", "ulang", "g") + flow("g", "m", "Lagi") + flow("g", "selesai", "Cukup")
_ROUND = (start(), tasks(LAP), xor("m"), xor("g"), end())


def _sop(key: str, keys: str, *elements: str) -> bytes:
    return file(process(lanes(**{_STAFF: keys}), *elements, key=key))


LOOPS = {
    "alone": _sop("putaran", f"mulai m {LAP} g selesai", *_ROUND, _AGAIN),
    "with a timer at its boundary": _sop(
        "berjangka",
        f"mulai m {LAP} g selesai pada",
        *_ROUND,
        beside(LAP, "pada", what("timer", text="P30D")),
        _AGAIN,
        path("pada", "selesai"),
    ),
    "beside another branch": _sop(
        "bercabang",
        f"mulai m {LAP} g selesai bagi b akhir",
        *_ROUND,
        both("bagi"),
        tasks("b"),
        end("akhir"),
        path("mulai", "bagi", "m", LAP, "g"),
        path("bagi", "b", "akhir"),
        flow("g", "m", "Lagi"),
        flow("g", "selesai", "Cukup"),
    ),
}
"""One step that its person repeats ("Lagi") until it is enough ("Cukup")."""


class _Staffed:
    """An SOP of one lane, newly deployed, and the person who works on its cases."""

    def __init__(self, installation: Installation, port: int, drawn: bytes, step: str) -> None:
        """`step`: the element that is completed again and again."""
        made = installation.deploy(drawn)
        (self._start,) = made.definition.starts.values()
        self._step = made.definition.steps[step]
        self._person = installation.team(port, made.definition)[_STAFF]
        self._address = f"/sops/{made.deployment.id}/start/{self._start.element}"

    def begin(self) -> UUID:
        """A new case."""
        form = self._person.fill(self._address, filled(self._start.form).texts)
        _, receipt = self._person.send(form)
        return UUID(receipt.split("/")[2])

    def complete(self, task: UUID, *choices: str) -> float:
        """Seconds of the POST."""
        texts = filled(self._step.form, *choices).texts
        seconds, _ = self._person.send(self._person.fill_unseen(f"/tasks/{task}", texts))
        return seconds


class Loop:
    """One of the loops, and the person who goes round it."""

    def __init__(self, installation: Installation, port: int, drawn: bytes) -> None:
        self._sop = _Staffed(installation, port, drawn, LAP)
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
        case = self._sop.begin()
        for _ in range(laps):
            self._lap(case)
        return case

    def _lap(self, case: UUID) -> float:
        """Once more round; seconds of the POST."""
        (task,) = self._raw.open_tasks(case, LAP)
        return self._sop.complete(task, "Lagi")


@dataclass(frozen=True)
class Branches:
    """Medians of completions in cases of two live branches and of many, in seconds."""

    count: int
    two: float
    many: float

    @property
    def ratio(self) -> float:
        """How much dearer it is among many."""
        return self.many / self.two


def branches(installation: Installation, port: int, count: int) -> Branches:
    """Complete tasks of cases with so many branches in turn with those of cases with two."""
    few, many = (_Forked(installation, port, each) for each in (2, count))
    many.start()
    seconds: list[tuple[float, float]] = []
    for _ in range(count // 2):
        few.start()
        seconds.append((few.complete(), many.complete()))
    two, among = zip(*seconds[_WARM:], strict=True)
    return Branches(count, median(two), median(among))


_WARM = 5


class _Forked:
    """Cases whose branches all wait for one person."""

    def __init__(self, installation: Installation, port: int, count: int) -> None:
        keys = [f"t{n}" for n in range(count)]
        ways = "".join(path("bagi", key, "gabung") for key in keys)
        drawn = _sop(
            f"cabang-{count}",
            " ".join(("mulai bagi gabung selesai", *keys)),
            start(),
            both("bagi", "gabung"),
            tasks(*keys),
            end(),
            path("mulai", "bagi"),
            path("gabung", "selesai"),
            ways,
        )
        self._sop = _Staffed(installation, port, drawn, keys[0])
        self._raw = installation.raw()
        self._tasks: list[UUID] = []

    def start(self) -> None:
        """A new case."""
        self._tasks = self._raw.open_tasks(self._sop.begin())

    def complete(self) -> float:
        """One branch; seconds of the POST."""
        return self._sop.complete(self._tasks.pop())
