"""A case in which every kind of token lives, its snapshot laid open, and what refuses another."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import orjson
import pytest

from service.domain.case import SnapshotDamaged
from tests.integration.drawing import (
    Run,
    both,
    deployed,
    diagram,
    end,
    message,
    node,
    path,
    start,
    tasks,
)

TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
TWICE = (
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)
# A branch that waits at a join, one in a subprocess with a timer, a race, and two instances.
DRAWN = diagram(
    start(),
    both("f", "j"),
    tasks("a", "c"),
    end(),
    path("mulai", "f", "a", "j", "selesai"),
    path("f", "c", "j"),
    node("subProcess", "sub", inside=start("masuk") + tasks("dalam") + path("masuk", "dalam")),
    node("boundaryEvent", "telat", attachedToRef="sub", inside=TIMER, cancelActivity="false"),
    path("f", "sub", "j"),
    node("eventBasedGateway", "dulu"),
    message("surat"),
    node("intermediateCatchEvent", "lewat", inside=TIMER),
    path("f", "dulu", "surat", "j"),
    path("dulu", "lewat", "j"),
    node("userTask", "kali", inside=TWICE),
    path("f", "kali", "j"),
)


def fresh() -> Run:
    """A case in which every kind of token lives: "a" was done and waits at the join."""
    run = Run(deployed(DRAWN))
    run.do("a")
    return run


def plain(snapshot: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(zlib.decompress(snapshot))
    return content


def packed(content: object) -> bytes:
    return zlib.compress(orjson.dumps(content))


def refuse(run: Run, snapshot: bytes) -> None:
    """Every way in refuses it, and the case goes on from the whole one."""
    whole = run.last
    with pytest.raises(SnapshotDamaged):
        run.engine.check(run.deployment, snapshot)
    run.last = replace(whole, snapshot=snapshot)
    with pytest.raises(SnapshotDamaged):
        run.do("c")
    with pytest.raises(SnapshotDamaged):
        run.wait(hours=2)
    run.last = whole
    run.do("c")
    assert "c" not in run.waiting
