"""One's own password: changed by who knows it, so that no administrator does."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.password import SHORTEST_PASSWORD, PasswordTooShort
from service.usecases.sign_in import PasswordWrong, SignInPaused
from service.web import auth
from service.web.auth import Access, requires
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.translation import gettext

_PLACES = {PasswordWrong: "old", SignInPaused: "old", PasswordTooShort: "new"}


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """Open to everybody who is signed in."""
    own_password = Blueprint("own_password", __name__, url_prefix="/password")

    @own_password.get("")
    @requires(Access.SIGNED_IN)
    def form(actor: Actor) -> ResponseReturnValue:
        return page(actor, {})

    @own_password.post("")
    @requires(Access.SIGNED_IN)
    def change(actor: Actor) -> ResponseReturnValue:
        old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
        if new != again:
            return page(actor, {"again": gettext("Kedua kata sandi baru tidak sama.")}), 422
        try:
            opened = parts.change_password(actor, old, new)
        except tuple(_PLACES) as refused:
            message = gettext(refused.message, **refused.values)
            return page(actor, {_PLACES[type(refused)]: message}), status_of(refused)
        auth.open_session(opened)
        flash(gettext("Kata sandi Anda sudah diganti."), "success")
        return redirect(url_for("inbox.home"), 303)

    def page(actor: Actor, errors: Mapping[str, str]) -> str:
        reader = frame.reader(actor)
        return frame.page(reader, "own_password.html", errors=errors, shortest=SHORTEST_PASSWORD)

    return own_password
