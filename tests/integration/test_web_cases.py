"""Cases: start one and get its number, find it, read it whole, and take its files away."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest

from service.domain.record import Act
from service.usecases.case_history import PORTION
from tests.fakes.rembang import RETURNED
from tests.integration.site import Site, Visitor, hidden

NIK = "3317010101010001"
PDF = b"%PDF-1.4"


def start_form(site: Site) -> str:
    return f"/sops/{site.office.deployment.id}/start/Mulai"


def start(site: Site, visitor: Visitor, subject: str = "Siti Aminah") -> UUID:
    """Fill in the start form; the case's id."""
    answer = visitor.fill_in(start_form(site), {"perihal": subject, "nik": NIK})
    assert answer.status_code == 303
    _, case, page = (answer.location or "").strip("/").split("/")
    assert page == "receipt"
    return UUID(case)


def hand_in(site: Site, visitor: Visitor, case: UUID) -> str:
    """Complete the first task with a file; the file's address."""
    data = {"kelengkapan_1:berkas": (BytesIO(PDF), "SKTM Siti.pdf")}
    assert visitor.fill_in(site.open_task(case), data).status_code == 303
    (file_hash,) = site.office.files.contents
    return f"/cases/{case}/files/{file_hash}"


def test_starting_gives_a_receipt_with_the_number_and_masked_personal_data(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    case = start(site, visitor)
    page = visitor.get(f"/cases/{case}/receipt").text
    assert "rembang/2026/<wbr>000001".replace("rembang/", "rembang/<wbr>") in page
    assert "Siti Aminah" in page
    assert NIK not in page
    assert "••••••••••••0001" in page
    assert "Menerima permohonan dari masyarakat" in page


def test_a_start_form_that_is_wrong_comes_again_as_it_was(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    answer = visitor.fill_in(start_form(site), {"nik": NIK})
    assert answer.status_code == 422
    assert "Perihal: Kolom ini wajib diisi." in answer.text
    assert NIK in answer.text
    again = {"act": hidden(answer, "act"), "perihal": "Siti", "nik": NIK}
    assert visitor.post(start_form(site), again).status_code == 303


def test_starting_twice_with_one_act_makes_one_case(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    data = {"act": hidden(visitor.get(start_form(site)), "act"), "perihal": "Siti"}
    places = [visitor.post(start_form(site), data).location for _ in range(2)]
    assert places[0] == places[1]


def test_an_unknown_start_is_not_found(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    assert visitor.get(start_form(site).replace("Mulai", "Lain")).status_code == 404


def test_the_list_is_searched_by_number_subject_and_state(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    start(site, visitor, "Siti Aminah")
    start(site, visitor, "Budi Santoso")
    assert "Budi" not in visitor.get("/cases?text=siti").text
    assert "Siti" not in visitor.get("/cases?text=000002").text
    found = visitor.get("/cases?text=siti&state=done").text
    assert "Tidak ada permohonan yang cocok." in found
    assert 'value="siti"' in found
    assert "Siti" in visitor.get("/cases?state=lain").text


def test_the_list_is_read_page_by_page(site: Site) -> None:
    for number in range(30):
        site.office.clock.pass_by(minutes=1)
        site.office.start(f"Pemohon {number}")
    visitor = site.visitor(site.office.petugas)
    first = visitor.get("/cases")
    assert "Pemohon 29" in first.text
    assert "Pemohon 4<" not in first.text
    second = visitor.get("/cases?after=rembang/2026/000006")
    assert "Pemohon 4<" in second.text
    assert "Kembali ke yang terbaru" in second.text
    assert "after=rembang/2026/000006" in first.text.replace("%2F", "/")


def test_a_case_shows_where_it_stands_who_did_what_and_the_decision(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_3")
    site.visitor(site.office.kabid).fill_in(f"/tasks/{task.id}", RETURNED)
    page = site.visitor(site.office.petugas).get(f"/cases/{task.case}").text
    assert "Memberi persetujuan dan paraf Pengantar Pembuatan KIS: Tidak" in page
    assert RETURNED["alasan:Keputusan_3"][0] in page
    assert 'data-element="Kegiatan_2" data-state="here"' in page
    assert 'data-element="Kegiatan_1" data-state="done"' in page
    assert f'data-src="/sops/{site.office.deployment.id}/diagram.bpmn"' in page
    assert "Kerjakan" not in page


def test_a_long_history_leads_from_its_newest_part_to_the_older_ones(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_3")
    auditor, visitor = site.visitor(site.office.auditor), site.visitor(site.office.kabid)
    assert "Riwayat ini panjang" not in visitor.get(f"/cases/{task.case}").text
    for _ in range(PORTION):
        auditor.get(f"/cases/{task.case}")
    newest = visitor.get(f"/cases/{task.case}").text
    assert "Riwayat ini panjang; yang tampil di sini bagian terbarunya." in newest
    assert newest.count("<h3>Permohonan dibaca</h3>") == PORTION
    assert "Permohonan didaftarkan" in newest  # what was handed in then
    assert "Posisi permohonan" in newest
    older = visitor.get(f"/cases/{task.case}?before=4").text
    assert f"/cases/{task.case}?before=4#history" in newest
    assert "Ini bagian riwayat yang lebih lama." in older
    assert "Permohonan dibaca" not in older
    assert f'href="/cases/{task.case}#history"' in older
    assert "Posisi permohonan" not in older


@pytest.mark.parametrize("place", ["0", "1", "-1", "x", "2147483648", str(10**30)])
def test_a_place_where_no_history_ends_shows_the_newest(site: Site, place: str) -> None:
    case = site.office.start().case
    page = site.visitor(site.office.petugas).get(f"/cases/{case}?before={place}")
    assert page.status_code == 200
    assert "Posisi permohonan" in page.text


def test_a_case_leads_who_may_work_to_the_open_task(site: Site) -> None:
    case = site.office.start().case
    page = site.visitor(site.office.petugas).get(f"/cases/{case}").text
    assert f'data-url="{site.open_task(case)}"' in page
    assert (
        f'data-url="{site.open_task(case)}"'
        not in site.visitor(site.office.kepala).get(f"/cases/{case}").text
    )


def test_personal_data_are_masked_until_who_works_on_the_case_asks(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    case = start(site, visitor)
    masked = visitor.get(f"/cases/{case}").text
    assert NIK not in masked
    assert ">Tampilkan data pribadi<" in masked
    revealed = visitor.post(f"/cases/{case}")
    assert NIK in revealed.text
    assert revealed.headers["Cache-Control"] == "no-store"
    assert site.office.acts(case)[-1] == Act.READ
    assert "Data pribadi dibaca" in visitor.get(f"/cases/{case}").text


def test_personal_data_stay_masked_for_who_has_no_task_in_the_case(site: Site) -> None:
    case = start(site, site.visitor(site.office.petugas))
    kepala = site.visitor(site.office.kepala)
    assert ">Tampilkan data pribadi<" not in kepala.get(f"/cases/{case}").text
    assert NIK not in kepala.post(f"/cases/{case}").text


def test_an_auditor_s_reading_is_recorded(site: Site) -> None:
    case = site.office.start().case
    site.visitor(site.office.auditor).get(f"/cases/{case}")
    assert site.office.acts(case)[-1] == Act.READ


def test_a_reading_is_recorded_once_a_page_and_never_for_a_head(site: Site) -> None:
    petugas = site.visitor(site.office.petugas)
    case = start(site, petugas)
    file = hand_in(site, petugas, case)
    auditor = site.visitor(site.office.auditor)
    for page in (f"/cases/{case}", f"/cases/{case}/receipt", file):
        before = site.office.acts(case)
        assert auditor.client.head(page).status_code == 405
        assert site.office.acts(case) == before
        assert auditor.get(page).status_code == 200
        assert site.office.acts(case) == [*before, Act.READ]


def test_a_task_shows_what_earlier_steps_left_with_personal_data_masked(site: Site) -> None:
    case = start(site, site.visitor(site.office.petugas))
    page = site.visitor(site.office.petugas).get(site.open_task(case)).text
    assert "Data dan berkas dari langkah sebelumnya" in page
    assert NIK not in page


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    case = start(site, visitor)
    answer = visitor.get(hand_in(site, visitor, case))
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="SKTM Siti.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_case_is_not_found(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    address = hand_in(site, visitor, start(site, visitor))
    other = start(site, visitor, "Budi")
    wrong = f"/cases/{other}/files/{address.rpartition('/')[2]}"
    assert visitor.get(wrong).status_code == 404


def test_a_lost_file_is_told_as_such(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    address = hand_in(site, visitor, start(site, visitor))
    site.office.files.contents.clear()
    answer = visitor.get(address)
    assert answer.status_code == 409
    assert "tidak ditemukan atau rusak di penyimpanan" in answer.text


def test_a_damaged_case_is_shown_as_damaged_with_its_history(site: Site) -> None:
    case = site.office.start().case
    with site.office.store.begin() as work:
        work.cases.move(replace(work.cases.get(case), snapshot=b"?"), [])
    visitor = site.visitor(site.office.petugas)
    page = visitor.get(f"/cases/{case}").text
    assert "Data permohonan ini rusak" in page
    assert "Permohonan didaftarkan" in page
    other = site.office.start("Lain").case
    assert "Data permohonan ini rusak" not in visitor.get(f"/cases/{other}").text
