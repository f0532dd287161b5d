"""A turn of work: one lap of one step, from the opening of its task to its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Turn:
    """The `lap`-th time (from 1) that the case came to the step `element`, as its record tells.

    `ended` is the place in the record of its end; None for what is not there (yet). `outside`: the
    step waits for another party; `lost`: its end is in an event that cannot be read. `waited`
    (until somebody took it) and `worked` (from then on) are seconds of the office's working time;
    None where the record does not hold them.
    """

    element: str
    lap: int
    outside: bool
    opened_at: datetime | None = None
    due: datetime | None = None
    holder: str = ""
    ended: int | None = None
    ended_at: datetime | None = None
    withdrawn: bool = False
    lost: bool = False
    waited: int | None = None
    worked: int | None = None

    @property
    def length(self) -> timedelta | None:
        """By the clock on the wall, from its opening to its end."""
        if self.opened_at is None or self.ended_at is None:
            return None
        return max(self.ended_at - self.opened_at, timedelta())

    @property
    def late(self) -> timedelta | None:
        """How long after its due date it ended, by the clock; zero when kept, None if unknown."""
        if self.due is None or self.ended_at is None or self.withdrawn:
            return None
        return max(self.ended_at - self.due, timedelta())


@dataclass(frozen=True)
class Spent:
    """The time of several turns: working seconds, and what was spent `outside` by the clock.

    `unrecorded` counts the turns that are over and whose record holds no times.
    """

    turns: int = 0
    waited: int = 0
    worked: int = 0
    outside: timedelta = timedelta()
    late: int = 0
    unrecorded: int = 0


def spent_on(turns: Iterable[Turn]) -> Spent:
    """The sums over the turns that were finished."""
    turns = list(turns)
    done = [turn for turn in turns if turn.ended is not None and not turn.withdrawn]
    own = [turn for turn in done if not turn.outside]
    return Spent(
        turns=len(done),
        waited=sum(turn.waited or 0 for turn in own),
        worked=sum(turn.worked or 0 for turn in own),
        outside=sum((turn.length or timedelta() for turn in done if turn.outside), timedelta()),
        late=sum(bool(turn.late) for turn in done),
        unrecorded=sum(turn.worked is None for turn in own) + sum(turn.lost for turn in turns),
    )
