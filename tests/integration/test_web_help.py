"""Help: on each page for what is done there, and whole for each kind of reader."""

from __future__ import annotations

import pytest

from service.web.guides import GUIDES
from tests.integration.site import Site


@pytest.mark.parametrize("reader", ["petugas", "analyst", "auditor", "administrator"])
def test_a_reader_finds_the_guide_of_their_own_work_first(site: Site, reader: str) -> None:
    page = site.visitor(getattr(site.office, reader)).get("/help").text
    own = "staff" if reader == "petugas" else reader
    assert f'<section id="{own}">' in page
    for guide in GUIDES:
        assert (f'<details id="{guide.key}">' in page) == (guide.key != own)
        for topic in guide.topics:
            assert f'<h3 id="{guide.key}-{topic.key}">{topic.title}</h3>' in page


def test_a_page_helps_with_what_is_done_on_it(site: Site) -> None:
    page = site.visitor(site.office.petugas).get("/").text
    assert "Bantuan halaman ini" in page
    assert 'href="/help#staff-inbox"' in page


def test_one_page_helps_each_reader_with_their_own_work(site: Site) -> None:
    assert 'href="/help#staff-case"' in site.visitor(site.office.petugas).get("/cases").text
    assert 'href="/help#auditor-search"' in site.visitor(site.office.auditor).get("/cases").text


def test_what_two_readers_may_do_is_in_the_guides_of_both(site: Site) -> None:
    for reader in ("auditor", "administrator"):
        page = site.visitor(getattr(site.office, reader)).get("/verify").text
        assert f'href="/help#{reader}-verify"' in page


def test_every_topic_names_pages_that_there_are(site: Site) -> None:
    endpoints = {rule.endpoint for rule in site.app.url_map.iter_rules()}
    topics = [topic for guide in GUIDES for topic in guide.topics]
    assert [topic.key for topic in topics if not set(topic.pages) <= endpoints] == []
