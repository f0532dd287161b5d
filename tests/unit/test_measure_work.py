"""What operators watch: the tasks and incidents of each office, as numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from service.domain.case import CaseState
from service.usecases.measure_work import Load, measure_work
from tests.fakes.rembang import Rembang


def loads_of(rembang: Rembang) -> list[Load]:
    return list(measure_work(store=rembang.store, clock=rembang.clock).offices)


def test_an_office_without_work_is_told_too(rembang: Rembang) -> None:
    assert loads_of(rembang) == [Load("rembang", 0, 0, 0)]


def test_open_and_claimed_tasks_count_until_they_are_done(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_5")
    rembang.start()
    assert loads_of(rembang) == [Load("rembang", 2, 0, 0)]
    rembang.complete(task, rembang.performer_of(task))
    assert loads_of(rembang) == [Load("rembang", 1, 0, 0)]


def test_a_task_is_overdue_once_its_due_date_has_passed(rembang: Rembang) -> None:
    rembang.start()
    rembang.clock.pass_by(minutes=60 * 24 * 30)
    rembang.start()
    assert loads_of(rembang) == [Load("rembang", 2, 1, 0)]


def test_cases_that_stand_still_are_counted_by_office(rembang: Rembang) -> None:
    Rembang(rembang.store, key="jakarta-selatan").start()
    case = rembang.case(rembang.start().case)
    with rembang.store.begin() as work:
        work.cases.move(replace(case, state=CaseState.INCIDENT), [])
    assert loads_of(rembang) == [Load("jakarta-selatan", 1, 0, 0), Load("rembang", 1, 0, 1)]


def test_the_lag_is_that_of_the_timer_that_should_have_fired_first(rembang: Rembang) -> None:
    for minutes in (-2, -5, 3):
        wait_for_a_timer(rembang, minutes)
    assert measure_work(store=rembang.store, clock=rembang.clock).lag == 300


def test_timers_that_wait_for_their_time_are_not_late(rembang: Rembang) -> None:
    assert measure_work(store=rembang.store, clock=rembang.clock).lag == 0
    wait_for_a_timer(rembang, 1)
    assert measure_work(store=rembang.store, clock=rembang.clock).lag == 0


def wait_for_a_timer(rembang: Rembang, minutes: int) -> None:
    """A case with a timer that is due in so many minutes."""
    case = rembang.case(rembang.start().case)
    due = rembang.clock.now() + timedelta(minutes=minutes)
    with rembang.store.begin() as work:
        work.cases.move(replace(case, due_at=due), [])
