"""The functions and methods of the language, by each name they may be called."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

from service.engine.expressions.conversions import (
    feel_text_of,
    number_of,
    python_text_of,
    whole_number_of,
)
from service.engine.expressions.values import (
    CONTEXT,
    Value,
    bounded_text,
    equal,
    is_empty,
    ordered,
)

Arguments: TypeAlias = Sequence[Value]
Apply: TypeAlias = Callable[[Arguments, datetime], Value]

# More than fit into a text.
MANY = 1_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=[0-9T])(?:(?P<weeks>[0-9]{1,9})W)?(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]{1,6})?)S)?)?"
)


class Function(NamedTuple):
    """`apply` gets between `least` and `most` values, and the present time."""

    apply: Apply
    least: int = 1
    most: int = 1


def _of_value(operation: Callable[[Value], Value]) -> Apply:
    def apply(arguments: Arguments, _now: datetime) -> Value:
        (value,) = arguments
        return operation(value)

    return apply


def _of_text(operation: Callable[[str], str]) -> Apply:
    def apply(arguments: Arguments, _now: datetime) -> Value:
        (text,) = arguments
        return bounded_text(operation(text)) if isinstance(text, str) else None

    return apply


def _of_two_texts(operation: Callable[[str, str], bool]) -> Apply:
    def apply(arguments: Arguments, _now: datetime) -> Value:
        text, part = arguments
        return operation(text, part) if isinstance(text, str) and isinstance(part, str) else None

    return apply


def _length(arguments: Arguments, _now: datetime) -> Value:
    (value,) = arguments
    return Decimal(len(value)) if isinstance(value, str | list) else None


def _contains(arguments: Arguments, _now: datetime) -> Value:
    whole, part = arguments
    if isinstance(whole, list):
        return any(equal(element, part) for element in whole)
    return part in whole if isinstance(whole, str) and isinstance(part, str) else None


def _find(arguments: Arguments, _now: datetime) -> Value:
    """Where the part begins, from 0; -1 where it is not."""
    text, part = arguments
    return Decimal(text.find(part)) if isinstance(text, str) and isinstance(part, str) else None


def _equals(arguments: Arguments, _now: datetime) -> Value:
    left, right = arguments
    return equal(left, right)


def _rounded(mode: str) -> Apply:
    """To whole numbers, or to as many decimals as a second argument says."""

    def apply(arguments: Arguments, _now: datetime) -> Value:
        number, decimals = (*arguments, Decimal(0))[:2]
        if not isinstance(number, Decimal) or not isinstance(decimals, Decimal):
            return None
        # Shifted rather than quantized, which fails on numbers of over 34 digits.
        shifted = number.scaleb(decimals, CONTEXT).to_integral_value(mode, CONTEXT)
        return shifted.scaleb(-decimals, CONTEXT)

    return apply


def _absolute(arguments: Arguments, _now: datetime) -> Value:
    (value,) = arguments
    if isinstance(value, Decimal):
        return CONTEXT.abs(value)
    return abs(value) if isinstance(value, timedelta) else None


def _elements(arguments: Arguments) -> Arguments:
    """What min, max, sum and count go over: the one list given, or the arguments themselves."""
    first, *rest = arguments
    return first if isinstance(first, list) and not rest else arguments


def _extreme(wins: Callable[[Any, Any], bool]) -> Apply:
    """The element that `wins` over the others; null if there is none or they do not compare."""

    def apply(arguments: Arguments, _now: datetime) -> Value:
        elements = _elements(arguments)
        best = elements[0] if elements else None
        for element in elements:
            better = ordered(wins, element, best)
            if better is None:
                return None
            best = element if better else best
        return best

    return apply


def _sum(arguments: Arguments, _now: datetime) -> Value:
    numbers = [element for element in _elements(arguments) if isinstance(element, Decimal)]
    if len(numbers) < len(_elements(arguments)):
        return None
    return reduce(CONTEXT.add, numbers, Decimal(0))


def _count(arguments: Arguments, _now: datetime) -> Value:
    return None if list(arguments) == [None] else Decimal(len(_elements(arguments)))


def _date(arguments: Arguments, now: datetime) -> Value:
    match arguments[0]:
        case datetime() as moment:
            return moment.astimezone(now.tzinfo).date()
        case date() as day:
            return day
        case str() as text:
            return date_of(text)
    return None


def date_of(text: str) -> date | None:
    """The date written as 2026-01-31, or None."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def duration_of(text: str) -> timedelta | None:
    """The time span written in ISO 8601 as P1W, P3D, PT8H30M or -P1D, or None.

    Years and months are none: they have no fixed length.
    """
    written = _DURATION.fullmatch(text)
    if written is None:
        return None
    amounts = written.groupdict(default="0")
    sign = -1 if amounts.pop("sign") == "-" else 1
    try:
        return sign * timedelta(**{unit: float(amount) for unit, amount in amounts.items()})
    except OverflowError:
        return None


def _duration(arguments: Arguments, _now: datetime) -> Value:
    (value,) = arguments
    if isinstance(value, timedelta):
        return value
    return duration_of(value) if isinstance(value, str) else None


_CONTAINS = Function(_contains, 2, 2)
_LENGTH = Function(_length)
_LOWER = Function(_of_text(str.lower))
_UPPER = Function(_of_text(str.upper))
_NUMBER = Function(_of_value(number_of))
_STARTS = Function(_of_two_texts(str.startswith), 2, 2)
_ENDS = Function(_of_two_texts(str.endswith), 2, 2)

FUNCTIONS: dict[str, Function] = {
    "abs": Function(_absolute),
    "ceiling": Function(_rounded(ROUND_CEILING)),
    "contains": _CONTAINS,
    "count": Function(_count, 1, MANY),
    "date": Function(_date),
    "duration": Function(_duration),
    "ends with": _ENDS,
    "ends_with": _ENDS,
    "endsWith": _ENDS,
    "float": _NUMBER,
    "floor": Function(_rounded(ROUND_FLOOR)),
    "int": Function(_of_value(whole_number_of)),
    "is defined": Function(_of_value(lambda value: value is not None)),
    "len": _LENGTH,
    "length": _LENGTH,
    "list contains": _CONTAINS,
    "lower": _LOWER,
    "lower case": _LOWER,
    "max": Function(_extreme(operator.gt), 1, MANY),
    "min": Function(_extreme(operator.lt), 1, MANY),
    "now": Function(lambda _arguments, now: now, 0, 0),
    "number": _NUMBER,
    "round": Function(_rounded(ROUND_HALF_UP), 1, 2),
    "starts with": _STARTS,
    "starts_with": _STARTS,
    "startsWith": _STARTS,
    "str": Function(_of_value(python_text_of)),
    "string": Function(_of_value(feel_text_of)),
    "string length": _LENGTH,
    "sum": Function(_sum, 1, MANY),
    "today": Function(lambda _arguments, now: now.date(), 0, 0),
    "upper": _UPPER,
    "upper case": _UPPER,
}

_FIND = Function(_find, 2, 2)
_STRIP = Function(_of_text(str.strip))

# `x.name(y)` is `name(x, y)`: the first value is what stands before the dot.
METHODS: dict[str, Function] = {
    "contains": _CONTAINS,
    "endsWith": _ENDS,
    "endswith": _ENDS,
    "equals": Function(_equals, 2, 2),
    "find": _FIND,
    "includes": _CONTAINS,
    "indexOf": _FIND,
    "isEmpty": Function(_of_value(is_empty)),
    "length": _LENGTH,
    "lower": _LOWER,
    "size": _LENGTH,
    "startsWith": _STARTS,
    "startswith": _STARTS,
    "strip": _STRIP,
    "toLowerCase": _LOWER,
    "toUpperCase": _UPPER,
    "trim": _STRIP,
    "upper": _UPPER,
}
