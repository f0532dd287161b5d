"""Joins that need only some branches: the workflow patterns 9, 28, 30 and 32."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    LAPS,
    Run,
    both,
    diagram,
    end,
    node,
    notes,
    only,
    path,
    refusals,
    start,
    task,
    tasks,
    xor,
)


def discriminator(key: str, condition: str = "activationCount >= 1") -> str:
    inside = f"<activationCondition><![CDATA[{condition}]]></activationCondition>"
    return node("complexGateway", key, inside=inside)


def three_into(*closes: str) -> bytes:
    """Three parallel branches into the gateway `j`, then z."""
    return diagram(
        start(),
        both("f"),
        tasks("a", "b", "c", "z"),
        *closes,
        end(),
        path("mulai", "f", "a", "j", "z", "selesai"),
        path("f", "b", "j"),
        path("f", "c", "j"),
    )


def test_9_a_structured_discriminator_goes_on_with_the_first_and_swallows_the_rest() -> None:
    run = Run(three_into(discriminator("j")))
    run.do("b")
    assert run.waiting == ["a", "c", "z"]
    run.do("z")
    run.do("a")
    assert run.waiting == ["c"]
    assert "z" not in run.last.entered
    run.do("c")
    assert run.ended
    assert run.incident is None


def test_9_a_discriminator_is_as_new_in_every_lap() -> None:
    run = Run(diagram(*LAPS, discriminator("j")))
    for _ in range(3):
        run.do("a")
        assert run.waiting == ["b", "z"]
        run.do("b")
        assert run.waiting == ["z"]
        run.do("z", "Ya")
    run.do("b")
    run.do("z", "Tidak")
    run.do("a")
    assert run.ended


def test_28_what_comes_early_to_a_discriminator_is_kept_for_its_next_time() -> None:
    """The second lap begins while a branch of the first is still out: it blocks, and loses none."""
    run = Run(diagram(*LAPS, discriminator("j")))
    run.do("a")
    run.do("z", "Ya")
    assert run.waiting == ["a", "b", "b"]
    run.do("a")
    assert run.waiting == ["b", "b"]  # kept: the first lap's b is still awaited
    run.do("b")
    assert run.waiting == ["b", "z"]
    run.do("b")
    run.do("z", "Tidak")
    assert run.ended


@pytest.mark.parametrize("condition", ["activationCount >= 2", "${activationCount ge 2}"])
def test_30_a_structured_partial_join_needs_two_of_three(condition: str) -> None:
    run = Run(three_into(discriminator("j", condition)))
    run.do("c")
    assert run.waiting == ["a", "b"]
    run.do("a")
    assert run.waiting == ["b", "z"]
    run.do("b")
    run.do("z")
    assert run.ended
    assert run.incident is None


def test_30_two_tokens_of_one_arrow_count_once() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            xor("m"),
            tasks("a", "b", "c", "z"),
            discriminator("j", "activationCount >= 2"),
            path("mulai", "f", "a", "m", "j", "z"),
            path("f", "b", "m"),
            path("f", "c", "j"),
        )
    )
    run.do("a")
    run.do("b")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.waiting == ["z"]


def test_32_a_cancelling_partial_join_withdraws_what_is_left() -> None:
    repeat = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
        "<completionCondition>nrOfCompletedInstances >= 2</completionCondition>"
        "</multiInstanceLoopCharacteristics>"
    ).replace(">=", "&gt;=")
    run = Run(
        diagram(
            start(),
            node("userTask", "a", inside=repeat),
            task("z"),
            path("mulai", "a", "z"),
        )
    )
    assert run.waiting == ["a", "a", "a"]
    run.do("a")
    assert run.waiting == ["a", "a"]
    run.do("a")
    assert run.waiting == ["z"]


def test_a_condition_in_words_at_a_complex_join_is_refused() -> None:
    found = only(refusals(three_into(discriminator("j", "zwei von drei"))))
    assert found.element == "j"
    assert "activationCount >= 2" in found.remedy


def test_a_complex_join_without_a_condition_waits_for_all_and_says_so() -> None:
    drawn = three_into(node("complexGateway", "j"))
    assert [n.kind for n in notes(drawn) if n.element == "j"] == [NoteKind.ASSUMED]
    run = Run(drawn)
    for element in "abc":
        assert "z" not in run.waiting
        run.do(element)
    assert run.waiting == ["z"]
