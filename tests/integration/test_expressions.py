"""What expressions mean: one meaning for every spelling, null where there is no answer."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from service.engine.expressions import Value, parse_expression

NOW = datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=7)))

DATA: dict[str, object] = {
    "status": "lengkap",
    "kosong": "",
    "jumlah": 5,
    "tarif": 0.1,
    "setuju": True,
    "tolak": False,
    "daftar": [1, 2.0, "tiga"],
    "lahir": date(1990, 5, 17),
    "masuk": datetime(2026, 1, 30, 3, 30, tzinfo=UTC),
    "tanpa_zona": datetime.fromisoformat("2026-01-31T10:30"),
    "pilihan:Gateway_1": "Flow_ya",
    "sisa%": Decimal("12.50"),
}


def value_of(text: str) -> Value:
    return parse_expression(text).evaluate(DATA, NOW)


SAME_MEANING = [
    ('= status = "lengkap"', "${status == 'lengkap'}", 'status == "lengkap"', True),
    ('= status != "batal"', "${status != 'batal'}", 'status != "batal"', True),
    ('= status <> "lengkap"', "#{status ne 'lengkap'}", 'not status == "lengkap"', False),
    (
        '= status = "lengkap" and jumlah > 3',
        "${status eq 'lengkap' && jumlah gt 3}",
        'status == "lengkap" and jumlah > 3',
        True,
    ),
    (
        "= not(setuju) or jumlah >= 5",
        "${!setuju || jumlah ge 5}",
        "not setuju or jumlah >= 5",
        True,
    ),
    (
        '= if jumlah > 3 then "banyak" else "sedikit"',
        "${jumlah > 3 ? 'banyak' : 'sedikit'}",
        '"banyak" if jumlah > 3 else "sedikit"',
        "banyak",
    ),
    ("= jumlah in (1, 5)", "${jumlah == 1 || jumlah == 5}", "jumlah in [1, 5]", True),
    ("= not(jumlah in (1, 5))", "${!(jumlah eq 1 || jumlah eq 5)}", "jumlah not in [1, 5]", False),
    ("= jumlah between 1 and 5", "${jumlah ge 1 && jumlah le 5}", "jumlah in [1..5]", True),
    ("= hilang = null", "${hilang == null}", "hilang == None", True),
    ("= setuju = true", "${setuju == true}", "setuju == True", True),
    (
        '= starts with(status, "leng")',
        "${startsWith(status, 'leng')}",
        "starts_with(status, 'leng')",
        True,
    ),
    ('= ends with(status, "kap")', "${endsWith(status, 'kap')}", "ends_with(status, 'kap')", True),
    ("= hilang > 3", "${hilang gt 3}", "hilang > 3", None),
    ("= jumlah * 2 + 1", "${jumlah * 2 + 1}", "jumlah * 2 + 1", Decimal(11)),
    (
        '= `pilihan:Gateway_1` = "Flow_ya"',
        "${`pilihan:Gateway_1` == 'Flow_ya'}",
        "`pilihan:Gateway_1` == 'Flow_ya'",
        True,
    ),
]


@pytest.mark.parametrize(("feel", "juel", "python", "expected"), SAME_MEANING)
def test_the_three_spellings_mean_the_same(
    feel: str, juel: str, python: str, expected: Value
) -> None:
    assert [value_of(feel), value_of(juel), value_of(python)] == [expected] * 3


def yields(*rows: tuple[str, Value]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), rows, ids=[text for text, _ in rows])


@yields(
    ("hilang", None),
    ("hilang = null", True),
    ("null = nil", True),
    ('hilang != "x"', True),
    ("hilang = 0", False),
    ('hilang = ""', False),
    ("hilang + 1", None),
    ("length(hilang)", None),
)
def test_a_missing_name_is_null(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("1 = 1.0", True),
    ("0.1 + 0.2 = 0.3", True),
    ("tarif * 3 = 0.3", True),
    ("1e3 = 1000", True),
    (".5 + .5 = 1", True),
    ("1 / 3 * 3 = 1", False),
    ('"a" = "A"', False),
    ('status == "leng" + "kap"', True),
    ('"1" = 1', False),
    ("true = 1", False),
    ("tolak = 0", False),
    ('date("2026-01-31") = "2026-01-31"', False),
    ("today() = now()", False),
    ("[1, [2]] = [1.0, [2.0]]", True),
    ("[1] = [true]", False),
    ("[1, 2] = [1]", False),
    ("now() = tanpa_zona", True),
)
def test_only_values_of_one_kind_are_equal(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("2 < 10", True),
    ('"2" < "10"', False),
    ('"apel" < "jeruk"', True),
    ("lahir < today()", True),
    ("masuk < now()", True),
    ('duration("PT36H") > duration("P1D")', True),
    ("5 >= 5 and 5 <= 5 and not(5 < 5)", True),
    ('1 < "2"', None),
    ("true > false", None),
    ("hilang < hilang", None),
    ("today() < now()", None),
    ("[1] < [2]", None),
)
def test_order_needs_two_values_of_one_kind(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "true", True, True),
        ("true", "false", False, True),
        ("true", "null", None, True),
        ("false", "false", False, False),
        ("false", "null", False, None),
        ("null", "null", None, None),
        ("true", '"ya"', None, True),
        ("false", "1", False, None),
    ],
)
def test_and_and_or_know_three_values(left: str, right: str, both: Value, either: Value) -> None:
    assert value_of(f"{left} and {right}") is value_of(f"{right} && {left}") is both
    assert value_of(f"{left} or {right}") is value_of(f"{right} || {left}") is either


@yields(
    ("not true", False),
    ("!tolak", True),
    ("not(null)", None),
    ('not "ya"', None),
    ("not tolak = setuju", True),
    ("!tolak == setuju", True),
    ("setuju = not(tolak)", True),
    ("not not setuju", True),
)
def test_not_turns_only_true_and_false_around(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("1 or 2 = 2 and false", None),
    ("true or false and false", True),
    ("1 + 2 * 3", Decimal(7)),
    ("(1 + 2) * 3", Decimal(9)),
    ("10 - 4 - 3", Decimal(3)),
    ("16 / 4 / 2", Decimal(2)),
    ("2 ** 3 ** 2", Decimal(512)),
    ("-2 ** 2", Decimal(-4)),
    ("2 ** -1", Decimal("0.5")),
    ("- -3", Decimal(3)),
    ("1 if false else 2 if false else 3", Decimal(3)),
    ("if false then 1 else if false then 2 else 3", Decimal(3)),
    ("tolak ? 1 : tolak ? 2 : 3", Decimal(3)),
    ("if hilang then 1 else 2", Decimal(2)),
    ('if "ya" then 1 else 2', Decimal(2)),
)
def test_operators_bind_as_in_mathematics(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("7 % 3", Decimal(1)),
    ("-7 % 3", Decimal(2)),
    ("7 % -3", Decimal(-2)),
    ("6 % 3", Decimal(0)),
    ("1 / 0", None),
    ("0 / 0", None),
    ("1 % 0", None),
    ("(-8) ** 0.5", None),
    ('"a" + 1', None),
    ('"a" * 3', None),
    ("-status", None),
    ("`sisa%` * 2", Decimal(25)),
)
def test_arithmetic_that_has_no_answer_is_null(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("2 in daftar", True),
    ("3 in daftar", False),
    ("3 in (1, daftar, 3)", True),
    ("2 in (7, daftar)", True),
    ('status in ("lengkap")', True),
    ("hilang in [1, null]", True),
    ("1 in [[1]]", False),
    ("1 in hilang", None),
    ("5 in [1..5]", True),
    ("5 in [1..5)", False),
    ("1 in (1..5]", False),
    ("1 not in (1..5]", True),
    ("9 not in [1..5]", True),
    ("hilang in [1..5]", None),
    ('7 in ["a"..5]', False),
    ("jumlah between 6 and 9 or jumlah between 1 and 5", True),
)
def test_in_looks_into_lists_and_ranges(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("empty hilang", True),
    ("empty kosong", True),
    ("empty []", True),
    ("${!empty status}", True),
    ("not empty daftar", True),
    ("empty 0", False),
)
def test_empty_is_null_or_without_content(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("'satu \"dua\"'", 'satu "dua"'),
    (r'"satu \"dua\" \\ \u00e9\n\t\/"', 'satu "dua" \\ é\n\t/'),
    ("''", ""),
    ('"#{x} // bukan komentar"', "#{x} // bukan komentar"),
)
def test_texts_stand_in_either_quotes_with_escapes(text: str, expected: Value) -> None:
    assert value_of(text) == expected


def test_a_word_that_only_starts_like_an_operator_is_a_name() -> None:
    expression = parse_expression("orang or android and inti = notaris or lt lt le")

    assert expression.names == {"orang", "android", "inti", "notaris", "lt", "le"}


def test_an_expression_names_the_variables_it_reads_and_no_functions() -> None:
    expression = parse_expression("= max(`nilai akhir`, é_1) > batas and status in (a, [b])")

    assert expression.names == {"nilai akhir", "é_1", "batas", "status", "a", "b"}


@pytest.mark.parametrize("text", ["hilang", "1", '"true"', "hilang > 1", "[true]", "tolak"])
def test_only_true_is_true(text: str) -> None:
    assert parse_expression("setuju").is_true(DATA, NOW)
    assert not parse_expression(text).is_true(DATA, NOW)


@pytest.mark.parametrize(
    "strange", [float("nan"), float("inf"), Decimal("NaN"), {"a": 1}, object()]
)
def test_a_value_the_language_does_not_know_is_null(strange: object) -> None:
    assert parse_expression("x = null").is_true({"x": strange}, NOW)


def test_white_space_and_line_breaks_do_not_matter() -> None:
    assert value_of('\n  =  status="lengkap"\n\tand jumlah>3\n') is True
