"""What is refused, in the browser: nothing typed is lost, and everybody is told what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OfficeOf, Scans
from tests.browser.office import Office, enter
from tests.browser.person import Person
from tests.browser.test_pengantar_kis import APPLICATION, APPROVE, COUNTER, KABID, RECEIVE, SOP

TASK = re.compile(r"/tasks/[0-9a-f-]{36}$")


@pytest.fixture
def rembang(office_of: OfficeOf) -> Office:
    """The office at desks."""
    return office_of("rembang")


@pytest.fixture
def number(rembang: Office) -> str:
    """A case that stands at the first step."""
    return rembang[COUNTER].start(SOP, APPLICATION)


def at_task(person: Person, number: str) -> Page:
    """The first step's page."""
    person.open_task(number, RECEIVE)
    return person.page


def test_a_form_with_gaps_comes_back_with_all_that_was_typed(rembang: Office) -> None:
    counter = rembang[COUNTER]
    page = counter.page
    counter.menu("Mulai Permohonan")
    page.get_by_role("link", name=SOP, exact=True).click()
    counter.fill_in({"Nama pemohon": "Pemohon Contoh", "NIK": "12"})
    counter.submit()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(counter.control("Nama pemohon")).to_have_value("Pemohon Contoh")
    expect(counter.control("NIK")).to_have_value("12")
    expect(counter.control("NIK")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name=re.compile("^NIK")).click()
    expect(counter.control("NIK")).to_be_focused()


def test_a_file_survives_a_gap_elsewhere(rembang: Office, number: str, scans: Scans) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    counter.fill_in({"Fotocopy KK": scans.pdf, "Catatan": "x" * 2000})
    page.locator("textarea").evaluate("field => { field.maxLength = 3000; field.value += 'y' }")
    counter.submit()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("surat.pdf")).to_be_visible()
    counter.fill_in({"Catatan": "Pendek"})
    counter.submit()
    expect(page.locator(".message.success")).to_contain_text(number)
    counter.open_case(number)
    expect(page.get_by_role("link", name="surat.pdf")).to_be_visible()


def test_a_file_that_only_calls_itself_a_pdf_is_refused_by_its_name(
    rembang: Office, number: str, tmp_path: Path
) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    program = tmp_path / "surat.pdf"
    program.write_bytes(b"MZ" + b"\0" * 100)
    counter.fill_in({"Fotocopy KK": program})
    counter.submit()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("surat.pdf")
    expect(refusal).to_contain_text("bukan PDF, JPEG, atau PNG")


def test_a_file_that_is_too_large_is_refused_when_it_is_chosen(
    rembang: Office, number: str, tmp_path: Path
) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    large = tmp_path / "besar.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024))
    counter.fill_in({"Fotocopy KK": large})
    expect(page.get_by_role("status").filter(has_text="besar.pdf")).to_contain_text("10 MB")


def test_the_second_of_two_who_complete_a_task_is_told_who_was_first(
    rembang: Office, number: str
) -> None:
    first = rembang[COUNTER]
    page = at_task(first, number)
    second = page.context.new_page()
    second.goto(page.url)
    first.submit()
    expect(page.locator(".message.success")).to_be_visible()
    second.locator("textarea").fill("Catatan yang tidak boleh hilang")
    with second.expect_response(TASK) as answered:
        second.locator("form[novalidate] > button").click()
    assert answered.value.status == 409
    expect(second.get_by_text(f"Demo {COUNTER}").first).to_be_visible()
    expect(second.get_by_text("Catatan yang tidak boleh hilang")).to_be_visible()


def test_a_double_click_completes_once(rembang: Office, number: str) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    page.locator("form[novalidate] > button").dblclick()
    expect(page.locator(".message.success")).to_contain_text(number)
    counter.open_case(number)
    assert [what for what, _ in counter.history()].count(RECEIVE) == 1


def test_what_one_claimed_is_gone_from_the_others_until_released(
    rembang: Office, number: str
) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    counter.press("Ambil Tugas")
    expect(page.get_by_role("button", name="Lepas Tugas")).to_be_visible()
    counter.press("Lepas Tugas")
    expect(page.locator(".message.success")).to_be_visible()
    counter.open_case(number)
    told = [what for what, _ in counter.history()]
    assert told[1:] == [f"Tugas diambil: {RECEIVE}", f"Tugas dilepas: {RECEIVE}"]


def test_the_door_is_shut_to_other_roles_and_hidden_from_other_offices(
    rembang: Office, number: str, office_of: OfficeOf
) -> None:
    address = at_task(rembang[COUNTER], number).url
    other_role = rembang[KABID].page
    answer = other_role.goto(address)
    assert answer is not None
    assert answer.status == 403
    expect(other_role.get_by_text(COUNTER).first).to_be_visible()
    stranger = office_of("jaksel")["PTSP"].page
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.get_by_text(APPROVE)).to_have_count(0)


def test_guessing_a_password_is_paused(rembang: Office) -> None:
    page = rembang.new_page()
    visitor = Person(page, rembang.device.say)
    page.goto(rembang.server.url)
    for _ in range(5):
        enter(visitor, "nobody@rembang", "salah")
        expect(page.get_by_text("Akun atau kata sandi tidak sesuai").first).to_be_visible()
    enter(visitor, "nobody@rembang", "salah")
    expect(page.get_by_text("Terlalu banyak percobaan masuk").first).to_be_visible()


def test_a_task_can_be_done_with_the_keyboard_alone(rembang: Office, number: str) -> None:
    counter = rembang[COUNTER]
    page = at_task(counter, number)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi halaman")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        kind = page.evaluate("document.activeElement.type")
        if kind == "checkbox":
            page.keyboard.press("Space")
        if focused == "Selesaikan":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".message.success")).to_contain_text(number)
