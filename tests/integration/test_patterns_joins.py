"""Joins that wait for the branches that can still come: the workflow patterns 7, 37 and 38."""

from __future__ import annotations

from tests.integration.drawing import (
    LAPS,
    Run,
    both,
    diagram,
    end,
    flow,
    node,
    path,
    start,
    task,
    tasks,
    xor,
)


def inclusive(*keys: str) -> str:
    return "".join(node("inclusiveGateway", key) for key in keys)


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
