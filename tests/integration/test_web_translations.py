"""English lacks nothing that people are told, and says it of the same things."""

from __future__ import annotations

import re

from babel.messages.catalog import Catalog

from tests.integration.catalogue import Message, english, messages
from tests.integration.site import Site

PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def test_english_holds_every_message() -> None:
    catalogue = english()
    missing = {text: places for text, places in messages().items() if not says(catalogue, text)}
    assert not missing


def test_english_holds_no_message_that_nobody_says() -> None:
    said = {first_of(text) for text in messages()}
    assert not [
        first_of(entry.id) for entry in english() if entry.id and first_of(entry.id) not in said
    ]


def test_english_fills_the_same_places() -> None:
    differing = [
        entry.id
        for entry in english()
        if entry.id
        for text in texts_of(entry.string)
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(first_of(entry.id)))
    ]
    assert not differing


def test_english_is_in_alphabetical_order() -> None:
    written = [first_of(entry.id).casefold() for entry in english() if entry.id]
    assert written == sorted(written)


def test_a_page_speaks_the_language_of_the_session(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    assert "Tugas Belum Diambil" in visitor.get("/").text
    answer = visitor.post("/language", {"language": "en", "next": "/cases"})
    assert answer.location == "/cases"
    visitor.language = "en"
    assert "Unclaimed tasks" in visitor.get("/").text


def test_the_language_outlives_signing_in_and_out(site: Site) -> None:
    visitor = site.visitor(language="en")
    visitor.sign_in(site.office.petugas.account)
    assert "My tasks" in visitor.get("/").text
    visitor.post("/sign-out")
    assert "Sign in" in visitor.get("/sign-in").text


def test_an_unknown_language_changes_nothing(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/language", {"language": "xx"})
    assert 'lang="id"' in visitor.get("/sign-in").text


def test_what_laksana_asks_is_translated_and_what_an_analyst_wrote_is_not(site: Site) -> None:
    case = site.office.start().case
    visitor = site.visitor(site.office.petugas, language="en")
    page = visitor.get(site.open_task(case)).text
    assert "Requirements" in page
    assert "SKTM dari desa mengetahui kecamatan" in page
    assert "Kelengkapan" not in page


def says(catalogue: Catalog, text: Message) -> bool:
    """Whether the catalogue has a translation of `text`."""
    entry = catalogue.get(text)
    return entry is not None and all(texts_of(entry.string))


def first_of(text: Message | list[str]) -> str:
    """The text itself, of a plural its singular."""
    return text if isinstance(text, str) else text[0]


def texts_of(translated: Message | list[str] | None) -> list[str]:
    """A translation, or those of a plural."""
    return [translated] if isinstance(translated, str) else list(translated or [""])
