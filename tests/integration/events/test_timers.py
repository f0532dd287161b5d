"""Timer events: times, dates and cycles, by definition or by label, in the flow and beside it."""

from __future__ import annotations

import pytest

from tests.integration.drawing import (
    Run,
    both,
    definition,
    diagram,
    end,
    flow,
    node,
    notes,
    path,
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
    what,
    within,
)

HOUR = what("timer", text="PT1H")
DAYS = what("timer", text="P2D")


def waits(*trigger: str, name: str = "") -> bytes:
    """Waits for a time, then does `a`."""
    return diagram(
        start(), catches("tunggu", *trigger, name=name), tasks("a"), path("mulai", "tunggu", "a")
    )


def test_a_duration_is_waited_for() -> None:
    run = Run(waits(HOUR))
    assert run.tokens == ["tunggu"]
    run.wait(minutes=59)
    assert run.waiting == []
    run.wait(minutes=1)
    assert run.waiting == ["a"]
    assert run.last.left == ("tunggu",)


def test_a_date_is_waited_for_and_one_that_is_over_has_come() -> None:
    run = Run(waits(what("timer", text="2026-02-03T09:00:00Z", timer="timeDate")))
    run.wait(hours=30)
    assert run.waiting == []
    run.wait(hours=1)
    assert run.waiting == ["a"]
    run = Run(waits(what("timer", text="2020-01-01T00:00:00Z", timer="timeDate")))
    assert run.waiting == ["a"]


def test_a_cycle_in_the_flow_goes_on_as_often_as_it_says() -> None:
    drawn = waits(what("timer", text="R4/PT1H", timer="timeCycle"))
    assert done(drawn) == {"aaaa"}
    run = Run(drawn)
    run.wait(hours=2)
    assert run.waiting == ["a", "a"]


def test_a_cycle_without_an_end_in_the_flow_means_its_next_time() -> None:
    run = Run(waits(what("timer", text="R/PT1H", timer="timeCycle")))
    run.wait(hours=5)
    assert run.waiting == ["a"]
    run.do("a")
    assert run.ended


def test_a_label_alone_is_read_and_the_indonesian_day_is_working_time() -> None:
    run = Run(waits(what("timer"), name="2 hari"))
    assert [each.element for each in notes(waits(what("timer"), name="2 hari"))].count("tunggu")
    run.wait(hours=48)  # Wednesday, 09.00
    assert run.waiting == []
    run.wait(hours=7)
    assert run.waiting == ["a"]


def test_a_label_in_another_language_is_clock_time() -> None:
    run = Run(waits(what("timer"), name="nach 2 Tagen"))
    run.wait(hours=48)
    assert run.waiting == ["a"]


def test_a_timer_that_says_no_time_is_confirmed_by_a_person() -> None:
    run = Run(waits(what("timer"), name="Kapan saja"))
    assert run.waiting == ["tunggu"]
    run.do("tunggu")
    assert run.waiting == ["a"]


AROUND = (start(), tasks("b", "c"), path("mulai", "sub", "c"), path("e", "b"))
WORK = within("sub", begins("awal"), tasks("a"), path("awal", "a"))


def test_a_boundary_that_interrupts_takes_the_work_away() -> None:
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", HOUR)))
    assert run.waiting == ["a"]
    run.wait(hours=1)
    assert run.waiting == ["b"]
    assert len(run.last.withdrawn) == 1


def test_a_boundary_that_does_not_interrupt_adds_to_the_work() -> None:
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", HOUR, stops=False)))
    run.wait(hours=3)
    assert run.waiting == ["a", "b"]
    run.do("a")
    assert run.waiting == ["b", "c"]


def test_a_boundary_with_a_cycle_fires_while_the_work_lasts() -> None:
    every = what("timer", text="R3/PT1H", timer="timeCycle")
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", every, stops=False)))
    run.wait(hours=1)
    assert run.waiting == ["a", "b"]
    run.wait(hours=1)
    assert run.waiting == ["a", "b", "b"]
    run.wait(hours=5)
    assert run.waiting == ["a", "b", "b", "b"]
    run.do("a")
    assert run.waiting == ["b", "b", "b", "c"]


def test_a_boundary_stops_listening_when_the_work_is_done() -> None:
    run = Run(diagram(*AROUND, WORK, beside("sub", "e", HOUR)))
    run.do("a")
    run.wait(hours=2)
    assert run.waiting == ["c"]


def test_a_boundary_measures_from_when_each_work_began() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "b", "c"),
            xor("m"),
            path("mulai", "m", "a", "b"),
            flow("b", "m"),
            beside("a", "e", DAYS),
            path("e", "c"),
        )
    )
    run.wait(days=1)
    run.do("a")
    run.wait(days=5)
    run.do("b")
    run.wait(days=1)
    assert run.waiting == ["a"]
    run.wait(days=1)
    assert run.waiting == ["c"]


def test_who_finishes_the_work_after_its_time_but_before_it_was_noticed_has_finished_it() -> None:
    """What a person was still offered, counts; other timers that are due go with the same act."""
    run = Run(
        diagram(
            start(),
            both("pisah"),
            tasks("a", "b", "c", "d"),
            beside("a", "e", HOUR),
            path("mulai", "pisah", "a", "c"),
            path("e", "b"),
            catches("tunggu", HOUR),
            path("pisah", "tunggu", "d"),
        )
    )
    run.time = type(run.time)(run.time.at.replace(hour=5), run.time.due)
    run.do("a")
    assert run.waiting == ["c", "d"]


def test_an_event_subprocess_interrupts_at_its_time() -> None:
    inner = on("tangani", begins("e", HOUR), tasks("b"), path("e", "b"))
    drawn = (start(), tasks("c"), path("mulai", "sub", "c"))
    run = Run(diagram(*drawn, within("sub", begins("awal"), tasks("a"), path("awal", "a"), inner)))
    run.wait(hours=1)
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["c"]


def test_an_event_subprocess_with_a_cycle_runs_beside_the_work() -> None:
    every = what("timer", text="R4/PT1S", timer="timeCycle")
    inner = on("tangani", begins("e", every, isInterrupting="false"), tasks("b"), path("e", "b"))
    slow = catches("tunggu", what("timer", text="PT1M"))
    drawn = diagram(
        start(),
        tasks("c"),
        path("mulai", "sub", "c"),
        within("sub", begins("awal"), slow, tasks("a"), path("awal", "tunggu", "a"), inner),
    )
    run = Run(drawn)
    run.wait(seconds=2)
    assert run.waiting == ["b", "b"]
    run.wait(minutes=1)
    assert run.waiting == ["a", "b", "b", "b", "b"]


def test_what_an_event_gateway_waits_for_is_over_at_the_time() -> None:
    drawn = diagram(
        start(),
        node("eventBasedGateway", "g"),
        catches("x", what("message")),
        catches("y", HOUR),
        tasks("a", "b"),
        path("mulai", "g", "x", "a"),
        path("g", "y", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["x"]
    run.wait(hours=1)
    assert run.waiting == ["b"]


def test_terminate_ends_what_waits_for_a_time() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a"),
        catches("tunggu", HOUR),
        ends("henti", what("terminate")),
        path("mulai", "pisah", "tunggu", "a"),
        path("pisah", "henti"),
    )
    run = Run(drawn)
    assert run.ended
    assert run.last.due is None


COMPUTED = what("timer", text="${batas}", timer="timeDate")


def failed_at(run: Run) -> str:
    return "" if run.incident is None else run.incident.element


def test_a_time_that_cannot_be_reckoned_is_an_incident_until_it_can() -> None:
    drawn = diagram(
        start(),
        both("pisah"),
        tasks("a", "b"),
        catches("tunggu", COMPUTED),
        path("mulai", "pisah", "tunggu", "a"),
        path("pisah", "b"),
        end(),
    )
    run = Run(drawn)
    assert failed_at(run) == "tunggu"
    assert run.waiting == ["b"]
    run.do("b", batas="2026-02-03")
    assert failed_at(run) == ""
    run.wait(days=1)
    assert run.waiting == ["a"]


@pytest.mark.parametrize("stops", [True, False])
def test_a_time_beside_the_work_that_cannot_be_reckoned_does_not_hold_the_work_up(
    stops: bool,
) -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        beside("a", "e", COMPUTED, stops=stops),
        path("mulai", "a"),
        path("e", "b"),
    )
    run = Run(drawn)
    assert failed_at(run) == "e"
    assert "e" not in definition(drawn).steps
    run.do("a")
    assert run.ended


def test_what_was_due_first_comes_first_however_late_it_is_noticed() -> None:
    work = within(
        "sub",
        begins("awal"),
        catches("tunggu", what("timer", text="PT30M")),
        path("awal", "tunggu"),
    )
    run = Run(diagram(*AROUND, work, beside("sub", "e", HOUR)))
    run.wait(hours=5)
    assert run.waiting == ["c"]


def test_a_time_that_cannot_be_read_is_told_and_confirmed_by_a_person() -> None:
    drawn = diagram(
        start(),
        catches("tunggu", what("timer", text="besok lusa kira-kira")),
        path("mulai", "tunggu"),
    )
    assert Run(drawn).waiting == ["tunggu"]
    told = [note.reason for note in notes(drawn) if note.rule == "timers"]
    assert told == ['waktu "besok lusa kira-kira" tidak terbaca, sehingga terjadinya dikonfirmasi']
