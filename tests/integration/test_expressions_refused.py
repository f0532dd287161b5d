"""What expressions refuse, in which words, and that nothing hostile runs or hangs."""

from contextlib import suppress
from cProfile import Profile
from datetime import UTC, datetime
from inspect import cleandoc

import pytest

from service.domain.errors import LaksanaError
from service.engine.expressions import (
    ExpressionInvalid,
    ExpressionTooLarge,
    errors,
    parse_expression,
    parse_script,
)

MOST_CALLS = 5_000_000  # of functions: a few seconds at the worst
NOW = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "error", "column", "found"),
    [
        ("a and and b", errors.ValueExpected, 7, "and"),
        ("a = ", errors.ExpressionUnfinished, 5, "terputus"),
        ("length(a", errors.ExpressionUnfinished, 9, "terputus"),
        ("length(a))", errors.OperatorExpected, 10, ")"),
        ("a b", errors.OperatorExpected, 3, "b"),
        ("a isnull", errors.OperatorExpected, 3, "isnull"),
        ("a is b", errors.OperatorExpected, 6, "b"),
        ("a orb", errors.OperatorExpected, 3, "orb"),
        ("1 < a = 3", errors.OperatorExpected, 7, "="),
        ("a = b = c", errors.OperatorExpected, 7, "="),
        ("status = “ya”", errors.ValueExpected, 10, "“"),
        ('status = "ya', errors.TextUnclosed, 10, '"'),
        ("`nama", errors.TextUnclosed, 1, "`"),
        (r'"\x41"', errors.EscapeUnknown, 1, r"\x"),
        (r'"\ud800"', errors.EscapeUnknown, 1, r"\ud800"),
        (r'"\u0000"', errors.EscapeUnknown, 1, r"\u0000"),
        ("halo ${a}", errors.OperatorExpected, 6, "${"),
        ("${a", errors.ExpressionUnfinished, 4, "terputus"),
        ("a # komentar", errors.OperatorExpected, 3, "# komentar"),
        ("1e9999", errors.NumberTooLarge, 1, "1e9999"),
        ("1" * 35, errors.NumberTooLarge, 1, "1" * 30),
        ('date("31-01-2026")', errors.DateUnreadable, 1, "31-01-2026"),
        ('date("2026-02-30")', errors.DateUnreadable, 1, "2026-02-30"),
        ('duration("P1M")', errors.DurationUnreadable, 1, "P1M"),
        ('duration("PT")', errors.DurationUnreadable, 1, "PT"),
        ("length(a, b)", errors.ArgumentsWrong, 1, "length"),
        ("round()", errors.ArgumentsWrong, 1, "1-2"),
        ("1 + eval('1')", errors.FunctionUnknown, 5, "eval"),
        ("getattr(a, 'b')", errors.FunctionUnknown, 1, "starts with"),
        ("a.", errors.AttributeRefused, 2, "."),
        ("(a).b", errors.AttributeRefused, 4, "."),
        ("a.b.hapus()", errors.MethodUnknown, 4, "hapus"),
        ("a.equals()", errors.ArgumentsWrong, 2, "0"),
        ("Objects.equals(a, b)", errors.ArgumentsWrong, 8, "2"),
        ("a['b']", errors.SubscriptRefused, 2, "["),
        ("5[0]", errors.SubscriptRefused, 2, "["),
        ("a[b > 1]", errors.OperatorExpected, 5, ">"),
        ("execution.getVariable(a)", errors.ValueExpected, 23, "a"),
        ("execution.getVariable('__a')", errors.NameRefused, 23, "__a"),
        ("a.__class__", errors.NameRefused, 1, "__class__"),
        ("a.__class__()", errors.MethodUnknown, 2, "__class__"),
        ("__import__('os')", errors.FunctionUnknown, 1, "__import__"),
        ("`__class__`", errors.NameRefused, 1, "__class__"),
        ("lambda x: x", errors.OperatorExpected, 8, "x"),
        ("[x for x in y]", errors.OperatorExpected, 4, "for"),
        ("{1: 2}", errors.ValueExpected, 1, "{"),
        ('f"{a}"', errors.OperatorExpected, 2, '"{a}"'),
        ("a := 1", errors.OperatorExpected, 3, ":"),
        ("a; b", errors.OperatorExpected, 2, ";"),
        ("().__class__.__base__.__subclasses__()", errors.ValueExpected, 2, ")"),
    ],
)
def test_a_refusal_names_the_column_and_what_was_found(
    text: str, error: type[ExpressionInvalid], column: int, found: str
) -> None:
    with pytest.raises(error) as refused:
        parse_expression(text)

    assert str(refused.value).startswith(f"Baris 1, kolom {column}: ")
    assert found in str(refused.value)


def test_a_refusal_names_the_line_of_a_text_of_several_lines() -> None:
    with pytest.raises(ExpressionInvalid, match="Baris 2, kolom 5:"):
        parse_expression("a = 1\nand )")
    with pytest.raises(ExpressionInvalid, match="Baris 2, kolom 4:"):
        parse_expression("a = 1\nand")


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_an_empty_expression_is_refused(text: str) -> None:
    with pytest.raises(errors.ExpressionEmpty):
        parse_expression(text)


def test_every_refusal_is_an_error_of_the_product_with_a_message_of_its_own() -> None:
    kinds = [*ExpressionInvalid.__subclasses__(), ExpressionInvalid]

    assert all(issubclass(kind, LaksanaError) for kind in kinds)
    assert len({cleandoc(kind.__doc__ or "") for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 51 + "1" + ")" * 51,
        "[" * 51 + "]" * 51,
        "-" * 51 + "1",
        "not " * 51 + "true",
        "1 ** " * 51 + "1",
        "abs(" * 51 + "1" + ")" * 51,
        "a" + ".lower()" * 51,
        "a" + "[0]" * 51,
        "a ? 1 : " * 51 + "1",
        "if a then " * 51 + "1" + " else 1" * 51,
    ],
)
def test_nesting_has_a_bound(text: str) -> None:
    with pytest.raises(errors.ExpressionTooDeep):
        parse_expression(text)


def test_nesting_up_to_the_bound_is_accepted() -> None:
    assert parse_expression("(" * 50 + "true" + ")" * 50).is_true({}, NOW)


def test_a_long_chain_is_not_deep() -> None:
    assert parse_expression(" or ".join(["a=1"] * 280)).evaluate({}, NOW) is False
    assert parse_expression("+".join(["1"] * 900) + "=900").is_true({}, NOW)


def test_a_text_has_a_bound() -> None:
    assert parse_expression("a" * 2000).names == {"a" * 2000}
    with pytest.raises(errors.ExpressionTooLong):
        parse_expression("a" * 2001)
    with pytest.raises(errors.ExpressionTooLong):
        parse_script("a = " + "1" * 2000)
    with pytest.raises(errors.ExpressionTooLong):
        parse_script("a = 1\n" * 2000)


@pytest.mark.parametrize(
    "text",
    [
        "9 ** 9 ** 9",
        "9 ** 999 ** 999",
        "10 ** 999 * 10 ** 999 * 10 ** 999 * 10 ** 999 * 10 ** 999 * 10 ** 999 * 10 ** 999",
        "+".join(["panjang"] * 11),
        "upper(panjang + panjang) + upper(panjang + upper('x'))",
        "[banyak, banyak]",
        "1 in (banyak, banyak)",
        "banyak + banyak",
        "int('1' + '0000000000' + angka)",
        "number('1e99999')",
        "terlalu_banyak = null",
        "terlalu_dalam = null",
        "melingkar = null",
        "raksasa > 1",
        "round(1, 6200)",
    ],
)
def test_a_result_out_of_bounds_is_an_error_and_not_a_hang(text: str) -> None:
    expression = parse_expression(text)
    deep: list[object] = []
    for _ in range(60):
        deep = [deep]
    endless: list[object] = []
    endless.append(endless)
    variables = {
        "panjang": "ß" * 4_000,
        "banyak": [1] * 999,
        "terlalu_banyak": [1] * 1_001,
        "terlalu_dalam": deep,
        "melingkar": endless,
        "raksasa": 10**7000,
        "angka": "9" * 9_000,
    }

    with pytest.raises(ExpressionTooLarge):
        expression.evaluate(variables, NOW)


def test_a_script_cannot_grow_a_list_without_end() -> None:
    for grows in ("a = [a, a, a, a]\n", "a += a\n", "a.append(a)\n"):
        laughs = parse_script("a = [1, 1, 1, 1]\n" + grows * 60)
        with pytest.raises(ExpressionTooLarge):
            laughs.run({}, NOW)


@pytest.mark.parametrize(
    "text",
    [
        '"a" * 10 ** 9',
        "(" * 2000,
        "[" * 2000,
        '"' * 1999,
        '"' + "\\" * 1998,
        "`" * 1999,
        " " * 1998 + "1",
        "starts" + " " * 1900 + "with",
        "starts " * 280,
        "a." * 999,
        "a" + ".a" * 999,
        "a." + " " * 1900 + "b",
        "a.b" + " " * 1900 + "c",
        "a.b " * 499,
        "a." + "b" * 1900 + "(",
        "${" * 660 + "a" + "}" * 660,
        "a < " * 499 + "a",
        "a is null" + " is not null" * 160,
        "if a then " * 199,
        "1." * 999,
        ",".join(["1"] * 1000),
        "+".join(["1.000000000000000000000000000000001 ** 999.5"] * 44),
        " and ".join(["x = x"] * 199),
        "(" * 40 + "a" + " between 1 and 2)" * 40,
    ],
)
def test_a_hostile_text_is_answered_at_once(text: str) -> None:
    parse_expression("1")  # the first one builds the parser
    with Profile() as counted, suppress(ExpressionInvalid):
        parse_expression(text).evaluate({"a": 1, "x": [1] * 1000}, NOW)
    assert sum(each.callcount for each in counted.getstats()) < MOST_CALLS
