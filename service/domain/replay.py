"""A case replayed from its record alone: what each act did, and where it left the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.deed import Deed, Opening, Soundness, read_deed, standing_answers
from service.domain.definition import Definition, StepKind
from service.domain.form import Row
from service.domain.history import HistoryLine
from service.domain.record import GENESIS, Act, Event, Head
from service.domain.turn import Turn


@dataclass(frozen=True)
class Token:
    """A place where the case stands; of a step with its lap (else 0), due date and holder."""

    element: str
    lap: int = 0
    due: datetime | None = None
    holder: str = ""


@dataclass(frozen=True)
class Change:
    """One answer (`row`) before and after an act; None where there was or is none."""

    row: Row
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Moment:
    """One act and the case right after it; `deed` is None for what cannot be read.

    Events that are missing are one moment, from the place `sequence` to the place `last`.
    `turn`: the turn of work that the act was about, after it. `before`: the answers given at this
    element the time before; None where there are none to tell this time's against.
    """

    sequence: int
    soundness: Soundness
    deed: Deed | None
    tokens: tuple[Token, ...]
    turn: Turn | None = None
    before: Sequence[Row] | None = None
    last: int | None = None

    @property
    def events(self) -> int:
        """How many places of the record it stands for."""
        return 1 if self.last is None else self.last - self.sequence + 1

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every answer that the act set, in the order of the form, and every one that it took."""
        if self.deed is None or not self.deed.sets_answers:
            return ()
        answers = standing_answers(self.deed, self.soundness) or ()
        old, new = ({row.key: row for row in rows} for rows in (self.before or (), answers))
        return tuple(
            Change(row, old.get(key), new.get(key)) for key, row in {**new, **old, **new}.items()
        )


@dataclass(frozen=True)
class Replay:
    """Every moment in order, every turn of work in the order of opening, and what was only read.

    `superseded`: by the place of an act that set answers, the place of the one that replaced them.
    """

    moments: Sequence[Moment]
    turns: Sequence[Turn]
    superseded: Mapping[int, int]
    readings: int


def replay(record: Iterable[Event], head: Head, definition: Definition) -> Replay:
    """Go through a case's events in order; a damaged one is a marked moment, the rest go on.

    What is missing, also up to the `head`, is a marked moment too. A reading moves nothing and is
    no moment, unless it is damaged.
    """
    running = _Running(definition, head)
    for event in record:
        running.take(event)
    running.skip_to(head.count + 1)
    turns = list(running.turns.values())
    return Replay(running.moments, turns, running.superseded, running.readings)


class _Running:
    """The case while its events are gone through; `turns` by task, in the order of opening."""

    def __init__(self, definition: Definition, head: Head) -> None:
        self.moments: list[Moment] = []
        self.turns: dict[str, Turn] = {}
        self.superseded: dict[int, int] = {}
        self.readings = 0
        self._definition = definition
        self._head = head
        self._next = 1
        self._previous: bytes | None = GENESIS
        self._standing: tuple[str, ...] = ()
        self._open: dict[str, None] = {}  # a set that keeps its order
        self._laps: Counter[str] = Counter()
        self._answered: dict[str, tuple[int, Sequence[Row] | None]] = {}

    def take(self, event: Event) -> None:
        """The next event of the chain."""
        self.skip_to(event.sequence)
        soundness, deed = read_deed(event, self._previous, self._definition)
        self._next, self._previous = event.sequence + 1, event.hash
        if soundness is Soundness.SOUND and event.sequence > self._head.count:
            soundness = Soundness.BEYOND
        reads = deed is not None and deed.line.act is Act.READ
        self.readings += reads
        if reads and soundness is Soundness.SOUND:
            return
        turn, before = None, None
        if deed is not None:
            turn = self._follow(deed)
            before = self._replaced(deed, soundness)
        tokens = tuple(self._tokens())
        self.moments.append(Moment(event.sequence, soundness, deed, tokens, turn, before))

    def skip_to(self, sequence: int) -> None:
        """What should stand before the place `sequence` and does not."""
        if self._next < sequence:
            tokens = tuple(self._tokens())
            gap = Moment(self._next, Soundness.MISSING, None, tokens, last=sequence - 1)
            self.moments.append(gap)
            self._previous = None

    def _follow(self, deed: Deed) -> Turn | None:
        """Move the case as the act moved it; the turn that it was about."""
        turn = self._worked_on(deed) if deed.task else None
        cancelled = deed.line.act is Act.CANCELLED
        for task in tuple(self._open) if cancelled else deed.withdrawn:
            self._withdraw(task, deed.line)
        for opening in deed.opened:
            self._begin(opening, deed.line)
        if cancelled:
            self._standing = ()
        elif deed.tokens is not None:
            self._standing = deed.tokens
            self._give_up()
        return turn

    def _worked_on(self, deed: Deed) -> Turn:
        if deed.task not in self.turns:  # the event that opened it is damaged
            self._begin(Opening(deed.task, deed.line.element, None), None)
        turn = self.turns[deed.task]
        if deed.line.act is Act.CLAIMED:
            turn = replace(turn, holder=deed.line.actor)
        elif deed.line.act is Act.RELEASED:
            turn = replace(turn, holder="")
        elif deed.line.act is Act.COMPLETED:
            self._open.pop(deed.task, None)
            turn = replace(
                turn,
                holder=deed.line.actor,
                waited=deed.waited,
                worked=deed.worked,
                ended=deed.line.sequence,
                ended_at=deed.line.at,
            )
        self.turns[deed.task] = turn
        return turn

    def _begin(self, opening: Opening, line: HistoryLine | None) -> None:
        self._laps[opening.element] += 1
        step = self._definition.steps.get(opening.element)
        self.turns[opening.task] = Turn(
            element=opening.element,
            lap=self._laps[opening.element],
            outside=step is not None and step.kind is StepKind.CONFIRMATION,
            opened_at=line.at if line else None,
            due=opening.due,
        )
        self._open[opening.task] = None

    def _withdraw(self, task: str, line: HistoryLine) -> None:
        if task not in self._open:
            return
        del self._open[task]
        self.turns[task] = replace(
            self.turns[task], ended=line.sequence, ended_at=line.at, withdrawn=True
        )

    def _give_up(self) -> None:
        """Turns that have no token any more ended in an event that cannot be read."""
        tokens = Counter(self._standing)
        for task in reversed(tuple(self._open)):
            element = self.turns[task].element
            if not tokens[element]:
                del self._open[task]
                self.turns[task] = replace(self.turns[task], lost=True)
            tokens[element] -= 1

    def _tokens(self) -> Iterator[Token]:
        """Every token; a step's by its open turns, another element's by their number."""
        turns = [self.turns[task] for task in self._open]
        for element, count in Counter(self._standing).items():
            here = [turn for turn in turns if turn.element == element]
            at_step = [Token(element, turn.lap, turn.due, turn.holder) for turn in here]
            yield from at_step or [Token(element)] * count

    def _replaced(self, deed: Deed, soundness: Soundness) -> Sequence[Row] | None:
        """The answers that the act took the place of, unless these or its own are gone."""
        if not deed.sets_answers:
            return None
        element, number = deed.line.element, deed.line.sequence
        answers = standing_answers(deed, soundness)
        place, before = self._answered.get(element, (None, None))
        if place is not None:
            self.superseded[place] = number
        self._answered[element] = number, answers
        return None if answers is None else before
