"""Signal events: everybody hears who listens at that moment, in every pool of the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.definition import StepKind
from tests.integration.drawing import (
    Run,
    both,
    definition,
    diagram,
    end,
    file,
    notes,
    path,
    process,
    start,
    tasks,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    catches,
    done,
    ends,
    on,
    throws,
    what,
    within,
)

CALLS = what("signal", "mulai-apel")
AROUND = (start(), tasks("c", "d"), end(), path("mulai", "sub", "d", "selesai"), path("e", "c"))
WORK = (begins("awal"), tasks("a", "b"), throws("seru", CALLS), path("awal", "a", "seru", "b"))


@pytest.mark.parametrize(("stops", "told"), [(True, "ace"), (False, "abcde")])
def test_a_boundary_hears_a_signal_from_within(stops: bool, told: str) -> None:
    assert done(diagram(*AROUND, within("sub", *WORK), beside("sub", "e", CALLS, stops=stops))) == {
        told
    }


@pytest.mark.parametrize(("stops", "told"), [(True, "ce"), (False, "cde")])
def test_a_boundary_hears_the_signal_of_an_end_before_the_work_is_over(
    stops: bool, told: str
) -> None:
    work = within("sub", begins("awal"), ends("seru", CALLS), path("awal", "seru"))
    assert done(diagram(*AROUND, work, beside("sub", "e", CALLS, stops=stops))) == {told}


@pytest.mark.parametrize(("interrupting", "told"), [("true", "acde"), ("false", "abcde")])
def test_an_event_subprocess_hears_a_signal(interrupting: str, told: str) -> None:
    inner = on(
        "tangani", begins("e", CALLS, isInterrupting=interrupting), tasks("c"), path("e", "c")
    )
    drawn = diagram(start(), tasks("d"), path("mulai", "sub", "d"), within("sub", *WORK, inner))
    assert done(drawn) == {told}


@pytest.mark.parametrize("throw_first", [True, False])
def test_a_signal_reaches_a_branch_that_begins_at_the_same_moment(throw_first: bool) -> None:
    arrows = [path("pisah", "seru", "a"), path("pisah", "dengar", "b")]
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        throws("seru", CALLS),
        catches("dengar", CALLS),
        path("mulai", "pisah"),
        *(arrows if throw_first else reversed(arrows)),
    )
    assert done(drawn) == {"ab"}


def test_a_signal_reaches_a_branch_that_takes_longer_to_begin_listening() -> None:
    drawn = diagram(
        start(),
        both("pisah", "p2", "p3"),
        tasks("a", "b"),
        throws("seru", CALLS),
        catches("dengar", CALLS),
        path("mulai", "pisah", "seru", "a"),
        path("pisah", "p2", "p3", "dengar", "b"),
    )
    assert done(drawn) == {"ab"}


def test_a_signal_that_was_over_before_anybody_listened_is_asked_of_a_person_in_the_end() -> None:
    run = Run(
        diagram(
            start(),
            throws("seru", CALLS),
            tasks("a"),
            catches("dengar", CALLS, name="Apel"),
            path("mulai", "seru", "a", "dengar"),
        )
    )
    run.do("a")
    assert run.waiting == ["dengar"]
    run.do("dengar")
    assert run.ended


def test_everybody_who_listens_hears_one_signal() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b", "c"),
        throws("seru", CALLS),
        catches("x", CALLS),
        catches("y", CALLS),
        path("mulai", "pisah", "a", "seru"),
        path("pisah", "x", "b"),
        path("pisah", "y", "c"),
    )
    assert done(drawn) == {"abcxy"}


@pytest.mark.parametrize("thrower", [throws, ends])
def test_a_signal_begins_the_pools_that_start_by_it(thrower: Callable[..., str]) -> None:
    first = process(
        start(), tasks("a"), thrower("seru", CALLS), path("mulai", "a", "seru"), key="satu"
    )
    second = process(begins("m2", CALLS), tasks("b"), path("m2", "b"), key="dua")
    third = process(begins("m3", CALLS), tasks("c"), path("m3", "c"), key="tiga")
    drawn = file(first, second, third)
    assert list(definition(drawn).starts) == ["mulai"]
    assert done(drawn) == {"abc"}


def test_a_signal_reaches_who_waits_in_another_pool() -> None:
    first = process(
        start(), tasks("a"), throws("seru", CALLS), path("mulai", "a", "seru"), key="satu"
    )
    second = process(start("m2"), catches("x", CALLS), tasks("b"), path("m2", "x", "b"), key="dua")
    run = Run(file(first, second), at="mulai")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["b"]


def test_a_signal_that_nothing_throws_is_confirmed_by_a_person() -> None:
    drawn = diagram(start(), catches("x", CALLS, name="Apel"), tasks("b"), path("mulai", "x", "b"))
    assert definition(drawn).steps["x"].kind is StepKind.CONFIRMATION
    assert done(drawn) == {"bx"}


def test_a_signal_that_nobody_hears_is_recorded_as_sent() -> None:
    drawn = diagram(start(), throws("seru", CALLS), tasks("a"), path("mulai", "seru", "a"))
    assert [each.element for each in notes(drawn) if each.rule == "uncaught"] == ["seru"]
    run = Run(drawn)
    assert run.last.left == ("mulai", "seru")
    assert run.waiting == ["a"]


def test_signals_without_a_name_are_told_apart_by_their_labels() -> None:
    bare = what("signal")
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        throws("seru", bare).replace('id="seru"', 'id="seru" name="Apel"'),
        catches("x", bare, name="Apel"),
        catches("y", bare, name="Rapat"),
        path("mulai", "pisah", "seru"),
        path("pisah", "x", "a"),
        path("pisah", "y", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["a", "y"]


def test_a_signal_is_heard_by_what_interrupts_and_by_what_does_not() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b", "c", "d"),
        throws("seru", CALLS),
        beside("a", "x", CALLS),
        beside("a", "y", CALLS, stops=False),
        path("mulai", "pisah", "a"),
        path("pisah", "d", "seru"),
        path("x", "b"),
        path("y", "c"),
    )
    run = Run(drawn)
    run.do("d")
    assert run.waiting == ["b", "c"]
