"""What is damaged is shown as such, with what can still be read, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.case import CaseState
from service.domain.definition import Source
from service.domain.task import TaskState
from tests.fakes.scripts import REKOMENDASI_JAMKESDA
from tests.integration.site import Site
from tests.unit.tampering import tampering


@pytest.fixture
def damaged(site: Site) -> str:
    """The address of a case whose SOP is damaged; another SOP and its case are whole."""
    jamkesda = site.office.deploy(REKOMENDASI_JAMKESDA).deployment
    site.office.start("Perkara utuh")
    case = site.office.start("Perkara rusak", deployment=jamkesda.id).case
    with tampering(site.memory) as tables:
        tables.deployments[jamkesda.id] = replace(jamkesda, source=Source(b"?", {}))
    return f"/cases/{case}"


@pytest.mark.usefixtures("damaged")
def test_a_case_of_a_damaged_sop_is_listed_as_damaged(site: Site) -> None:
    for person in (site.office.petugas, site.office.auditor):
        page = site.visitor(person).get("/cases").text
        assert "Perkara rusak" in page
        assert "Perkara utuh" in page
        assert page.count('<strong class="tag red">Rusak</strong>') == 1


@pytest.mark.usefixtures("damaged")
def test_a_task_of_a_damaged_sop_is_shown_and_cannot_be_opened(site: Site) -> None:
    page = site.visitor(site.office.petugas).get("/").text
    assert "Perkara rusak" in page
    assert "Berkas SOP-nya rusak. Beri tahu administrator." in page
    assert page.count(">Ambil Tugas<") == 1


def test_a_case_of_a_damaged_sop_shows_its_history(site: Site, damaged: str) -> None:
    for person in (site.office.petugas, site.office.auditor):
        page = site.visitor(person).get(damaged).text
        assert "Berkas SOP permohonan ini rusak atau hilang." in page
        assert "Permohonan didaftarkan" in page
        assert "data-diagram" not in page
        assert "Kerjakan" not in page
        assert "Perkara rusak" in page
    assert site.visitor(site.office.petugas).get(f"{damaged}/receipt").status_code == 200
    assert site.visitor(site.office.administrator).get(damaged).status_code == 403


def test_a_case_whose_sop_is_gone_shows_its_history(site: Site) -> None:
    case = site.office.start("Perkara lama").case
    with tampering(site.memory) as tables:
        tables.deployments.clear()
    visitor = site.visitor(site.office.auditor)
    for page in (visitor.get("/cases"), visitor.get(f"/cases/{case}")):
        assert "SOP tidak ditemukan" in page.text
        assert "Perkara lama" in page.text
    assert "SOP tidak ditemukan" in site.visitor(site.office.petugas).get("/").text


def test_a_changed_and_a_missing_event_are_marked_in_the_history(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_4")
    with tampering(site.memory) as tables:
        events = tables.events
        second = events[task.case, 2]
        changed = second.body.replace(b"Petugas", b"Pitugas")
        events[task.case, 2] = replace(second, body=changed)
        del events[task.case, 3]
    for person in (site.office.petugas, site.office.auditor):
        page = site.visitor(person).get(f"/cases/{task.case}").text
        assert "Sebagian riwayat permohonan ini telah diubah atau hilang" in page
        assert "Catatan ini telah diubah setelah ditulis." in page
        assert "<h3>Catatan ke-3</h3>" in page
        assert "Hilang atau tidak dapat dibaca." in page
        assert "Sedang Diproses" in page
        order = ["Permohonan didaftarkan", "Pitugas", "Catatan ke-3"]
        places = [page.index(words, page.index("timeline")) for words in order]
        assert places == sorted(places)


def test_a_case_without_any_event_is_shown_with_what_is_left(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_2")
    with tampering(site.memory) as tables:
        for place in [place for place in tables.events if place[0] == task.case]:
            del tables.events[place]
    visitor = site.visitor(site.office.petugas)
    assert "Catatan ke-1 sampai ke-2" in visitor.get(f"/cases/{task.case}").text
    assert visitor.get(f"/cases/{task.case}/receipt").status_code == 200


def test_a_case_in_an_unknown_state_is_shown_as_damaged(site: Site) -> None:
    case = site.office.start("Perkara ganjil").case
    with tampering(site.memory) as tables:
        tables.cases[case] = replace(tables.cases[case], state=CaseState.DAMAGED)
    visitor = site.visitor(site.office.petugas)
    assert "Rusak" in visitor.get("/cases").text
    page = visitor.get(f"/cases/{case}").text
    assert "Keadaan permohonan ini pada basis data tidak dikenal." in page


def test_a_case_in_an_unknown_state_can_be_cancelled(site: Site) -> None:
    case = site.office.start().case
    with tampering(site.memory) as tables:
        tables.cases[case] = replace(tables.cases[case], state=CaseState.DAMAGED)
    administrator = site.visitor(site.office.administrator)
    for page in ("/settings/cases", f"/settings/cases/{case}"):
        assert "Rusak" in administrator.get(page).text
    administrator.post(f"/settings/cases/{case}", {"reason": "Data rusak."})
    assert site.office.case(case).state is CaseState.CANCELLED


def test_a_task_in_an_unknown_state_is_said_to_be_damaged(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_2")
    with tampering(site.memory) as tables:
        tables.tasks[task.id] = replace(task, state=TaskState.DAMAGED)
    visitor = site.visitor(site.office.kasi)
    page = visitor.get(f"/cases/{task.case}").text
    assert "Keadaan sebagian tugas permohonan ini pada basis data tidak dikenal." in page
    assert '<strong class="tag red">Rusak</strong>' in page
    answer = visitor.get(f"/tasks/{task.id}")
    assert answer.status_code == 409
    assert "Data tugas ini rusak" in answer.text
