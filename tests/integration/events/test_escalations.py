"""Escalation events: the next level is told, and the work goes on unless that stops it."""

from __future__ import annotations

import pytest

from tests.integration.drawing import (
    Run,
    diagram,
    end,
    file,
    node,
    path,
    process,
    start,
    tasks,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    done,
    ends,
    on,
    throws,
    what,
    within,
)

RISES = what("escalation", "naik")
AROUND = (start(), tasks("c", "d"), end(), path("mulai", "sub", "d", "selesai"), path("e", "c"))
WORK = (begins("awal"), tasks("a", "b"), throws("lapor", RISES), path("awal", "a", "lapor", "b"))


@pytest.mark.parametrize(
    ("stops", "code", "told"),
    [(True, "naik", "ace"), (True, "", "ace"), (False, "naik", "abcde"), (False, "", "abcde")],
)
def test_the_boundary_is_told_and_the_work_ends_only_if_it_interrupts(
    stops: bool, code: str, told: str
) -> None:
    boundary = beside("sub", "e", what("escalation", code), stops=stops)
    assert done(diagram(*AROUND, within("sub", *WORK), boundary)) == {told}


def test_an_end_that_escalates_to_a_boundary_that_interrupts_is_not_the_end_of_the_work() -> None:
    work = within("sub", begins("awal"), ends("lapor", RISES), path("awal", "lapor"))
    assert done(diagram(*AROUND, work, beside("sub", "e", RISES))) == {"ce"}


def test_an_end_that_escalates_to_a_boundary_that_does_not_interrupt_ends_the_work_as_well() -> (
    None
):
    work = within("sub", begins("awal"), ends("lapor", RISES), path("awal", "lapor"))
    assert done(diagram(*AROUND, work, beside("sub", "e", RISES, stops=False))) == {"cde"}


def test_a_boundary_hears_as_often_as_it_is_told() -> None:
    work = within(
        "sub",
        begins("awal"),
        throws("satu", RISES),
        throws("dua", RISES),
        path("awal", "satu", "dua"),
    )
    assert done(diagram(*AROUND, work, beside("sub", "e", RISES, stops=False))) == {"ccdee"}


@pytest.mark.parametrize(("interrupting", "told"), [("true", "acde"), ("false", "abcde")])
def test_an_event_subprocess_is_told_within_the_subprocess(interrupting: str, told: str) -> None:
    inner = on(
        "tangani", begins("e", RISES, isInterrupting=interrupting), tasks("c"), path("e", "c")
    )
    drawn = diagram(
        start(),
        tasks("d"),
        end(),
        path("mulai", "sub", "d", "selesai"),
        within("sub", *WORK, inner),
    )
    assert done(drawn) == {told}


def test_the_subprocess_waits_for_what_runs_beside_its_own_work() -> None:
    inner = on("tangani", begins("e", RISES, isInterrupting="false"), tasks("c"), path("e", "c"))
    run = Run(diagram(start(), tasks("d"), path("mulai", "sub", "d"), within("sub", *WORK, inner)))
    run.do("a")
    assert run.waiting == ["b", "c"]
    run.do("b")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.waiting == ["d"]


def test_only_the_nearest_who_listens_is_told() -> None:
    inner = within("inti", begins("dalam"), throws("lapor", RISES), path("dalam", "lapor"))
    drawn = diagram(
        *AROUND,
        within(
            "sub",
            begins("awal"),
            inner,
            path("awal", "inti"),
            beside("inti", "x", RISES, stops=False),
        ),
        beside("sub", "e", RISES, stops=False),
    )
    assert done(drawn) == {"dx"}


def test_an_escalation_from_a_called_process_reaches_where_it_is_called() -> None:
    called = process(
        start("m2"), tasks("a"), ends("lapor", RISES), path("m2", "a", "lapor"), key="lain"
    )
    calling = process(
        *AROUND, node("callActivity", "sub", calledElement="lain"), beside("sub", "e", RISES)
    )
    assert done(file(calling, called)) == {"ace"}


def test_an_escalation_that_nobody_listens_for_lets_the_work_go_on() -> None:
    assert done(diagram(start(), path("mulai", "sub", "d"), tasks("d"), within("sub", *WORK))) == {
        "abd"
    }


def test_a_boundary_that_interrupts_two_levels_up_ends_what_lies_between_unfinished() -> None:
    inner = within("inti", begins("dalam"), ends("lapor", RISES), path("dalam", "lapor"))
    run = Run(
        diagram(
            *AROUND,
            within("sub", begins("awal"), inner, tasks("b"), path("awal", "inti", "b")),
            beside("sub", "e", RISES),
        )
    )
    assert run.last.left == ("mulai", "awal", "dalam", "lapor", "e")
    assert run.waiting == ["c"]
