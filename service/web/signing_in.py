"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.errors import LaksanaError
from service.usecases.sign_in import SignInFailed, SignInPaused
from service.web import auth
from service.web.auth import Access, requires
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.translation import gettext

_REFUSED = {SignInFailed: 422, SignInPaused: 429}


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """`signing_in.form` is where the guard sends who is not signed in."""
    signing_in = Blueprint("signing_in", __name__)

    @signing_in.get("/sign-in")
    @requires(Access.PUBLIC)
    def form() -> ResponseReturnValue:
        goal = request.args.get("next", "")
        if auth.signed_in(parts) is not None:
            return _to(goal)
        return _page(frame, "", goal, {})

    @signing_in.post("/sign-in")
    @requires(Access.PUBLIC)
    def sign_in() -> ResponseReturnValue:
        login, goal = request.form.get("login", ""), request.form.get("next", "")
        try:
            opened = parts.sign_in(login, request.form.get("password", ""))
        except (SignInFailed, SignInPaused) as refused:
            return _page(frame, login, goal, _said(refused)), _REFUSED[type(refused)]
        auth.open_session(opened)
        return _to(goal)

    @signing_in.post("/sign-out")
    @requires(Access.PUBLIC)
    def sign_out() -> ResponseReturnValue:
        auth.close_session()
        return redirect(url_for("signing_in.form"), 303)

    return signing_in


def _to(goal: str) -> ResponseReturnValue:
    return redirect(auth.safe_path(goal) or url_for("inbox.home"), 303)


def _page(frame: Frame, login: str, goal: str, errors: dict[str, str]) -> str:
    action = url_for("signing_in.sign_in")
    goal = auth.safe_path(goal) or ""
    return frame.page(None, "sign_in.html", action=action, login=login, next=goal, errors=errors)


def _said(refused: LaksanaError) -> dict[str, str]:
    return {"login": gettext(refused.message, **refused.values)}
