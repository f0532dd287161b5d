"""What the words mean that diagrams take from Python, Java (JUEL) and FEEL."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from service.engine.expressions import ExpressionInvalid, Value, parse_expression

NOW = datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=7)))

DATA: dict[str, object] = {
    "status": "lengkap",
    "jumlah": 5,
    "setuju": True,
    "daftar": [1, 2.0, "tiga"],
    "order.amount": 7,
    "nama berkas": "Surat.PDF",
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


@yields(
    ('${status.contains("ngk")}', True),
    ("status.includes('x')", False),
    ("daftar.contains(2)", True),
    ("status.equals('lengkap')", True),
    ("!status.equals('batal')", True),
    ("hilang.equals('batal')", False),
    ("hilang.isEmpty()", True),
    ("!daftar.isEmpty()", True),
    ("status.length() == 7", True),
    ("daftar.size() == 3", True),
    ("hilang.size() > 0", None),
    ("status.startsWith('leng') && status.endsWith('kap')", True),
    ("status.startswith('leng') and status.endswith('kap')", True),
    ("status.toUpperCase() == status.upper()", True),
    ("'KIS'.toLowerCase() == 'KIS'.lower()", True),
    ("' a '.strip() == 'a' and ' a '.trim() == 'a'", True),
    ("status.find('ngk') == 2 and status.indexOf('x') == -1", True),
    ("daftar.find('tiga')", None),
    ("`nama berkas` . lower ( ).endsWith('.pdf')", True),
    ("(status + 'x').length() == 8", True),
    ("'leng' in status.lower()", True),
    ("order.amount.equals(7)", True),
)
def test_methods_are_functions_of_what_stands_before_the_dot(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("order.amount > 5", True),
    ("order.amount in [1..10]", True),
    ("order.status is None", True),
    ("status.x is None", True),
    ("1 in [order.amount, 1]", True),
)
def test_a_dotted_name_is_one_name_and_null_if_there_is_none(text: str, expected: Value) -> None:
    assert value_of(text) is expected


def test_a_dotted_name_is_named_whole() -> None:
    assert parse_expression("a.b > c.d.length()").names == {"a.b", "c.d"}


@yields(
    ("daftar[0]", Decimal(1)),
    ("${daftar[2]}", "tiga"),
    ("= daftar[1]", Decimal(1)),
    ("= daftar[3]", "tiga"),
    ("= if daftar[1] = 1 then daftar[2] else 0", Decimal(2)),
    ("= daftar[0]", None),
    ("daftar[-1]", "tiga"),
    ("= daftar[-3]", Decimal(1)),
    ("daftar[3]", None),
    ("daftar[-4]", None),
    ("= daftar[4]", None),
    ("daftar[0.5]", None),
    ("daftar[1e6000]", None),
    ("daftar[setuju]", None),
    ("daftar[jumlah - 4]", Decimal(2)),
    ("status[0]", "l"),
    ("[[1, 2], 3][0][1]", Decimal(2)),
    ("('ab' + 'c')[2]", "c"),
    ("daftar[2].upper()", "TIGA"),
    ("hilang[0]", None),
    ("jumlah[0]", None),
)
def test_elements_count_from_zero_but_from_one_in_feel(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@yields(
    ("${execution.getVariable('status') == 'lengkap'}", True),
    ('execution.getVariable("nama berkas").contains("PDF")', True),
    ("kcontext.getVariable('hilang') is None", True),
    ("task.getVariable('order.amount') > 6", True),
    ("execution is None", True),
)
def test_a_variable_may_be_read_by_its_name_in_quotes(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@yields(
    ("${\n  status == 'lengkap'\n}\n", True),
    ("#{ status eq 'lengkap' and !empty daftar }", True),
    ("${ ${setuju} }", True),
    ("= ${setuju}", True),
    ("${jumlah} > 3 and #{status} == 'lengkap'", True),
    ("'leng' in ${status}", True),
)
def test_a_brace_may_stand_around_any_part(text: str, expected: Value) -> None:
    assert value_of(text) is expected


@pytest.mark.parametrize(
    "words",
    [
        "Antrag vollständig?",
        "Ja, vollständig",
        "Order is complete",
        "order is not complete",
        "berkas sudah lengkap",
        "Ja?",
        "Kunde hat bezahlt.",
        "nach 3 Tagen",
        "3 hari",
        "> 1000 €",
        "Betrag größer 1000",
        "if approved",
        "list contains errors",
        "is defined",
        "Hello ${status}",
    ],
)
def test_plain_words_are_no_expression(words: str) -> None:
    with pytest.raises(ExpressionInvalid):
        parse_expression(words)


def test_a_single_word_is_a_variable() -> None:
    assert parse_expression("Ja").names == {"Ja"}
