"""Show an office's own record: who changed, took away and registered what, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain import policy
from service.domain.actor import Actor, Right
from service.domain.history import MALFORMED, moment_of
from service.domain.record import GENESIS, Act, Event, is_whole
from service.usecases.repositories import Store, Work

PAGE = 25


@dataclass(frozen=True)
class OfficeEvent:
    """One event as it was recorded: `said` is all of its content, and what stands beside it.

    `damaged`: it can be read, but is not what was recorded.
    """

    act: Act
    at: datetime
    actor: str
    said: Mapping[str, Any]
    damaged: bool


@dataclass(frozen=True)
class OfficeLine:
    """A place in the chain, counted from 1; no event: it is missing or cannot be read."""

    sequence: int
    event: OfficeEvent | None


@dataclass(frozen=True)
class OfficeRecord:
    """One page; `before` is the place to go on from, None at the beginning of the record."""

    lines: Sequence[OfficeLine]
    before: int | None


def show_office_record(actor: Actor, before: int | None, *, store: Store) -> OfficeRecord:
    """The events of the person's office in the places before `before`, None: the newest.

    Raises NotOverseer.
    """
    policy.check_can_oversee(actor)
    with store.read() as work:
        count = work.offices.head(actor.office).count
        last = count if before is None else max(0, min(before - 1, count))
        first = max(1, last - PAGE + 1)
        lines = _lines(actor, first, last, work)
    return OfficeRecord(lines, first if first > 1 else None)


def _lines(actor: Actor, first: int, last: int, work: Work) -> list[OfficeLine]:
    """Newest first; the event before the first tells what hash that one stands on."""
    events = {each.sequence: each for each in work.record.between(actor.office, first - 1, last)}
    auditing = actor.has(Right.AUDIT)
    return [
        OfficeLine(
            sequence, _read(events.get(sequence), events.get(sequence - 1), auditing=auditing)
        )
        for sequence in range(last, first - 1, -1)
    ]


def _read(event: Event | None, previous: Event | None, *, auditing: bool) -> OfficeEvent | None:
    """What stands beside an event may name somebody: only auditors are told."""
    if event is None:
        return None
    whole = is_whole(event, previous.hash if previous else GENESIS)
    try:
        content = event.content()
        beside = event.beside() if auditing and event.answers_fit(content) else {}
        return OfficeEvent(
            act=Act(content["act"]),
            at=moment_of(content["at"]),
            actor=str(content["actor"]["name"]),
            said={**content, **beside},
            damaged=not whole,
        )
    except MALFORMED:
        return None
