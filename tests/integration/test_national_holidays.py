"""The `holidays` library gives what an Indonesian office needs of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from service.connectors.national_holidays import NationalHolidays
from service.domain.calendar import DEFAULT_HOURS, WorkingCalendar
from service.domain.standard_time import StandardTime, Unit

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (date(2026, 3, 19), "Hari Suci Nyepi"),
        (date(2026, 3, 21), "Hari Raya Idul Fitri"),
        (date(2026, 3, 20), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2026, 3, 24), "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2026, 12, 24), "Cuti Bersama Hari Raya Natal"),
    ],
)
def test_public_holidays_and_joint_leave_come_with_their_indonesian_names(
    day: date, name: str
) -> None:
    assert NationalHolidays()(2026)[day] == name


def test_a_year_holds_no_other_years_days() -> None:
    assert {day.year for day in NationalHolidays()(2026)} == {2026}


def test_joint_leave_is_known_only_once_it_is_decreed() -> None:
    national = NationalHolidays()
    assert national.has_joint_leave(2026)
    assert not national.has_joint_leave(2060)
    assert date(2060, 8, 17) in national(2060)


def test_a_year_is_asked_of_the_library_once_and_cannot_be_changed() -> None:
    assert NationalHolidays()(2026) is NationalHolidays()(2026)
    assert not hasattr(NationalHolidays()(2026), "__setitem__")


def test_a_calendar_takes_them_as_they_are() -> None:
    office = WorkingCalendar(DEFAULT_HOURS, WIB, NationalHolidays())
    before_the_feast = datetime(2026, 3, 17, 10, tzinfo=WIB)
    due = office.due(StandardTime(1, Unit.DAY, clock=False), before_the_feast)
    assert due == datetime(2026, 3, 25, 16, tzinfo=WIB)


def test_the_library_is_not_loaded_at_start_up() -> None:
    check = "import service.connectors.national_holidays, sys; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_no_other_country_is_loaded_with_indonesia() -> None:
    check = (
        "from service.connectors.national_holidays import NationalHolidays as National; import sys;"
        " National()(2026); sys.exit(any('holidays.countries' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
