"""Two versions of an SOP side by side: marked on both drawings, and told in words."""

from __future__ import annotations

import re
from uuid import UUID

from service.usecases.deploy import Deploy, deploy
from tests.fakes.rembang import OPERATOR, Rembang
from tests.fakes.scripts import REKOMENDASI_JAMKESDA
from tests.integration.site import Site
from tests.needs import ROOT

DIAGRAM = (ROOT / "processes" / "pengantar-kis.bpmn").read_text()
FORMS = {each.stem: each.read_text() for each in (ROOT / "forms").glob("pengantar-kis-*.form")}

STEP_4 = '<bpmn:userTask id="Kegiatan_4" name="Menandatangani Surat Pengantar Pembuatan KIS">'


def deployed(office: Rembang, diagram: str, forms: dict[str, str] | None = None) -> UUID:
    request = Deploy(office.office.id, diagram.encode(), forms or FORMS, OPERATOR, new_roles=True)
    done = deploy(request, store=office.store, engine=office.engine, clock=office.clock)
    return done.deployment.id


def compared(site: Site, one: UUID, other: UUID, language: str = "id") -> str:
    page = site.visitor(site.office.auditor, language).get(f"/sops/{one}/compare/{other}")
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_what_differs_is_said_in_words_the_older_version_first(site: Site, office: Rembang) -> None:
    older = deployed(office, DIAGRAM)
    changed = (
        DIAGRAM.replace(STEP_4, STEP_4.replace("Menandatangani", "Meneken"))
        .replace('value="5 menit"', 'value="1 hari"', 1)
        .replace('name="Kasi Rehabsos"', 'name="Kasi Baru"')
        .replace('name="Tidak"', 'name="Belum"')
    )
    form = FORMS["pengantar-kis-verifikasi"].replace('"label": "Referensi DTKS"', '"label": "No"')
    newer = deployed(office, changed, {**FORMS, "pengantar-kis-verifikasi": form})
    for one, other in ((older, newer), (newer, older)):
        said = compared(site, one, other)
        assert "Bandingkan versi 2 dan 3" in said
        assert "Kasi Baru Diubah Nama Kasi Rehabsos Kasi Baru" in said
        assert "Diubah Waktu 5 menit 1 hari" in said
        assert "Nama Menandatangani Surat Pengantar Pembuatan KIS Meneken Surat" in said
        assert "Keputusan Ya Tidak Ya Belum" in said
        assert "Isian No: nama Referensi DTKS No" in said
        assert "Disetujui? → Memverifikasi permohonan masyarakat (Belum) Ditambah" in said


def test_an_added_step_is_marked_on_the_newer_drawing_alone(site: Site, office: Rembang) -> None:
    older = deployed(office, DIAGRAM)
    added = STEP_4.replace("Kegiatan_4", "Kegiatan_6") + "</bpmn:userTask>" + STEP_4
    newer = deployed(office, DIAGRAM.replace(STEP_4, added))
    visitor = site.visitor(office.analyst)
    page = visitor.get(f"/sops/{older}/compare/{newer}").text
    (marked,) = re.findall(r'<li data-element="Kegiatan_6"[^>]*>', page)
    assert 'data-state="added" data-badge="Ditambah"' in marked
    assert page.index('id="steps-new"') < page.index(marked)


def test_versions_that_mean_the_same_are_said_to(site: Site, office: Rembang) -> None:
    older = deployed(office, DIAGRAM)
    newer = deployed(office, DIAGRAM.replace('<dc:Bounds x="835"', '<dc:Bounds x="836"'))
    assert "identitasnya sama" in compared(site, older, newer)
    assert "are the same" in compared(site, older, newer, "en")


def test_two_sops_are_not_compared(site: Site) -> None:
    other = site.office.deploy(REKOMENDASI_JAMKESDA).deployment.id
    address = f"/sops/{site.office.deployment.id}/compare/{other}"
    assert site.visitor(site.office.analyst).get(address).status_code == 404
