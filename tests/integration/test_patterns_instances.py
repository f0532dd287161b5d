"""Repetition, instances and ends: the workflow patterns 10 to 15, 21, 22, 34 to 36, 41 to 43."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.integration.drawing import (
    LOOP,
    Run,
    both,
    diagram,
    end,
    file,
    flow,
    node,
    path,
    process,
    refusals,
    script,
    start,
    task,
    tasks,
    xor,
)


def instances(count: str = "", until: str = "", **attributes: str) -> str:
    inside = f"<loopCardinality>{count}</loopCardinality>" if count else ""
    if until:
        inside += f"<completionCondition><![CDATA[{until}]]></completionCondition>"
    return node("multiInstanceLoopCharacteristics", "", inside=inside, **attributes)


def then_z(*elements: str, key: str = "a") -> bytes:
    return diagram(start(), *elements, task("z"), end(), path("mulai", key, "z", "selesai"))


def cycles() -> bytes:
    """Two loops that overlap: a is repeated while n < 2, and b leads back between them."""
    return diagram(
        start(),
        xor("m1"),
        xor("m2"),
        xor("g1"),
        xor("g2"),
        script("a", "n = n + 1"),
        script("b", "n = n + 1"),
        end(),
        path("mulai", "m1", "a", "g1"),
        flow("g1", "m1", when="n < 2"),
        flow("g1", "m2", when="n >= 2"),
        path("m2", "b", "g2"),
        flow("g2", "m1", when="n = 4"),
        flow("g2", "m2", when="n < 4"),
        flow("g2", "selesai", when="n > 4"),
    )


@pytest.mark.parametrize(("n", "ran"), [(0, "aabbab"), (1, "abbab"), (2, "abab"), (3, "ab")])
def test_10_arbitrary_cycles_with_two_ways_in_and_out(n: int, ran: str) -> None:
    run = Run(cycles(), n=Decimal(n))
    assert "".join(element for element in run.last.left if element in "ab") == ran
    assert run.ended


def test_11_a_case_ends_when_nothing_is_left_to_do() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            tasks("a", "b"),
            end(),
            path("mulai", "f", "a", "selesai"),
            path("f", "b"),
        )
    )
    assert not run.do("a").ended
    assert run.do("b").ended


def test_43_explicit_termination_ends_what_is_left() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            tasks("a", "b"),
            node("endEvent", "henti", inside="<terminateEventDefinition/>"),
            path("mulai", "f", "a", "henti"),
            path("f", "b"),
        )
    )
    assert run.do("a").ended
    assert run.waiting == []


def test_43_termination_inside_a_subprocess_ends_only_that() -> None:
    inside = (
        start("awal")
        + both("f")
        + tasks("a", "b")
        + node("endEvent", "henti", inside="<terminateEventDefinition/>")
        + path("awal", "f", "a", "henti")
        + path("f", "b")
    )
    run = Run(then_z(node("subProcess", "sub", inside=inside), key="sub"))
    run.do("a")
    assert run.waiting == ["z"]


def test_12_instances_without_synchronization_go_on_one_by_one() -> None:
    """Each instance carries its own continuation inside the repeated subprocess."""
    inside = start("awal") + tasks("a", "b") + path("awal", "a", "b") + instances("3")
    run = Run(then_z(node("subProcess", "sub", inside=inside), key="sub"))
    assert run.waiting == ["a", "a", "a"]
    run.do("a")
    assert run.waiting == ["a", "a", "b"]
    for element in ("b", "a", "b", "a", "b"):
        run.do(element)
    assert run.waiting == ["z"]


def test_13_as_many_instances_as_are_drawn() -> None:
    run = Run(then_z(node("userTask", "a", inside=instances("3"))))
    assert run.waiting == ["a", "a", "a"]
    for _ in range(2):
        run.do("a")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["z"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_14_as_many_instances_as_a_value_says(count: int) -> None:
    drawn = then_z(node("userTask", "a", inside=instances("${banyak}")))
    run = Run(drawn, banyak=Decimal(count))
    assert run.waiting == (["a"] * count or ["z"])


def test_15_as_many_instances_as_people_find_out_one_after_the_other() -> None:
    looping = node("userTask", "a", inside="<standardLoopCharacteristics/>")
    run = Run(then_z(looping))
    for label in ("Ulangi", "Ulangi"):
        run.do("a")
        (asked,) = run.waiting
        again = run.definition.steps[asked].form.decision
        assert again is not None
        run.do(asked, again.options[0].label)
        assert run.waiting == ["a"], label
    run.do("a")
    (asked,) = run.waiting
    again = run.definition.steps[asked].form.decision
    assert again is not None
    run.do(asked, again.options[1].label)
    assert run.waiting == ["z"]


def test_34_a_partial_join_of_instances_withdraws_the_rest() -> None:
    until = "nrOfCompletedInstances >= 2"
    run = Run(then_z(node("userTask", "a", inside=instances("4", until))))
    run.do("a")
    assert run.waiting == ["a", "a", "a"]
    run.do("a")
    assert run.waiting == ["z"]
    assert len(run.last.withdrawn) == 2


def test_13_instances_in_sequence_come_one_after_the_other() -> None:
    run = Run(then_z(node("userTask", "a", inside=instances("2", isSequential="true"))))
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["z"]


def test_21_a_structured_loop_runs_until_its_person_says_enough() -> None:
    run = Run(diagram(*LOOP))
    for _ in range(3):
        assert run.do("ulang", "Lagi").left == ("ulang", "g", "m")
    assert run.do("ulang", "Cukup").left == ("ulang", "g", "selesai")
    assert run.ended


@pytest.mark.parametrize(("before", "ran"), [("true", ""), ("false", "a")])
def test_21_a_loop_tests_before_or_after_as_drawn(before: str, ran: str) -> None:
    inside = "<script>n = n + 1</script>" + node(
        "standardLoopCharacteristics",
        "",
        inside="<loopCondition><![CDATA[n < 1]]></loopCondition>",
        testBefore=before,
    )
    run = Run(then_z(node("scriptTask", "a", inside=inside)), n=Decimal(5))
    assert "".join(element for element in run.last.left if element == "a") == ran
    assert run.waiting == ["z"]


def test_22_recursion_is_refused() -> None:
    drawn = file(
        process(start(), node("callActivity", "a", calledElement="sop"), path("mulai", "a"))
    )
    assert refusals(drawn)


def test_41_and_42_a_thread_split_and_merge_by_several_arrows() -> None:
    """Two arrows to the same step run it twice; each of its runs goes on by itself."""
    run = Run(
        diagram(
            start(),
            tasks("a", "b", "z"),
            path("mulai", "a"),
            flow("a", "b", key="satu"),
            flow("a", "b", key="dua"),
            path("b", "z"),
        )
    )
    run.do("a")
    assert run.waiting == ["b", "b"]
    run.do("b")
    assert run.waiting == ["b", "z"]


def test_41_two_arrows_between_the_same_gateways_are_two_branches() -> None:
    run = Run(
        diagram(
            start(),
            both("f", "j"),
            task("z"),
            path("mulai", "f", "j", "z"),
            flow("f", "j", key="lain"),
        )
    )
    assert run.waiting == ["z"]
    run.do("z")
    assert run.ended
