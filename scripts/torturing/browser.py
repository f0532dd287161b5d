"""A browser whose person does not give up: what was not answered is sent again as it was."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import UUID

from torturing.ledger import Ledger

PATIENCE = 300  # seconds without an answer, after which something is wrong
_ANSWER = 45  # seconds that a server may take for one
_PAUSES = (0.1, 0.6)  # seconds between two tries: a person's hand on a mouse is no quicker


class NoAnswer(Exception):
    """Nobody answered for as long as a patient person waits."""


@dataclass(frozen=True)
class Answer:
    """What came back; `goes_on`: where it sends the browser."""

    status: int
    page: str
    goes_on: str
    cookie: str


class Browser:
    """One connection to the office's server; the session is handed in, as several may share it."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_ANSWER)
        self._ledger = ledger

    def get(self, address: str, cookie: str) -> Answer:
        """Ask until there is an answer. Raises NoAnswer."""
        return self._patiently("GET", address, cookie, b"", None)

    def post(
        self, address: str, cookie: str, form: Mapping[str, Sequence[str]], act: UUID | None = None
    ) -> Answer:
        """Send the same form until there is an answer; `act` is the one it carries. See `get`."""
        return self._patiently("POST", address, cookie, urlencode(form, doseq=True).encode(), act)

    def _patiently(
        self, method: str, address: str, cookie: str, body: bytes, act: UUID | None
    ) -> Answer:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if act is not None:
                self._ledger.send(act)
            try:
                answer = self._once(method, address, cookie, body)
            except (OSError, HTTPException) as error:
                self._connection.close()
                self._ledger.meet(f"no answer ({type(error).__name__})")
            else:
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
                self._judge(method, address, answer)
            time.sleep(random.uniform(*_PAUSES))
        raise NoAnswer(f"{method} {address}")

    def _once(self, method: str, address: str, cookie: str, body: bytes) -> Answer:
        headers = {"Cookie": cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        told = answer.getheader("Set-Cookie", "").partition(";")[0]
        return Answer(answer.status, page, answer.getheader("Location", ""), told)

    def _judge(self, method: str, address: str, answer: Answer) -> None:
        """A page of 503 in words is what a person may meet; nothing else from 500 on is.

        A proxy says 502 or 504 of a server that was killed before it had answered.
        """
        self._ledger.meet(f"page {answer.status}")
        if answer.status in {HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}:
            return
        in_words = "<h1>" in answer.page and "Traceback" not in answer.page
        if answer.status != HTTPStatus.SERVICE_UNAVAILABLE or not in_words:
            self._ledger.fault(f"{method} {address}: {answer.status}\n{answer.page[:2000]}")
