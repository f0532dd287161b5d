"""What belongs to the site as a whole: its language."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.web import auth
from service.web.auth import Access, requires

LANGUAGES = ("id", "en")


def pages() -> Blueprint:
    """Open to everybody."""
    site = Blueprint("site", __name__)

    @site.post("/language")
    @requires(Access.PUBLIC)
    def switch_language() -> ResponseReturnValue:
        chosen = request.form.get("language")
        if chosen in LANGUAGES:
            auth.choose_language(chosen)
        return redirect(auth.safe_path(request.form.get("next", "")) or url_for("inbox.home"), 303)

    return site
