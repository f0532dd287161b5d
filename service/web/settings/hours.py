"""Hours: when the office works, weekday by weekday."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.calendar import WEEKDAYS, NoHours, WorkingHours, problems_of
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.frame import Frame, Reader
from service.web.times import Times
from service.web.translation import gettext

_FEWEST = 2  # intervals a day: before and after the break
_MOST = 6  # what a form may ask for
_TIME = re.compile(r"(\d{1,2})[.:,]?(\d{2})")

Typed = Mapping[str, list[tuple[str, str]]]
"""Weekday -> start and end of each interval, as they were typed."""


@dataclass(frozen=True)
class Weekday:
    """A row of the form; `key` names its fields, `closed`: no hours at all."""

    key: str
    name: str
    intervals: list[tuple[str, str]]
    error: str | None

    @property
    def closed(self) -> bool:
        """Whether the office does not open that day."""
        return not any(start or end for start, end in self.intervals)


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    hours = Blueprint("hours", __name__, url_prefix="/settings/hours")

    @hours.get("")
    @requires(Access.OVERSEE)
    def show(actor: Actor) -> ResponseReturnValue:
        return page(actor, None, {})

    @hours.post("")
    @requires(Access.ADMINISTER)
    def change(actor: Actor) -> ResponseReturnValue:
        reader, typed = frame.reader(actor), _typed()
        plain = {day: [_read(*pair) for pair in pairs if any(pair)] for day, pairs in typed.items()}
        errors = _errors(plain, reader.times)
        if errors:
            return page(actor, typed, errors), 422
        administration.set_hours(actor, plain)
        flash(gettext("Jam kerja disimpan."), "success")
        return redirect(url_for("hours.show"), 303)

    def page(actor: Actor, typed: Typed | None, errors: Mapping[str, str]) -> str:
        reader = frame.reader(actor)
        held = administration.show_hours(actor)
        rows = _rows(_shown(held) if typed is None else typed, errors, reader)
        return frame.page(
            reader,
            "settings/hours.html",
            rows=rows,
            columns=max(len(row.intervals) for row in rows),
            weekly=_length(held.weekly),
            may_change=may(actor, Access.ADMINISTER),
            errors=errors,
        )

    return hours


def _typed() -> dict[str, list[tuple[str, str]]]:
    """What the form sends, each weekday with as many intervals as it has fields."""
    sent = request.form
    return {
        day: [
            (sent[f"{day}-{n}-start"].strip(), sent.get(f"{day}-{n}-end", "").strip())
            for n in range(1, _MOST + 1)
            if f"{day}-{n}-start" in sent
        ]
        for day in WEEKDAYS
    }


def _read(start: str, end: str) -> list[str]:
    """As `WorkingHours` takes it; people write 7.30 as well as 07:30."""
    return [_TIME.sub(_padded, text) if _TIME.fullmatch(text) else text for text in (start, end)]


def _padded(match: re.Match[str]) -> str:
    return f"{match[1]:0>2}:{match[2]}"


def _errors(plain: Mapping[str, list[list[str]]], times: Times) -> dict[str, str]:
    """What is wrong, by weekday; a week without hours is the first day's fault."""
    problems = problems_of(plain)
    if not any(plain.values()):
        problems = {WEEKDAYS[0]: NoHours()}
    names = dict(zip(WEEKDAYS, times.weekdays(), strict=True))
    return {
        day: gettext(problem.message, **{**problem.values, "weekday": names[day]})
        for day, problem in problems.items()
    }


def _shown(hours: WorkingHours) -> Typed:
    return {
        day: [(f"{start:%H.%M}", f"{end:%H.%M}") for start, end in intervals]
        for day, intervals in zip(WEEKDAYS, hours.days, strict=True)
    }


def _rows(typed: Typed, errors: Mapping[str, str], reader: Reader) -> list[Weekday]:
    columns = max(_FEWEST, *(len(pairs) for pairs in typed.values()))
    blank = [("", "")] * columns
    return [
        Weekday(day, name, [*typed[day], *blank][:columns], errors.get(day))
        for day, name in zip(WEEKDAYS, reader.times.weekdays(), strict=True)
    ]


def _length(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return gettext("%(hours)s jam %(minutes)s menit", hours=hours, minutes=minutes)
