"""Setting hours: what holds from now on, who may say so, and what the record keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.domain.actor import Actor
from service.domain.calendar import DEFAULT_HOURS, InvalidHours, WorkingHours, problems_of
from service.domain.policy import NotAdministrator, NotOverseer
from service.domain.record import Act, by
from service.usecases.set_hours import set_hours, show_hours
from tests.fakes.rembang import Rembang
from tests.unit.tampering import found

DEFAULT: dict[str, Any] = dict(DEFAULT_HOURS.to_plain())
FRIDAY = {"friday": [["08:00", "11:30"], ["12:30", "15:30"]]}


def put(rembang: Rembang, hours: dict[str, Any], who: Actor | None = None) -> None:
    set_hours(who or rembang.administrator, hours, store=rembang.store, clock=rembang.clock)


def test_other_hours_hold_and_the_record_keeps_the_days_that_differ(rembang: Rembang) -> None:
    put(rembang, DEFAULT | FRIDAY)
    shown = show_hours(rembang.auditor, store=rembang.store)
    assert shown == WorkingHours.from_plain(DEFAULT | FRIDAY)
    content = rembang.events(rembang.office.id)[-1].content()
    assert content["act"] == Act.HOURS_CHANGED
    assert content["actor"] == by(rembang.administrator)
    assert (content["old"], content["new"]) == ({"friday": DEFAULT["friday"]}, FRIDAY)
    assert found(rembang) == set()


def test_the_same_hours_change_nothing(rembang: Rembang) -> None:
    before = rembang.events(rembang.office.id)
    put(rembang, DEFAULT | {"sunday": []})
    assert rembang.events(rembang.office.id) == before


def test_hours_that_are_wrong_are_refused_whole(rembang: Rembang) -> None:
    with pytest.raises(InvalidHours):
        put(rembang, DEFAULT | {"friday": [["12:00", "07:30"]]})
    assert show_hours(rembang.auditor, store=rembang.store) == DEFAULT_HOURS


def test_every_day_says_what_is_wrong_with_it() -> None:
    wrong = problems_of(
        {
            "monday": [["07:30", "12:00"]],
            "tuesday": [["07:30", ""]],
            "wednesday": [["12:00", "07:30"]],
            "thursday": [["07:30", "12:00"], ["11:00", "16:00"]],
            "friday": [["pagi", "siang"]],
            "saturday": [],
        }
    )
    assert {day: type(problem).__name__ for day, problem in wrong.items()} == {
        "tuesday": "HalfInterval",
        "wednesday": "EndBeforeStart",
        "thursday": "OverlappingHours",
        "friday": "UnreadableHours",
    }


def test_a_week_has_as_many_hours_as_its_days_together() -> None:
    assert DEFAULT_HOURS.weekly == timedelta(hours=37, minutes=30)
    assert WorkingHours.from_plain(FRIDAY).weekly == timedelta(hours=6, minutes=30)


def test_only_administrators_set_hours_and_auditors_see_them(rembang: Rembang) -> None:
    for person in (rembang.auditor, rembang.analyst, rembang.kasi):
        with pytest.raises(NotAdministrator):
            put(rembang, DEFAULT | FRIDAY, person)
    for person in (rembang.analyst, rembang.kasi):
        with pytest.raises(NotOverseer):
            show_hours(person, store=rembang.store)
