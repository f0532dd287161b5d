"""Manage the days off of an office: the nation's, those it works on, and its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain import policy
from service.domain.actor import Actor, cleaned_name
from service.domain.errors import NotFound
from service.domain.holidays import Holidays
from service.domain.record import Act
from service.usecases.office_record import add_to_office_record, changed, said
from service.usecases.ports import Calendar, Clock
from service.usecases.repositories import Store
from service.usecases.retrying import retrying

FIRST_YEAR, LAST_YEAR = 2000, 2099  # outside of these nobody plans, and nobody looks back


class YearUnknown(NotFound):
    """Tahun ini tidak tersedia."""


@dataclass(frozen=True)
class Holiday:
    """A day that is listed; `own`: the office added it; `worked`: the office is open in spite."""

    day: date
    name: str
    own: bool
    worked: bool


@dataclass(frozen=True)
class HolidayYear:
    """The listed days of a year in their order, and whether its joint leave is decreed yet."""

    year: int
    days: Sequence[Holiday]
    has_joint_leave: bool


def list_holidays(actor: Actor, year: int, *, store: Store, calendar: Calendar) -> HolidayYear:
    """One year of one's own office. Raises NotOverseer, YearUnknown."""
    policy.check_can_oversee(actor)
    _check(year)
    with store.read() as work:
        holidays = work.offices.get(actor.office).holidays
    national = calendar(year)
    own = {day: name for day, name in holidays.added.items() if day.year == year}
    days = [
        Holiday(day, name, own=day in own, worked=day not in own and day in holidays.worked)
        for day, name in sorted({**national, **own}.items())
    ]
    return HolidayYear(year, days, calendar.has_joint_leave(year))


def add_holiday(
    actor: Actor, day: date, name: str, *, store: Store, calendar: Calendar, clock: Clock
) -> None:
    """One more day off.

    Raises NotAdministrator, NameMissing, NameUnfit, HolidayTwice (its name), YearUnknown.
    """
    name = cleaned_name(name)

    def adding(holidays: Holidays, national: Mapping[date, str]) -> Holidays:
        return holidays.adding(day, name, national)

    _change(actor, day, adding, store=store, calendar=calendar, clock=clock)


def remove_holiday(
    actor: Actor, day: date, *, store: Store, calendar: Calendar, clock: Clock
) -> None:
    """One of the office's own days less. Raises NotAdministrator, HolidayUnknown, YearUnknown."""

    def removing(holidays: Holidays, _: Mapping[date, str]) -> Holidays:
        return holidays.removing(day)

    _change(actor, day, removing, store=store, calendar=calendar, clock=clock)


def work_on(actor: Actor, day: date, *, store: Store, calendar: Calendar, clock: Clock) -> None:
    """Keep the office open on a national day off; again changes nothing.

    Raises NotAdministrator, HolidayUnknown, YearUnknown.
    """

    def working(holidays: Holidays, national: Mapping[date, str]) -> Holidays:
        return holidays.working_on(day, national)

    _change(actor, day, working, store=store, calendar=calendar, clock=clock)


def rest_on(actor: Actor, day: date, *, store: Store, calendar: Calendar, clock: Clock) -> None:
    """Close the office on a national day off after all; again changes nothing.

    Raises NotAdministrator, HolidayUnknown, YearUnknown.
    """

    def resting(holidays: Holidays, national: Mapping[date, str]) -> Holidays:
        return holidays.resting_on(day, national)

    _change(actor, day, resting, store=store, calendar=calendar, clock=clock)


@retrying
def _change(
    actor: Actor,
    day: date,
    change: Callable[[Holidays, Mapping[date, str]], Holidays],
    *,
    store: Store,
    calendar: Calendar,
    clock: Clock,
) -> None:
    """Record what the day was called as a day off before and after; not at all: a working day."""
    policy.check_can_administer(actor)
    _check(day.year)
    national = calendar(day.year)
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        before = work.offices.get(actor.office)
        after = replace(before, holidays=change(before.holidays, national))
        if before == after:
            return
        work.offices.save(after)
        old, new = (_off(each.holidays, national) for each in (before, after))
        content = said(Act.HOLIDAYS_CHANGED, actor, clock.now(), **changed(old, new))
        add_to_office_record(work, actor.office, head, content)


def _off(holidays: Holidays, national: Mapping[date, str]) -> dict[str, object]:
    return {day.isoformat(): name for day, name in holidays.of_year(national).items()}


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearUnknown
