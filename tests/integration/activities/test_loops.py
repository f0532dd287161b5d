"""Activities that are done over and over: what ends the loop."""

from __future__ import annotations

import pytest

from tests.integration.activities.repeating import (
    counting,
    did,
    loop,
    repeated,
)
from tests.integration.drawing import (
    Run,
)


@pytest.mark.parametrize(("begun", "done"), [(0, 3), (1, 2), (2, 1), (3, 1)])
def test_a_loop_asks_its_condition_after_each_lap(begun: int, done: int) -> None:
    run = Run(counting(loop("n &lt; 3"), before=f"n = {begun}"))
    assert (did(run, "periksa"), run.waiting) == (done, ["arsip"])


@pytest.mark.parametrize(("begun", "done"), [(0, 3), (2, 1), (3, 0)])
def test_a_loop_may_ask_its_condition_before_each_lap(begun: int, done: int) -> None:
    run = Run(counting(loop("n &lt; 3", testBefore="true"), before=f"n = {begun}"))
    assert (did(run, "periksa"), run.waiting) == (done, ["arsip"])


@pytest.mark.parametrize("marker", [loop(loopMaximum="3"), loop("true", loopMaximum="3")])
def test_a_loop_ends_at_its_maximum(marker: str) -> None:
    run = Run(counting(marker))
    assert (did(run, "periksa"), run.waiting) == (3, ["arsip"])


@pytest.mark.parametrize("before", ["true", "false"])
def test_conditions_of_loops_know_how_many_laps_were_done(before: str) -> None:
    run = Run(counting(loop("loopCounter &lt; 4", testBefore=before)))
    assert (did(run, "periksa"), run.waiting) == (4, ["arsip"])


@pytest.mark.parametrize("marker", [loop(), loop(loopMaximum="0"), loop("masih ada berkas!")])
def test_without_a_condition_that_can_be_reckoned_a_person_decides(marker: str) -> None:
    run = Run(repeated(marker))
    for _ in range(2):
        run.do("periksa")
        assert run.waiting == ["periksa.ulangi"]
        run.do("periksa.ulangi", "Ulangi")
    run.do("periksa")
    run.do("periksa.ulangi", "Lanjutkan")
    assert run.waiting == ["arsip"]


def test_a_person_may_be_asked_before_each_lap_and_not_beyond_the_maximum() -> None:
    run = Run(repeated(loop("masih ada berkas!", testBefore="true", loopMaximum="1")))
    run.do("periksa.ulangi", "Ulangi")
    run.do("periksa")
    assert run.waiting == ["arsip"]
    run = Run(repeated(loop("masih ada berkas!", testBefore="true")))
    run.do("periksa.ulangi", "Lanjutkan")
    assert run.waiting == ["arsip"]
