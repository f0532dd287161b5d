"""What the definition of a timer event says: written out, as an expression, or as in a label."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from service.engine.expressions import (
    ExpressionInvalid,
    ExpressionTooLarge,
    parse_expression,
)
from service.engine.intake.timers.firing import timer_of
from service.engine.intake.timers.labels import read_label
from service.engine.intake.timers.timer import Timer
from service.engine.intake.timers.written import read_written

TIME_DATE = "timeDate"

_LONGEST = 2_000  # characters, as of an expression
_WRAPPED = re.compile(
    r"""[$#]\{(.*)\} | =(?!=)(.*) | "([^"]*)" | '([^']*)'
    | (?:duration | date | date\ and\ time) \s* \((.*)\)""",
    re.VERBOSE | re.DOTALL,
)
_QUOTES = frozenset("\"'")
_TIME = re.compile("[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_ALMOST_ISO = re.compile(r"[+-]?PT?[0-9].*|R[0-9]*/.*", re.IGNORECASE)
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def read_timer(kind: str, text: str) -> Timer | None:
    """Read what stands in timeDuration, timeDate or timeCycle (`kind`), for what it is: people
    also write a duration as a date.

    None where it is not sure; a person then confirms.
    """
    if len(text) > _LONGEST:
        return None
    inner = _unwrapped(text)
    timer = read_written(inner)
    if timer is None and not _QUOTES & set(inner):  # in quotes, a label is only a part of it
        timer = _read_time(inner) if kind == TIME_DATE else None
        timer = timer or read_label(inner)
    if timer is None and not _ALMOST_ISO.fullmatch(inner):  # "P9999Y" is no variable
        timer = _read_expression(text)
    return timer


def _unwrapped(text: str) -> str:
    """Without `${ }`, `=`, quotes, and the name of FEEL's function for it."""
    text = text.strip()
    while found := _WRAPPED.fullmatch(text):
        text = found[found.lastindex or 0].strip()
    return text


def _read_time(text: str) -> Timer | None:
    """08:00; in a label the same could be minutes."""
    try:
        return Timer(at=time.fromisoformat(text)) if _TIME.fullmatch(text) else None
    except ValueError:
        return None


def _read_expression(text: str) -> Timer | None:
    """An expression; one without variables must yield a time, as it always will or never."""
    try:
        expression = parse_expression(text)
        if expression.names or timer_of(expression.evaluate({}, _ANY_MOMENT)):
            return Timer(expression=expression)
    except (ExpressionInvalid, ExpressionTooLarge):
        pass
    return None
