"""What the words mean that diagrams take from Python, Java (JUEL) and FEEL."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from service.engine.expressions import Value, parse_expression

NOW = datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=7)))

DATA: dict[str, object] = {
    "status": "lengkap",
    "jumlah": 5,
    "setuju": True,
    "daftar": [1, 2.0, "tiga"],
}


def yields(*rows: tuple[str, Value]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), rows, ids=[text for text, _ in rows])


def value_of(text: str) -> Value:
    return parse_expression(text).evaluate(DATA, NOW)


@yields(
    ("hilang is None", True),
    ("status is None", False),
    ("status is not None", True),
    ("hilang is  not  null", False),
    ("setuju is True and not (setuju is False)", True),
    ("not hilang is None", False),
    ("is is None", True),
)
def test_is_compares_with_null_true_and_false(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("0 < jumlah < 10", True),
    ("0 < jumlah <= 5 < 6", True),
    ("0 < jumlah < 5", False),
    ("10 > jumlah > 7", False),
    ("0 < hilang < 10", None),
    ("10 < jumlah < hilang", False),
)
def test_comparisons_can_be_chained(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ('"leng" in status', True),
    ('"x" in status', False),
    ('"x" not in status', True),
    ('"b" in "abc"', True),
    ('"" in status', True),
    ("5 in status", None),
    ('"e" in hilang', None),
    ('"leng" in (status)', False),
)
def test_a_text_is_in_a_text_that_contains_it_but_not_in_parentheses(
    text: str, expected: Value
) -> None:
    assert value_of(text) is expected


@yields(
    ("7 // 2", Decimal(3)),
    ("-7 // 2", Decimal(-4)),
    ("-8 // 2", Decimal(-4)),
    ("7.5 // 2", Decimal(3)),
    ("1 // 0", None),
    ("1e40 // 3", None),
    ("status // 2", None),
)
def test_two_slashes_divide_into_whole_numbers_rounded_down(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("[1] + [2, [3]] == [1, 2, [3]]", True),
    ("daftar + [] === daftar", True),
    ("[1] + 2", None),
    ("1 + [2]", None),
    ("status !== 'lengkap'", False),
)
def test_lists_are_joined_by_plus(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("len(status)", Decimal(7)),
    ("string length(status)", Decimal(7)),
    ("upper case(status)", "LENGKAP"),
    ("lower  case('KIS')", "kis"),
    ("list contains(daftar, 'tiga')", True),
    ("list contains(daftar, 3)", False),
    ("list contains(hilang, 3)", None),
    ("is defined(status)", True),
    ("not(is defined(hilang))", True),
)
def test_functions_go_by_their_names_in_feel_and_python(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("int('12') + 1", Decimal(13)),
    ("int(' -3 ')", Decimal(-3)),
    ("int(2.7)", Decimal(2)),
    ("int(-2.7)", Decimal(-2)),
    ("int('2.7')", None),
    ("int(status)", None),
    ("int('')", None),
    ("int(true)", None),
    ("float('2.50')", Decimal("2.5")),
    ("float('.5')", Decimal("0.5")),
    ("number('1e3')", Decimal(1000)),
    ("number(jumlah)", Decimal(5)),
    ("float('nan')", None),
    ("number(daftar)", None),
)
def test_a_number_is_read_from_a_text(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("str(jumlah)", "5"),
    ("str(0.1) + '%'", "0.1%"),
    ("str(1e3)", "1000"),
    ("str(status)", "lengkap"),
    ("str(setuju)", "True"),
    ("string(setuju)", "true"),
    ("string(date('2026-01-31'))", "2026-01-31"),
    ("str(hilang)", None),
    ("string(daftar)", None),
    ("string(duration('P1D'))", None),
)
def test_a_value_is_written_out_as_a_text(text: str, expected: Value) -> None:
    assert value_of(text) == expected
