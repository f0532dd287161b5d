"""One line of a case's history: an event of its record as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.definition import Definition
from service.domain.form import Form, Row
from service.domain.form_fields import Problem
from service.domain.record import Act, Event, RecordDamaged, What

MALFORMED = (
    RecordDamaged,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,  # what `Decimal` raises for a text that is no number
)
"""What reading an event raises that somebody changed into something else."""

_YEARS = range(1900, 3000)


@dataclass(frozen=True)
class HistoryLine:
    """One event as people read it.

    `erased`: it had answers that no longer stand beside it; `problem`: why an incident stopped the
    case, with the values that it found; `reason`: why the case was cancelled, in the words of who
    did it; `damaged`: it can be read, but is not what was recorded.
    """

    sequence: int
    act: Act
    at: datetime
    element: str
    step: str
    actor: str
    role: str
    on_behalf_of: str
    answers: Sequence[Row]
    erased: bool
    read: What | None
    problem: Problem | None
    reason: str = ""
    damaged: bool = False


def history_line(event: Event, content: Mapping[str, Any], definition: Definition) -> HistoryLine:
    """The event with this `content`, in the words of `definition`. Raises one of MALFORMED."""
    element = content.get("element", "")
    actor = content.get("actor", {})
    stopped = content["act"] == Act.INCIDENT
    form = None if stopped else _form_at(definition, element)
    beside = event.beside()
    return HistoryLine(
        sequence=event.sequence,
        act=Act(content["act"]),
        at=moment_of(content["at"]),
        element=element,
        step=definition.names.get(element, element),
        actor=actor.get("name", ""),
        role=actor.get("role", ""),
        on_behalf_of=actor.get("for", ""),
        answers=form.rows(form.from_plain(beside)) if form else (),
        erased="answers" in content and event.answers is None,
        read=What(content["what"]) if "what" in content else None,
        problem=Problem(content["reason"], beside) if stopped else None,
        reason=str(beside.get("reason", "")) if content["act"] == Act.CANCELLED else "",
    )


def moment_of(text: str) -> datetime:
    """A moment as the record writes it. Raises ValueError for what no clock can have said."""
    moment = datetime.fromisoformat(text)
    # At the ends of the calendar a moment cannot be told in every zone.
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError("a moment needs its time zone, and a year of our time")
    return moment


def _form_at(definition: Definition, element: str) -> Form | None:
    if element in definition.steps:
        return definition.steps[element].form
    if element in definition.starts:
        return definition.starts[element].form
    return None
