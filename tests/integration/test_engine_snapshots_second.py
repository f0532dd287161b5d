"""Cases saved in the second format go on where they were (`tests/golden/take_snapshots.py`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from service.engine.course import Act, element_of
from service.engine.executable import plan_of
from service.engine.intake.completing import complete
from service.engine.intake.joining import joined
from service.engine.intake.nodes import step_key
from service.engine.snapshots import FORMAT, unpack
from service.engine.stepping import is_open
from tests.integration.drawing import NOW, TIME, Run
from tests.versions import GOLDEN

PLACE = GOLDEN / "snapshot-2"
# What is open in each state, and when its next timer fires, in hours after the start.
STATES: dict[str, tuple[list[str], float | None]] = {
    "everything-waits": (["a", "dalam", "kali", "kali", "surat"], 1),
    "one-waits-at-the-join": (["dalam", "kali", "surat"], 1),
    "reminded": (["dalam", "ingat", "kali", "surat"], 48),
    "message-taken": (["ingat", "kali"], None),
    "joined": (["b", "ingat"], None),
}


def loaded(state: str) -> Run:
    """A case in this state."""
    run = Run((PLACE / "diagram.bpmn").read_bytes())
    saved = (PLACE / f"{state}.snapshot").read_bytes()
    run.last = replace(run.last, snapshot=saved)
    plan = plan_of(joined(complete(run.deployment.source, frozenset()).graph, ()))
    tokens = unpack(saved, plan, Act(NOW, TIME.due)).tokens()
    run.open = {token.id: step_key(element_of(token).node) for token in tokens if is_open(token)}
    return run


def test_every_format_left_snapshots_to_load() -> None:
    """Take those of the present format before it changes."""
    kept = {int(place.name.removeprefix("snapshot-")) for place in GOLDEN.glob("snapshot-*")}
    assert kept == set(range(1, FORMAT + 1))


@pytest.mark.parametrize("state", STATES)
def test_a_case_waits_for_what_it_waited_for(state: str) -> None:
    run = loaded(state)
    waiting, due = STATES[state]
    assert run.waiting == waiting
    assert run.wait().due == (due and NOW + timedelta(hours=due))


@pytest.mark.parametrize("days", [0, 3])
@pytest.mark.parametrize("state", STATES)
def test_a_case_goes_on_to_its_end(state: str, days: int) -> None:
    run = loaded(state)
    run.wait(days=days)
    assert not (days and "surat" in run.waiting)
    for _ in range(9):
        if not run.ended:
            run.do(run.waiting[0], nilai=Decimal("10.5"))
    assert run.ended
    assert run.incident is None
    assert "c" not in run.last.left
