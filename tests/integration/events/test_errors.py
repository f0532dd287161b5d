"""Error events: what fails ends, and what catches it goes on."""

from __future__ import annotations

import pytest

from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    file,
    flow,
    node,
    notes,
    path,
    process,
    refusals,
    start,
    tasks,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    done,
    ends,
    on,
    what,
    within,
)

FAILS = ends("gagal", what("error", "habis"))


def sub(*inside: str, kind: str = "subProcess") -> str:
    """A subprocess `sub` that begins at `awal`."""
    return within("sub", begins("awal"), *inside, kind=kind)


CAUGHT_BESIDE = (
    start(),
    tasks("b", "c"),
    end(),
    path("mulai", "sub", "c", "selesai"),
    path("e", "b", "selesai"),
)


@pytest.mark.parametrize("kind", ["subProcess", "transaction"])
@pytest.mark.parametrize("code", ["habis", ""])
def test_an_error_goes_on_from_the_boundary_that_catches_it(kind: str, code: str) -> None:
    drawn = diagram(
        *CAUGHT_BESIDE,
        sub(tasks("a"), FAILS, path("awal", "a", "gagal"), kind=kind),
        beside("sub", "e", what("error", code)),
    )
    assert done(drawn) == {"abe"}


def test_an_error_ends_the_other_work_of_its_subprocess() -> None:
    run = Run(
        diagram(
            *CAUGHT_BESIDE,
            sub(
                both("pisah"),
                tasks("a", "d"),
                FAILS,
                path("awal", "pisah", "a", "gagal"),
                flow("pisah", "d"),
            ),
            beside("sub", "e", what("error", "habis")),
        )
    )
    assert run.waiting == ["a", "d"]
    run.do("a")
    assert run.waiting == ["b"]
    assert run.last.left == ("a", "gagal", "e")
    assert len(run.last.withdrawn) == 1
    run.do("b")
    assert run.ended


def test_the_boundary_with_the_code_of_the_error_comes_before_one_for_all() -> None:
    drawn = diagram(
        *CAUGHT_BESIDE,
        sub(tasks("a"), FAILS, path("awal", "a", "gagal")),
        beside("sub", "x", what("error")),
        beside("sub", "e", what("error", "habis")),
        path("x", "c"),
    )
    assert done(drawn) == {"abe"}


def test_an_error_passes_levels_that_do_not_catch_it() -> None:
    run = Run(
        diagram(
            *CAUGHT_BESIDE,
            sub(
                within("inti", begins("dalam"), tasks("a"), FAILS, path("dalam", "a", "gagal")),
                beside("inti", "x", what("error", "lain")),
                tasks("d", "f"),
                path("awal", "inti", "d"),
                path("x", "f"),
            ),
            beside("sub", "e", what("error", "habis")),
        )
    )
    run.do("a")
    assert run.last.left == ("a", "gagal", "e")
    assert run.waiting == ["b"]


def test_an_event_subprocess_that_catches_stands_in_for_the_work_and_the_flow_goes_on() -> None:
    """What surrounds it completes as if its own work had been done."""
    drawn = diagram(
        start(),
        tasks("c"),
        end(),
        path("mulai", "sub", "c", "selesai"),
        sub(
            both("pisah"),
            tasks("a", "d"),
            FAILS,
            path("awal", "pisah", "a", "gagal"),
            path("pisah", "d"),
            on(
                "tangani",
                begins("e", what("error", "habis")),
                tasks("b"),
                end("usai"),
                path("e", "b", "usai"),
            ),
        ),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["b"]
    assert run.last.left == ("a", "gagal", "e")
    run.do("b")
    assert run.waiting == ["c"]
    run.do("c")
    assert run.ended


def test_an_event_subprocess_of_the_process_itself_catches_too() -> None:
    drawn = diagram(
        start(),
        tasks("a"),
        FAILS,
        path("mulai", "a", "gagal"),
        on("tangani", begins("e", what("error")), tasks("b"), path("e", "b")),
    )
    assert done(drawn) == {"abe"}


def test_inside_comes_before_beside_whatever_the_codes_say() -> None:
    drawn = diagram(
        *CAUGHT_BESIDE,
        sub(
            tasks("a", "d"),
            FAILS,
            path("awal", "a", "gagal"),
            on("tangani", begins("i", what("error")), path("i", "d"), tasks("d")),
        ).replace('<userTask id="d"></userTask>', "", 1),
        beside("sub", "e", what("error", "habis")),
    )
    assert done(drawn) == {"acdi"}


def test_what_handles_an_error_may_fail_to_the_level_above() -> None:
    drawn = diagram(
        *CAUGHT_BESIDE,
        sub(
            tasks("a"),
            FAILS,
            path("awal", "a", "gagal"),
            on(
                "tangani",
                begins("i", what("error", "habis")),
                ends("z", what("error", "lagi")),
                path("i", "z"),
            ),
        ),
        beside("sub", "e", what("error", "lagi")),
    )
    assert done(drawn) == {"abeiz"}


def test_an_error_that_nothing_catches_ends_its_pool_and_is_told_at_deployment() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        FAILS,
        path("mulai", "pisah", "a", "gagal"),
        path("pisah", "b"),
    )
    told = [each for each in notes(drawn) if each.rule == "uncaught"]
    assert [(each.element, str(each.kind)) for each in told] == [("gagal", "advice")]
    run = Run(drawn)
    run.do("a")
    assert run.ended
    assert run.last.left == ("a", "gagal")


def test_an_error_event_at_a_boundary_interrupts_however_it_was_drawn() -> None:
    drawn = diagram(
        *CAUGHT_BESIDE,
        sub(tasks("a"), FAILS, path("awal", "a", "gagal")),
        beside("sub", "e", what("error", "habis"), stops=False),
    )
    assert done(drawn) == {"abe"}


def test_an_error_at_a_task_is_told_by_its_person() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "b"),
            end(),
            path("mulai", "a", "selesai"),
            beside("a", "e", what("error", "habis"), name="Berkas hilang"),
            path("e", "b"),
        )
    )
    assert run.waiting == ["a", "e"]
    run.do("e")
    assert run.waiting == ["b"]


def test_an_error_in_processes_that_call_each_other_is_refused_and_no_crash() -> None:
    calls = [
        process(
            start(f"m{n}"),
            node("callActivity", f"panggil{n}", calledElement=f"k{3 - n}"),
            ends(f"gagal{n}", what("error", "habis")),
            path(f"m{n}", f"panggil{n}", f"gagal{n}"),
            key=f"k{n}",
        )
        for n in (1, 2)
    ]
    assert {each.rule for each in refusals(file(*calls))} == {"call-activities"}


def test_an_error_is_not_caught_beside_the_event_subprocess_that_interrupted_for_another() -> None:
    drawn = diagram(
        start(),
        tasks("a"),
        path("mulai", "a"),
        on(
            "batalkan",
            begins("x", what("message"), name="Batal"),
            tasks("b"),
            ends("gagal", what("error", "habis")),
            path("x", "b", "gagal"),
        ),
        on("tangani", begins("e", what("error", "habis")), tasks("c"), path("e", "c")),
    )
    assert [n.element for n in notes(drawn) if n.rule == "uncaught"] == ["gagal"]
    run = Run(drawn)
    assert "x" in run.waiting
    run.do("x")
    run.do("b")
    assert run.ended


def test_an_event_subprocess_that_runs_is_interrupted_from_the_boundary() -> None:
    run = Run(
        diagram(
            *CAUGHT_BESIDE,
            sub(
                tasks("a"),
                FAILS,
                path("awal", "a", "gagal"),
                on("tangani", begins("i", what("error")), tasks("d"), path("i", "d")),
            ),
            beside("sub", "e", what("timer", text="PT1H")),
        )
    )
    run.do("a")
    assert run.waiting == ["d"]
    run.wait(hours=1)
    assert run.waiting == ["b"]
