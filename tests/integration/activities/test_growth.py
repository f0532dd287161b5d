"""Repetition costs what it holds at the moment, and no more with each lap."""

from __future__ import annotations

import pytest

from tests.integration.activities.repeating import counting, did, loop, many, repeated, times
from tests.integration.drawing import Run, both, diagram, end, node, path, script, start, tasks

FLAT = 1_000  # bytes


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_a_thousand_instances_leave_nothing_behind(sequential: str) -> None:
    run = Run(counting(many(times(1000), isSequential=sequential)))
    assert (did(run, "periksa"), run.waiting, run.incident) == (1000, ["arsip"], None)
    assert len(run.last.snapshot) < FLAT


def test_a_thousand_instances_that_wait_for_people_are_small() -> None:
    run = Run(repeated(many(times(1000))))
    assert run.waiting == ["periksa"] * 1000
    assert len(run.last.snapshot) < 50 * FLAT


def test_more_than_a_thousand_instances_stop_the_case_with_a_reason() -> None:
    run = Run(repeated(many(times(1001))))
    assert run.incident is not None
    assert run.incident.element == "periksa"


def test_two_thousand_laps_beside_a_live_branch_leave_nothing_behind() -> None:
    marker = loop("n &lt; 2000")
    drawn = diagram(
        start(),
        script("sebelum", "n = 0"),
        both("f", "j"),
        node("scriptTask", "ulang", inside=f"{marker}<script>n = n + 1</script>"),
        tasks("lain"),
        end(),
        path("mulai", "sebelum", "f", "ulang", "j", "selesai"),
        path("f", "lain", "j"),
    )
    run = Run(drawn)
    assert (did(run, "ulang"), run.waiting, run.incident) == (2000, ["lain"], None)
    assert len(run.last.snapshot) < FLAT
    run.do("lain")
    assert run.ended


def test_laps_that_people_do_beside_a_live_branch_leave_the_state_as_small() -> None:
    marker = loop("true", loopMaximum="200")
    drawn = diagram(
        start(),
        both("f", "j"),
        node("userTask", "ulang", inside=marker),
        tasks("lain"),
        end(),
        path("mulai", "f", "ulang", "j", "selesai"),
        path("f", "lain", "j"),
    )
    run = Run(drawn)
    sizes = [len(run.do("ulang").snapshot) for _ in range(199)]
    assert max(sizes) < FLAT
    run.do("ulang")
    assert run.waiting == ["lain"]
