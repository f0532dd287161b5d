"""The SOPs of an office: the list, one on paper's pattern, and its drawing as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.definition import Deployment
from tests.fakes.rembang import OPERATOR
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA
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


@pytest.mark.parametrize("reader", ["analyst", "auditor"])
def test_who_may_see_them_finds_every_version_with_who_deployed_it(site: Site, reader: str) -> None:
    older = site.office.deployment.id
    newer = site.office.deploy(PENGANTAR_KIS, edition=2).deployment.id
    visitor = site.visitor(getattr(site.office, reader))
    page = visitor.get(f"/sops/{newer}").text
    assert "Terbaru" in page
    assert OPERATOR.name in page
    assert f'href="/sops/{older}"' in page
    assert f'href="/sops/{newer}/compare/{older}"' in page
    assert "yang terbaru versi" not in page
    assert "Versi 1; yang terbaru versi 2" in visitor.get(f"/sops/{older}").text


def test_staff_see_the_sop_as_ever(site: Site) -> None:
    older = site.office.deployment.id
    site.office.deploy(PENGANTAR_KIS, edition=2)
    page = site.visitor(site.office.petugas).get(f"/sops/{older}").text
    assert "Versi" not in page
    assert "/compare/" not in page
    assert ".form" not in page


def test_an_analyst_takes_away_what_was_deployed(site: Site) -> None:
    visitor = site.visitor(site.office.analyst)
    address = f"/sops/{site.office.deployment.id}"
    assert "pengantar-kis.bpmn" in visitor.get(address).text
    assert f'href="{address}/forms/permohonan.form"' in visitor.get(address).text
    answer = visitor.get(f"{address}/forms/permohonan.form")
    assert answer.text == site.office.deployment.source.forms["permohonan"]
    assert "filename=permohonan.form" in answer.headers["Content-Disposition"]
    assert visitor.get(f"{address}/forms/lain.form").status_code == 404


def test_a_damaged_sop_is_shown_as_damaged_and_the_others_go_on(site: Site) -> None:
    site.office.deploy(REKOMENDASI_JAMKESDA)
    damage(site, site.office.deployment)
    visitor = site.visitor(site.office.petugas)
    listed = visitor.get("/sops").text
    assert "Rusak" in listed
    assert "Pelayanan Surat Pengantar Pembuatan KIS" in listed
    assert "Pelayanan Rekomendasi JAMKESDA" in listed
    assert visitor.get("/start").status_code == 200
    page = visitor.get(f"/sops/{site.office.deployment.id}")
    assert page.status_code == 409
    assert "Data ini rusak" in page.text
    assert "Berkas SOP ini rusak" in page.text


def damage(site: Site, deployment: Deployment) -> None:
    """Change the diagram's bytes behind everybody's back."""
    source = replace(deployment.source, diagram=b"pengantar-kis 9")
    with site.office.store.begin() as work:
        work.deployments.add(replace(deployment, source=source))
