"""What the journeys share: the browser, a server a process, offices with their people, scans."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.office import Device, Office, pictures_into
from tests.browser.server import Server
from tests.databases import PostgresServer

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OfficeOf = Callable[..., Office]
"""`office_of("rembang")`, with fields of `Device` by name."""

Picture = Callable[[Page, str, str], None]
"""`picture(page, "inbox", "Tugas Saya")`: a picture's name, and the heading it begins at."""


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium, for all tests of this process."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=_FLAGS)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of this process; whatever the journeys did, its record is whole at the end."""
    with serving(tmp_path_factory.mktemp("var")) as server:
        yield server
        verified = server.run("verify")
        assert verified.returncode == 0, verified.stdout


@pytest.fixture
def server_on_postgresql(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Server]:
    """A server on a PostgreSQL database."""
    with postgres_server.database() as url, serving(tmp_path, url) as server:
        yield server


@pytest.fixture
def office_of(browser: Browser, server: Server) -> Iterator[OfficeOf]:
    """Offices for one test; afterwards no browser may have complained."""
    opened: list[Office] = []

    def open_office(key: str, on: Server = server, **device: bool | str) -> Office:
        opened.append(Office(key, on, browser, Device(**device)))  # type: ignore[arg-type] # by name
        return opened[-1]

    yield open_office
    for office in opened:
        office.close()


@dataclass(frozen=True)
class Scans:
    """Small real files of each accepted kind."""

    pdf: Path
    jpeg: Path
    png: Path


@pytest.fixture(scope="session")
def scans(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Scans:
    """Made by the browser itself."""
    folder = tmp_path_factory.mktemp("scans")
    scans = Scans(folder / "surat.pdf", folder / "foto.jpg", folder / "pindaian.png")
    page = browser.new_page(viewport={"width": 300, "height": 200})
    page.set_content("<h1>Fotokopi</h1>")
    page.pdf(path=scans.pdf)
    page.screenshot(path=scans.jpeg, type="jpeg")
    page.screenshot(path=scans.png)
    page.context.close()
    return scans


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Saves what a page shows: for the README where TESTS_PICTURES is set, else for nobody."""
    kept = Path(__file__).parent / "pictures"
    return pictures_into(kept if os.environ.get("TESTS_PICTURES") else tmp_path)


@contextmanager
def serving(var: Path, database_url: str = "") -> Iterator[Server]:
    """A server while it is needed."""
    server = Server(var, database_url)
    server.start()
    try:
        yield server
    finally:
        server.stop()
