"""What an expression computes with: the values, how they compare, and their bounds."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, TypeAlias, TypeVar

from service.engine.expressions.errors import ExpressionTooLarge

Value: TypeAlias = "bool | Decimal | str | date | datetime | timedelta | list[Value] | None"

CONTEXT = Context(
    prec=34, Emin=-6143, Emax=6144, traps=[Overflow, InvalidOperation, DivisionByZero]
)
"""How numbers are reckoned: as IEEE 754 decimal128, FEEL's number."""

_Element = TypeVar("_Element")

MAX_TEXT = 10_000
MAX_ELEMENTS = 1_000
MAX_LIST_DEPTH = 50

# A datetime is also a date and a bool also an int for Python, so the first match counts.
_KINDS = (bool, Decimal, str, datetime, date, timedelta, list)
_ORDERED = (Decimal, str, datetime, date, timedelta)


def as_value(raw: object, now: datetime) -> Value:
    """`raw` as the language sees it: any number as a decimal, what it does not know as null.

    A time without a zone is read in the zone of `now`. Raises ExpressionTooLarge.
    """
    match raw:
        case int() | float() | Decimal() if not isinstance(raw, bool):
            return _number(raw)
        case list():
            return [as_value(element, now) for element in bounded_list(raw)]
        case datetime(tzinfo=None):
            return raw.replace(tzinfo=now.tzinfo)
    return raw if isinstance(raw, _KINDS) else None


def _number(raw: float | Decimal) -> Decimal | None:
    """Raises ExpressionTooLarge. A float counts as it is written: 0.1 is 0.1."""
    exact = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not exact.is_finite():
        return None
    try:
        return CONTEXT.plus(exact)
    except Overflow:
        raise ExpressionTooLarge from None


def guarded(compute: Callable[..., Value], *arguments: object) -> Value:
    """What `compute` answers; null where there is no answer (division by zero, year 10000).

    Raises ExpressionTooLarge where a number leaves its bounds.
    """
    try:
        return compute(*arguments)
    except Overflow:
        raise ExpressionTooLarge from None
    except ArithmeticError:
        return None


def bounded_text(text: str) -> str:
    """`text`, or ExpressionTooLarge if it has over 10,000 characters."""
    if len(text) > MAX_TEXT:
        raise ExpressionTooLarge
    return text


def bounded_list(elements: list[_Element]) -> list[_Element]:
    """`elements`, or ExpressionTooLarge if there are over 1,000, or 50 levels, nested included.

    Counted in all, because a short script could otherwise nest one list in itself a thousandfold.
    """
    total = 0
    lists: list[list[Any]] = [elements]
    for _ in range(MAX_LIST_DEPTH):
        total += sum(map(len, lists))
        if total > MAX_ELEMENTS:
            break
        lists = [inner for outer in lists for inner in outer if isinstance(inner, list)]
        if not lists:
            return elements
    raise ExpressionTooLarge


def kind(value: Value) -> type | None:
    """The type by which values compare; None for null."""
    return next((known for known in _KINDS if isinstance(value, known)), None)


def equal(left: Value, right: Value) -> bool:
    """Whether both are of one kind and the same; null equals null."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return kind(left) is kind(right) and left == right


def ordered(compare: Callable[[Any, Any], bool], left: Value, right: Value) -> bool | None:
    """`compare` (one of <, <=, >, >=) for two values of one kind that has an order, else null."""
    shared = kind(left)
    if shared not in _ORDERED or kind(right) is not shared:
        return None
    return compare(left, right)


def is_empty(value: Value) -> bool:
    """Whether there is nothing in it: null, a text or a list without content."""
    return value is None or value in ("", [])


def all_of(held: Collection[bool | None]) -> bool | None:
    """And: false if any is; else null if any is."""
    if False in held:
        return False
    return None if None in held else True


def negated(value: Value) -> bool | None:
    """Not, where neither true nor false stays null."""
    return not value if isinstance(value, bool) else None
