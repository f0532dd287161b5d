"""Read the standard time (waktu) of a step as an SOP prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import lru_cache


class Unit(Enum):
    """The units met in SOPs; the value is the printed word."""

    SECOND = "detik"
    MINUTE = "menit"
    HOUR = "jam"
    DAY = "hari"
    WEEK = "minggu"
    MONTH = "bulan"


_LENGTHS = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class StandardTime:
    """How long a step may take: `amount` (at least 1) of `unit`.

    `clock` says that nights and days off count too; without it the time is working time.
    Raises ValueError for an amount below 1 and for days, weeks or months as clock time.
    """

    amount: int
    unit: Unit
    clock: bool

    def __post_init__(self) -> None:
        """Refuse what no SOP can mean."""
        if self.amount < 1 or (self.clock and self.unit not in _LENGTHS):
            raise ValueError(f"not a standard time: {self.amount} {self.unit.value}")

    @property
    def length(self) -> timedelta | None:
        """Its exact length; None for days, weeks and months, which depend on the calendar."""
        length = _LENGTHS.get(self.unit)
        return None if length is None else self.amount * length


# Four digits hold every real time and keep a slip of the pen from walking through centuries.
_PRINTED = re.compile(
    r"""
    (?: (?: ± | \+/- | maks\. | maksimal | paling\ lama ) \s* )?  # the limit is the number itself
    (?: (?P<times>[0-9]{1,2}) \s* [x\N{MULTIPLICATION SIGN}] \s* (?=24\s*jam) )?  # "2 x 24 jam"
    (?P<amount>[0-9]{1,4}) \s*
    (?: \( [a-z ]+ \) \s* )?  # "1 (satu) hari"
    (?P<unit> detik | menit | jam | hari | minggu | bulan )
    (?P<working> \s+ kerja )?
    \.?
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=1024)
def read_standard_time(text: str) -> StandardTime | None:
    """Read `text` ("5 Menit", "1 (satu) Hari Kerja", "± 10 menit"); None when it is not sure.

    Seconds, and hours in whole days ("24 jam", "3 x 24 jam"), are clock time unless "kerja" is
    printed. Two times ("120 Menit / 3 Hari") are None: the one may be the effort and the other
    the limit, or each its own case, and the source does not say. So is a range ("1-2 hari").
    """
    found = _PRINTED.fullmatch(text.strip().lower())
    if found is None:
        return None
    amount = int(found["amount"]) * int(found["times"] or 1)
    if amount == 0:
        return None
    unit = Unit(found["unit"])
    round_the_clock = unit is Unit.SECOND or (unit is Unit.HOUR and amount % 24 == 0)
    return StandardTime(amount, unit, clock=round_the_clock and not found["working"])
