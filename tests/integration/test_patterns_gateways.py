"""What gateways do with branches: the workflow patterns 1 to 8 and 33.

Steps that need nobody are scripts, so that one act shows the whole run; inputs hold the letters of
the branches to take.
"""

from __future__ import annotations

from collections import Counter

import pytest

from service.engine.stepping import NO_WAY_OUT, STUCK
from tests.integration.branching import SPELLINGS, passed, split, steps
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    flow,
    node,
    path,
    script,
    start,
    tasks,
    xor,
)


def test_1_sequence_each_step_after_the_other() -> None:
    run = Run(diagram(start(), tasks("a", "b"), end(), path("mulai", "a", "b", "selesai")))
    assert run.waiting == ["a"]
    assert run.do("a").left == ("a",)
    assert run.waiting == ["b"]
    assert run.do("b").left == ("b", "selesai")
    assert run.ended


def test_2_and_3_parallel_split_and_synchronization() -> None:
    run = Run(
        diagram(
            start(),
            both("f", "j"),
            tasks("a", "b", "z"),
            end(),
            path("mulai", "f", "a", "j", "z", "selesai"),
            path("f", "b", "j"),
        )
    )
    assert run.waiting == ["a", "b"]
    run.do("b")
    assert (run.waiting, run.tokens) == (["a"], ["a", "j"])
    run.do("a")
    assert run.waiting == ["z"]
    run.do("z")
    assert run.ended


def test_3_two_tokens_of_one_arrow_do_not_make_a_join_fire() -> None:
    run = Run(
        diagram(
            start(),
            both("f", "j"),
            xor("m"),
            tasks("a", "b", "c", "z"),
            path("mulai", "f", "a", "m", "j", "z"),
            path("f", "b", "m"),
            path("f", "c", "j"),
        )
    )
    run.do("a")
    run.do("b")
    assert run.tokens == ["c", "j", "j"]
    run.do("c")
    assert run.tokens == ["j", "z"]
    assert run.waiting == ["z"]
    run.do("z")
    assert run.incident is not None
    assert (run.incident.element, run.incident.reason) == ("j", STUCK)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("test", "ran"), [("a", "az"), ("b", "bz"), ("ab", "az")])
def test_4_and_5_exclusive_choice_and_simple_merge(spelling: str, test: str, ran: str) -> None:
    run = Run(split("exclusiveGateway", "exclusiveGateway", spelling), test=test)
    assert passed(run) == ran
    assert run.ended


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("opens", ["exclusiveGateway", "inclusiveGateway", "complexGateway"])
def test_4_and_6_nothing_to_choose_stops_the_case_at_the_gateway(spelling: str, opens: str) -> None:
    run = Run(split(opens, "exclusiveGateway", spelling), test="c")
    assert run.incident is not None
    assert (run.incident.element, run.incident.reason) == ("pisah", NO_WAY_OUT)
    assert run.tokens == ["pisah"]
    assert passed(run) == ""
    assert not run.ended


@pytest.mark.parametrize("opens", ["exclusiveGateway", "inclusiveGateway", "complexGateway"])
@pytest.mark.parametrize(("test", "ran"), [("a", "az"), ("b", "bz"), ("c", "cz"), ("", "cz")])
def test_4_and_6_the_default_is_for_when_nothing_else_is_true(
    opens: str, test: str, ran: str
) -> None:
    run = Run(split(opens, "inclusiveGateway", default="pisah-c"), test=test)
    assert passed(run) == ran
    assert run.ended


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("test", "ran"), [("a", "az"), ("b", "bz"), ("ab", "abz")])
@pytest.mark.parametrize("opens", ["inclusiveGateway", "complexGateway"])
def test_6_and_7_multi_choice_and_structured_synchronizing_merge(
    spelling: str, opens: str, test: str, ran: str
) -> None:
    run = Run(split(opens, "inclusiveGateway", spelling), test=test)
    assert passed(run) == ran
    assert run.ended


@pytest.mark.parametrize(
    ("test", "ran"), [("a", "a"), ("b", "b"), ("c", "c"), ("ab", "ab"), ("ac", "a"), ("abc", "ab")]
)
def test_6_multi_choice_by_conditions_on_the_arrows_of_a_step(test: str, ran: str) -> None:
    step = node("scriptTask", "awal", default="awal-c", inside="<script>s = 1</script>")
    drawn = diagram(
        start(),
        step,
        steps("a", "b", "c"),
        path("mulai", "awal"),
        flow("awal", "a", when='"a" in test'),
        flow("awal", "b", when='"b" in test'),
        flow("awal", "c"),
    )
    run = Run(drawn, test=test)
    assert passed(run) == ran
    assert run.ended


@pytest.mark.parametrize(("test", "ran"), [("a", "ba"), ("b", "b")])
def test_6_an_arrow_without_a_condition_goes_beside_one_with(test: str, ran: str) -> None:
    drawn = diagram(
        start(),
        script("awal", "s = 1"),
        steps("a", "b"),
        path("mulai", "awal", "b"),
        flow("awal", "a", when='"a" in test'),
    )
    assert passed(Run(drawn, test=test)) == ran


@pytest.mark.parametrize(("test", "ran"), [("a", "ac"), ("b", "bc")])
def test_6_the_default_of_a_step_is_taken_beside_its_unconditional_arrow(
    test: str, ran: str
) -> None:
    step = node("scriptTask", "awal", default="awal-b", inside="<script>s = 1</script>")
    drawn = diagram(
        start(),
        step,
        steps("a", "b", "c"),
        path("mulai", "awal"),
        flow("awal", "a", when='"a" in test'),
        flow("awal", "b"),
        flow("awal", "c"),
    )
    assert passed(Run(drawn, test=test)) == ran


@pytest.mark.parametrize(("test", "ran"), [("a", "az"), ("b", "bz"), ("ab", "abzz")])
def test_8_multi_merge_runs_what_follows_once_for_each_branch(test: str, ran: str) -> None:
    run = Run(split("inclusiveGateway", "exclusiveGateway"), test=test)
    assert passed(run) == ran
    assert run.ended


def test_8_multi_merge_after_a_parallel_split_and_without_any_gateway() -> None:
    merged = Run(split("parallelGateway", "exclusiveGateway"))
    assert Counter(passed(merged)) == Counter("abzz")
    implicit = Run(
        diagram(
            start(),
            both("f"),
            tasks("a", "b", "z"),
            path("mulai", "f", "a", "z"),
            path("f", "b", "z"),
        )
    )
    implicit.do("a")
    implicit.do("b")
    assert implicit.waiting == ["z", "z"]
    implicit.do("z")
    assert not implicit.ended
    implicit.do("z")
    assert implicit.ended


def test_33_a_generalised_join_keeps_what_came_early_for_the_next_time() -> None:
    """Branch a comes twice before branch b comes once; b's second time completes the second."""
    run = Run(
        diagram(
            start(),
            both("f", "g", "j"),
            xor("m"),
            xor("n"),
            tasks("a1", "a2", "b1", "b2", "z"),
            path("mulai", "f", "a1", "m", "j", "z"),
            path("f", "a2", "m"),
            path("f", "g", "b1", "n", "j"),
            path("g", "b2", "n"),
        )
    )
    for element in ("a1", "a2"):
        run.do(element)
    assert "z" not in run.waiting
    run.do("b1")
    assert run.waiting == ["b2", "z"]
    run.do("b2")
    assert run.waiting == ["z", "z"]
