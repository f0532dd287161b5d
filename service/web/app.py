"""Builds the web application out of its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.datastructures import Headers

from service.web import (
    auth,
    built,
    cases,
    comparing,
    deploying,
    exports,
    help_pages,
    inbox,
    office_record,
    own_password,
    replays,
    signing_in,
    site,
    sops,
    starts,
    tasks,
    verifying,
    watching,
)
from service.web.errors import handle_errors
from service.web.frame import Frame
from service.web.headers import set_headers
from service.web.multipart_forms import FormRequest
from service.web.parts import Parts
from service.web.settings import (
    claims,
    holidays,
    home,
    hours,
    passwords,
    people,
    person,
    roles,
    running,
)
from service.web.submission import Intake, KeptFiles
from service.web.translation import translate_pages
from service.web.watching import Watching

_SETTINGS = (people, person, passwords, roles, hours, holidays, claims, running)

_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9/?&=._~-]+")

LARGEST_REQUEST = 64 * 1024 * 1024
LARGEST_TEXTS = 2 * 1024 * 1024
SESSION = timedelta(hours=12)


@dataclass(frozen=True)
class WebSettings:
    """`secret_key` signs sessions; `secure_cookies`: people come over TLS only."""

    secret_key: bytes
    secure_cookies: bool


class _Redirect(Response):
    """An answer without a page."""

    default_mimetype = None

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """As they are, where nothing in the address has to be spelled for the wire."""
        plain = _PLAIN_ADDRESS.fullmatch(self.location or "")
        return self.headers if plain else super().get_wsgi_headers(environ)


class _Site(Flask):
    """Flask, for views that are no coroutines, and with redirects that bring no page of their own.

    No browser shows such a page.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view or the hook itself: to look whether it is a coroutine takes time."""
        return func

    def redirect(self, location: str, code: int = 302) -> Response:
        """An empty answer that leads to `location`."""
        return _Redirect(status=code, headers={"Location": location, "Content-Length": "0"})


def create_app(parts: Parts, settings: WebSettings, watched: Watching) -> Flask:
    """The application. Raises LookupError for a view that does not state who may use it."""
    app = _Site("service.web", static_folder=None)
    app.request_class = FormRequest
    app.session_interface = auth.Sessions()
    _configure(app, settings)
    watching.watch_requests(app, watched)
    CSRFProtect(app)
    translate_pages(app, auth.language)
    frame = Frame(parts, app.url_map)
    intake = Intake(parts.keep_file, KeptFiles(settings.secret_key))
    for pages in (
        built.pages(built.read_manifest()),
        site.pages(),
        watching.pages(watched),
        signing_in.pages(parts, frame),
        inbox.pages(parts, frame),
        tasks.pages(parts, frame, intake),
        starts.pages(parts, frame, intake),
        cases.pages(parts, frame),
        exports.pages(parts, frame),
        replays.pages(parts, frame),
        sops.pages(parts, frame),
        deploying.pages(parts, frame),
        comparing.pages(parts, frame),
        help_pages.pages(frame),
        own_password.pages(parts, frame),
        home.pages(frame),
        *(group.pages(parts.administration, frame) for group in _SETTINGS),
        verifying.pages(parts, frame),
        office_record.pages(parts, frame),
    ):
        app.register_blueprint(pages)
    auth.guard(app, parts)
    handle_errors(app, frame)
    set_headers(app, tls=settings.secure_cookies)
    return app


def _configure(app: Flask, settings: WebSettings) -> None:
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings.secret_key,
        # The prefix makes browsers refuse the cookie from anybody but this very host.
        SESSION_COOKIE_NAME="__Host-laksana" if secure else "laksana",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXTS,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
    )
    app.jinja_env.undefined = StrictUndefined
