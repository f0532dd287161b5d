"""What the page of a replay is given: one window of moments, the answers that stood, the times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for

from service.domain.deed import Soundness, standing_answers
from service.domain.replay import Moment, Replay
from service.domain.turn import Turn
from service.usecases.replay_case import CaseReplay
from service.usecases.show_case import Damage
from service.web.answers import Shown
from service.web.frame import Reader
from service.web.moments import laps_in_words, moment_shown
from service.web.shapes import Section
from service.web.standards import Progress, diagram_of
from service.web.translation import gettext
from service.web.turns import case_spent, lanes_spent, turn_shown

WINDOW = 100
"""Moments that one page holds: a case may have thousands."""


@dataclass(frozen=True)
class Walked:
    """What acts before the window did on the drawing, and how many did just this."""

    left: Sequence[str]
    entered: Sequence[str]
    flows: Sequence[str]
    count: int


@dataclass(frozen=True)
class Stood:
    """Answers as one act left them; they stood from the place `since` until before `until`.

    `gone`: they were erased. Places count the moments from 1; `until` is None for the last ones.
    """

    section: Section
    laps: str
    since: int
    until: int | None
    gone: bool


@dataclass(frozen=True)
class Window:
    """The moments shown at once: places `first` to `last` of `count`, at `place` to begin with."""

    place: int
    first: int
    last: int
    count: int


def context(view: CaseReplay, asked: int | None, reader: Reader) -> dict[str, object]:
    """The context of replay.html; `asked` is the number of the event to begin at."""
    replay, times = view.replay, reader.times
    window = _window(replay.moments, asked)
    inside = replay.moments[window.first - 1 : window.last]
    shown = Shown(view.case.id, view.definition, times)
    return {
        "case": {"number": view.case.number, "subject": view.case.subject},
        "case_url": url_for("cases.show", case=view.case.id),
        "page_url": url_for("replays.show", case=view.case.id),
        "window": window,
        "steps": _neighbours(replay.moments, window),
        "moments": [moment_shown(moment, view.definition, shown) for moment in inside],
        "damages": [gettext(Damage.DEFINITION)] if view.definition.damaged else [],
        "diagram": None
        if view.definition.damaged
        else diagram_of(
            view.definition, view.case.deployment, _progress(replay.moments, window.place)
        ),
        "walked": _walked(replay.moments[: window.first - 1]),
        "stood": list(_stood(replay, window, shown)),
        "turns": [turn_shown(each, view.definition, times) for each in _turns(replay, window)],
        "lanes": lanes_spent(replay, view.definition, times),
        "spent": case_spent(replay, times),
        "length": times.length(_length(replay.moments)),
        "readings": replay.readings,
        "damaged": sum(m.events for m in replay.moments if m.soundness is not Soundness.SOUND),
    }


def _window(moments: Sequence[Moment], asked: int | None) -> Window:
    """The window around the event with the number `asked`, or around the last one before it."""
    earlier = sum(moment.sequence <= asked for moment in moments) if asked is not None else 1
    place = max(earlier, 1)
    before = (place - 1) // WINDOW * WINDOW
    return Window(place, before + 1, min(before + WINDOW, len(moments)), len(moments))


def _neighbours(moments: Sequence[Moment], window: Window) -> dict[str, int | None]:
    """The numbers of the moments to go to: beside this one, and beside this window."""

    def number(place: int) -> int | None:
        return moments[place - 1].sequence if 1 <= place <= len(moments) else None

    return {
        "previous": number(window.place - 1),
        "next": number(window.place + 1),
        "earlier": number(window.first - 1),
        "later": number(window.last + 1),
    }


def _progress(moments: Sequence[Moment], place: int) -> Progress:
    """The drawing's marks where no script moves them."""
    deeds = (moment.deed for moment in moments[:place] if moment.deed)
    tokens = moments[place - 1].tokens if moments else ()
    return Progress(
        tokens=tuple(dict.fromkeys(token.element for token in tokens)),
        passed=frozenset(element for deed in deeds for element in deed.left),
    )


def _walked(moments: Sequence[Moment]) -> list[Walked]:
    ways = Counter(
        (deed.left, deed.entered, deed.flows) for moment in moments if (deed := moment.deed)
    )
    return [Walked(*way, count) for way, count in ways.items() if way[0]]


def _stood(replay: Replay, window: Window, shown: Shown) -> Iterator[Stood]:
    """The answers that stood at some moment of the window, in the order of the record."""
    places = {moment.sequence: place for place, moment in enumerate(replay.moments, 1)}
    forms = shown.definition.steps.keys() | shown.definition.starts.keys()
    for moment in replay.moments[: window.last]:
        deed = moment.deed
        if deed is None or not deed.sets_answers or deed.line.element not in forms:
            continue
        until = places.get(replay.superseded.get(moment.sequence, 0))
        if until is not None and until <= window.first:
            continue
        section = shown.section(deed.line)
        gone = standing_answers(deed, moment.soundness) is None
        if section.entries or section.files or gone:
            laps = laps_in_words([moment.turn.lap] if moment.turn else [])
            yield Stood(section, laps, places[moment.sequence], until, gone)


def _turns(replay: Replay, window: Window) -> Iterator[Turn]:
    """Those that ended within the window, and beside the last moments those still open."""
    numbers = {m.sequence for m in replay.moments[window.first - 1 : window.last]}
    at_the_end = window.last == window.count
    for turn in replay.turns:
        if turn.ended in numbers or (turn.ended is None and at_the_end):
            yield turn


def _length(moments: Sequence[Moment]) -> timedelta:
    """From the first act to the latest, by the clock."""
    times = [moment.deed.line.at for moment in moments if moment.deed]
    return max(times) - min(times) if times else timedelta()
