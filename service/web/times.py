"""Moments, days and numbers as people read them: in the office's zone, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names
from babel.numbers import format_decimal
from babel.units import format_unit

from service.domain.task import Task

# When this share of a task's time is left, its due date is near.
NEARLY = 0.2

_CLOCK_UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
_MOST_UNITS = 2

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

    def weekday_of(self, day: date) -> str:
        """A date with its weekday."""
        return format_date(day, "EEEE, d MMMM y", locale=self.language)

    def weekdays(self) -> list[str]:
        """The names of the weekdays, Monday first."""
        names = get_day_names(locale=self.language)
        return [names[number] for number in range(len(names))]

    def number(self, number: Decimal) -> str:
        """A number with all its digits."""
        return format_decimal(number, locale=self.language, decimal_quantization=False)

    def length(self, length: timedelta) -> str:
        """A length of time in its two largest units: "1 jam 20 menit", "3 hari 4 jam".

        A day has 24 hours here, so that a length of working time is said in hours.
        """
        return self._units(length, _CLOCK_UNITS)

    def working(self, seconds: int) -> str:
        """A length of working time: "37 jam 30 menit"."""
        return self._units(timedelta(seconds=seconds), _CLOCK_UNITS[1:])

    def _units(self, length: timedelta, units: Sequence[tuple[str, timedelta]]) -> str:
        """Amounts of the largest unit that there is and of the next one, without zeros."""
        amounts: list[tuple[int, str]] = []
        for unit, size in units:
            amount, length = divmod(length, size)
            amounts.append((amount, unit))
        largest = next((place for place, (amount, _) in enumerate(amounts) if amount), -1)
        said = [each for each in amounts[largest:][:_MOST_UNITS] if each[0]] or amounts[-1:]
        return " ".join(
            format_unit(amount, f"duration-{unit}", locale=self.language) for amount, unit in said
        )

    def _text(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        pattern = f"EEEE, d MMM y {_CLOCK[self.language]}"
        # Babel writes the zone as "GMT+7"; the zone's own name (WIB, WITA, WIT) is what is said.
        return f"{format_datetime(local, pattern, locale=self.language)} {local.tzname()}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
