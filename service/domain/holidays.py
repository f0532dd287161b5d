"""The days off of one office: the nation's, less those that it works on, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Holidays:
    """What an office changed: `added` days off with their names, and national ones it works on."""

    added: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()

    def of_year(self, national: Mapping[date, str]) -> dict[date, str]:
        """The office's days off, from the nation's of one year (day -> name)."""
        kept = {day: name for day, name in national.items() if day not in self.worked}
        return kept | dict(self.added)

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
