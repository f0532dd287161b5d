"""The variables of a case as they stand in its snapshot: only what its expressions read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.domain.form_fields import FileRef, RequirementAnswer
from service.engine.expressions import Value

# JSON has texts, booleans and null of its own; every other type is an object with its tag.
Json = dict[str, "Json"] | list["Json"] | str | float | bool | None

_NUMBER, _DATE, _MOMENT, _SECONDS = "number", "date", "moment", "seconds"


def to_json(value: Value) -> Json:
    """The value as JSON; numbers stay exact."""
    plain: Json
    match value:
        case Decimal():
            plain = {_NUMBER: str(value)}
        case datetime():
            plain = {_MOMENT: value.isoformat()}
        case date():
            plain = {_DATE: value.isoformat()}
        case timedelta():
            plain = {_SECONDS: value.total_seconds()}
        case list():
            plain = [to_json(each) for each in value]
        case _:
            plain = value
    return plain


def from_json(plain: object) -> Value:
    """The value that `to_json` wrote. On anything else it raises what the reader of its type
    does: ValueError, KeyError, TypeError or ArithmeticError."""
    if isinstance(plain, list):
        return [from_json(each) for each in plain]
    if isinstance(plain, dict):
        [(tag, written)] = plain.items()
        return _READERS[tag](written)
    if plain is None or isinstance(plain, (bool, str)):
        return plain
    raise ValueError("not a variable")


def _number(written: str) -> Decimal:
    number = Decimal(written)
    if not number.is_finite():
        raise ValueError("not a number")
    return number


_READERS: Mapping[str, Callable[[Any], Value]] = {
    _NUMBER: _number,
    _DATE: date.fromisoformat,
    _MOMENT: datetime.fromisoformat,
    _SECONDS: lambda seconds: timedelta(seconds=seconds),
}


def read_by_expressions(answers: Mapping[str, object], names: frozenset[str]) -> dict[str, Value]:
    """The answers that some expression of the diagram names; the rest stays with the record."""
    return {key: _value(answers[key]) for key in names & answers.keys()}


def _value(answer: object) -> Value:
    match answer:
        case RequirementAnswer():
            return answer.present
        case None | bool() | str() | Decimal() | date():
            return answer
        case tuple():
            return [each.name if isinstance(each, FileRef) else str(each) for each in answer]
    return None
