"""An act that another transaction stood in the way of is done again, and not for ever."""

from __future__ import annotations

import time

import pytest

from service.domain.errors import Collided, Conflict
from service.usecases.retrying import TIMES, retrying


class Act:
    """An act that collides so many times before it is done."""

    def __init__(self, collisions: int, refusal: Exception | None = None) -> None:
        self.collisions = collisions
        self.refusal = refusal
        self.tries = 0

    def __call__(self, number: int, *, doubled: bool) -> int:
        self.tries += 1
        if self.tries <= self.collisions:
            raise Collided
        if self.refusal is not None:
            raise self.refusal
        return number * 2 if doubled else number


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize("collisions", range(TIMES))
def test_an_act_is_done_again_until_nothing_stands_in_its_way(
    collisions: int, pauses: list[float]
) -> None:
    act = Act(collisions)
    assert retrying(act)(21, doubled=True) == 42
    assert act.tries == collisions + 1
    assert len(pauses) == collisions


def test_what_always_collides_is_told_at_last() -> None:
    act = Act(TIMES)
    with pytest.raises(Collided):
        retrying(act)(21, doubled=True)
    assert act.tries == TIMES


def test_a_refusal_is_not_asked_for_again() -> None:
    act = Act(1, Conflict())
    with pytest.raises(Conflict):
        retrying(act)(21, doubled=True)
    assert act.tries == 2
