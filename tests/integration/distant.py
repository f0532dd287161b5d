"""A site that is served elsewhere, visited as one of the test's own."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask import Flask, Response, request

from tests.cluster import MACHINE

_PATIENCE = 60  # seconds


def distant(url: str, answered: list[str]) -> Flask:
    """Hands each request on to `url`; `answered` grows by the machine that answered it."""
    app = Flask("distant", static_folder=None)
    place = urlsplit(url).netloc

    @app.before_request
    def hand_on() -> Response:
        with closing(HTTPConnection(place, timeout=_PATIENCE)) as connection:
            address, content = request.environ["REQUEST_URI"], request.get_data()
            connection.request(request.method, address, content, dict(request.headers))
            answer = connection.getresponse()
            answered.append(answer.getheader(MACHINE, ""))
            return Response(answer.read(), answer.status, answer.getheaders())

    return app
