"""Holidays: a year of the nation's days off and the office's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor, NameMissing, NameUnfit
from service.domain.errors import Invalid, LaksanaError
from service.domain.form_fields import Field, FieldKind
from service.domain.holidays import HolidayTwice, HolidayUnknown
from service.usecases.manage_holidays import FIRST_YEAR, LAST_YEAR, Holiday, YearUnknown
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.settings.form import Typed, form_of, said, typed
from service.web.times import Times
from service.web.translation import gettext


class DateUnreadable(Invalid):
    """Tanggal belum diisi dengan benar."""


_PLACES: Mapping[type[LaksanaError], str] = {
    DateUnreadable: "date",
    HolidayTwice: "date",
    YearUnknown: "date",
    NameMissing: "name",
    NameUnfit: "name",
}


@dataclass(frozen=True)
class HolidayRow:
    """A listed day; `date` in ISO 8601, `text` in words."""

    date: str
    text: str
    name: str
    own: bool
    worked: bool


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    page = _YearPage(administration, frame)
    holidays = Blueprint("holidays", __name__, url_prefix="/settings/holidays")
    changes = {
        "remove": administration.remove_holiday,
        "work": administration.work_on,
        "rest": administration.rest_on,
    }

    @holidays.get("")
    @requires(Access.OVERSEE)
    def now(actor: Actor) -> ResponseReturnValue:
        reader = frame.reader(actor)
        today = reader.times.now.astimezone(reader.office.zone)
        return redirect(url_for("holidays.year", year=today.year), 303)

    @holidays.get("/<int:year>")
    @requires(Access.OVERSEE)
    def year(actor: Actor, year: int) -> ResponseReturnValue:
        return page(actor, year, {}, {})

    @holidays.post("/<int:year>")
    @requires(Access.ADMINISTER)
    def add(actor: Actor, year: int) -> ResponseReturnValue:
        try:
            day = _sent_day()
            administration.add_holiday(actor, day, request.form.get("name", ""))
        except tuple(_PLACES) as refused:
            errors = {_PLACES[type(refused)]: said(refused, frame.reader(actor).times)}
            return page(actor, year, typed(), errors), status_of(refused)
        return _saved(day)

    @holidays.post("")
    @requires(Access.ADMINISTER)
    def change(actor: Actor) -> ResponseReturnValue:
        day, wanted = _sent_day(), request.form.get("change", "")
        if wanted not in changes:
            raise HolidayUnknown
        changes[wanted](actor, day)
        return _saved(day)

    return holidays


@dataclass(frozen=True)
class _YearPage:
    """The page of one year, with the form for one more day."""

    administration: Administration
    frame: Frame

    def __call__(self, actor: Actor, year: int, values: Typed, errors: Mapping[str, str]) -> str:
        reader = self.frame.reader(actor)
        found = self.administration.list_holidays(actor, year)
        return self.frame.page(
            reader,
            "settings/holidays.html",
            year=year,
            rows=[_row(each, reader.times) for each in found.days],
            change_url=url_for("holidays.change"),
            undecreed=not found.has_joint_leave,
            years=[_link(each) for each in (year - 1, year + 1) if FIRST_YEAR <= each <= LAST_YEAR],
            may_change=may(actor, Access.ADMINISTER),
            **form_of(_fields(), values, errors),
        )


def _saved(day: date) -> ResponseReturnValue:
    flash(gettext("Data berhasil disimpan."), "success")
    return redirect(url_for("holidays.year", year=day.year), 303)


def _sent_day() -> date:
    """Raises DateUnreadable."""
    try:
        return date.fromisoformat(request.form.get("date", ""))
    except ValueError:
        raise DateUnreadable from None


def _fields() -> list[Field]:
    return [
        Field("date", FieldKind.DATE, gettext("Tanggal"), required=True),
        Field("name", FieldKind.TEXT, gettext("Nama hari libur"), required=True),
    ]


def _link(year: int) -> dict[str, object]:
    return {"year": year, "url": url_for("holidays.year", year=year)}


def _row(holiday: Holiday, times: Times) -> HolidayRow:
    return HolidayRow(
        date=holiday.day.isoformat(),
        text=times.weekday_of(holiday.day),
        name=holiday.name,
        own=holiday.own,
        worked=holiday.worked,
    )
