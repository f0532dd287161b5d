"""Every answer carries the headers that bind a browser; every error is a page in plain words."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from typing import NoReturn

import pytest

from service.logs import JsonLines
from service.web.app import LARGEST_REQUEST
from service.web.built import DIST, read_manifest
from tests.integration.site import Site, Visitor, parts_of

NIK = "3317010101010001"
PAGES = ("/sign-in", "/", "/cases", "/start", "/sops", "/healthz", "/nowhere")


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_may_load_nothing_from_elsewhere_and_nothing_inline(
    site: Site, address: str
) -> None:
    headers = site.visitor(site.office.petugas).get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    answer = Site(secure=True).app.test_client().get("/healthz")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("name", read_manifest().values())
def test_what_was_built_is_kept_by_browsers_for_good(site: Site, name: str) -> None:
    answer = site.visitor().get(f"/assets/{name}")
    assert answer.data == (DIST / name).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["manifest.json", "..%2fpackage.json", "nothing.js"])
def test_nothing_else_is_served_beside_it(site: Site, name: str) -> None:
    assert site.visitor().get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_page_is_sound_in_each_language(site: Site, language: str) -> None:
    office = site.office
    case = office.start().case
    pages = [
        *("/", "/cases", "/start", "/sops", site.open_task(case)),
        *(f"/cases/{case}", f"/cases/{case}/receipt"),
        *(f"/sops/{office.deployment.id}", f"/sops/{office.deployment.id}/start/Mulai"),
    ]
    visitor = site.visitor(office.petugas, language)
    assert {visitor.get(page).status_code for page in pages} == {200}
    assert visitor.fill_in(pages[-1]).status_code == 422


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_unknown_address_is_a_page_for_everybody(site: Site, language: str) -> None:
    assert site.visitor(language=language).get("/nowhere").status_code == 404
    assert site.visitor(site.office.auditor, language).get("/tasks/1").status_code == 404


def test_a_wrong_method_says_which_are_right(site: Site) -> None:
    answer = site.visitor(site.office.petugas).get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_request_that_is_too_large_is_told_what_to_do(site: Site) -> None:
    visitor = site.visitor(site.office.petugas)
    size = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    answer = visitor.client.post("/language", data={"language": "en"}, environ_overrides=size)
    assert answer.status_code == 413
    assert "paling besar 10 MB" in answer.text


def test_an_unexpected_error_shows_a_number_and_logs_no_data(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> NoReturn:
        raise KeyError(NIK) from ValueError(NIK)

    parts = replace(parts_of(site.office), list_cases=fail)
    visitor = Visitor(Site.app_with(parts))
    visitor.sign_in(site.office.petugas.account)
    caplog.handler.setFormatter(JsonLines())
    with caplog.at_level(logging.DEBUG):
        answer = visitor.get(f"/cases?text={NIK}")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert NIK not in answer.text
    found = re.search(r"Nomor kejadian: ([0-9a-f]{8})\.", answer.text)
    assert found
    (line,) = (line for line in map(json.loads, caplog.text.splitlines()) if "trace" in line)
    assert (line["reference"], line["endpoint"]) == (found[1], "cases.listing")
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line["trace"].startswith("KeyError\n")
    assert "ValueError\n" in line["trace"]
    assert NIK not in caplog.text


def test_a_page_is_shown_even_when_the_store_fails(site: Site) -> None:
    def fail(*_: object) -> NoReturn:
        raise ConnectionError

    visitor = site.visitor(site.office.petugas)
    cookie = visitor.client.get_cookie("laksana")
    assert cookie is not None
    broken = Visitor(Site.app_with(replace(parts_of(site.office), find_actor=fail)))
    broken.client.set_cookie("laksana", cookie.value)
    assert broken.get("/").status_code == 500


def test_what_was_typed_survives_an_unexpected_error(site: Site) -> None:
    def fail(*_: object) -> NoReturn:
        raise KeyError

    visitor = Visitor(Site.app_with(replace(parts_of(site.office), complete_task=fail)))
    visitor.sign_in(site.office.petugas.account)
    task = site.open_task(site.office.start().case)
    answer = visitor.fill_in(task, {"catatan": "KK asli", "keputusan:Gerbang": "Ya"})
    assert answer.status_code == 500
    assert "KK asli" in answer.text
    assert "<dt>Catatan</dt>" in answer.text
