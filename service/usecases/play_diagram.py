"""Play a diagram through to its end: nobody waits, and chance does what people would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from service.domain.calendar import DEFAULT_HOURS, WorkingCalendar
from service.domain.definition import Source
from service.domain.standard_time import StandardTime

_ZONE = ZoneInfo("Asia/Jakarta")
_BEGINS = datetime(2026, 1, 5, 8, 0, tzinfo=_ZONE)  # a Monday: plays of one seed must not differ
_CALENDAR = WorkingCalendar(DEFAULT_HOURS, _ZONE, lambda _year: {})


@dataclass(frozen=True)
class PlayDiagram:
    """What to play. `seed` decides all that chance does; `data`: variables, name -> value."""

    diagram: bytes
    seed: int
    data: Mapping[str, object]


@dataclass(frozen=True)
class Play:
    """How to play: the numbers of chance, what is known at the start, and when it is.

    `working_due`: when a standard time ends that begins at a moment.
    """

    seed: int
    data: Mapping[str, object]
    at: datetime
    working_due: Callable[[StandardTime, datetime], datetime]


class Place(NamedTuple):
    """An element as it was drawn (its id), and the name of its pool."""

    pool: str
    element: str


class Passed(NamedTuple):
    """An element that was passed, at a moment of the simulated clock."""

    pool: str
    element: str
    at: datetime


@dataclass(frozen=True)
class Played:
    """One play: what was passed, in order.

    `waiting`: where tokens rested when it stopped, empty when it `ended`; `data`: the variables;
    `names`: what the elements are called, by id.
    """

    seed: int
    ended: bool
    steps: tuple[Passed, ...]
    waiting: tuple[Place, ...]
    data: Mapping[str, object]
    names: Mapping[str, str]


class Player(Protocol):
    """What plays; the forms of the source are not looked at, for chance gives no answers."""

    def __call__(self, source: Source, how: Play) -> Played:
        """Drive every pool to its end. Raises DiagramRefused."""


def play_diagram(request: PlayDiagram, *, player: Player) -> Played:
    """Play from one fixed Monday morning, in an office without holidays. Raises DiagramRefused."""
    how = Play(request.seed, request.data, _BEGINS, _CALENDAR.due)
    return player(Source(request.diagram, {}), how)
