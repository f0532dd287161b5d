"""Timers, messages and incidents of stored cases, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from uuid import uuid4

import pytest

from service.domain.case import CaseDamaged, CaseNotStopped, CaseState
from service.domain.policy import NotAdministrator
from service.usecases.ports import MessageNotAwaited
from service.usecases.retry_case import Retried
from tests.integration.drawing import both as gateways
from tests.integration.drawing import diagram, end, flow, path, start, tasks, xor
from tests.integration.drawn_office import DrawnOffice, stored
from tests.integration.events.drawn import beside, catches, what

HOUR = what("timer", text="PT1H")
REMINDED = diagram(
    start(),
    tasks("a", "ingat"),
    beside("a", "pada", HOUR),
    end(),
    path("mulai", "a", "selesai"),
    path("pada", "ingat", "selesai"),
)
"""An hour after the start `a` is taken back, and `ingat` is to be done instead."""

ASKED = diagram(
    start(),
    catches("jawaban", what("message"), name="Jawaban dinas"),
    xor("g"),
    tasks("a", "b"),
    end(),
    path("mulai", "jawaban", "g"),
    flow("g", "a", when="jumlah > 3"),
    flow("g", "b", when="jumlah <= 3"),
    path("a", "selesai"),
    path("b", "selesai"),
)
"""Waits for an answer from outside, whose number decides."""

Drawn = Callable[[bytes], DrawnOffice]


@pytest.fixture
def drawn(database_url: str) -> Iterator[Drawn]:
    with stored(database_url) as store:
        yield lambda diagram: DrawnOffice(store, diagram)


def test_a_timer_is_stored_with_the_act_that_set_it_and_fires_once(drawn: Drawn) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    assert office.case(case).due_at is not None
    assert office.due() == []
    assert not office.fire(case)
    office.clock.pass_by(hours=1)
    assert office.due() == [case]
    assert office.fire(case)
    assert not office.fire(case)
    assert office.waiting(case) == ["ingat"]
    assert office.acts(case) == ["started", "timer"]
    assert office.case(case).due_at is None
    assert office.faults() == []


def test_a_timer_fires_by_the_queues_clock_where_this_machines_is_behind(drawn: Drawn) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    office.clock.pass_by(minutes=59)
    due = office.case(case).due_at
    assert office.fire(case, due)
    assert office.waiting(case) == ["ingat"]
    (task,) = office.open_tasks(case)
    office.do(task)  # before it was opened, as this machine sees it
    assert office.case(case).state is CaseState.DONE
    assert office.faults() == []


def test_timers_are_given_up_by_the_queues_clock_too(drawn: Drawn) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    office.give_up(case, CaseDamaged(number="1"))
    assert office.case(case).state is CaseState.RUNNING
    office.give_up(case, CaseDamaged(number="1"), office.case(case).due_at)
    assert office.case(case).state is CaseState.INCIDENT


def test_a_timer_whose_task_was_done_before_does_nothing(drawn: Drawn) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    (task,) = office.open_tasks(case)
    office.do(task)
    office.clock.pass_by(hours=2)
    assert office.due() == []
    assert not office.fire(case)
    assert office.case(case).state is CaseState.DONE


def test_a_message_from_outside_goes_to_the_case_that_waits_for_it(drawn: Drawn) -> None:
    office = drawn(ASKED)
    started = office.start()
    assert office.waiting(started.case) == ["jawaban"]
    office.send(started.number, "Jawaban dinas", jumlah=Decimal(5))
    assert office.waiting(started.case) == ["a"]
    assert office.acts(started.case) == ["started", "message"]
    assert office.faults() == []


def test_a_message_that_comes_twice_is_delivered_once(drawn: Drawn) -> None:
    office = drawn(ASKED)
    started, key = office.start(), uuid4()
    assert office.send(started.number, "Jawaban dinas", key) is not None
    assert office.send(started.number, "Jawaban dinas", key) is None
    assert office.acts(started.case) == ["started", "message", "incident"]


def test_a_message_that_nobody_waits_for_is_refused_and_changes_nothing(drawn: Drawn) -> None:
    office = drawn(ASKED)
    started = office.start()
    with pytest.raises(MessageNotAwaited, match="Jawaban bupati"):
        office.send(started.number, "Jawaban bupati")
    assert office.acts(started.case) == ["started"]


def test_timers_that_fail_for_good_stop_the_case_until_an_administrator_has_them_tried_again(
    drawn: Drawn,
) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    office.clock.pass_by(hours=1)
    office.give_up(case, CaseDamaged(number="1"))
    stopped = office.case(case)
    assert (stopped.state, stopped.due_at) == (CaseState.INCIDENT, None)
    assert office.faults() == []
    assert office.retry(case).goes_on
    assert office.waiting(case) == ["ingat"]
    assert office.acts(case) == ["started", "incident", "retried"]
    assert office.faults() == []


def test_only_a_case_that_stands_still_is_tried_again_and_only_by_an_administrator(
    drawn: Drawn,
) -> None:
    office = drawn(REMINDED)
    case = office.start().case
    with pytest.raises(CaseNotStopped):
        office.retry(case)
    with pytest.raises(NotAdministrator):
        office.retry(case, by=office.clerk)


def test_a_case_that_stops_again_was_tried_once_however_often_the_form_was_sent(
    drawn: Drawn,
) -> None:
    office = drawn(ASKED)
    started, act = office.start(), uuid4()
    office.send(started.number, "Jawaban dinas")
    first, second = (office.retry(started.case, act) for _ in range(2))
    assert first == second == Retried(started.number, goes_on=False)
    assert (first.unchanged, second.unchanged) == (False, True)
    tried = ["started", "message", "incident", "retried", "incident"]
    assert office.acts(started.case) == tried
    office.retry(started.case)
    assert office.acts(started.case) == [*tried, "retried", "incident"]
    assert office.faults() == []


BOTH = diagram(
    start(),
    gateways("bagi"),
    catches("surat", what("message"), HOUR, name="Surat", parallelMultiple="true"),
    catches("nanti", what("timer", text="PT3H")),
    tasks("a", "b"),
    end(),
    path("mulai", "bagi", "surat", "a", "selesai"),
    path("bagi", "nanti", "b", "selesai"),
)
"""A letter and an hour must both come for `a`; beside them three hours for `b`."""


def test_a_timer_that_has_come_leaves_the_others_of_its_case_armed(drawn: Drawn) -> None:
    office = drawn(BOTH)
    case = office.start().case
    office.clock.pass_by(hours=1)
    assert office.fire(case)
    assert office.case(case).due_at is not None
    office.clock.pass_by(hours=2)
    assert office.fire(case)
    assert "b" in office.waiting(case)
    assert office.faults() == []
