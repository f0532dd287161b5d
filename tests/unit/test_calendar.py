"""Due dates and working time, on real dates of 2026 (17 August and 1 June are Mondays)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import (
    DEFAULT_HOURS,
    WEEKDAYS,
    NoWorkingTime,
    WorkingCalendar,
    WorkingHours,
)
from service.domain.holidays import Holidays
from service.domain.standard_time import StandardTime, Unit, read_standard_time
from tests.unit.test_working_hours import ANY_HOURS

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")

# As the national calendar has them; the integration test holds that adapter to the same days.
HOLIDAYS_2026 = {
    date(2026, 3, 18): "Cuti Bersama Hari Suci Nyepi",
    date(2026, 3, 19): "Hari Suci Nyepi",
    date(2026, 3, 20): "Cuti Bersama Hari Raya Idul Fitri",
    date(2026, 3, 21): "Hari Raya Idul Fitri",
    date(2026, 3, 22): "Hari kedua dari Hari Raya Idul Fitri",
    date(2026, 3, 23): "Cuti Bersama Hari Raya Idul Fitri",
    date(2026, 3, 24): "Cuti Bersama Hari Raya Idul Fitri",
    date(2026, 5, 1): "Hari Buruh Internasional",
    date(2026, 6, 1): "Hari Lahir Pancasila",
    date(2026, 8, 17): "Hari Kemerdekaan Republik Indonesia",
    date(2026, 8, 25): "Maulid Nabi Muhammad",
    date(2026, 12, 24): "Cuti Bersama Hari Raya Natal",
    date(2026, 12, 25): "Hari Raya Natal",
}

RAMADAN_HOURS = WorkingHours.from_plain(
    {day: [["08:00", "12:00"], ["12:30", "15:00"]] for day in WEEKDAYS[:4]}
    | {"friday": [["08:00", "11:30"], ["12:30", "15:30"]]}
)


def holidays_of(year: int) -> Mapping[date, str]:
    return {day: name for day, name in HOLIDAYS_2026.items() if day.year == year}


def calendar(
    hours: WorkingHours = DEFAULT_HOURS, zone: ZoneInfo = WIB, *, closed: bool = True
) -> WorkingCalendar:
    return WorkingCalendar(hours, zone, holidays_of if closed else lambda _year: {})


def local(text: str, zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(printed: str, opened: str, hours: WorkingHours = DEFAULT_HOURS) -> str:
    """Give the due moment of a printed waktu, opened in local time, in local time."""
    standard = read_standard_time(printed)
    assert standard is not None
    moment = calendar(hours).due(standard, local(opened))
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("printed", "opened", "expected"),
    [
        ("15 menit", "2026-08-18 09:00", "2026-08-18 09:15"),  # inside one morning
        ("30 menit", "2026-08-18 11:45", "2026-08-18 13:15"),  # across the lunch break
        ("30 menit", "2026-08-21 11:15", "2026-08-21 13:15"),  # across Friday's longer break
        ("30 menit", "2026-08-21 16:15", "2026-08-24 07:45"),  # Friday closes at 16.30
        ("2 jam", "2026-08-14 16:00", "2026-08-18 09:00"),  # a weekend, then Independence Day
        ("20 jam", "2026-08-18 07:30", "2026-08-20 13:30"),  # longer than two days
    ],
)
def test_minutes_and_hours_are_working_time(printed: str, opened: str, expected: str) -> None:
    assert due(printed, opened) == expected


def test_a_time_used_up_at_a_close_is_due_at_that_close() -> None:
    assert due("30 menit", "2026-08-18 11:30") == "2026-08-18 12:00"
    assert due("30 menit", "2026-08-18 15:30") == "2026-08-18 16:00"


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        ("2026-08-18 05:00", "2026-08-18 07:40"),  # before opening
        ("2026-08-18 12:20", "2026-08-18 13:10"),  # in the break
        ("2026-08-18 16:00", "2026-08-19 07:40"),  # at closing
        ("2026-08-18 20:00", "2026-08-19 07:40"),  # after closing
        ("2026-08-15 10:00", "2026-08-18 07:40"),  # on a Saturday before a holiday
    ],
)
def test_what_arrives_outside_hours_counts_from_the_next_opening(
    opened: str, expected: str
) -> None:
    assert due("10 menit", opened) == expected


def test_three_days_from_monday_end_at_the_close_of_thursday() -> None:
    assert due("3 Hari", "2026-08-10 10:00") == "2026-08-13 16:00"


def test_a_day_that_falls_on_friday_ends_at_fridays_close() -> None:
    assert due("1 (satu) Hari Kerja", "2026-08-20 10:00") == "2026-08-21 16:30"


def test_days_pass_over_nyepi_and_idul_fitri_with_their_joint_leave() -> None:
    assert due("1 hari", "2026-03-17 10:00") == "2026-03-25 16:00"


def test_arrival_after_closing_still_counts_from_that_date() -> None:
    assert due("1 hari", "2026-08-18 22:00") == "2026-08-19 16:00"


@pytest.mark.parametrize("opened", ["2026-08-14 10:00", "2026-08-15 10:00", "2026-08-17 10:00"])
def test_arrival_on_a_day_off_ends_as_if_it_came_on_the_working_day_before(opened: str) -> None:
    assert due("1 hari", opened) == "2026-08-18 16:00"


def test_a_week_is_five_working_days() -> None:
    assert due("1 minggu", "2026-08-03 10:00") == "2026-08-10 16:00"
    assert due("2 minggu", "2026-08-12 10:00") == "2026-08-28 16:30"  # over 17 and 25 August


@pytest.mark.parametrize(
    ("printed", "opened", "expected"),
    [
        ("1 bulan", "2026-06-10 10:00", "2026-07-10 16:30"),  # the same date, a Friday
        ("1 bulan", "2026-07-17 10:00", "2026-08-18 16:00"),  # 17 August: the next working day
        ("1 bulan", "2026-08-31 10:00", "2026-09-30 16:00"),  # no 31 September
        ("1 bulan", "2026-01-31 10:00", "2026-03-02 16:00"),  # 28 February is a Saturday
        ("14 bulan", "2026-12-31 10:00", "2028-02-29 16:00"),  # over a year's end to a leap day
    ],
)
def test_a_month_ends_at_the_close_of_the_same_date(
    printed: str, opened: str, expected: str
) -> None:
    assert due(printed, opened) == expected


def test_twenty_four_hours_run_through_night_and_holiday() -> None:
    assert due("24 jam", "2026-08-16 20:00") == "2026-08-17 20:00"


def test_seconds_run_outside_working_time() -> None:
    assert due("120 detik", "2026-08-18 16:00") == "2026-08-18 16:02"


@pytest.mark.parametrize(("zone", "hour"), [(WIB, 9), (WITA, 8), (WIT, 7)])
def test_each_zone_closes_at_its_own_sixteen_hours(zone: ZoneInfo, hour: int) -> None:
    one_day = StandardTime(1, Unit.DAY, clock=False)
    close = datetime(2026, 8, 18, hour, tzinfo=UTC)
    assert calendar(zone=zone).due(one_day, local("2026-08-14 10:00", zone)) == close


def test_the_day_of_arrival_is_the_offices_and_not_utcs() -> None:
    monday_evening_utc = datetime(2026, 8, 10, 22, 0, tzinfo=UTC)  # Tuesday 07.00 in Jayapura
    one_day = StandardTime(1, Unit.DAY, clock=False)
    expected = local("2026-08-12 16:00", WIT)
    assert calendar(zone=WIT).due(one_day, monday_evening_utc) == expected


def test_a_change_of_the_clock_neither_adds_nor_loses_working_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")  # clocks went forward in the night to Sunday, 29 March 2026
    office = calendar(zone=berlin, closed=False)
    opened = local("2026-03-27 16:00", berlin)
    an_hour_later = office.due(StandardTime(60, Unit.MINUTE, clock=False), opened)
    assert an_hour_later == local("2026-03-30 08:00", berlin)
    night = WorkingHours.from_plain({"sunday": [["00:00", "08:00"]]})
    shift = local("2026-03-29 01:00", berlin), local("2026-03-29 06:00", berlin)
    assert calendar(night, berlin).working_time_between(*shift) == timedelta(hours=4)


def test_a_moment_without_its_zone_is_refused() -> None:
    naive = local("2026-08-18 10:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        calendar().due(StandardTime(1, Unit.DAY, clock=False), naive)
    with pytest.raises(ValueError, match="time zone"):
        calendar().working_time_between(naive, naive)


def test_a_default_week_has_thirty_seven_and_a_half_hours() -> None:
    week = local("2026-08-03 00:00"), local("2026-08-10 00:00")
    assert calendar().working_time_between(*week) == timedelta(hours=37.5)


def test_a_ramadan_week_has_thirty_two_and_a_half_hours() -> None:
    week = local("2026-02-23 00:00"), local("2026-03-02 00:00")
    assert calendar(RAMADAN_HOURS).working_time_between(*week) == timedelta(hours=32.5)


def test_ramadan_hours_move_the_close_and_the_break() -> None:
    assert due("1 hari", "2026-02-23 10:00", RAMADAN_HOURS) == "2026-02-24 15:00"
    assert due("30 menit", "2026-02-23 11:45", RAMADAN_HOURS) == "2026-02-23 12:45"


def test_time_outside_working_hours_is_not_the_offices() -> None:
    long_weekend = local("2026-08-14 16:30"), local("2026-08-18 07:30")
    assert calendar().working_time_between(*long_weekend) == timedelta()


def test_an_end_before_the_start_measures_nothing() -> None:
    backwards = local("2026-08-18 10:00"), local("2026-08-18 09:00")
    assert calendar().working_time_between(*backwards) == timedelta()


def test_ten_years_are_measured_by_the_day_and_not_by_the_minute() -> None:
    years_asked: list[int] = []

    def no_holidays(year: int) -> Mapping[date, str]:
        years_asked.append(year)
        return {}

    ten_years = local("2026-01-01 00:00"), local("2035-12-31 23:00")
    worked = WorkingCalendar(DEFAULT_HOURS, WIB, no_holidays).working_time_between(*ten_years)
    assert worked == timedelta(hours=7.5 * 2608)  # ten years hold 2,608 days from Monday to Friday
    assert len(years_asked) == 2608


@pytest.mark.parametrize("unit", [Unit.MINUTE, Unit.DAY, Unit.WEEK, Unit.MONTH])
def test_a_year_without_a_working_day_is_an_error_and_not_a_loop(unit: Unit) -> None:
    every_day = {date(2026, 1, 1) + timedelta(days=n): "Libur" for n in range(3 * 366)}
    closed = WorkingCalendar(DEFAULT_HOURS, WIB, lambda _year: every_day)
    with pytest.raises(NoWorkingTime):
        closed.due(StandardTime(1, unit, clock=False), local("2026-08-18 10:00"))


def test_an_office_that_opens_once_a_week_is_not_taken_for_closed() -> None:
    mondays = WorkingHours.from_plain({"monday": [["08:00", "12:00"]]})
    eighty_days = StandardTime(80, Unit.DAY, clock=False)
    due_then = calendar(mondays, closed=False).due(eighty_days, local("2026-08-10 10:00"))
    assert due_then == local("2028-02-21 12:00")


def test_working_days_are_neither_days_off_nor_holidays() -> None:
    office = calendar()
    assert office.is_working_day(date(2026, 8, 18))
    assert not office.is_working_day(date(2026, 8, 17))  # a Monday, Independence Day
    assert not office.is_working_day(date(2026, 8, 16))  # a Sunday


def test_an_office_adds_and_removes_holidays() -> None:
    own = Holidays({date(2026, 8, 19): "Hari Jadi Kabupaten"}, frozenset({date(2026, 12, 24)}))
    assert Holidays.from_plain(own.to_plain()) == own
    merged = own.of_year(HOLIDAYS_2026)
    assert merged[date(2026, 8, 19)] == "Hari Jadi Kabupaten"
    assert date(2026, 12, 24) not in merged
    assert merged[date(2026, 12, 25)] == "Hari Raya Natal"


_OFFICES = st.builds(
    calendar,
    st.sampled_from([DEFAULT_HOURS, RAMADAN_HOURS]) | ANY_HOURS,
    st.sampled_from([WIB, WITA, WIT]),
)
_MOMENTS = st.builds(
    lambda since, zone: (datetime(2026, 1, 1, tzinfo=UTC) + since).astimezone(zone),
    st.timedeltas(timedelta(), timedelta(days=365)),
    st.sampled_from([UTC, WIB, WIT]),
)
_WORKING_UNITS = st.sampled_from([Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH])


@given(_OFFICES, _WORKING_UNITS, st.integers(1, 40), _MOMENTS)
def test_nothing_falls_due_outside_working_time(
    office: WorkingCalendar, unit: Unit, amount: int, opened: datetime
) -> None:
    moment = office.due(StandardTime(amount, unit, clock=False), opened)
    there = moment.astimezone(office.zone)
    assert moment > opened
    assert office.is_working_day(there.date())
    assert any(start < there.time() <= end for start, end in office.hours.on(there.date()))


@given(_OFFICES, st.integers(1, 3000), _MOMENTS)
def test_a_step_done_at_its_due_moment_took_exactly_its_standard_time(
    office: WorkingCalendar, minutes: int, opened: datetime
) -> None:
    moment = office.due(StandardTime(minutes, Unit.MINUTE, clock=False), opened)
    assert office.working_time_between(opened, moment) == timedelta(minutes=minutes)


@given(_OFFICES, _MOMENTS, _MOMENTS, _MOMENTS)
def test_working_time_adds_up(
    office: WorkingCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    first, middle, last = sorted([one, two, three])
    parts = office.working_time_between(first, middle), office.working_time_between(middle, last)
    assert sum(parts, timedelta()) == office.working_time_between(first, last)
