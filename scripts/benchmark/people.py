"""People with a browser of the leanest kind: a kept-alive connection, signed in, sending forms."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from uuid import uuid4

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Filled:
    """A form that is ready to be sent to `address`."""

    address: str
    boundary: str
    body: bytes


class Person:
    """Somebody who is signed in."""

    def __init__(self, port: int, account: str, password: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = ""
        self._token = self._open("/sign-in")
        form = self._filled("/sign-in", {"login": [account], "password": [password]}, "")
        self._cookie = _cookie(self._post(form))
        self._token = self._open("/")
        # The cookie stays as it is now: what later answers put into it is only shown to people.

    def fill(self, address: str, texts: Texts) -> Filled:
        """Open a form as a browser does, and fill it in."""
        _, page = self._get(address)
        return self._filled(address, texts, _hidden(page, "act"))

    def fill_unseen(self, address: str, texts: Texts) -> Filled:
        """Fill in a form without asking for its page, which tells the whole case so far."""
        return self._filled(address, texts, str(uuid4()))

    def look(self, address: str) -> float:
        """How long a page took, in seconds."""
        begun = time.perf_counter()
        self._get(address)
        return time.perf_counter() - begun

    def send(self, form: Filled) -> tuple[float, str]:
        """How long the answer took, in seconds, and where it sends the browser."""
        begun = time.perf_counter()
        answer = self._post(form)
        return time.perf_counter() - begun, answer.getheader("Location", "")

    def _open(self, address: str) -> str:
        """Ask for a page, keep the session that it sets, and give its token."""
        answer, page = self._get(address)
        self._cookie = _cookie(answer)
        return _hidden(page, "csrf_token")

    def _get(self, address: str) -> tuple[HTTPResponse, str]:
        self._connection.request("GET", address, headers={"Cookie": self._cookie})
        return self._answer(HTTPStatus.OK)

    def _post(self, form: Filled) -> HTTPResponse:
        kind = f"multipart/form-data; boundary={form.boundary}"
        headers = {"Cookie": self._cookie, "Content-Type": kind}
        self._connection.request("POST", form.address, form.body, headers)
        return self._answer(HTTPStatus.SEE_OTHER)[0]

    def _answer(self, expected: HTTPStatus) -> tuple[HTTPResponse, str]:
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != expected:
            raise RuntimeError(f"not {expected} but {answer.status}:\n{text}")
        return answer, text

    def _filled(self, address: str, texts: Texts, act: str) -> Filled:
        boundary = secrets.token_hex(16)  # another one each time, as every browser makes it
        every = {"csrf_token": [self._token], "act": [act], **texts}
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, values in every.items()
            for value in values
        ]
        return Filled(address, boundary, f"{''.join(parts)}--{boundary}--\r\n".encode())


class Stranger:
    """Somebody whom the bare server does not ask for a name."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, address: str, form: str) -> str:
        """Where the answer sends the browser."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", address, form, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"the bare server answers {answer.status}:\n{text}")
        return answer.getheader("Location", "")


def _cookie(answer: HTTPResponse) -> str:
    return answer.getheader("Set-Cookie", "").partition(";")[0]


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise RuntimeError(f"the page has no {name}")
    return found[1]
