"""Joins that do not wait for every branch: the workflow patterns 7, 9, 28 to 32, 37 and 38."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    flow,
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


def inclusive(*keys: str) -> str:
    return "".join(node("inclusiveGateway", key) for key in keys)


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


LAPS = (
    start(),
    xor("m"),
    both("f"),
    tasks("a", "b", "z"),
    xor("g", "Lagi?"),
    end(),
    path("mulai", "m", "f", "a", "j", "z", "g"),
    path("f", "b", "j"),
    flow("g", "m", "Ya"),
    flow("g", "selesai", "Tidak"),
)
"""Two parallel branches into the gateway `j`, then z, and once more as its person says."""


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


def test_7_a_synchronizing_merge_waits_for_what_was_chosen_alone() -> None:
    drawn = diagram(
        start(),
        task("pilih"),
        inclusive("f", "j"),
        tasks("a", "b", "c", "z"),
        path("mulai", "pilih", "f"),
        *(flow("f", key, key.upper()) + path(key, "j") for key in "abc"),
        path("j", "z"),
    )
    for chosen in ("A", "BC", "ABC"):
        run = Run(drawn)
        run.do("pilih", *chosen)
        for label in chosen:
            assert "z" not in run.waiting
            run.do(label.lower())
        assert run.waiting == ["z"]
        run.do("z")
        assert run.ended


def test_37_a_branch_that_turned_away_is_not_waited_for() -> None:
    """Acyclic synchronizing merge: b may go to the join, or past it."""
    drawn = diagram(
        start(),
        both("f"),
        inclusive("j"),
        tasks("a", "b", "c", "z"),
        xor("g", "Ke mana?"),
        path("mulai", "f", "a", "j", "z"),
        path("f", "b", "g"),
        flow("g", "j", "Gabung"),
        flow("g", "c", "Sendiri"),
    )
    alone = Run(drawn)
    alone.do("a")
    assert alone.waiting == ["b"]
    alone.do("b", "Sendiri")
    assert alone.waiting == ["c", "z"]
    together = Run(drawn)
    together.do("b", "Gabung")
    assert together.waiting == ["a"]
    together.do("a")
    assert together.waiting == ["z"]
    together.do("z")
    assert together.ended


def test_37_an_inclusive_join_closes_nested_gateways_of_any_kind() -> None:
    drawn = diagram(
        start(),
        both("f"),
        xor("x", "Mana?"),
        inclusive("j"),
        tasks("a", "b", "c", "z"),
        path("mulai", "f", "a", "j", "z"),
        path("f", "x"),
        flow("x", "b", "B"),
        flow("x", "c", "C"),
        path("b", "j"),
        path("c", "j"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["x"]
    run.do("x", "C")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.waiting == ["z"]


def test_38_two_inclusive_joins_in_a_row_fire_one_after_the_other() -> None:
    drawn = diagram(
        start(),
        both("f"),
        inclusive("j", "k"),
        tasks("a", "b", "c", "z"),
        end(),
        path("mulai", "f", "a", "j", "k", "z", "selesai"),
        path("f", "b", "j"),
        path("f", "c", "k"),
    )
    run = Run(drawn)
    run.do("c")
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.last.left == ("b", "j", "k")
    assert run.waiting == ["z"]


def test_38_an_inclusive_join_in_a_loop_fires_in_every_lap() -> None:
    run = Run(diagram(*LAPS, inclusive("j")))
    for _ in range(3):
        run.do("a")
        assert run.waiting == ["b"]
        run.do("b")
        assert run.waiting == ["z"]
        run.do("z", "Ya")
    run.do("b")
    run.do("a")
    run.do("z", "Tidak")
    assert run.ended


def test_38_an_inclusive_join_at_the_head_of_a_loop_does_not_wait_for_itself() -> None:
    drawn = diagram(
        start(),
        inclusive("m"),
        task("a"),
        xor("g", "Lagi?"),
        end(),
        path("mulai", "m", "a", "g"),
        flow("g", "m", "Ya"),
        flow("g", "selesai", "Tidak"),
    )
    run = Run(drawn)
    run.do("a", "Ya")
    assert run.waiting == ["a"]
    run.do("a", "Tidak")
    assert run.ended


def test_38_a_lap_of_one_branch_is_waited_for() -> None:
    drawn = diagram(
        start(),
        both("f"),
        xor("m"),
        xor("g", "Lagi?"),
        inclusive("j"),
        tasks("a", "b", "z"),
        path("mulai", "f", "a", "j", "z"),
        path("f", "m", "b", "g"),
        flow("g", "m", "Ya"),
        flow("g", "j", "Tidak"),
    )
    run = Run(drawn)
    run.do("a")
    for _ in range(2):
        run.do("b", "Ya")
        assert run.waiting == ["b"]
    run.do("b", "Tidak")
    assert run.waiting == ["z"]


def test_38_a_token_that_can_reach_a_filled_arrow_is_not_waited_for() -> None:
    """BPMN 2.0.2, 13.4.3: c can still go to either arrow, and a has come along one of them."""
    drawn = diagram(
        start(),
        both("f"),
        xor("g", "Mana?"),
        xor("m"),
        inclusive("j"),
        tasks("a", "c", "z"),
        path("mulai", "f", "a", "m", "j", "z"),
        path("f", "c", "g"),
        flow("g", "m", "Satu"),
        flow("g", "j", "Dua"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["c", "z"]


def test_38_a_join_waits_for_a_branch_that_a_boundary_event_can_still_bring() -> None:
    late = node(
        "boundaryEvent",
        "lewat",
        attachedToRef="b",
        inside="<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>",
    )
    drawn = diagram(
        start(),
        both("f"),
        inclusive("j"),
        tasks("a", "b", "c", "z"),
        late,
        end("lain"),
        path("mulai", "f", "a", "j", "z"),
        path("f", "b", "lain"),
        path("lewat", "c", "j"),
    )
    normal = Run(drawn)
    normal.do("a")
    assert normal.waiting == ["b"]
    normal.do("b")
    assert normal.waiting == ["z"]
    overdue = Run(drawn)
    overdue.do("a")
    overdue.wait(hours=3)
    assert overdue.waiting == ["c"]
    overdue.do("c")
    assert overdue.waiting == ["z"]


def test_38_a_join_waits_for_what_runs_in_a_subprocess() -> None:
    inside = start("awal") + tasks("b") + path("awal", "b")
    drawn = diagram(
        start(),
        both("f"),
        inclusive("j"),
        tasks("a", "z"),
        node("subProcess", "sub", inside=inside),
        path("mulai", "f", "a", "j", "z"),
        path("f", "sub", "j"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["z"]


def test_38_each_run_of_a_subprocess_has_joins_of_its_own() -> None:
    inside = (
        start("awal")
        + both("f")
        + inclusive("j")
        + tasks("a", "b", "z")
        + path("awal", "f", "a", "j", "z")
        + path("f", "b", "j")
        + "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    run = Run(diagram(start(), node("subProcess", "sub", inside=inside), path("mulai", "sub")))
    assert run.waiting == ["a", "a", "b", "b"]
    run.do("a")
    run.do("a")
    assert run.waiting == ["b", "b"]
    run.do("b")
    assert run.waiting == ["b", "z"]
