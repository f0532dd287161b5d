"""Every page, in both languages, at a desk and on a phone: no barrier that axe knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OfficeOf
from tests.browser.office import Office
from tests.browser.person import Step
from tests.browser.test_pengantar_kis import (
    APPLICATION,
    APPROVE,
    COUNTER,
    KABID,
    RECEIVE,
    SOP,
    VERIFIED,
    VERIFY,
)
from tests.needs import ROOT

AXE = ROOT / "service" / "web" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def barriers(page: Page) -> list[str]:
    """What axe finds; it comes in past the content policy, which allows no foreign script."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, rules).then(result => result.violations)", RULES
    )
    return [
        f"{page.url}: {each['id']}: {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def pages_of_staff(office: Office, number: str) -> Iterator[Page]:
    """Each page that staff come to, one after the other."""
    visitor = office.new_page()
    visitor.goto(office.server.url)
    yield visitor
    counter, kabid = office[COUNTER], office[KABID]
    for entry in ("Tugas Saya", "Permohonan", "Mulai Permohonan", "Daftar SOP"):
        counter.menu(entry)
        yield counter.page
    counter.page.get_by_role("link", name=SOP, exact=True).click()
    counter.expect_drawing()
    yield counter.page
    counter.open_case(number)
    counter.expect_drawing()
    yield counter.page
    kabid.open_task(number, APPROVE)
    yield kabid.page
    kabid.submit()
    yield kabid.page
    kabid.page.goto(f"{office.server.url}/nowhere")
    yield kabid.page


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    office_of: OfficeOf, language: str, phone: bool
) -> None:
    office = office_of("rembang", language=language, phone=phone)
    number = office[COUNTER].start(SOP, APPLICATION)
    receipt = office[COUNTER].page
    assert not barriers(receipt)
    office.walk(number, [Step(COUNTER, RECEIVE), Step("Kasi Rehabsos", VERIFY, VERIFIED)])
    for page in pages_of_staff(office, number):
        assert not barriers(page)
        assert sideways(page) <= 0, page.url
        assert page.locator("h1").count() == 1, page.url
        assert page.locator("html").get_attribute("lang") == language or "sign-in" in page.url
