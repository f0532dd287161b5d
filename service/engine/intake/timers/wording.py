"""What a timer says, in the words of an office."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from service.domain.standard_time import StandardTime
from service.engine.intake.timers.duration import Duration
from service.engine.intake.timers.timer import Timer

_EXACT = (
    (timedelta(hours=1), "jam"),
    (timedelta(minutes=1), "menit"),
    (timedelta(seconds=1), "detik"),
)


def in_words(timer: Timer) -> str:
    """For example "3 hari kerja", "10 menit", "setiap 1 jam, 4 kali", "pada 2026-01-31"."""
    if timer.expression is not None:
        return timer.expression.text
    length = _length(timer.after) if timer.after is not None else ""
    if timer.firings == 1:
        return length or _moment(timer.at)
    begun = [f"mulai {_moment(timer.at)}"] if timer.at is not None else []
    often = [f"{timer.firings} kali"] if timer.firings is not None else []
    return ", ".join([*begun, f"setiap {length}", *often])


def _length(after: Duration | StandardTime) -> str:
    if isinstance(after, StandardTime):
        return f"{after.amount} {after.unit.value}{'' if after.clock else ' kerja'}"
    parts = [(after.months, "bulan"), (after.days, "hari kalender")]
    left = after.time
    for unit, name in _EXACT:
        count, left = divmod(left, unit)
        parts.append((count, name))
    return " ".join(f"{count} {name}" for count, name in parts if count) or "0 detik"


def _moment(at: datetime | date | time | None) -> str:
    if isinstance(at, time):
        return f"pukul {at:%H.%M}"
    return f"{at:%Y-%m-%d %H.%M}" if isinstance(at, datetime) else str(at)
