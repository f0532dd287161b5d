"""Releasing a forgotten claim and cancelling a case, without seeing what the case is about."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.domain.record import Act
from service.usecases.cancel_case import PAGE
from service.usecases.claim_task import claim_task
from tests.integration.site import Site, Visitor

SUBJECT = "Siti Aminah"
NUMBER = "rembang/2026/000001"
REASON = "Pemohon mencabut permohonannya."


@pytest.fixture
def administrator(site: Site) -> Visitor:
    return site.visitor(site.office.administrator)


@pytest.fixture
def case(site: Site) -> UUID:
    """A case whose first task somebody holds."""
    case = site.office.start(SUBJECT).case
    task = site.office.open_task(case)
    claim_task(site.office.petugas, task.id, store=site.office.store, clock=site.office.clock)
    return case


def test_an_administrator_begins_at_the_settings(administrator: Visitor) -> None:
    assert administrator.get("/").location == "/settings"
    page = administrator.get("/settings").text
    for word in ("Pegawai", "Peran", "Jam kerja", "Hari libur", "Permohonan berjalan"):
        assert word in page


def test_an_administrator_releases_a_claim_from_the_list(
    site: Site, administrator: Visitor, case: UUID
) -> None:
    page = administrator.get("/settings/claims").text
    assert NUMBER in page
    assert "Petugas" in page
    assert SUBJECT not in page
    release = f"{site.open_task(case)}/release"
    assert f'action="{release}"' in page
    assert administrator.post(release).location == "/settings/claims"
    after = administrator.get("/settings/claims").text
    assert "Tugas dilepas dan dapat diambil orang lain." in after
    assert "Tidak ada tugas yang sedang dipegang." in after
    assert site.office.acts(case)[-1] == Act.RELEASED


@pytest.mark.usefixtures("case")
def test_an_auditor_sees_claims_and_releases_none(site: Site) -> None:
    page = site.visitor(site.office.auditor).get("/settings/claims").text
    assert NUMBER in page
    assert "Lepas" not in page


def test_a_case_is_found_by_its_number_and_not_by_what_it_is_about(
    administrator: Visitor, case: UUID
) -> None:
    found = administrator.get("/settings/cases?text=000001").text
    assert f'href="/settings/cases/{case}"' in found
    assert SUBJECT not in found
    none = administrator.get("/settings/cases?text=siti").text
    assert "Tidak ada permohonan berjalan dengan nomor itu." in none
    assert "Tidak ada permohonan yang sedang berjalan." not in none


def test_the_list_is_read_page_by_page(site: Site, administrator: Visitor) -> None:
    assert "Tidak ada permohonan yang sedang berjalan." in administrator.get("/settings/cases").text
    for _ in range(PAGE + 1):
        site.office.start()
    first = administrator.get("/settings/cases").text
    assert NUMBER not in first
    assert "after=rembang/2026/000002" in first.replace("%2F", "/")
    second = administrator.get("/settings/cases?after=rembang/2026/000002").text
    assert NUMBER in second
    assert "Kembali ke yang terbaru" in second


def test_a_case_is_cancelled_with_a_reason_that_its_people_read(
    site: Site, administrator: Visitor, case: UUID
) -> None:
    ask = administrator.get(f"/settings/cases/{case}").text
    assert "Pembatalan tidak dapat diurungkan" in ask
    assert SUBJECT not in ask
    done = administrator.post(f"/settings/cases/{case}", {"reason": REASON})
    assert done.location == "/settings/cases"
    assert f"Permohonan {NUMBER} dibatalkan." in administrator.get("/settings/cases").text
    page = site.visitor(site.office.petugas).get(f"/cases/{case}").text
    assert "Dibatalkan" in page
    assert "Permohonan dibatalkan" in page
    assert REASON in page
    assert "Kerjakan" not in page
    assert "Dibatalkan" in site.visitor(site.office.petugas).get("/cases?state=cancelled").text


def test_who_was_at_work_on_it_is_told_and_loses_nothing(
    site: Site, administrator: Visitor, case: UUID
) -> None:
    address, petugas = site.open_task(case), site.visitor(site.office.petugas)
    form = petugas.get(address)
    administrator.post(f"/settings/cases/{case}", {"reason": REASON})
    answer = petugas.post(address, {"act": str(case), "kelengkapan_1": "ya"})
    assert form.status_code == 200
    assert answer.status_code == 409
    assert "Tugas ini sudah ditutup" in answer.text


def test_a_cancellation_needs_a_reason(site: Site, administrator: Visitor, case: UUID) -> None:
    answer = administrator.post(f"/settings/cases/{case}", {"reason": " "})
    assert answer.status_code == 422
    assert "Alasan pembatalan wajib diisi." in answer.text
    long = administrator.post(f"/settings/cases/{case}", {"reason": "a" * 2001})
    assert long.status_code == 422
    assert "a" * 2001 in long.text
    assert Act.CANCELLED not in site.office.acts(case)


def test_a_case_is_not_cancelled_twice_nor_after_its_end(
    administrator: Visitor, case: UUID
) -> None:
    administrator.post(f"/settings/cases/{case}", {"reason": REASON})
    answer = administrator.post(f"/settings/cases/{case}", {"reason": REASON})
    assert answer.status_code == 409
    assert f"Permohonan {NUMBER} sudah dibatalkan." in answer.text
    assert REASON in answer.text
    assert administrator.get(f"/settings/cases/{case}").status_code == 409
