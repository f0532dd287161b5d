"""The turns of work of a replay in words: waiting against working, waktu against mutu baku."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.definition import Definition, Step
from service.domain.replay import Replay
from service.domain.standard_time import read_standard_time
from service.domain.turn import Spent, Turn, spent_on
from service.web.shapes import Lane, drawn_lane
from service.web.times import Moment, Times
from service.web.translation import gettext


@dataclass(frozen=True)
class TurnShown:
    """One lap of one step; `verdict` is on its due date, with its tag's `colour`."""

    number: str
    step: str
    lap: int
    lane: Lane | None
    by: str
    ended: int | None
    waited: str
    worked: str
    standard: str
    due: Moment | None
    verdict: str
    colour: str


@dataclass(frozen=True)
class SpentShown:
    """The time of several turns of one lane, or (`lane` None) of the whole case."""

    lane: Lane | None
    turns: int
    waited: str
    worked: str
    outside: str
    late: int
    unrecorded: int


def turn_shown(turn: Turn, definition: Definition, times: Times) -> TurnShown:
    """A turn of work in words."""
    step = definition.steps.get(turn.element)
    verdict, colour = _verdict(turn, step, times)
    return TurnShown(
        number=step.number if step else "",
        step=step.name if step else definition.names.get(turn.element) or turn.element,
        lap=turn.lap,
        lane=drawn_lane(definition, step.lane) if step else None,
        by=turn.holder,
        ended=turn.ended,
        waited=_outside(turn, times) if turn.outside else _working(turn, turn.waited, times),
        worked="" if turn.outside else _working(turn, turn.worked, times),
        standard=step.standard_time if step else "",
        due=times.moment(turn.due) if turn.due else None,
        verdict=verdict,
        colour=colour,
    )


def lanes_spent(replay: Replay, definition: Definition, times: Times) -> Sequence[SpentShown]:
    """The sums of each lane that worked, in drawn order."""
    return [
        _spent_shown(spent, times, drawn_lane(definition, lane))
        for lane in definition.lanes
        if (spent := spent_on(_of_lane(replay, definition, lane.id))).turns
    ]


def case_spent(replay: Replay, times: Times) -> SpentShown:
    """The sums of the whole case."""
    return _spent_shown(spent_on(replay.turns), times, None)


def _of_lane(replay: Replay, definition: Definition, lane: str) -> list[Turn]:
    own = {step.element for step in definition.steps.values() if step.lane.id == lane}
    return [turn for turn in replay.turns if turn.element in own]


def _spent_shown(spent: Spent, times: Times, lane: Lane | None) -> SpentShown:
    return SpentShown(
        lane=lane,
        turns=spent.turns,
        waited=times.working(spent.waited),
        worked=times.working(spent.worked),
        outside=times.length(spent.outside) if spent.outside else "",
        late=spent.late,
        unrecorded=spent.unrecorded,
    )


def _working(turn: Turn, seconds: int | None, times: Times) -> str:
    if seconds is not None:
        return times.working(seconds)
    return "" if turn.ended is None or turn.withdrawn else gettext("Tidak tercatat")


def _outside(turn: Turn, times: Times) -> str:
    """The time of another party, by the clock: the office's working time says nothing of it."""
    if turn.length is None:
        return ""
    return gettext("%(length)s (pihak luar)", length=times.length(turn.length))


def _verdict(turn: Turn, step: Step | None, times: Times) -> tuple[str, str]:
    if turn.withdrawn:
        return gettext("Ditarik"), ""
    if turn.ended is None:
        return (
            (gettext("Tidak tercatat"), "") if turn.lost else (gettext("Belum selesai"), "indigo")
        )
    if turn.late:
        return gettext("Terlambat %(length)s", length=times.length(turn.late)), "red"
    return (gettext("Tepat waktu"), "green") if turn.due else (_without_due(turn, step), "")


def _without_due(turn: Turn, step: Step | None) -> str:
    """A step with a time of the office's own has a due date, which old records do not hold."""
    timed = step is not None and read_standard_time(step.standard_time) is not None
    return gettext("Tidak tercatat") if timed and not turn.outside else ""
