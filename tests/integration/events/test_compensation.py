"""Compensation: what was done is undone, last done first, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.drawing import (
    Run,
    diagram,
    end,
    flow,
    node,
    only,
    path,
    refusals,
    start,
    tasks,
    xor,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    catches,
    done,
    ends,
    on,
    throws,
    to_undo,
    undoes,
    what,
    within,
)

BACK = what("compensate")
TWICE = node(
    "multiInstanceLoopCharacteristics",
    "",
    inside=node("loopCardinality", "", inside="2"),
    isSequential="true",
)


def undone(activity: str, handler: str) -> str:
    """A compensation event at an activity, with the activity that undoes it."""
    event = f"kembali_{activity}"
    return beside(activity, event, BACK) + to_undo(handler) + undoes(event, handler)


@pytest.mark.parametrize("thrower", [throws, ends])
def test_what_was_done_is_undone(thrower: Callable[..., str]) -> None:
    drawn = diagram(
        start(), tasks("a"), undone("a", "x"), thrower("mundur", BACK), path("mulai", "a", "mundur")
    )
    assert done(drawn) == {"ax"}


def test_the_last_done_is_undone_first_and_then_the_flow_goes_on() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "b", "c", "d"),
            undone("a", "x"),
            undone("b", "y"),
            undone("d", "z"),
            throws("mundur", BACK),
            path("mulai", "a", "b", "c", "mundur", "d"),
        )
    )
    for step in ("a", "b", "c", "y", "x", "d"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_what_is_undone_once_is_not_undone_again() -> None:
    drawn = diagram(
        start(),
        tasks("a"),
        undone("a", "x"),
        throws("satu", BACK),
        ends("dua", BACK),
        path("mulai", "a", "satu", "dua"),
    )
    assert done(drawn) == {"ax"}


def test_what_was_done_twice_is_undone_twice() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a"),
            xor("m"),
            xor("g"),
            undone("a", "x"),
            ends("mundur", BACK),
            path("mulai", "m", "a", "g"),
            flow("g", "m", "Lagi"),
            flow("g", "mundur", "Cukup"),
        )
    )
    for step, label in (("a", "Lagi"), ("a", "Cukup"), ("x", ""), ("x", "")):
        run.do(step, *filter(None, [label]))
    assert run.ended


def test_only_the_named_activity_is_undone() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        undone("a", "x"),
        undone("b", "y"),
        ends("mundur", what("compensate", "a")),
        path("mulai", "a", "b", "mundur"),
    )
    assert done(drawn) == {"abx"}


def test_what_was_interrupted_is_not_undone() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        undone("a", "x"),
        undone("b", "y"),
        beside("b", "waktu", what("timer", text="PT1S")),
        ends("mundur", BACK),
        path("mulai", "a", "b", "selesai"),
        end(),
        path("waktu", "mundur"),
    )
    assert done(drawn) == {"ab", "ax"}


SUB = (begins("awal"), tasks("a", "b"), undone("a", "x"), undone("b", "y"), path("awal", "a", "b"))
AROUND = (start(), tasks("c"), ends("mundur", BACK), path("mulai", "sub", "c", "mundur"))


def test_a_subprocess_is_undone_by_its_own_handler() -> None:
    assert done(diagram(*AROUND, within("sub", *SUB), undone("sub", "z"))) == {"abcz"}


def test_a_subprocess_without_one_is_undone_by_what_it_holds() -> None:
    run = Run(diagram(*AROUND, within("sub", *SUB)))
    for step in ("a", "b", "c", "y", "x"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_a_subprocess_can_be_named_as_what_is_undone() -> None:
    drawn = diagram(
        start(),
        tasks("c"),
        undone("c", "z"),
        ends("mundur", what("compensate", "sub")),
        path("mulai", "sub", "c", "mundur"),
        within("sub", *SUB),
    )
    assert done(drawn) == {"abcxy"}


def test_a_compensation_event_subprocess_undoes_its_subprocess() -> None:
    """It alone decides what is undone: here nothing but its own step, then what it throws for."""
    inner = on("kembalikan", begins("e", BACK), tasks("f"), path("e", "f"))
    assert done(diagram(*AROUND, within("sub", *SUB, inner))) == {"abcef"}


def test_a_compensation_event_subprocess_may_undo_what_lies_beside_it() -> None:
    inner = on(
        "kembalikan", begins("e", BACK), tasks("f"), throws("semua", BACK), path("e", "f", "semua")
    )
    run = Run(diagram(*AROUND, within("sub", *SUB, inner)))
    for step in ("a", "b", "c", "f", "y", "x"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_what_is_undone_within_a_subprocess_stays_within() -> None:
    drawn = diagram(
        start(),
        tasks("c"),
        undone("c", "z"),
        within("sub", *SUB, ends("mundur", BACK), path("b", "mundur")),
        path("mulai", "c", "sub"),
    )
    assert done(drawn) == {"abcxy"}


def test_what_handles_an_error_may_undo_the_work_that_failed() -> None:
    fails = ends("gagal", what("error", "habis"))
    handles = on(
        "tangani",
        begins("e", what("error", "habis")),
        throws("mundur", BACK),
        tasks("f"),
        path("e", "mundur", "f"),
    )
    drawn = diagram(
        start(), within("sub", *SUB, fails, path("b", "gagal"), handles), path("mulai", "sub")
    )
    assert done(drawn) == {"abefxy"}


def test_an_activity_done_several_times_is_undone_as_often() -> None:
    drawn = diagram(
        start(),
        node("userTask", "a", inside=TWICE),
        undone("a", "x"),
        ends("mundur", BACK),
        path("mulai", "a", "mundur"),
    )
    assert done(drawn) == {"aaxx"}


def test_a_subprocess_done_several_times_undoes_what_each_held() -> None:
    drawn = diagram(*AROUND, within("sub", *SUB, TWICE))
    assert done(drawn) == {"aabbcxxyy"}


def test_what_undoes_may_be_a_subprocess() -> None:
    handler = node(
        "subProcess",
        "pulihkan",
        inside=begins("w") + tasks("x", "y") + path("w", "x", "y"),
        isForCompensation="true",
    )
    drawn = diagram(
        start(),
        tasks("a"),
        beside("a", "kembali", BACK),
        handler,
        undoes("kembali", "pulihkan"),
        ends("mundur", BACK),
        path("mulai", "a", "mundur"),
    )
    assert done(drawn) == {"awxy"}


def test_a_compensation_event_that_leads_to_nothing_is_refused() -> None:
    drawn = diagram(
        start(),
        tasks("a"),
        beside("a", "k", BACK),
        ends("mundur", BACK),
        path("mulai", "a", "mundur"),
    )
    assert only(refusals(drawn)).element == "k"


CANCELS = ends("batal", what("cancel"))


def test_a_cancelled_transaction_is_undone_and_goes_on_from_its_boundary() -> None:
    run = Run(
        diagram(
            start(),
            tasks("c", "d"),
            within("sub", *SUB, CANCELS, path("b", "batal"), kind="transaction"),
            beside("sub", "e", what("cancel")),
            path("mulai", "sub", "d"),
            path("e", "c"),
        )
    )
    for step in ("a", "b", "y", "x", "c"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_cancelling_ends_what_else_runs_in_the_transaction() -> None:
    run = Run(
        diagram(
            start(),
            tasks("c", "d"),
            within(
                "sub",
                begins("awal"),
                tasks("a", "b"),
                undone("a", "x"),
                CANCELS,
                path("awal", "a", "batal"),
                path("awal", "b"),
                kind="transaction",
            ),
            beside("sub", "e", what("cancel")),
            path("mulai", "sub", "d"),
            path("e", "c"),
        )
    )
    run.do("a")
    assert run.waiting == ["x"]
    run.do("x")
    assert run.waiting == ["c"]


def test_a_cancel_from_deeper_within_undoes_what_was_done_on_all_levels() -> None:
    inner = within(
        "inti", begins("dalam"), tasks("b"), undone("b", "y"), CANCELS, path("dalam", "b", "batal")
    )
    run = Run(
        diagram(
            start(),
            tasks("c"),
            within(
                "sub",
                begins("awal"),
                tasks("a"),
                undone("a", "x"),
                inner,
                path("awal", "a", "inti"),
                kind="transaction",
            ),
            beside("sub", "e", what("cancel")),
            path("mulai", "sub"),
            path("e", "c"),
        )
    )
    for step in ("a", "b", "y", "x", "c"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_a_transaction_that_is_not_cancelled_goes_on() -> None:
    drawn = diagram(
        start(),
        tasks("c", "d"),
        within("sub", *SUB, kind="transaction"),
        beside("sub", "e", what("cancel")),
        path("mulai", "sub", "d"),
        path("e", "c"),
        catches("tunggu", what("timer", text="PT1S")),
        path("d", "tunggu"),
    )
    assert "abd" in done(drawn)


def test_a_compensation_event_subprocess_needs_nothing_else_to_undo() -> None:
    inner = on("kembalikan", begins("e", BACK), tasks("f"), path("e", "f"))
    work = within("sub", begins("awal"), tasks("a"), path("awal", "a"), inner)
    assert done(diagram(*AROUND, work)) == {"acef"}


def test_a_subprocess_that_its_event_subprocess_stood_in_for_was_done_and_is_undone() -> None:
    inner = on("tangani", begins("e", what("timer", text="PT1H")), tasks("f"), path("e", "f"))
    work = within("sub", begins("awal"), tasks("a"), path("awal", "a"), inner)
    run = Run(diagram(*AROUND, work, undone("sub", "z")))
    run.wait(hours=1)
    for step in ("f", "c", "z"):
        assert run.waiting == [step]
        run.do(step)
    assert run.ended


def test_what_was_undone_by_an_error_of_its_handler_ends_at_the_boundary() -> None:
    handler = node(
        "subProcess",
        "pulihkan",
        inside=begins("w") + ends("gagal", what("error", "habis")) + path("w", "gagal"),
        isForCompensation="true",
    )
    work = within(
        "sub",
        begins("awal"),
        tasks("a"),
        beside("a", "kembali", BACK),
        handler,
        undoes("kembali", "pulihkan"),
        throws("mundur", BACK),
        tasks("b"),
        path("awal", "a", "mundur", "b"),
    )
    drawn = diagram(
        start(),
        work,
        beside("sub", "e", what("error")),
        tasks("c"),
        path("mulai", "sub"),
        path("e", "c"),
    )
    assert done(drawn) == {"acew"}
