"""The SOPs of an office: the list, one on paper's pattern, and its diagram as a file."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.usecases.list_sops import Sop
from service.web.auth import Access, requires
from service.web.frame import Frame
from service.web.headers import DOWNLOAD_POLICY
from service.web.identity import identity_of, number_of
from service.web.parts import Parts
from service.web.shapes import drawn_lane
from service.web.standards import Progress, diagram_of, rows_of


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """Open to everybody of the office."""
    sops = Blueprint("sops", __name__, url_prefix="/sops")

    @sops.get("")
    @requires(Access.SIGNED_IN)
    def listing(actor: Actor) -> ResponseReturnValue:
        found = [_line(sop) for sop in parts.list_sops(actor)]
        return frame.page(frame.reader(actor), "sops.html", sops=found)

    @sops.get("/<uuid:sop>")
    @requires(Access.SIGNED_IN)
    def show(actor: Actor, sop: UUID) -> ResponseReturnValue:
        found = parts.show_sop(actor, sop)
        definition = found.definition
        reader = frame.reader(actor)
        return frame.page(
            reader,
            "sop.html",
            sop={
                "name": definition.name,
                "office": definition.office_name,
                "start_url": _start_url(found),
            },
            identity=identity_of(definition, reader.times),
            diagram=diagram_of(definition, sop, Progress()),
            lanes=[drawn_lane(definition, lane) for lane in definition.lanes],
            rows=rows_of(definition),
        )

    @sops.get("/<uuid:sop>/diagram.bpmn")
    @requires(Access.SIGNED_IN)
    def diagram(actor: Actor, sop: UUID) -> ResponseReturnValue:
        deployment = parts.show_sop(actor, sop).deployment
        response = Response(deployment.source.diagram, mimetype="application/xml")
        # A drawing comes from people: it is read by the viewer, never opened as a page.
        response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
        response.headers["Content-Disposition"] = f'attachment; filename="{deployment.id}.bpmn"'
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(deployment.hash)
        return response.make_conditional(request)

    return sops


def _line(sop: Sop) -> dict[str, object]:
    return {
        "name": sop.definition.name,
        "number": number_of(sop.definition),
        "url": url_for("sops.show", sop=sop.deployment.id),
        "lanes": [drawn_lane(sop.definition, lane) for lane in sop.definition.lanes],
        "start_url": _start_url(sop),
    }


def _start_url(sop: Sop) -> str | None:
    """Where the reader starts this SOP; None where they may not."""
    urls = (
        url_for("starts.form", sop=sop.deployment.id, element=start.element) for start in sop.starts
    )
    return next(urls, None)
