"""The SOPs of an office: the list, one on paper's pattern, and its drawing as a file."""

from __future__ import annotations

from tests.fakes.scripts import PENGANTAR_KIS
from tests.integration.site import Site


def test_the_list_names_each_sop_with_its_lanes_and_where_to_start(site: Site) -> None:
    page = site.visitor(site.office.petugas).get("/sops").text
    assert "Pelayanan Surat Pengantar Pembuatan KIS" in page
    assert "Kasi Rehabsos" in page
    assert f"/sops/{site.office.deployment.id}/start/Mulai" in page


def test_who_may_not_start_is_not_led_to_the_form(site: Site) -> None:
    visitor = site.visitor(site.office.kepala)
    assert "/start/Mulai" not in visitor.get("/sops").text
    assert "Tidak ada SOP yang dimulai" in visitor.get("/start").text


def test_an_sop_shows_its_mutu_baku_and_what_the_source_lacks(site: Site) -> None:
    page = site.visitor(site.office.analyst).get(f"/sops/{site.office.deployment.id}").text
    assert "Fotocopy KK" in page
    assert "5 menit" in page
    assert "Tidak tercantum pada sumber" in page
    assert "Ya: dilanjutkan" in page
    assert "Tidak: dikembalikan" in page


def test_a_drawing_is_a_download_that_is_asked_for_again_only_when_it_changed(site: Site) -> None:
    visitor = site.visitor(site.office.analyst)
    address = f"/sops/{site.office.deployment.id}/diagram.bpmn"
    answer = visitor.get(address)
    assert answer.data == site.office.deployment.source.diagram
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = visitor.client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_older_version_can_be_read_but_not_started(site: Site) -> None:
    older = site.office.deployment.id
    site.office.deploy(PENGANTAR_KIS, edition=2)
    visitor = site.visitor(site.office.petugas)
    assert visitor.get(f"/sops/{older}").status_code == 200
    answer = visitor.fill_in(f"/sops/{older}/start/Mulai", {"perihal": "Siti Aminah"})
    assert answer.status_code == 409
    assert "SOP ini baru saja diperbarui." in answer.text
    assert "Siti Aminah" in answer.text
