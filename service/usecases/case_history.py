"""A portion of a case's record as its page tells it: as fast at ten thousand events as at ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from service.domain.case import Case
from service.domain.definition import Definition
from service.domain.history import MALFORMED, HistoryLine, history_line
from service.domain.record import EMPTY, Event, Head, is_whole
from service.usecases.repositories import Work

PORTION = 50  # events


@dataclass(frozen=True)
class Gap:
    """Events that are missing or cannot be read, from the one to the other, both included."""

    first: int
    last: int


@dataclass
class Told:
    """What some events in a row tell; `tokens` None: none of them says where the case stands.

    `earlier`: the place in the record that what stands before them ends at, None at its beginning.
    `beginning`: the record's first event, wherever the others stand; None where it is not to read.
    """

    lines: list[HistoryLine] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    tokens: tuple[str, ...] | None = None
    passed: set[str] = field(default_factory=set)
    earlier: int | None = None
    beginning: HistoryLine | None = None
    end: Head = EMPTY

    def __post_init__(self) -> None:
        self._next = self.end.count + 1

    @property
    def damaged(self) -> bool:
        """Whether anything is missing or is not what was recorded."""
        return bool(self.gaps) or any(line.damaged for line in self.lines)

    def skip_to(self, sequence: int) -> None:
        """What should stand before `sequence` and does not."""
        if self._next < sequence:
            self.gaps.append(Gap(self._next, sequence - 1))
        self._next = max(self._next, sequence)

    def add(self, event: Event, definition: Definition) -> None:
        """One event; one that cannot be read is a gap."""
        self.skip_to(event.sequence)
        whole = is_whole(event, self.end.hash)
        self.end = Head(event.sequence, event.hash)
        try:
            content = event.content()
            line = replace(
                # Answers that are not those that were given are not shown as if they were.
                history_line(_with_its_own(event, content), content, definition),
                erased="answers" in content and event.answers is None,
                damaged=not whole,
            )
            tokens = _tokens(content)
            passed = {str(element) for element in content.get("left", ())}
        except MALFORMED:
            return
        self.lines.append(line)
        self.tokens = self.tokens if tokens is None else tokens
        self.passed |= passed
        self._next = event.sequence + 1


def newest(case: Case, definition: Definition, work: Work) -> Told:
    """The last events of a case, with where it stands and what it passed in all its events."""
    told = _read(case, None, definition, work)
    told.skip_to(case.head.count + 1)
    if told.earlier is not None:
        told.passed |= work.tasks.done_elements(case.id)
        if told.tokens is None:
            told.tokens = _tokens_before(case.id, told.earlier, work)
    return told


def earlier(case: Case, before: int, definition: Definition, work: Work) -> Told:
    """The last events before the place `before`, a number that anybody may have typed."""
    told = _read(case, before, definition, work)
    told.skip_to(min(before, case.head.count + 1))
    return told


def _read(case: Case, before: int | None, definition: Definition, work: Work) -> Told:
    """One event more is read, because its hash is what the first of the others stands on."""
    events = work.record.newest(case.id, PORTION + 1, before)
    told = Told()
    if len(events) > PORTION:
        told = Told(end=Head(events[0].sequence, events[0].hash), earlier=events[0].sequence + 1)
        events = events[1:]
    for event in events:
        told.add(event, definition)
    told.beginning = _beginning(told, case.id, definition, work)
    return told


def _beginning(told: Told, case: UUID, definition: Definition, work: Work) -> HistoryLine | None:
    if told.earlier is not None:
        began = Told()
        for event in work.record.between(case, 1, 1):
            began.add(event, definition)
        told = began
    return next((line for line in told.lines if line.sequence == 1), None)


def _tokens_before(case: UUID, place: int, work: Work) -> tuple[str, ...] | None:
    """Where the case stood before `place`: what came after may be nothing but readings."""
    while events := work.record.newest(case, PORTION, place):
        for event in reversed(events):
            try:
                tokens = _tokens(event.content())
            except MALFORMED:
                continue
            if tokens is not None:
                return tokens
        place = events[0].sequence
    return None


def _tokens(content: Mapping[str, Any]) -> tuple[str, ...] | None:
    return tuple(map(str, content["tokens"])) if "tokens" in content else None


def _with_its_own(event: Event, content: Mapping[str, Any]) -> Event:
    return event if event.answers_fit(content) else replace(event, answers=None)
