"""A new password for somebody: asked for on one page, shown once on the next."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.password import new_password
from service.web.administration import Administration
from service.web.auth import Access, requires
from service.web.frame import Frame
from service.web.settings.people_form import password_page, person_row


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators."""
    passwords = Blueprint("passwords", __name__, url_prefix="/settings/people/<uuid:person>")

    @passwords.get("/password")
    @requires(Access.ADMINISTER)
    def ask(actor: Actor, person: UUID) -> ResponseReturnValue:
        known = person_row(administration.show_person(actor, person).person)
        return frame.page(frame.reader(actor), "settings/password_ask.html", known=known)

    @passwords.post("/password")
    @requires(Access.ADMINISTER)
    def give(actor: Actor, person: UUID) -> ResponseReturnValue:
        password = new_password()
        known = administration.set_password(actor, person, password)
        return password_page(frame.reader(actor), frame, known, password)

    return passwords
