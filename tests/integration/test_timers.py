"""Definitions of timers are read for what they are, and timers fire when they say."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.calendar import DEFAULT_HOURS, WorkingCalendar
from service.domain.standard_time import StandardTime, Unit
from service.engine.expressions import ExpressionTooLarge
from service.engine.intake.timers import (
    Duration,
    Timer,
    TimerUnreadable,
    next_due,
    read_label,
    read_timer,
)
from service.engine.intake.timers.duration import read_duration

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 1, 30, 9, 0, tzinfo=JAKARTA)
OFFICE = WorkingCalendar(DEFAULT_HOURS, JAKARTA, holidays=lambda _year: {})
WORKING = StandardTime(3, Unit.DAY, clock=False)
KINDS = ("timeDuration", "timeDate", "timeCycle")


def read(text: str, kind: str = "timeDuration") -> Timer:
    timer = read_timer(kind, text)
    assert timer is not None
    return timer


def firings(
    timer: Timer, armed: datetime = FRIDAY, at_most: int = 4, **variables: object
) -> list[datetime]:
    """The moments at which the timer fires, the first `at_most` of them."""
    moments = []
    for count in range(at_most):
        due = next_due(timer, armed, count, working_due=OFFICE.due, variables=variables)
        if due is None:
            break
        assert due.tzinfo is armed.tzinfo
        moments.append(due)
    return moments


def of_friday(hour: int, minute: int = 0, second: int = 0, **later: int) -> datetime:
    return FRIDAY.replace(hour=hour, minute=minute, second=second) + timedelta(**later)


@pytest.mark.parametrize(
    "text",
    [
        "PT1H",
        " pt1h\n",
        '"PT1H"',
        "'PT1H'",
        "PT60M",
        '=duration("PT1H")',
        'duration( "PT1H" )',
        '= "PT1H"',
        '${"PT1H"}',
        "#{ 'PT1H' }",
        "1 Stunde",
        '"1 hour"',
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_duration_is_read_bare_quoted_or_wrapped_in_whichever_child(kind: str, text: str) -> None:
    assert read(text, kind) == Timer(after=Duration(time=timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P1Y2M", Duration(months=14)),
        ("P2W3D", Duration(days=17)),
        ("PT24H", Duration(time=timedelta(hours=24))),
        ("P1.5D", Duration(days=1, time=timedelta(hours=12))),
        ("PT0,5S", Duration(time=timedelta(milliseconds=500))),
        ("-P1DT2H", Duration(days=-1, time=timedelta(hours=-2))),
        ("PT0S", Duration()),
    ],
)
def test_months_and_days_stay_the_calendars(text: str, duration: Duration) -> None:
    assert read(text).after == duration


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T08:00", datetime(2026, 3, 1, 8)),  # noqa: DTZ001 - the zone is the office's
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("'2026-03-01T15:00+07:00'", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ('=date and time("2026-03-01T08:00:00Z")', datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("08:00", time(8)),
        ("08:00 Uhr", time(8)),
    ],
)
def test_a_date_is_read(text: str, moment: date | time) -> None:
    assert read(text, "timeDate") == Timer(at=moment)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "${}",
        "14",
        "true",
        "Frist abgelaufen",
        "2026-02-30",
        "25:00",
        "P0.5Y",  # half a year is six months, or 182 days
        "P9999Y",
        "PT999999999999S",
        "R/P9999Y",
        "R0/PT1S",
        "R/PT0S",  # without end, and at once
        "R3/later/PT1H",
        "0 0 9 ? * MON",
        "0 0 9-17 * * ?",
        "0 0/7 * * * ?",
        "datetime(2026, 1, 1)",
        "timedelta(hours=1)",
        '=if urgent then "1 day" else',
        "x" * 2_001,
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_time_is_none(kind: str, text: str) -> None:
    assert read_timer(kind, text) is None


def test_zero_and_negative_durations_and_past_dates_fire_at_once() -> None:
    for text in ("PT0S", "-P1M", "-PT5S", "2020-01-01"):
        assert firings(read(text)) == [FRIDAY]


def test_a_month_after_the_last_day_of_january_is_the_last_of_february() -> None:
    last = FRIDAY.replace(day=31)
    assert firings(read("R/P1M"), last, at_most=3) == [
        last.replace(month=2, day=28),
        last.replace(month=3, day=31),
        last.replace(month=4, day=30),
    ]


def test_a_day_keeps_the_hour_over_a_change_of_the_clock_and_24_hours_do_not() -> None:
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=BERLIN)
    assert firings(read("P1D"), evening) == [datetime(2026, 3, 29, 20, 0, tzinfo=BERLIN)]
    assert firings(read("PT24H"), evening) == [datetime(2026, 3, 29, 21, 0, tzinfo=BERLIN)]


def test_an_hour_that_the_clock_shows_twice_is_not_lost() -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    [due] = firings(read("PT40M"), twice)
    assert due.astimezone(UTC) - twice.astimezone(UTC) == timedelta(minutes=40)


def test_a_standard_time_is_the_offices() -> None:
    assert firings(Timer(after=WORKING)) == [of_friday(16, days=5)]
    every = Timer(after=WORKING, firings=2)
    assert firings(every) == [of_friday(16, days=5), of_friday(16, days=10)]


def test_a_moment_without_a_zone_is_in_that_of_the_arming() -> None:
    assert firings(read("2026-02-01")) == [of_friday(0, days=2)]
    assert firings(read("2026-02-01T08:00")) == [of_friday(8, days=2)]
    assert firings(read("2026-02-01T08:00Z")) == [of_friday(15, days=2)]


def test_a_time_of_day_is_the_next_such_time() -> None:
    assert firings(Timer(at=time(8))) == [of_friday(8, days=1)]
    assert firings(Timer(at=time(9))) == [of_friday(9, days=1)]
    assert firings(Timer(at=time(10))) == [of_friday(10)]
    makassar = read_label("pukul 10.30 WITA")
    assert makassar is not None
    assert firings(makassar) == [of_friday(9, 30)]


def test_a_cycle_fires_as_often_as_it_says() -> None:
    tens = [of_friday(9, 0, 10 * n) for n in range(1, 5)]
    assert firings(read("R4/PT10S", "timeCycle"), at_most=9) == tens
    assert firings(read("R/PT10S", "timeCycle")) == tens


def test_a_cycle_with_a_start_fires_first_at_its_start() -> None:
    cycle = read("R3/2026-01-31T00:00/P1D", "timeCycle")
    assert firings(cycle) == [of_friday(0, days=n) for n in (1, 2, 3)]


def test_a_cycle_leaves_out_what_was_past_but_never_everything() -> None:
    monthly = read("R/2020-01-31/P1M", "timeCycle")
    assert firings(monthly, at_most=2) == [of_friday(0, days=1), of_friday(0, days=29)]
    assert len(firings(read("R5/2026-01-29T00:00/P1D", "timeCycle"))) == 3
    assert firings(read("R3/2020-01-01/P1D", "timeCycle")) == [FRIDAY]
    often = read("R/1900-01-01T00:00:00Z/PT1S", "timeCycle")
    assert firings(often, at_most=2) == [FRIDAY, of_friday(9, 0, 1)]


@pytest.mark.parametrize(
    ("cron", "moments"),
    [
        ("0 0/5 * * * ?", [of_friday(9), of_friday(9, 5)]),
        ("0 0/5 * 1/1 * ? *", [of_friday(9), of_friday(9, 5)]),
        ("*/5 * * * *", [of_friday(9), of_friday(9, 5)]),
        ("0 5/10 * * * ?", [of_friday(9, 5), of_friday(9, 15)]),
        ("*/30 * * * * *", [of_friday(9), of_friday(9, 0, 30)]),
        ("0 15 * * * *", [of_friday(9, 15), of_friday(10, 15)]),
        ("0 0 0/6 * * ?", [of_friday(12), of_friday(18)]),
        ("0 30 8 * * ?", [of_friday(8, 30, days=1), of_friday(8, 30, days=2)]),
        ("0 30 9 * * ?", [of_friday(9, 30), of_friday(9, 30, days=1)]),
    ],
)
def test_a_simple_cron_cycle_keeps_to_the_clock(cron: str, moments: list[datetime]) -> None:
    assert firings(read(cron, "timeCycle"), at_most=2) == moments


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${dueDate}", "2026-02-01"),
        ("=dueDate", date(2026, 2, 1)),
        ("dueDate", datetime(2026, 2, 1, tzinfo=JAKARTA)),
        ("dueDate", datetime(2026, 2, 1)),  # noqa: DTZ001 - the zone is the office's
        ("${dueDate}", timedelta(days=1, hours=15)),
        ("${dueDate}", "P1DT15H"),
        ('=today() + duration("P2D")', None),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_an_expression_is_asked_when_the_timer_is_armed(
    kind: str, text: str, value: object
) -> None:
    assert firings(read(text, kind), dueDate=value) == [of_friday(0, days=2)]


def test_an_expression_may_yield_a_cycle() -> None:
    assert len(firings(read("${cycle}"), cycle="R3/PT1H")) == 3


@pytest.mark.parametrize("value", [None, 14, True, "besok", [], "P9999Y"])
def test_an_expression_that_yields_no_time_is_unreadable(value: object) -> None:
    with pytest.raises(TimerUnreadable, match="tenggat"):
        firings(read("${tenggat}"), tenggat=value)


def test_a_moment_past_the_last_year_is_unreadable() -> None:
    late = FRIDAY.replace(year=9999, month=12)
    for timer in (read("P1Y"), Timer(at=time(8)), read("R/9999-12-31/P1D")):
        with pytest.raises(TimerUnreadable):
            firings(timer, late.replace(day=31))


amounts = st.integers(0, 500)


@given(amounts, amounts, st.timedeltas(timedelta(), timedelta(days=900)), st.sampled_from([1, -1]))
def test_a_duration_is_read_as_it_is_written(
    months: int, days: int, exact: timedelta, sign: int
) -> None:
    duration = Duration(sign * months, sign * days, sign * exact)
    assert read_duration(str(duration)) == duration


pieces = st.sampled_from(
    re.findall(
        r"\S+",
        """P PT 1 14 R R3/ / Y M W D H S 2026-01-01 T08:00 Z : . , - ( ) ½ ${ } = ' " duration( 0/5
        * ? hari kerja jam se minggu after two weeks a day nach eine halbe Stunde Uhr und every alle
        x 24 pukul WIB pm dueDate now() + within 9999""",
    )
)
texts = st.text(max_size=40) | st.lists(pieces, max_size=8).map(" ".join)
texts |= st.lists(pieces, max_size=8).map("".join)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(JAKARTA))  # noqa: DTZ001 - hypothesis adds the zone


@settings(deadline=None)  # the first example builds the parser of expressions
@given(st.sampled_from(KINDS), texts, moments, st.text(max_size=9))
def test_no_text_makes_the_readers_fail_and_what_is_read_fires(
    kind: str, text: str, armed: datetime, due: str
) -> None:
    for timer in filter(None, (read_timer(kind, text), read_label(text))):
        with suppress(TimerUnreadable, ExpressionTooLarge):
            moments = firings(timer, armed, dueDate=due)
            assert moments
            assert moments[0] >= armed
            assert moments == sorted(moments)
