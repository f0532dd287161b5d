"""Listens at an address, for commands that answer HTTP."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

import waitress
from waitress.server import BaseWSGIServer, MultiSocketServer

from service.bootstrap import LARGEST_REQUEST
from service.domain.errors import Conflict

_LARGEST_BODY = 4 * LARGEST_REQUEST  # beyond the pages' own limit, which they explain


class AddressTaken(Conflict):
    """Alamat %(host)s:%(port)s tidak dapat dipakai: %(reason)s. Pilih yang lain dengan --port."""


def listening(
    app: WSGIApplication, host: str, port: int, threads: int
) -> BaseWSGIServer | MultiSocketServer:
    """A server of `app` that waits for its `run`. Raises AddressTaken."""
    try:
        return waitress.create_server(
            app, host=host, port=port, threads=threads, max_request_body_size=_LARGEST_BODY
        )
    except OSError as error:
        raise AddressTaken(host=host, port=port, reason=error.strerror) from None
