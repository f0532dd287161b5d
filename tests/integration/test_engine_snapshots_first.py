"""Cases that version 0.1 saved go on where they were; the files were written by it."""

from __future__ import annotations

import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import orjson
import pytest

from service.domain.case import SnapshotDamaged
from tests.integration.drawing import Run

GOLDEN = Path(__file__).parents[1] / "golden" / "snapshot-1"
# What is open in each state, and what brings the case to its end: elements with what is chosen.
STATES: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
    "two-branches": (("a", "b"), [("b", "Tidak"), ("a",), ("b", "Ya"), ("c",)]),
    "one-waits-at-the-join": (("b",), [("b", "Ya"), ("c",)]),
    "sent-back": (("b",), [("b", "Tidak"), ("b", "Ya"), ("c",)]),
    "joined": (("c",), [("c",)]),
}


def saved(state: str) -> bytes:
    return (GOLDEN / f"{state}.snapshot").read_bytes()


def loaded(state: str) -> Run:
    """A case in this state, with the tasks under the ids that the store knows them by."""
    run = Run((GOLDEN / "diagram.bpmn").read_bytes())
    run.last = replace(run.last, snapshot=saved(state))
    ((_, pool),) = orjson.loads(zlib.decompress(saved(state)))["pools"].items()
    run.open = {
        UUID(key): each["task_spec"].removeprefix("drawn:")
        for key, each in pool["tasks"].items()
        if each["state"] == 16
    }
    return run


@pytest.mark.parametrize("state", STATES)
def test_a_case_of_the_first_version_goes_on_to_its_end(state: str) -> None:
    run = loaded(state)
    run.engine.check(run.deployment, run.last.snapshot)
    waiting, acts = STATES[state]
    assert tuple(run.waiting) == waiting
    for element, *labels in acts:
        run.do(element, *labels, nilai=Decimal(12))
        assert not run.ended
    assert run.waiting == ["besar"]
    run.do("besar")
    assert run.ended
    assert run.incident is None


@pytest.mark.parametrize("state", STATES)
def test_its_first_act_writes_the_present_format(state: str) -> None:
    run = loaded(state)
    others = set(list(run.open)[1:])
    run.do(next(iter(run.open.values())))
    assert orjson.loads(zlib.decompress(run.last.snapshot))["format"] == 2
    assert others <= set(run.open)


@pytest.mark.parametrize(
    "damage",
    [
        {"serializer": "1.4"},
        {"serializer": None},
        {"pools": {}},
        {"pools": []},
        {"pools": {"lain": {}}},
        {"variables": {"nilai": 1}},
        {"variables": None},
    ],
)
def test_what_the_first_version_did_not_write_is_damaged(damage: dict[str, object]) -> None:
    run = loaded("joined")
    plain = orjson.loads(zlib.decompress(run.last.snapshot)) | damage
    with pytest.raises(SnapshotDamaged):
        run.engine.check(run.deployment, zlib.compress(orjson.dumps(plain)))
