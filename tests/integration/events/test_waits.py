"""Times and conditions that are drawn as thrown: they are waited for, and that is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.drawing import Run, diagram, node, notes, path, start, tasks
from tests.integration.events.drawn import ends, throws, what

HOUR = what("timer", text="PT1H")


@pytest.mark.parametrize("drawn_as", [throws, ends])
def test_a_time_that_is_drawn_as_thrown_is_waited_for_and_told(
    drawn_as: Callable[[str, str], str],
) -> None:
    drawn = diagram(start(), drawn_as("tunggu", HOUR), path("mulai", "tunggu"))
    assert "waiting-events" in {n.rule for n in notes(drawn) if n.element == "tunggu"}
    run = Run(drawn)
    assert run.tokens == ["tunggu"]
    run.wait(hours=1)
    assert run.ended


@pytest.mark.parametrize("kind", ["conditional", "compensate"])
def test_what_nothing_here_brings_about_is_confirmed_by_a_person(kind: str) -> None:
    element = "intermediateThrowEvent" if kind == "conditional" else "intermediateCatchEvent"
    event = node(element, "tunggu", inside=what(kind))
    run = Run(diagram(start(), event, tasks("a"), path("mulai", "tunggu", "a")))
    assert run.waiting == ["tunggu"]
    run.do("tunggu")
    assert run.waiting == ["a"]
