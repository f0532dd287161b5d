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
from service.domain.record import GENESIS, Act, Event
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

    `turn`: the turn of work that the act was about, after it. `changes`: every answer that the act
    set; `again`: they are told against those given at this element the time before.
    """

    sequence: int
    soundness: Soundness
    deed: Deed | None
    tokens: tuple[Token, ...]
    turn: Turn | None = None
    changes: tuple[Change, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Replay:
    """Every moment in order, every turn of work in the order of opening, and what was only read.

    `superseded`: by the place of an act that set answers, the place of the one that replaced them.
    """

    moments: Sequence[Moment]
    turns: Sequence[Turn]
    superseded: Mapping[int, int]
    readings: int


def replay(record: Iterable[Event], definition: Definition) -> Replay:
    """Go through a case's events in order; a damaged one is a marked moment, the rest go on.

    A reading moves nothing and is no moment, unless it is damaged.
    """
    running = _Running(definition)
    for event in record:
        running.take(event)
    turns = list(running.turns.values())
    return Replay(running.moments, turns, running.superseded, running.readings)


class _Running:
    """The case while its events are gone through; `turns` by task, in the order of opening."""

    def __init__(self, definition: Definition) -> None:
        self.moments: list[Moment] = []
        self.turns: dict[str, Turn] = {}
        self.superseded: dict[int, int] = {}
        self.readings = 0
        self._definition = definition
        self._previous = GENESIS
        self._standing: tuple[str, ...] = ()
        self._open: dict[str, None] = {}  # a set that keeps its order
        self._laps: Counter[str] = Counter()
        self._answered: dict[str, tuple[int, Sequence[Row] | None]] = {}

    def take(self, event: Event) -> None:
        """The next event of the chain."""
        soundness, deed = read_deed(event, self._previous, self._definition)
        self._previous = event.hash
        reads = deed is not None and deed.line.act is Act.READ
        self.readings += reads
        if reads and soundness is Soundness.SOUND:
            return
        turn = self._follow(deed) if deed is not None else None
        moment = Moment(event.sequence, soundness, deed, tuple(self._tokens()), turn)
        if deed is not None and deed.sets_answers:
            moment = self._compared(moment, deed)
        self.moments.append(moment)

    def _follow(self, deed: Deed) -> Turn | None:
        """Move the case as the act moved it; the turn that it was about."""
        turn = self._worked_on(deed) if deed.task else None
        cancelled = deed.line.act is Act.CANCELLED
        for task in tuple(self._open) if cancelled else deed.withdrawn:
            self._end(task, deed.line, withdrawn=True)
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
            turn = replace(turn, holder=deed.line.actor, waited=deed.waited, worked=deed.worked)
        self.turns[deed.task] = turn
        if deed.line.act is Act.COMPLETED:
            self._end(deed.task, deed.line, withdrawn=False)
        return self.turns[deed.task]

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

    def _end(self, task: str, line: HistoryLine, *, withdrawn: bool) -> None:
        if task not in self._open:
            return
        del self._open[task]
        self.turns[task] = replace(
            self.turns[task], ended=line.sequence, ended_at=line.at, withdrawn=withdrawn
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

    def _compared(self, moment: Moment, deed: Deed) -> Moment:
        """With what the act changed; answers that are gone can be compared with nothing."""
        element, after = deed.line.element, standing_answers(deed, moment.soundness)
        place, before = self._answered.get(element, (None, None))
        if place is not None:
            self.superseded[place] = moment.sequence
        self._answered[element] = moment.sequence, after
        again = before is not None and after is not None
        changes = tuple(_changes((before or ()) if again else (), after or ()))
        return replace(moment, changes=changes, again=again)


def _changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Change]:
    """Every answer of the two, in the order of the form, whether or not it changed."""
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    for key, row in {**new, **old, **new}.items():
        yield Change(row, old.get(key), new.get(key))
