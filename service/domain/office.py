"""An office: whose border every right ends at, and whose clock its work follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from service.domain.calendar import HolidaysOfYear, WorkingCalendar, WorkingHours
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.holidays import Holidays

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 60  # characters; the columns for keys, accounts and numbers hold more


class OfficeUnknown(NotFound):
    """Unit kerja "%(key)s" tidak ditemukan. Daftar: laksana office list."""


class OfficeExists(Conflict):
    """Unit kerja "%(key)s" sudah ada."""


class OfficeKeyInvalid(Invalid):
    """Nama singkat "%(key)s" tidak sah: pakai huruf kecil, angka, dan tanda hubung saja."""


@dataclass(frozen=True)
class Office:
    """One office; `hours` is working hours in their plain form (see `calendar.WorkingHours`)."""

    id: UUID
    key: str
    name: str
    timezone: str
    hours: Mapping[str, Any]
    holidays: Holidays = field(default_factory=Holidays)

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose wall clock the office reads."""
        return ZoneInfo(self.timezone)

    def calendar(self, national: HolidaysOfYear) -> WorkingCalendar:
        """When the office works; `national` gives the nation's days off of a year."""

        def days_off(year: int) -> Mapping[date, str]:
            of_nation = national(year)
            known = self._days_off.get(year)
            if known is None or known[0] is not of_nation:
                known = self._days_off[year] = (of_nation, self.holidays.of_year(of_nation))
            return known[1]

        return WorkingCalendar(self._working_hours, self.zone, days_off)

    @cached_property
    def _working_hours(self) -> WorkingHours:
        return WorkingHours.from_plain(self.hours)

    @cached_property
    def _days_off(self) -> dict[int, tuple[Mapping[date, str], Mapping[date, str]]]:
        """What was worked out so far: year -> the nation's days off, and from them the office's."""
        return {}


def is_key(text: str) -> bool:
    """Whether `text` may be a short name: lower-case letters, digits and single hyphens."""
    return len(text) <= _LONGEST_KEY and _KEY.fullmatch(text) is not None


def case_number(office: str, year: int, count: int) -> str:
    """The registration number, such as `rembang/2026/000001`."""
    return f"{office}/{year}/{count:06d}"


def year_of(office: Office, at: datetime) -> int:
    """The registration year of `at` (aware) on the office's own wall clock."""
    return at.astimezone(office.zone).year
