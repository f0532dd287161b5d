"""Deploying over pages: choose files, decide for each lane, confirm; nothing is stored before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from service.usecases.deploy import Deploy, deploy
from tests.fakes.rembang import OPERATOR, Rembang
from tests.integration.handing_in import confirm, sop, stored, upload
from tests.integration.site import Site, Visitor


def deployed(office: Rembang, diagram: bytes, **roles: str) -> None:
    """Deploy a version as another analyst would."""
    request = Deploy(office.office.id, diagram, {}, OPERATOR, new_roles=True, roles=roles)
    deploy(request, store=office.store, engine=office.engine, clock=office.clock)


def test_an_analyst_is_led_to_deploying_and_nobody_else_is(site: Site) -> None:
    assert 'href="/sops/deploy"' in site.visitor(site.office.analyst).get("/sops").text
    for person in (site.office.petugas, site.office.auditor, site.office.administrator):
        assert "/sops/deploy" not in site.visitor(person).get("/sops").text


def test_a_diagram_is_checked_and_shown_before_anything_is_stored(
    office: Rembang, analyst: Visitor
) -> None:
    page = upload(analyst, (sop(time="secepatnya"), "surat.bpmn"), (b"{}", "lain.form"))
    assert page.status_code == 200
    assert "Layanan Surat" in page.text
    assert "surat.bpmn" in page.text
    assert "Bantuan halaman ini" in page.text
    assert "SOP baru" in page.text
    assert "Formulir yang tidak dipakai" in page.text
    assert "tidak terbaca, sehingga tugas ini tidak berbatas waktu" in page.text
    assert "Mengerjakan: 1. Menerima berkas" in page.text
    assert 'data-src="#handed-in-diagram"' in page.text
    assert stored(office) == 1


def test_a_confirmed_diagram_is_deployed_with_its_new_role(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    done = confirm(analyst, review, {"putusan-1": "baru"})
    assert done.status_code == 303
    page = analyst.get(done.location)
    assert "Layanan Surat versi 1 telah dipasang. Peran baru: Loket." in page.text
    assert "Analis" in page.text
    assert "Loket" in office.roles()


def test_a_lane_can_be_given_to_a_role_that_exists(office: Rembang, analyst: Visitor) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    # Who chose a role and no more can only have meant it.
    done = confirm(analyst, review, {"peran-1": "Kasi Rehabsos"})
    page = analyst.get(done.location)
    assert "Bagian Loket dikerjakan oleh peran Kasi Rehabsos." in page.text
    assert "Loket (Kasi Rehabsos)" in page.text
    assert "Loket" not in office.roles()
    again = upload(analyst, (sop(time="10 menit"), "surat.bpmn"))
    assert "<option selected>Kasi Rehabsos</option>" in again.text
    assert "Pada versi sebelumnya dikerjakan oleh Kasi Rehabsos." in again.text
    assert "Versi baru" in again.text
    kept = confirm(analyst, again, {"putusan-1": "sama", "peran-1": "Kasi Rehabsos"})
    assert "versi 2 telah dipasang" in analyst.get(kept.location).text


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ({}, "Putuskan siapa yang mengerjakan bagian Loket."),
        ({"putusan-1": "sama"}, "Putuskan siapa yang mengerjakan bagian Loket."),
        ({"putusan-1": "sama", "peran-1": "Bendahara"}, "Bendahara bukan peran di unit kerja ini."),
    ],
)
def test_nothing_is_decided_in_silence(
    site: Site, office: Rembang, analyst: Visitor, decisions: Mapping[str, str], told: str
) -> None:
    elsewhere = Rembang(site.office.store, key="tanjungpinang")
    with elsewhere.store.begin() as work:
        work.offices.add_roles(elsewhere.office.id, ["Bendahara"])
    review = upload(analyst, (sop(), "surat.bpmn"))
    refused = confirm(analyst, review, decisions)
    assert refused.status_code == 422
    assert told in refused.text
    assert stored(office) == 1
    done = confirm(analyst, refused, {"putusan-1": "baru"})  # what was chosen is still there
    assert done.status_code == 303


def test_a_lane_that_is_a_role_but_for_its_spelling_becomes_no_second_one(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop("kasi rehabsos"), "surat.bpmn"))
    refused = confirm(analyst, review, {"putusan-1": "baru"})
    assert refused.status_code == 422
    assert "Peran &#34;Kasi Rehabsos&#34; sudah ada di unit kerja ini." in refused.text
    assert stored(office) == 1


def test_the_same_diagram_again_is_said_to_change_nothing(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    confirm(analyst, review, {"putusan-1": "baru"})
    again = upload(analyst, (sop(), "surat.bpmn"))
    assert "sama dengan versi 1, yang terbaru" in again.text
    assert "Pasang versi" not in again.text
    done = confirm(analyst, again)
    assert "Tidak ada yang berubah: isinya sama dengan Layanan Surat versi 1." in (
        analyst.get(done.location).text
    )
    assert stored(office) == 2


def test_a_version_that_came_in_between_is_told_before_it_is_superseded(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    deployed(office, sop(time="1 hari"))
    again = confirm(analyst, review, {"putusan-1": "baru"})
    assert again.status_code == 409
    assert "Sementara itu versi lain telah dipasang" in again.text
    assert "Pasang versi 2" in again.text
    assert confirm(analyst, again).status_code == 303


def test_a_confirmation_that_is_sent_twice_is_answered_like_the_first(
    office: Rembang, analyst: Visitor
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    first = confirm(analyst, review, {"putusan-1": "baru"})
    second = confirm(analyst, review, {"putusan-1": "baru"})
    assert (second.status_code, second.location) == (303, first.location)
    assert "Tidak ada yang berubah" in analyst.get(second.location).text
    assert stored(office) == 2


@pytest.mark.parametrize("announced", ["", "satu", "2"])
def test_only_the_version_that_was_announced_is_deployed(
    office: Rembang, analyst: Visitor, announced: str
) -> None:
    review = upload(analyst, (sop(), "surat.bpmn"))
    sent = {"putusan-1": "baru", "versi:tersimpan": announced}
    assert confirm(analyst, review, sent).status_code == 409
    assert stored(office) == 1


def test_the_pages_speak_english(site: Site, office: Rembang) -> None:
    visitor = site.visitor(office.analyst, language="en")
    review = upload(visitor, (sop(), "surat.bpmn"))
    assert "Make it a new role" in review.text
    done = confirm(visitor, review, {"putusan-1": "baru"})
    assert "Layanan Surat version 1 has been deployed. New roles: Loket." in (
        visitor.get(done.location).text
    )
