"""When a timer fires next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from textwrap import shorten
from typing import TypeAlias

from service.domain.errors import Invalid
from service.domain.standard_time import StandardTime
from service.engine.expressions import Expression, Value
from service.engine.intake.timers.duration import Duration
from service.engine.intake.timers.timer import Timer
from service.engine.intake.timers.written import read_written

WorkingDue: TypeAlias = Callable[[StandardTime, datetime], datetime]

_SHOWN = 200  # characters
_ONE_DAY = timedelta(days=1)


class TimerUnreadable(Invalid):
    """Waktu “%(text)s” tidak dapat dibaca.
    Isi dengan tanggal atau lama waktu, misalnya 2026-01-31 atau P3D."""


def next_due(
    timer: Timer,
    armed: datetime,
    count: int,
    *,
    working_due: WorkingDue,
    variables: Mapping[str, object],
) -> datetime | None:
    """The moment at which a timer that has fired `count` times fires again; None when it does not.

    `armed` is aware, and the answer is in its zone and not before it. `working_due` tells when a
    standard time is over in the office. Raises TimerUnreadable when an expression yields no time,
    or the time lies past the year 9999, and ExpressionTooLarge.
    """
    if timer.expression is not None:
        timer = _computed(timer.expression, armed, variables)
    try:
        due = _due(timer, armed, count, working_due)
        return (
            None
            if due is None
            else max(due.astimezone(armed.tzinfo), armed, key=datetime.timestamp)
        )
    except OverflowError:
        raise TimerUnreadable(text=timer.at or timer.after) from None


def timer_of(value: Value) -> Timer | None:
    """The timer that an expression's value means, or None."""
    match value:
        case str():
            return read_written(value)
        case date():
            return Timer(at=value)
        case timedelta():
            return Timer(after=Duration(time=value))
    return None


def _computed(expression: Expression, armed: datetime, variables: Mapping[str, object]) -> Timer:
    value = expression.evaluate(variables, armed)
    timer = timer_of(value)
    if timer is None:
        shown = "null" if value is None else value
        raise TimerUnreadable(text=shorten(f"{expression.text}: {shown}", _SHOWN, placeholder="…"))
    return timer


def _due(timer: Timer, armed: datetime, count: int, working_due: WorkingDue) -> datetime | None:
    """Raises OverflowError past the year 9999."""
    match timer.after:
        case _ if timer.firings is not None and count >= timer.firings:
            due = None
        case None:
            due = _next(timer.at, armed)
        case StandardTime():
            due = _worked(timer.after, armed, count + 1, working_due)
        case Duration() if timer.at is None:
            due = timer.after.after(armed, count + 1)
        case every:
            due = _of_cycle(timer, every, armed, count)
    return due


def _worked(wait: StandardTime, armed: datetime, times: int, working_due: WorkingDue) -> datetime:
    for _ in range(times):
        armed = working_due(wait, armed)
    return armed


def _of_cycle(timer: Timer, every: Duration, armed: datetime, count: int) -> datetime | None:
    """Moments that were past when the timer was armed are left out, except the very last one:
    a case that waits for it would else wait for ever.
    """
    first, armed = _moment(timer.at, armed), armed.astimezone(UTC)
    most = max((armed - first) // every.shortest, 0) + 2
    past = bisect_left(range(most), armed, key=lambda times: every.after(first, times))
    if timer.firings is None:
        return every.after(first, past + count)
    times = min(past, timer.firings - 1) + count
    return every.after(first, times) if times < timer.firings else None


def _next(at: datetime | date | time | None, armed: datetime) -> datetime:
    moment = _moment(at, armed)
    return moment + _ONE_DAY if isinstance(at, time) and moment <= armed else moment


def _moment(at: datetime | date | time | None, armed: datetime) -> datetime:
    """A time of day is that of the day on which the timer is armed."""
    match at:
        case datetime():
            return at if at.tzinfo else at.replace(tzinfo=armed.tzinfo)
        case time():
            zone = at.tzinfo or armed.tzinfo
            return datetime.combine(armed.astimezone(zone), at.replace(tzinfo=zone))
        case date():
            return datetime.combine(at, time(), armed.tzinfo)
    raise ValueError("a timer fires after a time or at a moment")
