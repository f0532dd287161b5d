"""The inbox: what waits for a person, and the first page of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.usecases.advancing import Outcome
from service.usecases.list_inbox import Inbox
from service.usecases.stored import InboxLine
from service.web.auth import Access, may, requires
from service.web.frame import Frame
from service.web.identity import name_of
from service.web.parts import Parts
from service.web.shapes import Lane, task_lane
from service.web.times import Due, Moment, Times
from service.web.translation import gettext


@dataclass(frozen=True)
class InboxRow:
    """A task as the inbox shows it; one of a damaged SOP can only be looked at."""

    number: str
    subject: str
    sop: str
    step: str
    lane: Lane
    since: Moment
    due: Due | None
    returned: bool
    damaged: bool
    case_url: str
    task_url: str
    claim_url: str


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """`inbox.home` is the address of the whole site."""
    inbox = Blueprint("inbox", __name__)

    @inbox.get("/")
    @requires(Access.SIGNED_IN)
    def home(actor: Actor) -> ResponseReturnValue:
        if not may(actor, Access.WORK):
            return redirect(url_for(_first_page(actor)), 303)
        reader = frame.reader(actor)
        after = request.args.get("after", type=UUID)
        found = parts.list_inbox(actor, after)
        done = request.args.get("done", type=UUID)
        followed = parts.what_followed(actor, done) if done else None
        mine, unclaimed = (
            [_row(line, found, reader.times) for line in lines]
            for lines in (found.mine, found.unclaimed)
        )
        return frame.page(
            reader,
            "inbox.html",
            mine=mine,
            unclaimed=unclaimed,
            done=_said(followed) if followed else "",
            more_held=found.more_held,
            first=url_for("inbox.home") if after else None,
            next=url_for("inbox.home", after=found.after) if found.after else None,
        )

    return inbox


def _first_page(actor: Actor) -> str:
    """Where those begin who have no tasks."""
    if may(actor, Access.ADMINISTER):
        return "settings.home"
    return "cases.listing" if may(actor, Access.AUDIT) else "sops.listing"


def _said(done: Outcome) -> str:
    """Where a case went, in words."""
    if done.ended:
        return gettext("Tugas selesai. Permohonan %(number)s telah selesai.", number=done.number)
    if not done.next_steps:
        return gettext("Tugas selesai. Permohonan %(number)s dicatat.", number=done.number)
    return gettext(
        "Tugas selesai. Permohonan %(number)s diteruskan ke %(roles)s.",
        number=done.number,
        roles=", ".join(dict.fromkeys(step.role for step in done.next_steps)),
    )


def _row(line: InboxLine, inbox: Inbox, times: Times) -> InboxRow:
    task, definition = line.task, inbox.definitions[line.deployment]
    return InboxRow(
        number=line.number,
        subject=line.subject,
        sop=name_of(definition),
        step=task.name,
        lane=task_lane(definition, task),
        since=times.moment(task.opened_at),
        due=times.due(task),
        returned=bool(task.reason),
        damaged=definition.damaged,
        case_url=url_for("cases.show", case=task.case),
        task_url=url_for("tasks.show", task=task.id),
        claim_url=url_for("tasks.claim", task=task.id),
    )
