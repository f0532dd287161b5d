"""Takes snapshots of a case in several states, as the present version writes them.

Run by hand once for each format, before it changes:

    python -m tests.golden.take_snapshots tests/golden/snapshot-<format>
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from tests.integration.drawing import (
    Run,
    both,
    deployed,
    diagram,
    end,
    flow,
    node,
    path,
    start,
    tasks,
    xor,
)
from tests.integration.events.drawn import beside, catches, what, within

TWICE = (
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)
DRAWN = diagram(
    start(),
    both("f", "j"),
    tasks("a", "ingat", "b", "c"),
    path("mulai", "f", "a", "j"),
    within("sub", start("masuk"), tasks("dalam"), end("keluar"), path("masuk", "dalam", "keluar")),
    beside("sub", "telat", what("timer", text="PT1H"), stops=False),
    path("f", "sub", "j"),
    path("telat", "ingat"),
    node("eventBasedGateway", "dulu"),
    catches("surat", what("message"), name="Surat"),
    catches("lewat", what("timer", text="P2D")),
    xor("m"),
    path("f", "dulu", "surat", "m", "j"),
    path("dulu", "lewat", "m"),
    node("userTask", "kali", inside=TWICE),
    path("f", "kali", "j"),
    xor("g"),
    path("j", "g"),
    flow("g", "b", when="nilai > 10"),
    flow("g", "c", when="nilai <= 10"),
    end(),
    path("b", "selesai"),
    path("c", "selesai"),
)
"""Branches that wait: for a person, in a subprocess, for a message or two days, for two times."""


def take(place: Path) -> None:
    """The diagram and the states go to files in `place`."""
    place.mkdir()
    (place / "diagram.bpmn").write_bytes(DRAWN)
    run = Run(deployed(DRAWN))
    _keep(run, place, "everything-waits")
    run.do("a", nilai=Decimal("10.5"))
    run.do("kali")
    _keep(run, place, "one-waits-at-the-join")
    run.wait(hours=1)
    _keep(run, place, "reminded")
    run.do("surat")
    run.do("dalam")
    _keep(run, place, "message-taken")
    run.do("kali")
    _keep(run, place, "joined")


def _keep(run: Run, place: Path, state: str) -> None:
    (place / f"{state}.snapshot").write_bytes(run.last.snapshot)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
