"""What `+ - * / // % **` and the minus sign mean for numbers, texts, lists, dates and durations."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.engine.expressions.errors import ExpressionTooLarge
from service.engine.expressions.values import (
    CONTEXT,
    Value,
    bounded_list,
    bounded_text,
    guarded,
    kind,
)

MAX_EXPONENT = 1_000


def _joined(left: str, right: str) -> str:
    return bounded_text(left + right)


def _appended(left: list[Value], right: list[Value]) -> list[Value]:
    return bounded_list(left + right)


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    """The rest with the sign of `right`, as FEEL and Python have it: -7 % 3 is 2."""
    rest = CONTEXT.remainder(left, right)
    return CONTEXT.add(rest, right) if rest and rest.is_signed() != right.is_signed() else rest


def _whole_times(left: Decimal, right: Decimal) -> Decimal:
    """How often `right` goes into `left`, rounded down as by Python's `//`: -7 // 3 is -3."""
    times, rest = CONTEXT.divmod(left, right)
    return CONTEXT.subtract(times, 1) if rest and rest.is_signed() != right.is_signed() else times


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > MAX_EXPONENT:
        raise ExpressionTooLarge
    return CONTEXT.power(base, exponent)


def _earlier(day: date, span: timedelta) -> date:
    """The day on which the time `span` before midnight falls; `day - span` would round up."""
    return day + -span


_OPERATIONS: dict[tuple[type | None, str, type | None], Callable[[Any, Any], Value]] = {
    (Decimal, "+", Decimal): CONTEXT.add,
    (Decimal, "-", Decimal): CONTEXT.subtract,
    (Decimal, "*", Decimal): CONTEXT.multiply,
    (Decimal, "/", Decimal): CONTEXT.divide,
    (Decimal, "//", Decimal): _whole_times,
    (Decimal, "%", Decimal): _modulo,
    (Decimal, "**", Decimal): _power,
    (str, "+", str): _joined,
    (list, "+", list): _appended,
    (date, "+", timedelta): operator.add,
    (date, "-", timedelta): _earlier,
    (date, "-", date): operator.sub,
    (datetime, "+", timedelta): operator.add,
    (datetime, "-", timedelta): operator.sub,
    (datetime, "-", datetime): operator.sub,
    (timedelta, "+", timedelta): operator.add,
    (timedelta, "-", timedelta): operator.sub,
    (timedelta, "+", date): operator.add,
    (timedelta, "+", datetime): operator.add,
}


def calculated(left: Value, sign: str, right: Value) -> Value:
    """`left sign right`; null where the two do not go together. Raises ExpressionTooLarge.

    A date moves by the whole days of a duration, rounded down.
    """
    operation = _OPERATIONS.get((kind(left), sign, kind(right)))
    return guarded(operation, left, right) if operation else None


def minus(value: Value) -> Value:
    """`value` with the opposite sign: a number or a duration, else null."""
    match value:
        case Decimal():
            return CONTEXT.minus(value)
        case timedelta():
            return -value
    return None
