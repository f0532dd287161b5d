"""Moments, days and numbers as people read them: in the office's zone, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from service.domain.task import Task

# When this share of a task's time is left, its due date is near.
NEARLY = 0.2

_CLOCK = {"id": "HH.mm", "en": "HH:mm"}


@dataclass(frozen=True)
class Moment:
    """A moment for machines (`iso`, UTC) and for people ("Senin, 23 Nov 2026 09.15 WIB")."""

    iso: str
    text: str


@dataclass(frozen=True)
class Due(Moment):
    """The moment a task is due; `state` is "overdue", "nearly" or "on_time"."""

    state: str


@dataclass(frozen=True)
class Times:
    """How one reader reads time: `language` is "id" or "en", `now` the present moment."""

    zone: ZoneInfo
    language: str
    now: datetime

    def moment(self, at: datetime) -> Moment:
        """An aware moment."""
        return Moment(_iso(at), self._text(at))

    def due(self, task: Task) -> Due | None:
        """When an unfinished task is due; None when nobody said."""
        if task.due_at is None:
            return None
        left = task.due_at - self.now
        state = "on_time"
        if task.due_at < self.now:
            state = "overdue"
        elif left < NEARLY * (task.due_at - task.opened_at):
            state = "nearly"
        return Due(_iso(task.due_at), self._text(task.due_at), state)

    def stamp(self, at: datetime) -> str:
        """An aware moment as spreadsheets read it: the office's day and minute."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def day(self, day: date) -> str:
        """A date without a time, its month in full."""
        return format_date(day, "d MMMM y", locale=self.language)

    def number(self, number: Decimal) -> str:
        """A number with all its digits."""
        return format_decimal(number, locale=self.language, decimal_quantization=False)

    def _text(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        pattern = f"EEEE, d MMM y {_CLOCK[self.language]}"
        # Babel writes the zone as "GMT+7"; the zone's own name (WIB, WITA, WIT) is what is said.
        return f"{format_datetime(local, pattern, locale=self.language)} {local.tzname()}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
