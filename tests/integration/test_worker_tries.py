"""How the worker deals with what fails: what is a try, how long to wait, when to give up."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from service.domain.errors import Unavailable
from service.worker import TRIES, EmbeddedWorker, Timers, fire, wait_after

CASE = UUID("7f0a4b1e-0000-4000-8000-000000000001")


def test_a_thread_beside_a_server_outlives_whatever_goes_wrong() -> None:
    asked: list[int] = []

    def fail(size: int) -> list[UUID]:
        asked.append(size)
        raise OSError

    worker = EmbeddedWorker(replace(failing(OSError(), []), due=fail))
    worker.turn()
    worker.turn()
    assert len(asked) == 2


def failing(error: Exception, given_up: list[Exception]) -> Timers:
    def fail(_: UUID, __: datetime | None) -> bool:
        raise error

    return Timers(
        due=lambda _: [CASE],
        fire=fail,
        put_off=lambda _, __, ___, ____: None,
        give_up=lambda _, why, __: given_up.append(why),
    )


def test_what_fails_is_tried_again_and_given_up_at_last() -> None:
    given_up: list[Exception] = []
    error = ZeroDivisionError()
    failed = 0
    for tries in range(1, TRIES):
        failed = fire(CASE, failed, failing(error, given_up))
        assert failed == tries
    assert given_up == []
    assert fire(CASE, failed, failing(error, given_up)) == 0
    assert given_up == [error]


def test_beside_an_embedded_database_an_outage_is_no_try(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up: list[Exception] = []
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    away, broken = (failing(error, given_up) for error in (Unavailable(), ZeroDivisionError()))
    fires = [*[broken] * (TRIES - 1), *[away] * TRIES, broken]
    fired: list[UUID] = []

    def fire_next(case: UUID, come: datetime | None) -> bool:
        assert given_up == []
        fired.append(case)
        return fires[len(fired) - 1].fire(case, come)

    worker = EmbeddedWorker(replace(broken, fire=fire_next))
    for _ in fires:
        worker.turn()
        worker.turn()  # comes too soon
        now += 30
    assert len(fired) == len(fires)
    assert len(given_up) == 1


def test_cases_that_cannot_even_be_stopped_do_not_stand_before_others() -> None:
    cases = [uuid4() for _ in range(250)]
    asked: list[UUID] = []

    def fail(case: UUID, _: datetime | None) -> bool:
        asked.append(case)
        raise ZeroDivisionError

    def fail_again(_: UUID, __: Exception, ___: datetime | None) -> None:
        raise OSError

    never = failing(OSError(), [])
    worker = EmbeddedWorker(
        replace(never, due=lambda size: cases[:size], fire=fail, give_up=fail_again)
    )
    for _ in range(4):
        worker.turn()
    assert asked == cases


def test_a_database_that_is_not_to_be_reached_stops_no_case() -> None:
    given_up: list[Exception] = []
    with pytest.raises(Unavailable):
        fire(CASE, 100, failing(Unavailable(), given_up))
    assert given_up == []


def test_each_try_waits_twice_as_long_up_to_half_a_minute() -> None:
    assert [wait_after(tries) for tries in (1, 2, 3, 20)] == [2, 4, 8, 30]
