"""What people see while the store cannot serve them: a sentence, their own words, and a way on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any, NoReturn

import pytest
from werkzeug.test import TestResponse

from service.domain.errors import Unavailable
from service.domain.files import FilesNotKept
from service.store.database import DatabaseFull, DatabaseUnreachable
from service.web.parts import Parts
from tests.fakes.rembang import PASSWORD
from tests.integration.site import Data, Site, Visitor, hidden, parts_of

FIELD = "kelengkapan_1"
NOTE = 'KK asli & "fotokopi"\r\nsudah ada'
ANSWERS: Data = {"catatan": NOTE, "keputusan:Gerbang": "Ya"}


class Failing:
    """A use case that raises for as long as `error` is set."""

    def __init__(self, use_case: Callable[..., Any], error: Unavailable) -> None:
        self.error: Unavailable | None = error
        self._use_case = use_case

    def __call__(self, *arguments: object) -> Any:
        if self.error is not None:
            raise self.error
        return self._use_case(*arguments)


def fails(error: Unavailable) -> Callable[..., NoReturn]:
    def fail(*_: object) -> NoReturn:
        raise error

    return fail


def signed_in(site: Site, parts: Parts) -> Visitor:
    """The clerk, at a site of these parts, with a session from before."""
    cookie = site.visitor(site.office.petugas).client.get_cookie("laksana")
    assert cookie is not None
    visitor = Visitor(Site.app_with(parts))
    visitor.client.set_cookie("laksana", cookie.value)
    return visitor


def sent_again(visitor: Visitor, page: TestResponse) -> TestResponse:
    """Press the button that sends the same form again."""
    (form,) = re.findall(r'<form method="post" action="(/tasks[^"]*)"(.*?)</form>', page.text, re.S)
    fields = re.findall(r'name="([^"]*)" value="([^"]*)"', form[1])
    data = {name: html.unescape(value) for name, value in fields}
    return visitor.client.post(form[0], data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("error", [DatabaseFull(), DatabaseUnreachable()])
def test_the_same_form_goes_through_once_the_store_is_back(site: Site, error: Unavailable) -> None:
    parts = parts_of(site.office)
    complete = Failing(parts.complete_task, error)
    visitor = signed_in(site, replace(parts, complete_task=complete))
    task = site.open_task(site.office.start().case)
    page = visitor.fill_in(task, ANSWERS)
    assert page.status_code == 503
    assert str(error) in page.text
    assert NOTE.partition("\r")[0] in html.unescape(page.text)
    assert sent_again(visitor, page).status_code == 503
    complete.error = None
    assert sent_again(visitor, page).status_code == 303
    assert sent_again(visitor, page).status_code == 303  # and is answered as the first time
    assert visitor.get(task).status_code == 303


def test_a_page_that_cannot_be_read_now_is_offered_again(site: Site) -> None:
    parts = replace(parts_of(site.office), list_inbox=fails(DatabaseUnreachable()))
    page = signed_in(site, parts).get("/?halaman=2")
    assert page.status_code == 503
    assert 'href="/?halaman=2"' in page.text


def test_a_password_is_in_no_page(site: Site) -> None:
    parts = replace(parts_of(site.office), sign_in=fails(DatabaseUnreachable()))
    page = Visitor(Site.app_with(parts)).sign_in(site.office.petugas.account)
    assert page.status_code == 503
    assert PASSWORD not in page.text


def test_other_errors_are_told_as_ever_to_whomever(site: Site) -> None:
    parts = replace(parts_of(site.office), find_actor=fails(DatabaseUnreachable()))
    visitor = signed_in(site, parts)
    assert visitor.get("/nowhere").status_code == 404
    assert visitor.client.post("/language", data={"language": "en"}).status_code == 400


def test_a_full_disk_costs_a_file_and_nothing_that_was_typed(site: Site) -> None:
    parts = parts_of(site.office)
    keep = Failing(parts.keep_file, FilesNotKept())
    visitor = signed_in(site, replace(parts, keep_file=keep))
    task = site.open_task(site.office.start().case)
    page = visitor.fill_in(task, {**ANSWERS, f"{FIELD}:berkas": (BytesIO(b"%PDF-1.4"), "kk.pdf")})
    assert page.status_code == 422
    assert NOTE.partition("\r")[0] in html.unescape(page.text)
    assert "tempat penyimpanannya penuh" in page.text
    keep.error = None
    again = {"act": hidden(page, "act"), f"{FIELD}:berkas": (BytesIO(b"%PDF-1.4"), "kk.pdf")}
    assert visitor.post(task, {**ANSWERS, **again}).status_code == 303
