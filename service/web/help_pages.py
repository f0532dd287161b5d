"""Help: the guide of the reader's own work first, those of the others below it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.web.auth import Access, may, requires
from service.web.frame import Frame
from service.web.guides import GUIDES


def pages(frame: Frame) -> Blueprint:
    """Open to everybody who is signed in."""
    help_ = Blueprint("help", __name__)

    @help_.get("/help")
    @requires(Access.SIGNED_IN)
    def guides(actor: Actor) -> ResponseReturnValue:
        own = [guide for guide in GUIDES if may(actor, guide.access)]
        others = [guide for guide in GUIDES if guide not in own]
        return frame.page(frame.reader(actor), "help.html", own=own, others=others)

    return help_
