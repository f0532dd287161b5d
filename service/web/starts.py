"""Starting a case: choose an SOP, fill in its start form, take away the number."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.definition import Start, start_of
from service.domain.form_fields import InvalidAnswers
from service.domain.policy import check_can_start
from service.usecases.list_sops import Sop
from service.usecases.start_case import StartCase
from service.web.auth import Access, requires
from service.web.forms import Sheet
from service.web.frame import Frame
from service.web.identity import service_of
from service.web.parts import Parts
from service.web.shapes import drawn_lane
from service.web.submission import Intake, KeptFiles, Submission, has_uploads


def pages(parts: Parts, frame: Frame, intake: Intake) -> Blueprint:
    """The start form is shown and taken at one address."""
    starts = Blueprint("starts", __name__)
    answer = StartPages(parts, frame, intake.kept)

    @starts.get("/start")
    @requires(Access.WORK)
    def choose(actor: Actor) -> ResponseReturnValue:
        sops = [_choice(sop, start) for sop in parts.list_sops(actor) for start in sop.starts]
        return frame.page(frame.reader(actor), "start_choose.html", sops=sops)

    @starts.get("/sops/<uuid:sop>/start/<element>")
    @requires(Access.WORK)
    def form(actor: Actor, sop: UUID, element: str) -> ResponseReturnValue:
        return answer.first(actor, sop, element)

    @starts.post("/sops/<uuid:sop>/start/<element>")
    @requires(Access.WORK)
    def begin(actor: Actor, sop: UUID, element: str) -> ResponseReturnValue:
        # Finding the start raises where the person may not start: nothing is kept for them.
        keys = answer.find(actor, sop, element)[1].form.keys if has_uploads() else ()
        sent = intake.read(actor.id, _form_name(sop, element), keys)
        try:
            sent.check_files()
            case = parts.start_case(StartCase(actor, sop, element, sent.act, sent.submitted)).case
        except InvalidAnswers:
            return answer.invalid(actor, sop, element, sent)
        return redirect(url_for("cases.receipt", case=case), 303)

    return starts


@dataclass(frozen=True)
class StartPages:
    """The pages of a start form."""

    parts: Parts
    frame: Frame
    kept: KeptFiles

    def find(self, actor: Actor, sop: UUID, element: str) -> tuple[Sop, Start]:
        """The start that the person may use. Raises DefinitionUnknown, NotYourStart."""
        found = self.parts.show_sop(actor, sop)
        start = start_of(found.definition, element)
        check_can_start(actor, start)
        return found, start

    def first(self, actor: Actor, sop: UUID, element: str) -> ResponseReturnValue:
        """The empty form."""
        found, start = self.find(actor, sop, element)
        return self._page(actor, found, start, self._sheet(actor, sop, start).blank())

    def invalid(
        self, actor: Actor, sop: UUID, element: str, sent: Submission
    ) -> ResponseReturnValue:
        """The form again, with everything that was sent and what is wrong with it."""
        found, start = self.find(actor, sop, element)
        return self._page(actor, found, start, self._sheet(actor, sop, start).again(sent)), 422

    def _sheet(self, actor: Actor, sop: UUID, start: Start) -> Sheet:
        return Sheet(start.form, _form_name(sop, start.element), actor, self.kept)

    def _page(self, actor: Actor, sop: Sop, start: Start, form: dict[str, object]) -> str:
        deployment = sop.deployment.id
        about = {
            "name": sop.definition.name,
            "event": _event(sop, start),
            "lane": drawn_lane(sop.definition, start.lane),
        }
        return self.frame.page(
            self.frame.reader(actor),
            "start.html",
            sop=about | service_of(sop.definition),
            action=url_for("starts.begin", sop=deployment, element=start.element),
            **form,
        )


def _form_name(sop: UUID, element: str) -> str:
    """What kept files of the start form are bound to."""
    return f"start {sop} {element}"


def _event(sop: Sop, start: Start) -> str:
    """What the case starts with, where the SOP has several starts."""
    return start.name if len(sop.definition.starts) > 1 else ""


def _choice(sop: Sop, start: Start) -> dict[str, object]:
    return {
        "name": sop.definition.name,
        "event": _event(sop, start),
        "lane": drawn_lane(sop.definition, start.lane),
        "url": url_for("starts.form", sop=sop.deployment.id, element=start.element),
        "sop_url": url_for("sops.show", sop=sop.deployment.id),
    }
