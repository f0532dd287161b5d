"""Timers that are written out: ISO 8601 durations, dates and cycles, and simple cron cycles."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from service.engine.intake.timers.duration import Duration, read_duration
from service.engine.intake.timers.timer import Timer

_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<time>[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?"
)
_CYCLE = re.compile(r"R(?P<firings>[0-9]{0,9})/(?:(?P<start>[^/P]+)/)?(?P<every>P[^/]+)")

_CRON = re.compile(
    r"(?P<seconds>\S+) (?P<minutes>\S+) (?P<hours>\S+) (?:[*?]|1/1) (?:\*|1/1) [*?](?: \*)?"
)
_CRON_STEP = re.compile(r"(?:\*|(?P<first>[0-9]{1,2}))/(?P<step>[0-9]{1,2})")
_CRON_NUMBER = re.compile("[0-9]{1,2}")
_EACH = (0, 1)
_UNIX_FIELDS = 5  # cron of Unix has no seconds


def read_written(text: str) -> Timer | None:
    """The timer that `text` writes out, or None."""
    text = " ".join(text.upper().split())
    if duration := read_duration(text):
        return Timer(after=duration)
    if moment := _moment(text):
        return Timer(at=moment)
    return _cycle(text) or _cron(text)


def _moment(text: str) -> datetime | date | None:
    written = _MOMENT.fullmatch(text)
    if written is None:
        return None
    try:
        return datetime.fromisoformat(text) if written["time"] else date.fromisoformat(text)
    except ValueError:
        return None


def _cycle(text: str) -> Timer | None:
    """R4/PT10S, R/PT1H (without end), R3/2026-01-01T00:00Z/P1D (the first at that moment)."""
    written = _CYCLE.fullmatch(text)
    every = read_duration(written["every"]) if written else None
    if written is None or every is None or every.shortest <= timedelta():
        return None
    start = _moment(written["start"]) if written["start"] else None
    firings = int(written["firings"]) if written["firings"] else None
    if firings == 0 or (written["start"] and start is None):
        return None
    return Timer(after=every, at=start, firings=firings)


def _cron(text: str) -> Timer | None:
    """A cycle that goes on every day alike: at one time, or in steps that divide the day evenly."""
    if len(text.split()) == _UNIX_FIELDS:
        text = f"0 {text}"
    fields = _CRON.fullmatch(text)
    if fields is None:
        return None
    return _even(fields["seconds"], fields["minutes"], fields["hours"])


def _even(seconds: str, minutes: str, hours: str) -> Timer | None:
    """Numbers stand below the field that has the steps, and above it that which means each."""
    units = ((seconds, 60, 1), (minutes, 60, 60), (hours, 24, 3600))
    first, every = 0, Duration(days=1)
    for place, (field, size, length) in enumerate(units):
        if _CRON_NUMBER.fullmatch(field) and int(field) < size:
            first += int(field) * length
            continue
        step = _step(field, size)
        if step is None or any(_step(above, its) != _EACH for above, its, _ in units[place + 1 :]):
            return None
        first += step[0] * length
        every = Duration(time=timedelta(seconds=step[1] * length))
        break
    minute, second = divmod(first, 60)
    hour, minute = divmod(minute, 60)
    return Timer(after=every, at=time(hour, minute, second), firings=None)


def _step(field: str, size: int) -> tuple[int, int] | None:
    """The first value and the step of `*`, `*/5` or `3/5`, if the steps come out even."""
    found = _CRON_STEP.fullmatch("*/1" if field == "*" else field)
    first, step = (int(found["first"] or 0), int(found["step"])) if found else (0, 0)
    return (first, step) if step and size % step == 0 and first < step else None
