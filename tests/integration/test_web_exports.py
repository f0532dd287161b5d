"""The list of cases as a file: read by a spreadsheet, harmless in it, and recorded."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.integration.site import Site


def sheet(text: str) -> list[list[str]]:
    """The cells, as a spreadsheet of an Indonesian office reads them."""
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_file_opens_in_a_spreadsheet(site: Site) -> None:
    site.office.carry_to("Kegiatan_5")
    site.office.start("Siti; Aminah")
    answer = site.visitor(site.office.auditor).get("/cases/export.csv")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="permohonan-rembang-2026-02-02.csv"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Cache-Control"] == "no-store"
    head, second, first = sheet(answer.text)
    assert head[0] == "Nomor Registrasi"
    assert head[5] == "Waktu Mulai (WIB)"
    assert second == [
        "rembang/2026/000002",
        "Pelayanan Surat Pengantar Pembuatan KIS",
        "1",
        "Siti; Aminah",
        "Sedang Diproses",
        "2026-02-02 09:04",
        "Petugas",
        "",
        "Menerima permohonan dari masyarakat (Petugas Pelayanan)",
        "2026-02-02 09:09",
    ]
    assert first[0] == "rembang/2026/000001"


def test_the_header_and_the_states_are_in_the_readers_language(site: Site) -> None:
    site.office.start()
    visitor = site.visitor(site.office.auditor, language="en")
    head, line = sheet(visitor.get("/cases/export.csv").text)
    assert head[0] == "Registration number"
    assert line[4] == "In progress"


@pytest.mark.parametrize("subject", ["=1+1", "+62812", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_people_wrote_is_no_formula(site: Site, subject: str) -> None:
    site.office.start(subject)
    _, line = sheet(site.visitor(site.office.auditor).get("/cases/export.csv").text)
    assert line[3] == f"'{subject}"


def test_the_file_holds_what_the_list_was_searched_for(site: Site) -> None:
    site.office.start("Siti")
    site.office.start("Budi")
    visitor = site.visitor(site.office.auditor)
    assert 'href="/cases/export.csv?text=siti"' in visitor.get("/cases?text=siti").text
    assert "export.csv" not in site.visitor(site.office.petugas).get("/cases").text
    assert len(sheet(visitor.get("/cases/export.csv?text=siti").text)) == 2


def test_a_search_that_cannot_be_used_is_led_back_to_the_list(site: Site) -> None:
    answer = site.visitor(site.office.auditor).get("/cases/export.csv?text=siti&since=kemarin")
    assert answer.status_code == 303
    assert answer.location == "/cases?text=siti&since=kemarin"
    assert "exported" not in site.office.acts(site.office.office.id)


def test_an_export_is_recorded_once_and_not_for_a_head(site: Site) -> None:
    site.office.start()
    visitor = site.visitor(site.office.auditor)
    assert visitor.client.head("/cases/export.csv").status_code == 405
    visitor.get("/cases/export.csv")
    assert site.office.acts(site.office.office.id).count("exported") == 1


def test_the_file_is_written_while_it_is_sent(site: Site) -> None:
    for _ in range(3):
        site.office.start()
    visitor = site.visitor(site.office.auditor)
    answer = visitor.client.get("/cases/export.csv")  # not read whole
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers
    assert len(list(answer.iter_encoded())) == 4
