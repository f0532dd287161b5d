"""The replay of a case: what its record says, moment by moment, for auditors."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.web import replay_context
from service.web.auth import Access, refuse_heads, requires
from service.web.frame import Frame
from service.web.parts import Parts


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """Open to the auditors of the case's office."""
    replays = Blueprint("replays", __name__, url_prefix="/cases/<uuid:case>/replay")
    replays.before_request(refuse_heads)

    @replays.get("")
    @requires(Access.AUDIT)
    def show(actor: Actor, case: UUID) -> ResponseReturnValue:
        view = parts.replay_case(actor, case)
        reader = frame.reader(actor)
        asked = request.args.get("moment", type=int)
        return frame.page(reader, "replay.html", **replay_context.context(view, asked, reader))

    return replays
