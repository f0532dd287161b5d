"""Signing in and out, what the session's cookie is, and the token that every form carries."""

from __future__ import annotations

import time
from uuid import UUID

import pytest

from service.web import auth
from service.web.auth import safe_path
from tests.fakes.rembang import PASSWORD
from tests.integration.site import Site, hidden


def test_signing_in_leads_to_the_page_that_was_asked_for(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.get("/cases").location == "/sign-in?next=/cases"
    form = visitor.get("/sign-in?next=/cases")
    answer = visitor.sign_in(site.office.petugas.account, goal=hidden(form, "next"))
    assert (answer.status_code, answer.location) == (303, "/cases")


@pytest.mark.parametrize(
    "goal",
    [
        "https://contoh.id/",
        "//contoh.id",
        "/\\contoh.id",
        "javascript:alert(1)",
        "/\t/contoh.id",
        "cases",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(site: Site, goal: str) -> None:
    assert safe_path(goal) is None
    assert site.visitor().sign_in(site.office.petugas.account, goal=goal).location == "/"


def test_a_wrong_password_keeps_the_name_that_was_typed(site: Site) -> None:
    answer = site.visitor().sign_in("petugas@rembang", "tebakan", goal="/cases")
    assert answer.status_code == 422
    assert "Akun atau kata sandi tidak sesuai." in answer.text
    assert hidden(answer, "login") == "petugas@rembang"
    assert hidden(answer, "next") == "/cases"
    assert "tebakan" not in answer.text


def test_guessing_is_stopped_with_words_on_how_long(site: Site) -> None:
    visitor = site.visitor()
    for _ in range(5):
        visitor.sign_in("petugas@rembang", "salah")
    answer = visitor.sign_in("petugas@rembang", PASSWORD)
    assert answer.status_code == 429
    assert "Tunggu 15 menit" in answer.text


def test_signing_in_begins_a_new_session(site: Site) -> None:
    visitor = site.visitor()
    before = visitor.csrf_token()
    visitor.sign_in(site.office.petugas.account)
    with visitor.client.session_transaction() as session:
        assert set(session) == {"person", "mark", "language", "_permanent"}
    assert visitor.client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_the_session(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    assert visitor.post("/sign-out").location == "/sign-in"
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(("secure", "name"), [(False, "laksana="), (True, "__Host-laksana=")])
def test_the_cookie_is_kept_from_scripts_and_other_sites(
    site: Site, secure: bool, name: str
) -> None:
    app = Site(secure=secure).app if secure else site.app
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(name)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure


@pytest.mark.parametrize(("hours", "status"), [(-0.1, 303), (11.9, 200), (12.1, 303)])
def test_a_session_lasts_twelve_hours_from_when_it_began(
    site: Site, monkeypatch: pytest.MonkeyPatch, hours: float, status: int
) -> None:
    visitor = site.visitor(site.office.petugas)
    assert visitor.get("/").status_code == 200
    later = time.time() + hours * 3600
    monkeypatch.setattr(auth, "time", lambda: later)
    assert visitor.get("/").status_code == status


def test_a_cookie_that_was_changed_opens_no_session(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    assert visitor.get("/").status_code == 200
    cookie = visitor.client.get_cookie("laksana")
    assert cookie is not None
    data, signed, signature = cookie.value.rsplit(".", 2)
    for forged in (f"{data}.{signed}.{signature[::-1]}", f"{data}x.{signed}.{signature}"):
        visitor.client.set_cookie("laksana", forged)
        assert visitor.get("/").status_code == 303


def test_an_address_to_be_led_to_is_spelled_as_addresses_are(site: Site) -> None:
    data = {"language": "en", "next": '/cases/a b<é>"'}
    answer = site.visitor(site.office.petugas).post("/language", data)
    assert answer.location == "/cases/a%20b%3C%C3%A9%3E%22"


def test_what_is_to_be_told_stays_with_the_session_that_it_was_said_in(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    address = site.open_task(site.office.start().case)
    visitor.post(f"{address}/claim")
    token = visitor.csrf_token()
    with visitor.client.session_transaction() as session:
        session["_flashes"] = [("success", "Sudah disimpan.")]
    before = visitor.client.get_cookie("laksana")
    assert before is not None
    visitor.client.post(f"{address}/release", data={"csrf_token": token})
    assert "Tugas dilepas" in visitor.get("/").text
    visitor.client.set_cookie("laksana", before.value)
    page = visitor.get("/").text
    assert "Sudah disimpan." in page
    assert "Tugas dilepas" not in page


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    posts = [rule for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert posts
    for rule in posts:
        arguments = {name: 2026 if name == "year" else UUID(int=0) for name in rule.arguments}
        address = site.app.url_map.bind("localhost").build(rule.endpoint, arguments, method="POST")
        answer = visitor.client.post(address)
        assert answer.status_code == 400, address


def test_an_expired_form_shows_what_was_typed_and_the_way_back(site: Site) -> None:
    case = site.office.start().case
    visitor = site.visitor()
    answer = visitor.client.post(
        site.open_task(case),
        data={"csrf_token": "lama", "act": "x", "catatan": "Berkas <lengkap>"},
        headers={"Referer": "http://localhost/cases?text=Siti"},
    )
    assert answer.status_code == 400
    assert "sudah terlalu lama terbuka" in answer.text
    assert "Berkas &lt;lengkap&gt;" in answer.text
    assert 'href="/sign-in?next=/cases"' in answer.text


def test_a_password_is_never_shown_again(site: Site) -> None:
    data = {"login": "petugas@rembang", "password": PASSWORD}
    answer = site.app.test_client().post("/sign-in", data=data)
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_who_is_signed_in_need_not_do_it_again(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    assert visitor.get("/sign-in?next=/sops").location == "/sops"
