"""Conditional events: they come when what they state becomes true, once each time it does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.integration.drawing import (
    Run,
    both,
    diagram,
    flow,
    path,
    script,
    start,
    task,
    tasks,
    xor,
)
from tests.integration.events.drawn import begins, beside, catches, done, on, what, within

FULL = what("conditional", text="jumlah > 10")


def test_a_condition_is_waited_for() -> None:
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b", "c"),
            catches("tunggu", FULL),
            path("mulai", "pisah", "tunggu", "c"),
            path("pisah", "a", "b"),
        )
    )
    run.do("a", jumlah=Decimal(5))
    assert run.waiting == ["b"]
    run.do("b", jumlah=Decimal(11))
    assert run.waiting == ["c"]


def test_a_condition_that_is_true_already_has_come() -> None:
    run = Run(
        diagram(start(), catches("tunggu", FULL), tasks("c"), path("mulai", "tunggu", "c")),
        jumlah=Decimal(11),
    )
    assert run.waiting == ["c"]


def test_a_condition_that_never_comes_is_an_incident_and_no_stall() -> None:
    run = Run(
        diagram(start(), catches("tunggu", FULL), tasks("c"), path("mulai", "tunggu", "c")),
        jumlah=Decimal(1),
    )
    assert run.incident is not None
    assert run.incident.element == "tunggu"
    assert "peristiwa ini menunggu" in run.incident.reason


def test_a_condition_in_words_is_confirmed_by_a_person() -> None:
    words = what("conditional", text="stok cukup banyak")
    run = Run(diagram(start(), catches("tunggu", words), tasks("c"), path("mulai", "tunggu", "c")))
    assert run.waiting == ["tunggu"]


AROUND = (start(), tasks("c", "d"), path("mulai", "sub", "d"), path("e", "c"))
WORK = within("sub", begins("awal"), tasks("a", "b"), path("awal", "a", "b"))


@pytest.mark.parametrize(("stops", "after"), [(True, ["c"]), (False, ["b", "c"])])
def test_a_boundary_comes_when_its_condition_becomes_true(stops: bool, after: list[str]) -> None:
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", FULL, stops=stops)))
    assert run.waiting == ["a"]
    run.do("a", jumlah=Decimal(11))
    assert run.waiting == after


def test_a_boundary_whose_condition_is_true_comes_before_the_work() -> None:
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", FULL)), jumlah=Decimal(11))
    assert run.waiting == ["c"]
    assert "awal" not in run.last.left


def test_a_condition_comes_again_only_after_it_was_false() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "c"),
            xor("m"),
            xor("g"),
            within(
                "sub",
                begins("awal"),
                xor("m2"),
                tasks("b"),
                xor("g2"),
                path("awal", "m2", "b", "g2"),
                flow("g2", "m2", "Lagi"),
                flow("g2", "usai", "Cukup"),
                task("usai"),
            ),
            beside("sub", "e", FULL, stops=False),
            path("mulai", "sub"),
            path("e", "c"),
        )
    )
    for amount, times in ((11, 1), (12, 1), (3, 1), (20, 2)):
        run.do("b", "Lagi", jumlah=Decimal(amount))
        assert run.waiting.count("c") == times


@pytest.mark.parametrize(("interrupting", "after"), [("true", ["c"]), ("false", ["b", "c"])])
def test_an_event_subprocess_comes_when_its_condition_becomes_true(
    interrupting: str, after: list[str]
) -> None:
    inner = on(
        "tangani", begins("e", FULL, isInterrupting=interrupting), tasks("c"), path("e", "c")
    )
    work = within("sub", begins("awal"), tasks("a", "b"), path("awal", "a", "b"), inner)
    run = Run(diagram(start(), work, path("mulai", "sub")))
    run.do("a", jumlah=Decimal(11))
    assert run.waiting == after


def test_what_a_script_makes_true_for_a_moment_has_come() -> None:
    work = within(
        "sub",
        begins("awal"),
        tasks("a"),
        script("naik", "jumlah = 11"),
        script("turun", "jumlah = 1"),
        tasks("b"),
        path("awal", "a", "naik", "turun", "b"),
    )
    run = Run(diagram(*AROUND, work, beside("sub", "e", FULL)))
    run.do("a")
    assert run.last.left == ("a", "naik", "e")
    assert run.waiting == ["c"]


def test_a_condition_beside_a_task_comes_while_its_person_works() -> None:
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b", "c"),
            beside("a", "e", FULL),
            path("mulai", "pisah", "a"),
            path("pisah", "b"),
            path("e", "c"),
        )
    )
    run.do("b", jumlah=Decimal(11))
    assert run.waiting == ["c"]


def test_plays_know_what_they_are_told() -> None:
    drawn = diagram(*AROUND, WORK, beside("sub", "e", FULL))
    assert done(drawn, jumlah="x") == {"abd"}
