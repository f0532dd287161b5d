"""Events with several triggers: one of them is enough, or all must come."""

from __future__ import annotations

import pytest

from tests.integration.drawing import Run, both, diagram, file, node, path, process, start, tasks
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

ONE, TWO = what("signal", "satu"), what("signal", "dua")


def waiting(*thrown: str, **attributes: str) -> bytes:
    """One branch throws, the other waits for both signals and then does `b`."""
    return diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        *(throws(f"seru{n}", each) for n, each in enumerate(thrown)),
        catches("tunggu", ONE, TWO, **attributes),
        path("mulai", "pisah", "tunggu", "b"),
        path("pisah", "a", *(f"seru{n}" for n in range(len(thrown)))),
    )


@pytest.mark.parametrize("thrown", [ONE, TWO])
def test_one_of_several_is_enough(thrown: str) -> None:
    run = Run(waiting(thrown))
    run.do("a")
    assert run.waiting == ["b"]


def test_what_came_second_is_no_second_event() -> None:
    assert done(waiting(ONE, TWO)) == {"ab"}


def test_all_must_come_where_the_drawing_says_so_in_any_order() -> None:
    assert done(waiting(ONE, TWO, parallelMultiple="true")) == {"ab"}
    assert done(waiting(TWO, ONE, parallelMultiple="true")) == {"ab"}


def test_the_same_trigger_twice_is_not_all() -> None:
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b", "c"),
            throws("s1", ONE),
            throws("s2", ONE),
            throws("s3", TWO),
            catches("tunggu", ONE, TWO, parallelMultiple="true"),
            path("mulai", "pisah", "tunggu", "b"),
            path("pisah", "a", "s1", "s2", "c", "s3"),
        )
    )
    run.do("a")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.waiting == ["b"]


def test_of_all_that_must_come_a_person_confirms_what_nothing_in_the_diagram_throws() -> None:
    """But only when the rest has come, for the confirmation is the event."""
    run = Run(waiting(ONE, parallelMultiple="true"))
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["tunggu"]
    run.do("tunggu")
    assert run.waiting == ["b"]


def test_a_time_and_a_condition_must_both_come() -> None:
    both_of = what("timer", text="PT1H") + what("conditional", text="siap = true")
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        catches("tunggu", both_of, parallelMultiple="true"),
        path("mulai", "pisah", "tunggu", "b"),
        path("pisah", "a"),
    )
    early = Run(drawn)
    early.do("a", siap=True)
    assert early.waiting == []
    early.wait(hours=2)
    assert early.waiting == ["b"]
    late = Run(drawn)
    late.wait(hours=2)
    assert late.waiting == ["a"]
    late.wait(hours=2)
    late.do("a", siap=True)
    assert late.waiting == ["b"]


def test_the_earliest_of_several_times_counts_or_the_last_where_all_must_come() -> None:
    times = what("timer", text="PT3H") + what("timer", text="PT1H")
    drawn = (start(), tasks("b"), path("mulai", "tunggu", "b"))
    run = Run(diagram(*drawn, catches("tunggu", times)))
    run.wait(hours=1)
    assert run.waiting == ["b"]
    run = Run(diagram(*drawn, catches("tunggu", times, parallelMultiple="true")))
    run.wait(hours=1)
    assert run.waiting == []
    run.wait(hours=2)
    assert run.waiting == ["b"]


def test_several_messages_must_all_come() -> None:
    mail = what("message")
    one = process(
        start("m1"),
        tasks("a", "c"),
        throws("kirim", mail),
        throws("susul", mail),
        path("m1", "a", "kirim", "c", "susul"),
        key="satu",
    )
    two = process(
        start("m2"),
        catches("tunggu", mail, mail, parallelMultiple="true"),
        tasks("b"),
        path("m2", "tunggu", "b"),
        key="dua",
    )
    arrows = [
        node("messageFlow", f"pesan{n}", sourceRef=n, targetRef="tunggu")
        for n in ("kirim", "susul")
    ]
    pools = node("participant", "ps", processRef="satu") + node(
        "participant", "pd", processRef="dua"
    )
    run = Run(file(one, two, node("collaboration", "", inside=pools + "".join(arrows))), at="m1")
    run.do("a")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.waiting == ["b"]


def test_several_things_are_thrown_at_once() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b", "c"),
        throws("seru", ONE, TWO),
        catches("x", ONE),
        catches("y", TWO),
        path("mulai", "pisah", "a", "seru"),
        path("pisah", "x", "b"),
        path("pisah", "y", "c"),
    )
    assert done(drawn) == {"abcxy"}


def test_a_time_comes_though_a_person_may_confirm_another_trigger() -> None:
    late = what("message") + what("timer", text="PT1H")
    drawn = diagram(
        start(), tasks("a", "b"), beside("a", "e", late), path("mulai", "a"), path("e", "b")
    )
    run = Run(drawn)
    assert run.waiting == ["a", "e"]
    run.wait(hours=1)
    assert run.waiting == ["b"]


def test_an_event_subprocess_may_have_several_triggers() -> None:
    drawn = diagram(
        start(),
        within(
            "sub",
            begins("awal"),
            tasks("a", "b"),
            throws("seru", TWO),
            path("awal", "a", "seru", "b"),
            on("tangani", begins("e", ONE, TWO), tasks("c"), path("e", "c")),
        ),
        path("mulai", "sub"),
    )
    assert done(drawn) == {"ace"}


PENTAGON = what("cancel") + what("terminate")


def test_a_multiple_end_that_says_nothing_ends_nothing_else() -> None:
    """A tool writes the bare pentagon as a cancel and a terminate definition together."""
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b"),
            ends("ganda", PENTAGON),
            path("mulai", "pisah", "a", "ganda"),
            path("pisah", "b"),
        )
    )
    run.do("a")
    assert run.waiting == ["b"]


def test_a_multiple_event_that_says_nothing_is_confirmed_by_a_person() -> None:
    run = Run(diagram(start(), catches("ganda", PENTAGON), tasks("b"), path("mulai", "ganda", "b")))
    assert run.waiting == ["ganda"]


def test_a_multiple_event_before_several_events_is_the_choice_among_them() -> None:
    drawn = diagram(
        start(),
        catches("ganda", PENTAGON),
        catches("x", what("message")),
        catches("y", what("timer", text="PT1H")),
        tasks("a", "b"),
        path("mulai", "ganda", "x", "a"),
        path("ganda", "y", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["x"]
    run.wait(hours=1)
    assert run.waiting == ["b"]


def test_what_is_thrown_beside_an_error_is_heard_before_the_error_ends_the_work() -> None:
    drawn = diagram(
        start(),
        within(
            "sub",
            begins("awal"),
            tasks("a"),
            ends("gagal", what("escalation", "naik"), what("error", "habis")),
            path("awal", "a", "gagal"),
        ),
        beside("sub", "x", what("error", "habis")),
        beside("sub", "y", what("escalation", "naik"), stops=False),
        tasks("b", "c"),
        path("mulai", "sub"),
        path("x", "b"),
        path("y", "c"),
    )
    assert done(drawn) == {"abcxy"}
