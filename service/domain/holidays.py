"""The days off of one office: the nation's, less those that it works on, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from service.domain.errors import Conflict, NotFound


class HolidayTwice(Conflict):
    """%(day)s sudah ada dalam daftar hari libur: %(name)s."""


class HolidayUnknown(NotFound):
    """Hari libur ini tidak ditemukan."""


@dataclass(frozen=True)
class Holidays:
    """What an office changed: `added` days off with their names, and national ones it works on."""

    added: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()

    def of_year(self, national: Mapping[date, str]) -> dict[date, str]:
        """The office's days off, from the nation's of one year (day -> name)."""
        kept = {day: name for day, name in national.items() if day not in self.worked}
        return kept | dict(self.added)

    def adding(self, day: date, name: str, national: Mapping[date, str]) -> Holidays:
        """One more day off. Raises HolidayTwice (its name) for a day that is listed already."""
        listed = self.added.get(day) or national.get(day)
        if listed is not None:
            raise HolidayTwice(day=day, name=listed)
        return replace(self, added={**self.added, day: name})

    def removing(self, day: date) -> Holidays:
        """Without one of the office's own days. Raises HolidayUnknown."""
        if day not in self.added:
            raise HolidayUnknown
        return replace(self, added={each: self.added[each] for each in self.added if each != day})

    def working_on(self, day: date, national: Mapping[date, str]) -> Holidays:
        """With the office open on a national day off. Raises HolidayUnknown."""
        if day not in national:
            raise HolidayUnknown
        return replace(self, worked=self.worked | {day})

    def resting_on(self, day: date, national: Mapping[date, str]) -> Holidays:
        """With the office closed on a national day off again. Raises HolidayUnknown."""
        if day not in national:
            raise HolidayUnknown
        return replace(self, worked=self.worked - {day})

    def to_plain(self) -> dict[str, Any]:
        """As plain JSON: what `from_plain` reads."""
        return {
            "added": {day.isoformat(): name for day, name in sorted(self.added.items())},
            "worked": [day.isoformat() for day in sorted(self.worked)],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Holidays:
        """Read what `to_plain` gave."""
        return cls(
            {date.fromisoformat(day): name for day, name in plain["added"].items()},
            frozenset(date.fromisoformat(day) for day in plain["worked"]),
        )
