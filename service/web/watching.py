"""What operators watch a server by: its signs of life, its metrics, and a log line a request."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from service import logs
from service.web.auth import Access, requires
from service.web.readiness import Readiness

REQUEST_ID = "X-Request-Id"
_SOUND_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ID_SIZE = 8  # bytes

_BEGAN = "laksana.began"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watching:
    """`check_serving` raises why this process cannot serve; `metrics` tells what was counted.

    `token`: what who reads the metrics must know. `answered` is told of each request: its endpoint
    (empty where there is none), its method, the answer's status, and how many seconds it took.
    """

    check_serving: Callable[[], None]
    metrics: Callable[[], bytes]
    token: str
    answered: Callable[[str, str, int, float], None]


def pages(watched: Watching) -> Blueprint:
    """Plain texts, for programs: they look at no session and leave no cookie."""
    watch = Blueprint("watching", __name__)
    readiness = Readiness(watched.check_serving)
    expected = f"Bearer {watched.token}".encode()

    @watch.get("/healthz")
    @requires(Access.PUBLIC)
    def healthz() -> ResponseReturnValue:
        return _plain("ok")

    @watch.get("/readyz")
    @requires(Access.PUBLIC)
    def readyz() -> ResponseReturnValue:
        hindrance = readiness.hindrance()
        return _plain(hindrance, 503) if hindrance else _plain("ok")

    @watch.get("/metrics")
    @requires(Access.PUBLIC)
    def metrics() -> ResponseReturnValue:
        # A proxy makes everybody come from the same address: only a secret tells them apart.
        shown = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(shown, expected):
            refused = _plain("token?", 401)
            refused.headers["WWW-Authenticate"] = "Bearer"
            return refused
        return _plain(watched.metrics())

    return watch


def _plain(text: str | bytes, status: int = 200) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")


def watch_only(watched: Watching) -> Flask:
    """An application of these pages alone, for a process that serves no others."""
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(pages(watched))
    return app


def watch_requests(app: Flask, watched: Watching) -> None:
    """Give each request of `app` an id, and tell of its answer; call before all other hooks.

    What asks whether the server lives is not told of: it would drown the rest.
    """

    def begin() -> None:
        given = request.headers.get(REQUEST_ID, "")
        logs.begin(given if _SOUND_ID.fullmatch(given) else secrets.token_hex(_ID_SIZE))
        request.environ[_BEGAN] = perf_counter()

    def end(response: Response) -> Response:
        response.headers[REQUEST_ID] = logs.request_id()
        endpoint = request.endpoint or ""
        if not endpoint.startswith("watching."):
            tell(endpoint, response.status_code, perf_counter() - request.environ[_BEGAN])
        return response

    def tell(endpoint: str, status: int, seconds: float) -> None:
        method = request.method
        watched.answered(endpoint, method, status, seconds)
        told = {"method": method, "endpoint": endpoint, "status": status}
        _log.info("answered", extra={"fields": told | {"ms": round(seconds * 1000, 1)}})

    app.before_request(begin)
    app.after_request(end)
