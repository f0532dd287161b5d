"""Running cases by their numbers, and the page to cancel one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.case import CaseState
from service.domain.form_fields import Field, FieldKind
from service.domain.identity import new_id
from service.usecases.cancel_case import (
    LONGEST_REASON,
    ReasonMissing,
    ReasonTooLong,
    UnfinishedCase,
)
from service.usecases.retry_case import RetryCase
from service.web.administration import Administration
from service.web.auth import Access, requires
from service.web.case_context import STATES
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.settings.form import Typed, form_of, said, typed
from service.web.submission import act_sent
from service.web.times import Moment, Times
from service.web.translation import gettext


@dataclass(frozen=True)
class RunningRow:
    """A case as an administrator sees it: nothing of what it is about."""

    number: str
    sop: str
    state: str
    started: Moment
    steps: list[tuple[str, str]]
    url: str
    retry_url: str | None
    stop: StopRow | None


@dataclass(frozen=True)
class StopRow:
    """Why a case stands still."""

    at: Moment
    step: str
    reason: str


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators."""
    running = Blueprint("running", __name__, url_prefix="/settings/cases")

    @running.get("")
    @requires(Access.ADMINISTER)
    def listing(actor: Actor) -> ResponseReturnValue:
        text, after = request.args.get("text", ""), request.args.get("after", "")
        found = administration.list_unfinished(actor, text, after)
        reader = frame.reader(actor)
        return frame.page(
            reader,
            "settings/running.html",
            rows=[_row(case, reader.times) for case in found.cases],
            text=text,
            action=url_for("running.listing"),
            newest=url_for("running.listing", text=text) if after else None,
            older=url_for("running.listing", text=text, after=found.after) if found.after else None,
        )

    @running.get("/<uuid:case>")
    @requires(Access.ADMINISTER)
    def ask(actor: Actor, case: UUID) -> ResponseReturnValue:
        return page(actor, case, {}, {})

    @running.post("/<uuid:case>")
    @requires(Access.ADMINISTER)
    def cancel(actor: Actor, case: UUID) -> ResponseReturnValue:
        try:
            cancelled = administration.cancel_case(actor, case, request.form.get("reason", ""))
        except (ReasonMissing, ReasonTooLong) as refused:
            errors = {"reason": said(refused, frame.reader(actor).times)}
            return page(actor, case, typed(), errors), status_of(refused)
        flash(gettext("Permohonan %(number)s dibatalkan.", number=cancelled.number), "success")
        return redirect(url_for("running.listing"), 303)

    @running.post("/<uuid:case>/retry")
    @requires(Access.ADMINISTER)
    def retry(actor: Actor, case: UUID) -> ResponseReturnValue:
        tried = administration.retry_case(RetryCase(actor, case, act_sent()))
        if tried.goes_on:
            flash(gettext("Permohonan %(number)s berjalan lagi.", number=tried.number), "success")
            return redirect(url_for("running.listing"), 303)  # it may have gone on to its end
        flash(gettext("Permohonan %(number)s terhenti lagi.", number=tried.number), "error")
        return redirect(url_for("running.ask", case=case), 303)

    def page(actor: Actor, case: UUID, values: Typed, errors: dict[str, str]) -> str:
        reader = frame.reader(actor)
        found = administration.show_unfinished(actor, case)
        return frame.page(
            reader,
            "settings/cancel.html",
            back=url_for("running.listing"),
            case=_row(found, reader.times),
            act=str(new_id()),
            **form_of([_reason()], values, errors),
        )

    return running


def _reason() -> Field:
    return Field(
        "reason",
        FieldKind.LONG_TEXT,
        gettext("Alasan pembatalan"),
        gettext("Dibaca oleh pelaksana dan auditor. Jangan menulis data pribadi di sini."),
        required=True,
        max_length=LONGEST_REASON,
    )


def _row(case: UnfinishedCase, times: Times) -> RunningRow:
    return RunningRow(
        number=case.number,
        sop=case.sop,
        state=STATES[case.state],
        started=times.moment(case.started_at),
        steps=[(task.name, task.role) for task in case.open_tasks],
        url=url_for("running.ask", case=case.id),
        retry_url=url_for("running.retry", case=case.id)
        if case.state is CaseState.INCIDENT
        else None,
        stop=StopRow(times.moment(case.stop.at), case.stop.step, gettext(case.stop.reason))
        if case.stop
        else None,
    )
