"""Checks one chain: every event in its place, unchanged, and none behind its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from service.domain.history import MALFORMED
from service.domain.record import GENESIS, Event, Head, chained_hash
from service.usecases.findings import Checked, Fault, Finding

Look = Callable[[Event, dict[str, Any]], Fault | None]
"""What else to make of an event that is whole; whatever it raises is of an unreadable content."""

BROKEN = frozenset({Fault.CHANGED, Fault.UNREADABLE, Fault.GAP, Fault.MISPLACED, Fault.CUT})
"""What leaves a chain that does not tell everything any more."""


def check_chain(name: str, events: Iterable[Event], head: Head, look: Look) -> Checked:
    """The bytes of all `events` of a chain against their hashes, and its end against `head`."""
    findings: list[Finding] = []
    previous, expected, erased = GENESIS, 1, 0
    for event in events:
        if event.sequence != expected:
            findings.append(Finding(name, event.sequence, Fault.GAP))
        fault = next(_faults(event, previous, look), None)
        if fault is not None:
            findings.append(Finding(name, event.sequence, fault))
        erased += event.answers is None and b'"answers":' in event.body
        previous, expected = event.hash, event.sequence + 1
    if (expected - 1, previous) != (head.count, head.hash):
        findings.append(Finding(name, expected - 1, Fault.CUT))
    return Checked(name, expected - 1, tuple(findings), erased)


def _faults(event: Event, previous: bytes, look: Look) -> Iterator[Fault]:
    """What is wrong with one event, the gravest first; what follows a fault may be its echo."""
    if chained_hash(previous, event.body) != event.hash:
        yield Fault.CHANGED
    try:
        content = event.content()
        if (content.get("chain"), content.get("sequence")) != (str(event.chain), event.sequence):
            yield Fault.MISPLACED
        if not event.answers_fit(content):
            yield Fault.ANSWERS_CHANGED
        if (fault := look(event, content)) is not None:
            yield fault
    except MALFORMED:
        yield Fault.UNREADABLE
