"""What integration tests share: the translations as the program reads them, and the site."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from service.engine.spiff_engine import SpiffEngine
from tests.fakes.rembang import Rembang
from tests.integration.catalogue import ENGLISH, english
from tests.integration.site import Site, Visitor, parts_of


@pytest.fixture(scope="session")
def compiled_catalogue() -> Path:
    """The .mo beside the .po, made anew when it is older; several processes may want it at once."""
    compiled = ENGLISH.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < ENGLISH.stat().st_mtime:
        part = compiled.with_suffix(f".mo.part{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, english())
        part.replace(compiled)
    return compiled


@pytest.fixture
def site(compiled_catalogue: Path) -> Site:
    """The web site over the office of SOP 004."""
    assert compiled_catalogue.exists()
    return Site()


@pytest.fixture
def office(site: Site) -> Rembang:
    """The office, with the engine that reads real diagrams."""
    site.office.engine = SpiffEngine()
    site.app = Site.app_with(parts_of(site.office))
    return site.office


@pytest.fixture
def analyst(site: Site, office: Rembang) -> Visitor:
    """A browser with the office's analyst signed in."""
    return site.visitor(office.analyst)
