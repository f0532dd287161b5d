"""Numbers from texts and texts from values: int, float, str and what FEEL calls them."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_DOWN, Decimal

from service.engine.expressions.values import CONTEXT, Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_WHOLE = re.compile(r"[+-]?[0-9]+")


def number_of(value: Value) -> Decimal | None:
    """The number itself or the one that a text writes out, rounded to 34 digits."""
    return _read(value, _NUMBER)


def whole_number_of(value: Value) -> Decimal | None:
    """The number without its decimals (-2.7 is -2), or the one that a text writes without any."""
    number = _read(value, _WHOLE)
    return None if number is None else number.to_integral_value(ROUND_DOWN, CONTEXT)


def _read(value: Value, pattern: re.Pattern[str]) -> Decimal | None:
    match value:
        case Decimal():
            return value
        case str() if pattern.fullmatch(value.strip()):
            return CONTEXT.create_decimal(value.strip())
    return None


def feel_text_of(value: Value) -> str | None:
    """The text that writes `value` out: 5, 0.1, true, 2026-01-31; null for lists and durations."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return value if isinstance(value, str) else None


def python_text_of(value: Value) -> str | None:
    """The same as FEEL's, but True and False are written with a capital letter."""
    return str(value) if isinstance(value, bool) else feel_text_of(value)
