"""People: an administrator makes, changes and closes accounts, and never knows a password twice."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from service.domain.actor import Right
from service.domain.record import Act
from service.usecases.claim_task import claim_task
from tests.fakes.rembang import PASSWORD
from tests.integration.site import Site, Visitor

GIVEN = re.compile(r'<strong class="number">([^<]+)</strong>')
NEW = {"account": "staf", "name": "Staf Baru", "roles": ["Kasi Rehabsos", "Kepala Dinas"]}
OTHER_PASSWORD = "kata sandi lain"


@pytest.fixture
def administrator(site: Site) -> Visitor:
    return site.visitor(site.office.administrator)


def person(site: Site, account: str) -> str:
    """The address of somebody's page."""
    page = site.visitor(site.office.auditor).get("/settings/people").text
    found = re.search(rf'href="(/settings/people/[^"]+)">[^<]*</a><span[^>]*>{account}@', page)
    assert found is not None
    return found[1]


def given_password(answer: TestResponse) -> str:
    assert answer.status_code == 200
    found = GIVEN.search(answer.text)
    assert found is not None
    return found[1]


def acts(site: Site) -> list[str]:
    return site.office.acts(site.office.office.id)


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(
    site: Site, administrator: Visitor
) -> None:
    answer = administrator.post("/settings/people/new", NEW)
    password = given_password(answer)
    assert "staf@rembang" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.visitor().sign_in("staf@rembang", password).location == "/"
    assert password not in administrator.get(person(site, "staf")).text
    assert acts(site)[-1] == Act.PERSON_ADDED


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"account": "Staf Baru"}, 422, "tidak sah"),
        ({"account": ""}, 422, "tidak sah"),
        ({"account": "kasi"}, 409, "Akun &#34;kasi@rembang&#34; sudah ada."),
        ({"name": " "}, 422, "Nama belum diisi."),
        ({"rights": ["administrator"]}, 422, "tidak boleh merangkap"),
        ({"roles": ["Sekretaris"]}, 422, "Peran yang ada"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_and_what_was_typed_stays(
    administrator: Visitor, changes: dict[str, object], status: int, told: str
) -> None:
    answer = administrator.post("/settings/people/new", {**NEW, **changes})
    assert answer.status_code == status
    assert told in answer.text
    assert "Ada isian yang perlu diperbaiki" in answer.text
    assert 'value="Staf Baru"' in answer.text or "name" in changes
    assert 'value="Kepala Dinas" checked' in answer.text or "roles" in changes


def test_a_person_is_given_other_roles_and_rights(site: Site, administrator: Visitor) -> None:
    address = person(site, "kasi")
    data = {"name": "Kasi", "roles": ["Kepala Dinas"], "rights": ["analyst", "lain"]}
    assert administrator.post(address, data).location == address
    page = administrator.get(address).text
    assert 'value="Kepala Dinas" checked' in page
    assert 'value="Kasi Rehabsos" checked' not in page
    assert 'value="analyst" checked' in page
    assert "Data berhasil disimpan." in page
    assert acts(site)[-1] == Act.PERSON_CHANGED


def test_a_wrong_change_says_what_is_wrong_beside_the_field(
    site: Site, administrator: Visitor
) -> None:
    address = person(site, "kasi")
    answer = administrator.post(address, {"name": "", "roles": ["Kepala Dinas"]})
    assert answer.status_code == 422
    assert '<a href="#f-name">Nama belum diisi.</a>' in answer.text
    assert 'value="Kepala Dinas" checked' in answer.text


def test_closing_an_account_ends_its_sessions_and_names_what_it_holds(
    site: Site, administrator: Visitor
) -> None:
    task = site.office.open_task(site.office.start("Siti Aminah").case)
    claim_task(site.office.petugas, task.id, store=site.office.store, clock=site.office.clock)
    petugas, address = site.visitor(site.office.petugas), person(site, "petugas")
    administrator.post(f"{address}/close")
    assert petugas.get("/").location == "/sign-in?next=/"
    page = administrator.get(address).text
    assert "Akun ini ditutup" in page
    assert "Ia masih memegang tugas" in page
    assert f'action="/tasks/{task.id}/release"' in page
    assert "Siti Aminah" not in page
    administrator.post(f"{address}/reopen")
    assert petugas.get("/").status_code == 200


def test_the_last_administrator_stays(site: Site, administrator: Visitor) -> None:
    address = person(site, "administrator")
    refused = administrator.post(f"{address}/close")
    assert refused.status_code == 409
    assert "administrator terakhir" in refused.text
    assert 'href="#f-close"' in refused.text
    assert f'action="{address}"' in refused.text
    answer = administrator.post(address, {"name": "Administrator"})
    assert answer.status_code == 409
    assert 'href="#f-rights"' in answer.text
    site.office.person("pengganti", right=Right.ADMINISTER)
    assert administrator.post(f"{address}/close").status_code == 303
    assert administrator.get("/settings").location == "/sign-in?next=/settings"


def test_a_new_password_is_made_after_asking_and_the_old_one_ends(
    site: Site, administrator: Visitor
) -> None:
    address = f"{person(site, 'kasi')}/password"
    kasi = site.visitor(site.office.kasi)
    assert "langsung tidak berlaku" in administrator.get(address).text
    password = given_password(administrator.post(address))
    assert site.visitor().sign_in("kasi@rembang").status_code == 422
    assert kasi.get("/").location == "/sign-in?next=/"
    assert site.visitor().sign_in("kasi@rembang", password).status_code == 303
    assert acts(site)[-1] == Act.PASSWORD_SET


def test_everybody_changes_their_own_password(site: Site) -> None:
    visitor, elsewhere = site.visitor(site.office.kasi), site.visitor(site.office.kasi)
    assert 'href="/password"' in visitor.get("/").text
    data = {"old": PASSWORD, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert visitor.post("/password", data).location == "/"
    assert "Kata sandi Anda sudah diganti." in visitor.get("/").text
    assert elsewhere.get("/").location == "/sign-in?next=/"
    assert site.visitor().sign_in("kasi@rembang").status_code == 422
    assert site.visitor().sign_in("kasi@rembang", OTHER_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"old": "tebakan 1"}, "Kata sandi Anda yang sekarang tidak sesuai."),
        ({"again": "yang lain lagi"}, "Kedua kata sandi baru tidak sama."),
        ({"new": "xyzzy", "again": "xyzzy"}, "paling sedikit 10 karakter"),
    ],
)
def test_a_password_that_cannot_be_changed_is_refused_and_never_shown(
    site: Site, changes: dict[str, str], told: str
) -> None:
    sent = {"old": PASSWORD, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD, **changes}
    answer = site.visitor(site.office.kasi).post("/password", sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert not [text for text in sent.values() if text in answer.text]


def test_an_auditor_sees_people_without_any_form(site: Site) -> None:
    auditor = site.visitor(site.office.auditor)
    for address in ("/settings/people", person(site, "kasi")):
        page = auditor.get(address).text
        assert "Kasi Rehabsos" in page
        assert page.count("<form") == auditor.get("/settings").text.count("<form")


def test_the_pages_speak_english(site: Site) -> None:
    visitor = site.visitor(site.office.administrator, language="en")
    assert "Add a person" in visitor.get("/settings/people").text
    assert "Administrator" in visitor.get(person(site, "administrator")).text
