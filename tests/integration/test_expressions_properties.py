"""What holds for any expression: a refusal is a refusal, an evaluation answers with a value."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.engine.expressions import (
    ExpressionInvalid,
    ExpressionTooLarge,
    Value,
    parse_expression,
    parse_script,
)

# The first example builds the parser.
unhurried = settings(deadline=None)


def one_of_words(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(re.findall(r"\S+", text))


pieces = one_of_words(
    """= == != <> < <= > >= + - * / // % ** ( ) [ ] , .. . ? : ! && || ${ #{ } # ` \" ' and or
    not in between is if then else empty eq ne lt gt null None nil true False a b xs `a` __a 1
    2.5 1e3 .5 "x" 'y' "\\n" "2026-01-31" "P3D" length lower upper contains starts with starts_with
    list string length case is defined str int
    .contains( .upper() .x [0] a.b execution.getVariable("a") execution.setVariable( ; += ++ // var
    pass .append(
    endsWith round floor ceiling abs min max sum count date duration now today lambda for"""
)
texts = st.text(max_size=60) | st.lists(pieces, max_size=25).map(" ".join)

atoms = one_of_words(
    """a b c xs null true false 0 1 2.5 1e30 'x' '' [] now() today() date('2026-01-31')
    duration('P3D') duration('-PT5H') date(a) duration(b)"""
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = one_of_words("= != < <= > >= + - * / // % ** and or")
    # Not date and duration, which refuse a text that is written out and is none.
    one = one_of_words(
        "len str string int number lower upper abs floor ceiling round min max sum count"
    )
    two = one_of_words("contains starts_with endsWith round min max sum count")
    no_more = one_of_words("isEmpty length lower size strip trim toUpperCase")
    one_more = one_of_words("contains equals endsWith startswith find indexOf")
    return st.one_of(
        st.builds("({} {} {})".format, inner, operators, inner),
        st.builds("{}({})".format, one, inner),
        st.builds("{}({}, {})".format, two, inner, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("({} in ({}, {}))".format, inner, inner, inner),
        st.builds("({} in [{}..{}))".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({} < {} <= {})".format, inner, inner, inner),
        st.builds("({} is not None)".format, inner),
        st.builds("({}).{}()".format, inner, no_more),
        st.builds("({}).{}({})".format, inner, one_more, inner),
        st.builds("({})[-{}]".format, inner, inner),
        st.builds("(-{})".format, inner),
        st.builds("(not {})".format, inner),
        st.builds("(empty {})".format, inner),
    )


expressions = st.recursive(atoms, _larger, max_leaves=12)

zones = st.sampled_from(
    [UTC, ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura"), ZoneInfo("America/New_York")]
)
moments = st.datetimes(timezones=zones | st.none())
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=20),
    st.dates(),
    moments,
    st.timedeltas(),
    st.binary(max_size=3),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=8)
variables = st.fixed_dictionaries({}, optional={"a": values, "b": values, "xs": st.lists(values)})
nows = st.datetimes(timezones=zones)


def is_value(value: Value) -> bool:
    if isinstance(value, list):
        return all(map(is_value, value))
    if isinstance(value, Decimal):
        return value.is_finite()
    return value is None or isinstance(value, bool | str | date | timedelta)


@unhurried
@given(texts, variables, nows)
def test_any_text_is_refused_or_answers_with_a_value(
    text: str, data: dict[str, object], now: datetime
) -> None:
    with suppress(ExpressionInvalid):
        assert is_value(parse_expression(text).evaluate(data, now))


@unhurried
@given(texts)
def test_any_text_is_a_script_or_refused(text: str) -> None:
    with suppress(ExpressionInvalid):
        parse_script(text)


@unhurried
@given(expressions, variables, nows)
def test_any_evaluation_answers_with_a_value(
    text: str, data: dict[str, object], now: datetime
) -> None:
    expression = parse_expression(text)
    try:
        assert is_value(expression.evaluate(data, now))
    except ExpressionTooLarge:
        assume(False)


@unhurried
@given(expressions, variables)
def test_an_expression_reads_no_other_variables_than_it_names(
    text: str, data: dict[str, object]
) -> None:
    expression = parse_expression(text)
    named = {name: value for name, value in data.items() if name in expression.names}
    now = datetime(2026, 1, 31, tzinfo=UTC)
    try:
        assert expression.evaluate(data, now) == expression.evaluate(named, now)
    except ExpressionTooLarge:
        assume(False)


@unhurried
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_equals_how_it_is_written(number: float) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)

    assert parse_expression(f"x = {number!r}").is_true({"x": number}, now)


@unhurried
@given(expressions, expressions)
def test_the_spellings_of_a_choice_agree(condition: str, other: str) -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    spellings = [
        f"= if {condition} then {other} else 0",
        f"${{{condition} ? {other} : 0}}",
        f"{other} if {condition} else 0",
    ]
    try:
        feel, juel, python = (parse_expression(text).evaluate({}, now) for text in spellings)
    except ExpressionTooLarge:
        assume(False)
    else:
        assert feel == juel == python
