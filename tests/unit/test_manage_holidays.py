"""Managing holidays: the nation's, those the office works on, and its own, each change recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from service.domain.actor import Actor, NameMissing
from service.domain.holidays import HolidayTwice, HolidayUnknown
from service.domain.policy import NotAdministrator, NotOverseer
from service.domain.record import Act, by
from service.usecases.manage_holidays import (
    Holiday,
    HolidayYear,
    YearUnknown,
    add_holiday,
    list_holidays,
    remove_holiday,
    rest_on,
    work_on,
)
from tests.fakes.rembang import Rembang
from tests.unit.tampering import found

CHRISTMAS, JOINT_LEAVE = date(2026, 12, 25), date(2026, 12, 24)
ANNIVERSARY = date(2026, 7, 28)
NAME = "Hari Jadi Kabupaten Rembang"


@pytest.fixture(autouse=True)
def national(rembang: Rembang) -> None:
    """A nation with two days off in 2026, the second of them joint leave, and one in 2025."""
    rembang.calendar.days = {
        CHRISTMAS: "Hari Raya Natal",
        JOINT_LEAVE: "Cuti Bersama Natal",
        date(2025, 12, 25): "Hari Raya Natal",
    }


def arguments(rembang: Rembang) -> dict[str, Any]:
    return {"store": rembang.store, "calendar": rembang.calendar, "clock": rembang.clock}


def add(rembang: Rembang, day: date = ANNIVERSARY, name: str = NAME) -> None:
    add_holiday(rembang.administrator, day, name, **arguments(rembang))


def work(rembang: Rembang, day: date = JOINT_LEAVE) -> None:
    work_on(rembang.administrator, day, **arguments(rembang))


def rest(rembang: Rembang, day: date = JOINT_LEAVE) -> None:
    rest_on(rembang.administrator, day, **arguments(rembang))


def remove(rembang: Rembang, day: date = ANNIVERSARY) -> None:
    remove_holiday(rembang.administrator, day, **arguments(rembang))


def year(rembang: Rembang, number: int = 2026, who: Actor | None = None) -> HolidayYear:
    who = who or rembang.auditor
    return list_holidays(who, number, store=rembang.store, calendar=rembang.calendar)


def last_change(rembang: Rembang) -> tuple[object, object]:
    """What the newest event of the office says: from what to what."""
    content = rembang.events(rembang.office.id)[-1].content()
    assert content["act"] == Act.HOLIDAYS_CHANGED
    assert content["actor"] == by(rembang.administrator)
    return content["old"], content["new"]


def test_a_year_lists_the_nations_days_and_the_offices_own(rembang: Rembang) -> None:
    add(rembang)
    work(rembang)
    assert year(rembang).days == [
        Holiday(ANNIVERSARY, NAME, own=True, worked=False),
        Holiday(JOINT_LEAVE, "Cuti Bersama Natal", own=False, worked=True),
        Holiday(CHRISTMAS, "Hari Raya Natal", own=False, worked=False),
    ]
    assert len(year(rembang, 2025).days) == 1


def test_a_year_without_joint_leave_yet_is_told_apart(rembang: Rembang) -> None:
    assert year(rembang).has_joint_leave
    rembang.calendar.joint_leave = False
    assert not year(rembang).has_joint_leave


def test_an_own_day_is_added_and_removed_on_the_record(rembang: Rembang) -> None:
    add(rembang)
    assert last_change(rembang) == ({}, {"2026-07-28": NAME})
    remove(rembang)
    assert last_change(rembang) == ({"2026-07-28": NAME}, {})
    assert found(rembang) == set()


def test_a_national_day_is_worked_on_and_rested_on_again_on_the_record(rembang: Rembang) -> None:
    work(rembang)
    assert last_change(rembang) == ({"2026-12-24": "Cuti Bersama Natal"}, {})
    rest(rembang)
    assert last_change(rembang) == ({}, {"2026-12-24": "Cuti Bersama Natal"})
    with rembang.store.read() as stored:
        assert stored.offices.get(rembang.office.id) == rembang.office


def test_the_same_again_changes_nothing(rembang: Rembang) -> None:
    work(rembang)
    before = rembang.events(rembang.office.id)
    work(rembang)
    rest(rembang, CHRISTMAS)
    assert rembang.events(rembang.office.id) == before


def test_a_day_is_entered_once_and_its_name_is_said(rembang: Rembang) -> None:
    add(rembang)
    with pytest.raises(HolidayTwice, match=NAME):
        add(rembang, name="Lain")
    with pytest.raises(HolidayTwice, match="Hari Raya Natal"):
        add(rembang, CHRISTMAS)
    work(rembang)
    with pytest.raises(HolidayTwice, match="Cuti Bersama Natal"):
        add(rembang, JOINT_LEAVE)


def test_a_day_needs_a_name_and_a_year_that_people_plan(rembang: Rembang) -> None:
    with pytest.raises(NameMissing):
        add(rembang, name=" ")
    with pytest.raises(YearUnknown):
        add(rembang, date(1999, 1, 1))
    with pytest.raises(YearUnknown):
        year(rembang, 2100)


def test_days_that_are_not_of_their_kind_cannot_be_changed(rembang: Rembang) -> None:
    for act, day in ((remove, CHRISTMAS), (work, ANNIVERSARY), (rest, ANNIVERSARY)):
        with pytest.raises(HolidayUnknown):
            act(rembang, day)


def test_only_administrators_change_holidays_and_auditors_see_them(rembang: Rembang) -> None:
    for person in (rembang.auditor, rembang.analyst, rembang.kasi):
        with pytest.raises(NotAdministrator):
            add_holiday(person, ANNIVERSARY, NAME, **arguments(rembang))
        for act in (remove_holiday, work_on, rest_on):
            with pytest.raises(NotAdministrator):
                act(person, CHRISTMAS, **arguments(rembang))
    for person in (rembang.analyst, rembang.kasi):
        with pytest.raises(NotOverseer):
            year(rembang, who=person)
