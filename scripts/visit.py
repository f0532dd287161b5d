"""Visits Laksana as a clerk's browser does behind a TLS proxy: starts a case, or finds it.

`visit.py URL ACCOUNT` starts a case of the SOP Pengantar KIS and prints its number; with a number
as third argument it looks for that case in the list. The password is in VISITOR_PASSWORD.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

START = r'href="(/sops/[^"]+/start/[^"]+)">Pelayanan Pengantar Pembuatan Kartu Indonesia Sehat'
APPLICATION = {
    "nama_pemohon": "Siti Aminah",
    "nik": "3317012345678901",
    "nomor_kk": "3317012345678902",
    "desa_kelurahan": "Sumberjo",
    "kecamatan": "Rembang",
    "perihal": "Pengantar KIS untuk satu keluarga",
}


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, url: str) -> None:
        self._url = url
        # The proxy speaks HTTPS with the browser and plain HTTP with the server that is met here.
        policy = DefaultCookiePolicy(secure_protocols=("https", "http"))
        self._browser = build_opener(HTTPCookieProcessor(CookieJar(policy)))
        self._browser.addheaders = [
            ("X-Forwarded-Proto", "https"),
            ("Referer", f"{url.replace('http://', 'https://')}/"),
        ]

    def get(self, address: str) -> str:
        """The page at `address`. Raises HTTPError."""
        return self._open(address, None)

    def fill_in(self, page: str, action: str, answers: Mapping[str, str]) -> str:
        """Send a form with the hidden fields of the page that it stands on."""
        hidden = dict(re.findall(r'name="(csrf_token|act)" value="([^"]*)"', page))
        return self._open(action, urlencode({**hidden, **answers}).encode())

    def _open(self, address: str, content: bytes | None) -> str:
        with self._browser.open(self._url + address, content, timeout=30) as answer:
            text: str = answer.read().decode()
        return text


def start_case(visitor: Visitor) -> str:
    """Start a case; gives its number."""
    [form] = re.findall(START, visitor.get("/start"))
    receipt = visitor.fill_in(visitor.get(form), form, APPLICATION)
    [number] = re.findall(r'<strong class="number">(.*?)</strong>', receipt)
    return str(number).replace("<wbr>", "")


def main() -> int:
    """Exit status 1 when the case is not in the list."""
    url, account, *wanted = sys.argv[1:]
    visitor = Visitor(url)
    secrets = {"login": account, "password": os.environ["VISITOR_PASSWORD"]}
    visitor.fill_in(visitor.get("/sign-in"), "/sign-in", secrets)
    if not wanted:
        print(start_case(visitor))
        return 0
    return 0 if wanted[0] in visitor.get("/cases") else 1


if __name__ == "__main__":
    sys.exit(main())
