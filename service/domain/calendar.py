"""An office's working time: when it is open, when a step falls due, how long a step really took."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from service.domain.errors import Conflict, Invalid
from service.domain.standard_time import StandardTime, Unit

Interval = tuple[time, time]
Span = tuple[datetime, datetime]
HolidaysOfYear = Callable[[int], Mapping[date, str]]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE_DAY = timedelta(days=1)
_WORKING_DAYS_A_WEEK = 5  # "1 minggu" is 5 hari kerja, however many days an office opens
_LONGEST_CLOSURE = 366  # days; past this the calendar is wrong, not the office closed


class InvalidHours(Invalid):
    """Jam kerja tidak sesuai."""


class NoHours(InvalidHours):
    """Jam kerja belum diisi."""


class UnknownWeekday(InvalidHours):
    """Hari %(weekday)s tidak dikenal; gunakan monday sampai sunday."""


class UnreadableHours(InvalidHours):
    """Jam kerja %(weekday)s tidak terbaca: %(given)s. Contoh: 07:30 dan 12:00."""


class HalfInterval(InvalidHours):
    """Jam kerja %(weekday)s belum lengkap: isi jam mulai dan selesai, atau kosongkan keduanya."""


class EndBeforeStart(InvalidHours):
    """Jam kerja %(weekday)s berakhir sebelum dimulai: %(start)s sampai %(end)s."""


class OverlappingHours(InvalidHours):
    """Jam kerja %(weekday)s harus berurutan dan tidak bertumpang tindih."""


class NoWorkingTime(Conflict):
    """Kalender kantor tidak memuat hari kerja dalam setahun."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The open intervals of each weekday: `days[0]` is Monday's, in order, in local time.

    Raises InvalidHours when an interval is empty or backwards, two overlap, or there is none.
    """

    days: tuple[tuple[Interval, ...], ...]

    def __post_init__(self) -> None:
        """Raises InvalidHours."""
        if not any(self.days):
            raise NoHours
        for weekday, intervals in zip(WEEKDAYS, self.days, strict=True):
            _check_intervals(weekday, intervals)

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> WorkingHours:
        """Read `{"monday": [["07:30", "12:00"], ...], ...}`; a weekday left out is a day off.

        Raises InvalidHours, naming the weekday.
        """
        for weekday in plain:
            if weekday not in WEEKDAYS:
                raise UnknownWeekday(weekday=weekday)
        return cls(tuple(_read_intervals(day, plain.get(day, [])) for day in WEEKDAYS))

    def to_plain(self) -> dict[str, list[list[str]]]:
        """Give what `from_plain` reads; days off are left out."""
        return {
            weekday: [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in intervals]
            for weekday, intervals in zip(WEEKDAYS, self.days, strict=True)
            if intervals
        }

    @property
    def weekly(self) -> timedelta:
        """Working time in a week without holidays."""
        minutes = sum(
            _minutes(end) - _minutes(start) for intervals in self.days for start, end in intervals
        )
        return timedelta(minutes=minutes)

    def on(self, day: date) -> tuple[Interval, ...]:
        """Give the intervals of `day`'s weekday; empty on a day off."""
        return self.days[day.weekday()]


def _read_intervals(weekday: str, plain: object) -> tuple[Interval, ...]:
    if not isinstance(plain, list | tuple):
        raise UnreadableHours(weekday=weekday, given=plain)
    intervals = []
    for given in plain:
        match given:
            case [str(start), str(end)] if not (start and end):
                raise HalfInterval(weekday=weekday)
            case [str(start), str(end)]:
                intervals.append((_read_time(weekday, start), _read_time(weekday, end)))
            case _:
                raise UnreadableHours(weekday=weekday, given=given)
    return tuple(intervals)


def _read_time(weekday: str, given: str) -> time:
    try:
        read = time.fromisoformat(given)
    except ValueError:
        raise UnreadableHours(weekday=weekday, given=given) from None
    if f"{read:%H:%M}" != given:  # ISO also allows seconds and offsets, which hours do not have
        raise UnreadableHours(weekday=weekday, given=given)
    return read


def problems_of(plain: Mapping[str, object]) -> dict[str, InvalidHours]:
    """What is wrong with each weekday of hours in their plain form; empty where nothing is."""
    found: dict[str, InvalidHours] = {}
    for weekday, intervals in plain.items():
        try:
            _check_intervals(weekday, _read_intervals(weekday, intervals))
        except InvalidHours as problem:
            found[weekday] = problem
    return found


def _check_intervals(weekday: str, intervals: tuple[Interval, ...]) -> None:
    """Hold the rules that the calendar's arithmetic rests on."""
    for start, end in intervals:
        if end <= start:
            raise EndBeforeStart(weekday=weekday, start=f"{start:%H:%M}", end=f"{end:%H:%M}")
    if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
        raise OverlappingHours(weekday=weekday)


def _minutes(local: time) -> int:
    return local.hour * 60 + local.minute


_MONDAY_TO_THURSDAY = [["07:30", "12:00"], ["13:00", "16:00"]]

# 37.5 hours a week (Perpres 21/2023); where the breaks lie is assumed.
DEFAULT_HOURS = WorkingHours.from_plain(
    dict.fromkeys(WEEKDAYS[:4], _MONDAY_TO_THURSDAY)
    | {"friday": [["07:30", "11:30"], ["13:00", "16:30"]]}
)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When one office works: its hours, in its time zone, without its holidays.

    `holidays` gives a year's holidays (day -> name); it is asked often and should be quick.
    Hours are taken to lie clear of a change of the clock, which comes at night where it comes.
    """

    hours: WorkingHours
    zone: ZoneInfo
    holidays: HolidaysOfYear

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office opens on `day`."""
        return bool(self.hours.on(day)) and day not in self.holidays(day.year)

    def due(self, standard: StandardTime, opened: datetime) -> datetime:
        """Give the moment (UTC) by which a step `opened` then is to be done.

        - Minutes and hours: that much working time later; outside hours it counts from the next
          opening. A time that is used up exactly at a close is due at that close.
        - n days: close of the n-th working day after the date of arrival in the office's zone.
          The day of arrival never counts, whatever the hour and whether or not it is worked.
        - n weeks: 5n days.
        - n months: close of the same date n months on (the month's last day if there is no such
          date), or of the next working day if the office is closed then.
        - Clock time: simply that much later.

        Raises NoWorkingTime when a year holds no working day, ValueError when `opened` is naive.
        """
        arrived = self._date_of(opened)
        length = standard.length
        if length is None:
            return self._close_of_nth(*_days_to_count(standard, arrived))
        moment = opened.astimezone(UTC)
        return moment + length if standard.clock else self._after(moment, length)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Measure the working time from `start` to `end` (aware); zero if `end` is not later."""
        first, last = self._date_of(start), self._date_of(end)
        if end <= start:
            return timedelta()
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        shares = (
            max(min(closes, end) - max(opens, start), timedelta())
            for day in filter(self.is_working_day, days)
            for opens, closes in self._open_spans(day)
        )
        return sum(shares, timedelta())

    def _after(self, opened: datetime, length: timedelta) -> datetime:
        """Give the moment when `length` of working time since `opened` is used up."""
        spans = self._open_spans_from(self._date_of(opened))
        opens, closes = next(spans)
        while (open_time := closes - max(opens, opened)) < length:
            length -= max(open_time, timedelta())
            opens, closes = next(spans)
        return max(opens, opened) + length

    def _close_of_nth(self, n: int, first: date) -> datetime:
        """Give the close of the `n`-th working day, counting from `first` on."""
        day = next(islice(self._working_days(first), n - 1, None))
        _, closes = self._open_spans(day)[-1]
        return closes

    def _working_days(self, first: date) -> Iterator[date]:
        """Yield the working days from `first` on, without end."""
        day, closed = first, 0
        while closed < _LONGEST_CLOSURE:
            if self.is_working_day(day):
                closed = 0
                yield day
            else:
                closed += 1
            day += _ONE_DAY
        raise NoWorkingTime

    def _open_spans_from(self, first: date) -> Iterator[Span]:
        for day in self._working_days(first):
            yield from self._open_spans(day)

    def _open_spans(self, working_day: date) -> tuple[Span, ...]:
        return _spans(self.hours.on(working_day), working_day, self.zone)

    def _date_of(self, moment: datetime) -> date:
        """Give the date in the office's zone; a naive moment would silently mean the server's."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(self.zone).date()


@lru_cache(maxsize=4096)
def _spans(intervals: tuple[Interval, ...], day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    # In UTC, because Python subtracts two times of one zone without minding a clock change.
    return tuple(
        (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes, zone).astimezone(UTC),
        )
        for opens, closes in intervals
    )


def _days_to_count(standard: StandardTime, arrived: date) -> tuple[int, date]:
    """Turn days, weeks or months into "the n-th working day, counting from this date on"."""
    match standard.unit:
        case Unit.MONTH:
            return 1, months_on(arrived, standard.amount)
        case Unit.WEEK:
            return standard.amount * _WORKING_DAYS_A_WEEK, arrived + _ONE_DAY
        case _:
            return standard.amount, arrived + _ONE_DAY


def months_on(day: date, months: int) -> date:
    """Give the same date `months` later, or that month's last day where there is no such date."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
