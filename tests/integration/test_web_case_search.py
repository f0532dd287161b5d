"""Searching cases: every filter is kept from page to page, and what cannot be used is said."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest

from tests.integration.site import Site


def started_on_two_days(site: Site) -> None:
    """A case on a Monday and one on the Tuesday after it."""
    site.office.start("Siti Aminah")
    site.office.clock.pass_by(days=1)
    site.office.start("Budi Santoso")


def test_an_auditor_searches_by_sop_person_and_period(site: Site) -> None:
    started_on_two_days(site)
    visitor = site.visitor(site.office.auditor)
    assert "Siti" not in visitor.get("/cases?since=2026-02-03").text
    assert "Budi" not in visitor.get("/cases?until=2026-02-02").text
    one_day = visitor.get("/cases?since=2026-02-03&until=2026-02-03").text
    assert "Budi" in one_day
    assert 'value="2026-02-03"' in one_day
    assert "<details open>" in one_day
    assert "Siti" in visitor.get(f"/cases?person={site.office.petugas.id}").text
    assert "Siti" not in visitor.get(f"/cases?person={site.office.kasi.id}").text
    assert "Siti" in visitor.get("/cases?sop=pengantar-kis").text


def test_staff_do_not_search_by_person(site: Site) -> None:
    page = site.visitor(site.office.petugas).get("/cases")
    assert 'id="f-sop"' in page.text
    assert 'id="f-person"' not in page.text
    asked = site.visitor(site.office.petugas).get(f"/cases?person={site.office.kasi.id}")
    assert "Orang ini tidak dikenal" in asked.text


def test_filters_are_kept_over_pages(site: Site) -> None:
    for number in range(30):
        site.office.start(f"Pemohon {number}")
    visitor = site.visitor(site.office.auditor)
    person = site.office.petugas.id
    page = visitor.get(f"/cases?text=Pemohon&person={person}&since=2026-01-01&state=running").text
    (older,) = re.findall(r'href="([^"]+)" rel="next"', page)
    for part in ("text=Pemohon", f"person={person}", "since=2026-01-01", "state=running"):
        assert part in older
    assert "Pemohon 4<" in visitor.get(html.unescape(older)).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=kemarin", "Tanggal awal ini bukan tanggal"),
        ("until=2026-02-31", "Tanggal akhir ini bukan tanggal"),
        ("until=9999-12-31", "Tanggal akhir ini bukan tanggal"),
        ("since=0001-01-01", "Tanggal awal ini bukan tanggal"),
        ("person=siapa", "Orang ini tidak dikenal"),
        ("person=00000000-0000-4000-8000-000000000000", "Orang ini tidak dikenal"),
        ("sop=lain", "SOP ini tidak dikenal"),
        ("state=damaged", "Keadaan ini tidak dikenal"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_searched(
    site: Site, query: str, said: str
) -> None:
    started_on_two_days(site)
    page = site.visitor(site.office.auditor).get(f"/cases?text=siti&{query}")
    assert page.status_code == 200
    assert said in page.text
    assert "Siti Aminah" in page.text
    assert "Budi Santoso" not in page.text
    assert 'value="siti"' in page.text


def test_a_period_that_ends_before_it_begins_is_said(site: Site) -> None:
    site.office.start()
    page = site.visitor(site.office.auditor).get("/cases?since=2026-03-01&until=2026-02-01")
    assert "Tanggal akhir mendahului tanggal awal" in page.text
    assert "Tidak ada permohonan yang cocok." in page.text


@pytest.mark.parametrize(
    "text",
    ["\0", "%", "'; DROP TABLE cases", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")],
)
def test_odd_texts_are_searched_for_like_others(site: Site, text: str) -> None:
    site.office.start()
    assert site.visitor(site.office.auditor).get(f"/cases?text={quote(text)}").status_code == 200
