"""Variables as they are typed on the command line, and as they are printed in JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

_EXACT = 10**15  # below it a whole number is the same in every reader of JSON
_DATES: tuple[Callable[[str], object], ...] = (date.fromisoformat, datetime.fromisoformat)


def read_value(text: str) -> object:
    """A number, true or false, null, a text in double quotes or a list of these, as in JSON; a date
    or moment in ISO form; anything else is the text itself.
    """
    with suppress(ValueError, RecursionError):
        return json.loads(
            text,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_no_value,
            object_hook=_no_value,
        )
    for read in _DATES:
        with suppress(ValueError):
            return read(text)
    return text


def _no_value(_read: object) -> None:
    """Expressions know neither NaN nor objects."""
    raise ValueError


def as_plain(value: object) -> object:
    """The value for JSON: numbers as numbers, dates and durations in ISO form."""
    plain = value
    match value:
        case Decimal():
            plain = _number(value)
        case date():
            plain = value.isoformat()
        case timedelta():
            plain = f"PT{value.total_seconds():g}S"
        case list():
            plain = [as_plain(each) for each in value]
    return plain


def _number(value: Decimal) -> object:
    """JSON has no numbers beyond those of its readers: larger ones are texts."""
    if value == value.to_integral_value() and abs(value) < _EXACT:
        return int(value)
    return float(value) if math.isfinite(float(value)) else str(value)
