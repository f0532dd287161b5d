"""What the functions of the language answer, and how dates and durations reckon."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from service.engine.expressions import Value, parse_expression

NOW = datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=7)))

DATA: dict[str, object] = {
    "status": "lengkap",
    "daftar": [1, 2.0, "tiga"],
    "lahir": date(1990, 5, 17),
    "masuk": datetime(2026, 1, 30, 3, 30, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("length(status)", Decimal(7)),
        ("length(daftar)", Decimal(3)),
        ("length(5)", None),
        ("lower('KIS')", "kis"),
        ("upper(status)", "LENGKAP"),
        ("upper(5)", None),
        ("contains(status, 'ngk')", True),
        ("contains(daftar, 2)", True),
        ("contains(status, 2)", None),
        ("starts  with(status, 'x')", False),
        ("startsWith(hilang, 'x')", None),
        ("round(2.5)", Decimal(3)),
        ("round(-2.5)", Decimal(-3)),
        ("round(2.345, 2)", Decimal("2.35")),
        ("round(1250, -2)", Decimal(1300)),
        ("round(2.5, 0.5)", None),
        ("round('2')", None),
        ("floor(-2.1)", Decimal(-3)),
        ("ceiling(2.1)", Decimal(3)),
        ("floor(1e40 + 0.5)", Decimal("1e40")),
        ("abs(-2)", Decimal(2)),
        ("abs(duration('-P1D'))", timedelta(days=1)),
        ("abs(status)", None),
        ("min(3, 1, 2)", Decimal(1)),
        ("max([3, 1, 2])", Decimal(3)),
        ("max('a', 'b')", "b"),
        ("max(lahir, today())", date(2026, 1, 31)),
        ("max(1, 'b')", None),
        ("min(1, null)", None),
        ("min([])", None),
        ("sum(1, 2, 3)", Decimal(6)),
        ("sum([])", Decimal(0)),
        ("sum(daftar)", None),
        ("count(daftar)", Decimal(3)),
        ("count([])", Decimal(0)),
        ("count(1, 2)", Decimal(2)),
        ("count(hilang)", None),
    ],
)
def test_functions_answer_or_are_null(text: str, expected: Value) -> None:
    assert parse_expression(text).evaluate(DATA, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now()", NOW),
        ("today()", date(2026, 1, 31)),
        ('date("2026-01-31") = today()', True),
        ("date(now()) = today()", True),
        ("date(lahir) = lahir", True),
        ("date(status)", None),
        ("date('2026' + '0131')", None),
        ("date('2026-02-' + '30')", None),
        ("duration('P1W')", timedelta(weeks=1)),
        ("duration('P1DT2H3M4.5S')", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("duration('-PT8H')", timedelta(hours=-8)),
        ("duration(duration('PT8H'))", timedelta(hours=8)),
        ("duration('P1' + 'Y')", None),
        ("duration('P' + '')", None),
        ("duration('P999999999' + 'W')", None),
        ("duration(3)", None),
        ("today() + duration('P3D')", date(2026, 2, 3)),
        ("duration('P3D') + today()", date(2026, 2, 3)),
        ("today() - duration('PT1H')", date(2026, 1, 30)),
        ("now() + duration('PT1H')", NOW + timedelta(hours=1)),
        ("today() - date('2026-01-01')", timedelta(days=30)),
        ("now() - masuk", timedelta(days=1)),
        ("today() - now()", None),
        ("today() + 3", None),
        ("duration('P1D') + duration('PT1H') - duration('P1D')", timedelta(hours=1)),
        ("-duration('P1D')", timedelta(days=-1)),
        ("today() + duration('P999999D') + duration('P9999999D')", None),
    ],
)
def test_dates_and_durations_reckon_with_each_other(text: str, expected: Value) -> None:
    assert parse_expression(text).evaluate(DATA, NOW) == expected


def test_today_is_the_date_in_the_zone_of_now() -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    in_office = late.astimezone(NOW.tzinfo)

    assert parse_expression("today()").evaluate({}, in_office) == date(2026, 2, 1)
    assert parse_expression("date(waktu)").evaluate({"waktu": late}, in_office) == date(2026, 2, 1)
