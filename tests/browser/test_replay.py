"""An auditor replays a case that was sent back: slider, keyboard, play, and a link to a moment."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OfficeOf, Picture, Scans
from tests.browser.office import Office
from tests.browser.server import Server
from tests.browser.test_accessible import barriers, sideways
from tests.browser.test_pengantar_kis import (
    APPLICATION,
    APPROVE,
    COUNTER,
    REASON,
    RECEIVE,
    SOP,
    VERIFIED,
    VERIFY,
    steps,
)

AUDITOR = "auditor@rembang"
SECOND_LAP = 7  # registered, taken, put back, received, verified, sent back, and verified again
MOMENTS = 10
FIRST_CONCLUSION = str(VERIFIED["Kesimpulan verifikasi"])
CONCLUSION = "KTP sudah dibaca ulang."


@pytest.fixture(scope="module")
def number(browser: Browser, server: Server, scans: Scans) -> str:
    """A case of SOP 004 with two laps, from start to end; its number."""
    office = Office("rembang", server, browser)
    counter = office[COUNTER]
    number = counter.start(SOP, APPLICATION)
    counter.open_task(number, RECEIVE)
    counter.press("Ambil Tugas")
    counter.press("Lepas Tugas")
    done = steps(scans)
    done[3] = replace(done[3], answers={**VERIFIED, "Kesimpulan verifikasi": CONCLUSION})
    office.walk(number, done)
    office.close()
    return number


def replay_of(office: Office, number: str) -> Page:
    """The replay, as the auditor comes to it: by the case's page."""
    auditor = office.sign_in(AUDITOR)
    auditor.open_case(number)
    auditor.page.get_by_role("link", name=auditor.say("Putar Ulang"), exact=True).click()
    expect(auditor.page.locator(".moment:visible")).to_have_count(1)
    if office.device.javascript:
        auditor.expect_drawing()
    return auditor.page


def slider(page: Page) -> Locator:
    return page.get_by_role("slider")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_moment(page: Page, place: int, title: str) -> None:
    """The moment is shown alone, said by the slider, and stands in the address."""
    shown = page.locator(".moment:visible")
    expect(shown).to_have_count(1)
    expect(shown.locator("h2")).to_contain_text(title)
    text = re.compile(rf"^Langkah {place} dari {MOMENTS}: .*{re.escape(title)}")
    expect(slider(page)).to_have_attribute("aria-valuetext", text)
    expect(page).to_have_url(re.compile(rf"\?moment={place}$"))


def expect_token(page: Page, name: str, badge: str) -> None:
    """One token on the drawing, within view, at the step with this name."""
    mark = page.locator(".here-badge")
    expect(mark).to_have_text(badge)
    expect(mark).to_be_in_viewport()
    element = page.locator(".djs-element.is-here").get_attribute("data-element-id")
    expect(page.locator(f"#diagram-steps [data-element={element}] .step-name")).to_contain_text(
        name
    )


def test_the_slider_and_its_keys_show_each_moment_and_tell_the_laps_apart(
    office_of: OfficeOf, number: str
) -> None:
    page = replay_of(office_of("rembang"), number)
    slider(page).focus()
    press(page, *["ArrowRight"] * 4)
    expect_moment(page, 5, VERIFY)
    expect_token(page, APPROVE, "di sini")
    press(page, "ArrowRight")
    expect_moment(page, 6, f"{APPROVE}: Tidak")
    expect(page.locator(".moment:visible")).to_contain_text(REASON)
    expect_token(page, VERIFY, "putaran 2")
    press(page, "ArrowRight")
    expect_moment(page, SECOND_LAP, f"{VERIFY} (putaran 2)")
    expect_token(page, APPROVE, "putaran 2")
    expect(
        page.locator(".done-badge.counted").filter(has_text="2\N{MULTIPLICATION SIGN}")
    ).not_to_have_count(0)
    press(page, "End")
    expect_moment(page, MOMENTS, "Menyerahkan")
    expect(page.locator(".here-badge")).to_have_count(0)
    press(page, "Home")
    expect_moment(page, 1, "Permohonan didaftarkan")
    expect_token(page, RECEIVE, "di sini")


def test_the_second_lap_shows_what_it_changed_and_the_answers_as_they_stood(
    office_of: OfficeOf, number: str
) -> None:
    page = replay_of(office_of("rembang"), number)
    answers = page.locator("[data-since]:visible")
    expect(answers.filter(has_text=FIRST_CONCLUSION)).to_have_count(0)
    slider(page).fill("5")
    expect(answers.filter(has_text=FIRST_CONCLUSION)).to_have_count(1)
    slider(page).fill(str(SECOND_LAP))
    changed = page.locator(".moment:visible .changes > div")
    expect(changed).to_have_count(1)
    expect(changed.locator(".before")).to_contain_text(FIRST_CONCLUSION)
    expect(changed.locator(".after")).to_contain_text(CONCLUSION)
    expect(answers.filter(has_text=FIRST_CONCLUSION)).to_have_count(0)
    expect(answers.filter(has_text=CONCLUSION)).to_have_count(1)


def test_play_goes_on_by_itself_until_it_is_paused_or_at_the_end(
    office_of: OfficeOf, number: str
) -> None:
    page = replay_of(office_of("rembang"), number)
    page.get_by_label("Kecepatan").select_option("Cepat")
    page.get_by_role("button", name="Putar", exact=True).focus()
    press(page, "Space")
    expect(slider(page)).to_have_value("3")
    press(page, "Space")
    paused = slider(page).input_value()
    expect(page.get_by_role("button", name="Putar", exact=True)).to_be_focused()
    page.wait_for_timeout(1000)
    assert slider(page).input_value() == paused
    press(page, "ArrowRight", "ArrowLeft")
    assert slider(page).input_value() == paused
    press(page, "End", "Space")
    expect(slider(page)).not_to_have_value(str(MOMENTS))
    expect(page.get_by_role("button", name="Jeda")).to_be_focused()
    expect(slider(page)).to_have_value(str(MOMENTS), timeout=15_000)
    expect(page.get_by_role("button", name="Putar", exact=True)).to_be_focused()


def test_who_wants_little_motion_begins_at_a_slow_pace(office_of: OfficeOf, number: str) -> None:
    page = replay_of(office_of("rembang"), number)
    pace = page.get_by_label("Kecepatan").locator("option:checked")
    expect(pace).to_have_text("Biasa")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(pace).to_have_text("Lambat")


def test_a_link_leads_to_its_moment(office_of: OfficeOf, number: str) -> None:
    page = replay_of(office_of("rembang"), number)
    page.locator(".moments").get_by_role("link", name=f"{VERIFY} (putaran 2)").click()
    expect_moment(page, SECOND_LAP, f"{VERIFY} (putaran 2)")
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    expect_moment(elsewhere, SECOND_LAP, f"{VERIFY} (putaran 2)")
    expect_token(elsewhere, APPROVE, "putaran 2")
    elsewhere.get_by_role("link", name="Sebelumnya").click()
    expect_moment(elsewhere, SECOND_LAP - 1, f"{APPROVE}: Tidak")


def test_a_replay_can_be_read_without_a_line_of_script(office_of: OfficeOf, number: str) -> None:
    page = replay_of(office_of("rembang", javascript=False), number)
    for _ in range(SECOND_LAP - 1):
        page.get_by_role("link", name="Berikutnya").click()
    shown = page.locator(".moment:visible")
    expect(shown.locator("h2")).to_contain_text(f"{VERIFY} (putaran 2)")
    expect(shown).to_contain_text(CONCLUSION)
    expect(page.locator("[data-since]:visible").filter(has_text=CONCLUSION)).to_have_count(1)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_replay_has_no_barrier_and_does_not_scroll_sideways(
    office_of: OfficeOf, number: str, language: str, phone: bool
) -> None:
    page = replay_of(office_of("rembang", language=language, phone=phone), number)
    slider(page).fill(str(SECOND_LAP))
    assert not barriers(page)
    assert sideways(page) <= 0


def test_the_replay_is_pictured(office_of: OfficeOf, number: str, picture: Picture) -> None:
    page = replay_of(office_of("rembang"), number)
    slider(page).fill(str(SECOND_LAP))
    picture(page, "replay", page.get_by_role("heading", level=1).inner_text())
