"""The SOPs of an office: the list, one on paper's pattern, and its diagram as a file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.definition import DefinitionUnknown, Deployment
from service.domain.policy import can_see_versions
from service.usecases.list_sops import Sop
from service.web.auth import Access, may, requires
from service.web.frame import Frame, Reader
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
        return frame.page(
            frame.reader(actor),
            "sops.html",
            sops=[_line(sop) for sop in parts.list_sops(actor)],
            damaged=[_damaged_line(each) for each in parts.list_damaged_sops(actor)],
            deploy_url=url_for("deploying.form") if may(actor, Access.ANALYSE) else None,
        )

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
                "version": found.deployment.version,
            },
            versions=_versions(parts, reader, found.deployment),
            files=_files(found.deployment) if may(actor, Access.SEE_VERSIONS) else [],
            identity=identity_of(definition, reader.times),
            diagram=diagram_of(definition, sop, Progress()),
            lanes=[drawn_lane(definition, lane) for lane in definition.lanes],
            rows=rows_of(definition),
        )

    @sops.get("/<uuid:sop>/diagram.bpmn")
    @requires(Access.SIGNED_IN)
    def diagram(actor: Actor, sop: UUID) -> ResponseReturnValue:
        deployment = parts.show_sop(actor, sop).deployment
        file = Handed(deployment.source.diagram, f"{deployment.key}.bpmn", "application/xml")
        return _download(file, deployment)

    @sops.get("/<uuid:sop>/forms/<form>.form")
    @requires(Access.SEE_VERSIONS)
    def form(actor: Actor, sop: UUID, form: str) -> ResponseReturnValue:
        deployment = parts.show_sop(actor, sop).deployment
        if form not in deployment.source.forms:
            raise DefinitionUnknown
        text = deployment.source.forms[form].encode()
        return _download(Handed(text, f"{form}.form", "application/json"), deployment)

    return sops


@dataclass(frozen=True)
class Handed:
    """A file as an analyst handed it in."""

    content: bytes
    name: str
    media_type: str


def _download(file: Handed, deployment: Deployment) -> Response:
    """What comes from people is read by the viewer or kept, never opened as a page."""
    response = send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=deployment.hash,
    )
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _versions(parts: Parts, reader: Reader, shown: Deployment) -> list[dict[str, object]]:
    """Every version with the way to it; nothing for who may not see them."""
    if not can_see_versions(reader.actor):
        return []
    return [
        {
            "number": each.version,
            "at": reader.times.moment(each.deployed_at),
            "by": each.deployed_by,
            "shown": each.id == shown.id,
            "url": url_for("sops.show", sop=each.id),
            "compare_url": url_for("comparing.show", sop=shown.id, other=each.id),
        }
        for each in parts.list_versions(reader.actor, shown)
    ]


def _files(deployment: Deployment) -> list[dict[str, str]]:
    """What was handed in, to be taken away again."""
    diagram = {
        "name": f"{deployment.key}.bpmn",
        "url": url_for("sops.diagram", sop=deployment.id),
    }
    forms = (
        {"name": f"{name}.form", "url": url_for("sops.form", sop=deployment.id, form=name)}
        for name in deployment.source.forms
    )
    return [diagram, *forms]


def _damaged_line(deployment: Deployment) -> dict[str, object]:
    return {"name": deployment.name, "url": url_for("sops.show", sop=deployment.id)}


def _line(sop: Sop) -> dict[str, object]:
    return {
        "name": sop.definition.name,
        "number": number_of(sop.definition),
        "url": url_for("sops.show", sop=sop.deployment.id),
        "lanes": [drawn_lane(sop.definition, lane) for lane in sop.definition.lanes],
        "start_url": _start_url(sop),
    }


def _start_url(sop: Sop) -> str | None:
    """Where the reader starts this SOP, or chooses among its starts; None where they may not."""
    if len(sop.starts) > 1:
        return url_for("starts.choose")
    urls = (
        url_for("starts.form", sop=sop.deployment.id, element=start.element) for start in sop.starts
    )
    return next(urls, None)
