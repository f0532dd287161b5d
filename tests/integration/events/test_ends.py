"""Ends: each ends its own token, and a terminate event the whole of what it lies in."""

from __future__ import annotations

from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    file,
    node,
    path,
    process,
    start,
    tasks,
)
from tests.integration.events.drawn import begins, beside, done, ends, on, throws, what, within

STOP = ends("henti", what("terminate"))


def test_terminate_ends_every_branch_of_its_process() -> None:
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b"),
            STOP,
            path("mulai", "pisah", "a", "henti"),
            path("pisah", "b"),
        )
    )
    run.do("a")
    assert run.ended
    assert len(run.last.withdrawn) == 1


def test_terminate_in_a_subprocess_ends_only_that_and_the_flow_goes_on() -> None:
    work = within(
        "sub",
        begins("awal"),
        both("pisah"),
        tasks("a", "b"),
        STOP,
        path("awal", "pisah", "a", "henti"),
        path("pisah", "b"),
    )
    run = Run(
        diagram(
            start(),
            both("p2"),
            tasks("c", "d"),
            work,
            path("mulai", "p2", "sub", "c"),
            path("p2", "d"),
        )
    )
    run.do("a")
    assert run.waiting == ["c", "d"]


def test_terminate_in_an_event_subprocess_leaves_what_it_lies_in() -> None:
    inner = on(
        "tangani",
        begins("e", what("signal", "x"), isInterrupting="false"),
        STOP,
        path("e", "henti"),
    )
    drawn = diagram(
        start(), throws("seru", what("signal", "x")), tasks("a"), path("mulai", "seru", "a"), inner
    )
    assert done(drawn) == {"ae"}


def test_terminate_leaves_the_other_pools() -> None:
    first = process(start("m1"), tasks("a"), STOP, path("m1", "a", "henti"), key="satu")
    second = process(start("m2"), tasks("b"), path("m2", "b"), key="dua")
    run = Run(file(first, second), at="m1")
    run.do("a")
    assert run.waiting == ["b"]


def test_terminate_in_a_called_process_ends_only_that() -> None:
    called = process(
        start("m2"),
        both("pisah"),
        tasks("a"),
        STOP,
        path("m2", "pisah", "a"),
        path("pisah", "henti"),
        key="lain",
    )
    calls = node("callActivity", "panggil", calledElement="lain")
    assert done(
        file(process(start(), calls, tasks("b"), path("mulai", "panggil", "b")), called)
    ) == {"b"}


def test_terminate_ends_what_listens_too() -> None:
    inner = on(
        "tangani",
        begins("e", what("timer", text="PT1H"), isInterrupting="false"),
        tasks("b"),
        path("e", "b"),
    )
    run = Run(diagram(start(), tasks("a"), STOP, path("mulai", "a", "henti"), inner))
    run.do("a")
    assert run.ended
    assert run.last.due is None


def test_a_plain_end_lets_the_other_branches_be() -> None:
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b"),
            end(),
            path("mulai", "pisah", "a", "selesai"),
            path("pisah", "b"),
        )
    )
    run.do("a")
    assert not run.ended
    run.do("b")
    assert run.ended


def test_a_cancel_outside_a_transaction_ends_the_process() -> None:
    cancel = ends("batal", what("cancel"))
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b"),
            cancel,
            path("mulai", "pisah", "a", "batal"),
            path("pisah", "b"),
        )
    )
    run.do("a")
    assert run.ended


def test_a_cancel_in_a_plain_subprocess_ends_it_and_the_flow_goes_on() -> None:
    work = within(
        "sub", begins("awal"), tasks("a"), ends("batal", what("cancel")), path("awal", "a", "batal")
    )
    assert done(diagram(start(), work, tasks("b"), path("mulai", "sub", "b"))) == {"ab"}


def test_triggers_defined_once_for_several_events_are_the_same() -> None:
    """By eventDefinitionRef: an error, a signal, a time."""
    once = (
        node("errorEventDefinition", "galat", errorRef="habis")
        + node("signalEventDefinition", "sinyal", signalRef="apel")
        + node("timerEventDefinition", "sejam", inside=node("timeDuration", "", inside="PT1H"))
    )

    def same(key: str) -> str:
        return f"<eventDefinitionRef>{key}</eventDefinitionRef>"

    work = within(
        "sub",
        begins("awal"),
        tasks("a"),
        throws("seru", same("sinyal")),
        node("intermediateCatchEvent", "tunggu", inside=same("sejam")),
        ends("gagal", same("galat")),
        path("awal", "a", "seru", "tunggu", "gagal"),
    )
    drawn = file(
        once,
        process(
            start(),
            work,
            beside("sub", "x", same("galat")),
            beside("sub", "y", same("sinyal"), stops=False),
            tasks("b", "c", "d"),
            path("mulai", "sub", "d"),
            path("x", "b"),
            path("y", "c"),
        ),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["c"]
    run.wait(hours=1)
    assert run.waiting == ["b", "c"]
