"""When a timer fires, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from service.domain.standard_time import StandardTime
from service.engine.expressions import Expression
from service.engine.intake.timers.duration import Duration


@dataclass(frozen=True, slots=True)
class Timer:
    """Fires `after` a time (a StandardTime is the office's), `at` a moment, or as an `expression`
    over the case's data says; with `at` and `after`, first at the moment and then each time after.

    It fires `firings` times (None: without end); an expression's value tells this itself. A date
    means its first moment, and a time of day the next such time. What names no zone is in the zone
    of the moment at which the timer is armed.
    """

    after: Duration | StandardTime | None = None
    at: datetime | date | time | None = None
    firings: int | None = 1
    expression: Expression | None = None
