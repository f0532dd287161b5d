"""A length of clock time, written as ISO 8601 writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from service.domain.calendar import months_on

_WHOLE = "[0-9]{1,6}"
_PARTS = r"[0-9]{1,12}(?:[.,][0-9]{1,6})?"
_WRITTEN = re.compile(
    rf"(?P<sign>[+-])?P(?=[0-9T])(?:(?P<years>{_WHOLE})Y)?(?:(?P<months>{_WHOLE})M)?"
    rf"(?:(?P<weeks>{_PARTS})W)?(?:(?P<days>{_PARTS})D)?"
    rf"(?:T(?=[0-9])(?:(?P<hours>{_PARTS})H)?(?:(?P<minutes>{_PARTS})M)?"
    rf"(?:(?P<seconds>{_PARTS})S)?)?"
)
_DAY = 86_400  # seconds
_SECOND = 1_000_000  # microseconds

# What is armed up to then must still end within the calendar, which ends with the year 9999.
_LATE = datetime(2999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days are the calendar's, whatever their length; `time` is exact.

    The three have one sign.
    """

    months: int = 0
    days: int = 0
    time: timedelta = timedelta()

    def __str__(self) -> str:
        """In ISO 8601, as months, days and seconds: P14M3DT5400S."""
        whole, fraction = divmod(abs(self.time), timedelta(seconds=1))
        seconds = f"{whole}.{fraction.microseconds:06}".rstrip("0").rstrip(".")
        sign = "-" if self.shortest < timedelta() else ""
        months = f"{abs(self.months)}M" if self.months else ""
        days = f"{abs(self.days)}D" if self.days else ""
        exact = f"T{seconds}S" if self.time or not (months or days) else ""
        return f"{sign}P{months}{days}{exact}"

    def __add__(self, other: Duration) -> Duration:
        """Both, one after the other."""
        return Duration(self.months + other.months, self.days + other.days, self.time + other.time)

    @property
    def shortest(self) -> timedelta:
        """The least time that it can take: in February, and when clocks go forward each day."""
        return timedelta(hours=23) * (28 * self.months + self.days) + self.time

    def after(self, moment: datetime, times: int = 1) -> datetime:
        """The moment, in the same zone, at which this length since `moment` (aware) is over.

        `times` is how often the length is taken: a month after 31 January is the last of February,
        and two months are 31 March. Raises OverflowError outside the years 1 to 9999.
        """
        due = moment
        if self.months or self.days:
            try:
                day = months_on(due.date(), self.months * times)
            except ValueError:
                raise OverflowError from None
            due = datetime.combine(day, due.timetz()) + timedelta(days=self.days * times)
        # In UTC, as Python adds to a local time without minding a change of the clock.
        return (due.astimezone(UTC) + self.time * times).astimezone(moment.tzinfo)


def make_duration(months: Fraction, days: Fraction, seconds: Fraction) -> Duration | None:
    """The duration of so many months, days and seconds; parts of a day are exact time.

    None for parts of a month, and for what would not end before the year 9999.
    """
    if months.denominator > 1:
        return None
    rest = seconds + (days - int(days)) * _DAY
    try:
        made = Duration(int(months), int(days), timedelta(microseconds=int(rest * _SECOND)))
        made.after(_LATE)
    except OverflowError:
        return None
    return made


def read_duration(text: str) -> Duration | None:
    """The duration written in ISO 8601 (P1Y2M3W4DT5H6M7.5S, -PT5M), or None."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    sign = -1 if written["sign"] == "-" else 1
    amounts = {
        unit: sign * Fraction(amount.replace(",", "."))
        for unit, amount in written.groupdict(default="0").items()
        if unit != "sign"
    }
    return make_duration(
        12 * amounts["years"] + amounts["months"],
        7 * amounts["weeks"] + amounts["days"],
        3600 * amounts["hours"] + 60 * amounts["minutes"] + amounts["seconds"],
    )
