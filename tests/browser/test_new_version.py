"""The analyst's, the administrator's and the auditor's work around two versions of SOP 004."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OfficeOf, Picture, Scans, serving
from tests.browser.office import Office
from tests.browser.person import Person, Step
from tests.browser.redrawn import ROLE, STEP, with_one_more_step
from tests.browser.server import Server
from tests.browser.test_pengantar_kis import APPLICATION, COUNTER, RECEIVE, SOP, steps
from tests.needs import ROOT

ANALYST = "analyst@rembang"
AUDITOR = "auditor@rembang"
ADMINISTRATOR = "administrator@rembang"
NEWCOMER = "arsiparis"
REASON = "Pemohon menarik permohonannya."


@pytest.fixture
def server_of_its_own(tmp_path: Path) -> Iterator[Server]:
    """Nobody else's journeys begin on the new version; at the end the record is whole."""
    with serving(tmp_path) as server:
        yield server
        verified = server.run("verify")
        assert verified.returncode == 0, verified.stdout


def test_two_versions_of_an_sop_run_side_by_side_and_are_replayed(
    office_of: OfficeOf,
    server_of_its_own: Server,
    scans: Scans,
    tmp_path: Path,
    picture: Picture,
) -> None:
    office = office_of("rembang", on=server_of_its_own)
    old = office[COUNTER].start(SOP, APPLICATION)
    deploy(office.sign_in(ANALYST), redrawn_in(tmp_path), picture)
    administrator = office.sign_in(ADMINISTRATOR)
    office.welcome(ROLE, f"{NEWCOMER}@rembang", employ(administrator))
    new = office[COUNTER].start(SOP, APPLICATION)

    shared = steps(scans)
    for step in shared:
        office.walk(old, [step])
        office.walk(new, [step])
    expect_state(office[COUNTER], old, "Selesai")
    expect_state(office[COUNTER], new, "Sedang Diproses")
    office.walk(new, [Step(ROLE, STEP)])
    expect_state(office[ROLE], new, "Selesai")

    release_what_was_forgotten(office, administrator)
    cancel(office, administrator)

    auditor = office.sign_in(AUDITOR)
    for number, told in ((old, shared), (new, [*shared, Step(ROLE, STEP)])):
        replay(auditor, number, told)
    verify(auditor, picture)


def redrawn_in(folder: Path) -> list[Path]:
    """The changed diagram beside the forms that it names."""
    diagram = folder / "pengantar-kis.bpmn"
    diagram.write_bytes(with_one_more_step())
    return [diagram, *sorted((ROOT / "forms").glob("pengantar-kis-*.form"))]


def deploy(analyst: Person, files: list[Path], picture: Picture) -> None:
    """Upload, decide who does the new lane's work, and look at what changed."""
    page = analyst.page
    analyst.menu("Daftar SOP")
    page.get_by_role("link", name="Pasang SOP", exact=True).click()
    page.get_by_label("Diagram (.bpmn) dan formulir (.form)").set_input_files(files)
    analyst.press("Periksa")
    picture(page, "deploy", "Siapa yang mengerjakan?")
    analyst.press("Pasang versi 2")
    expect(page.get_by_role("alert")).to_contain_text(ROLE)  # nothing is made in silence
    page.get_by_role("group", name=ROLE).get_by_label("Jadikan peran baru").check()
    analyst.press("Pasang versi 2")
    expect(page.locator(".message.success")).to_contain_text("versi 2")
    page.get_by_role("link", name=re.compile("^Bandingkan")).click()
    expect(page.locator(".djs-element.is-added")).not_to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text(STEP)
    picture(page, "compare", "Bandingkan versi 1 dan 2")


def employ(administrator: Person) -> str:
    """Make an account for the new role; gives the password, which is shown once."""
    page = administrator.page
    administrator.menu("Pengaturan")
    page.get_by_role("link", name="Pegawai", exact=True).click()
    page.get_by_role("link", name="Tambah pegawai", exact=True).click()
    administrator.control("Nama akun").fill(NEWCOMER)
    administrator.control("Nama").fill("Petugas Arsip")
    page.get_by_role("group", name="Peran").get_by_label(ROLE, exact=True).check()
    administrator.submit()
    return page.locator(".panel .number").inner_text()


def expect_state(person: Person, number: str, state: str) -> None:
    """What the case's own page says of it."""
    person.open_case(number)
    expect(person.page.locator(".summary .tag").first).to_have_text(state)


def release_what_was_forgotten(office: Office, administrator: Person) -> None:
    """One who claimed a task went home: it goes back to the tray, where another finds it."""
    number = office[COUNTER].start(SOP, APPLICATION)
    office[COUNTER].open_task(number, RECEIVE)
    office[COUNTER].press("Ambil Tugas")
    administrator.menu("Pengaturan")
    administrator.page.get_by_role("link", name="Tugas yang sedang dipegang").click()
    claim = administrator.page.locator("tr", has_text=number)
    expect(claim).not_to_contain_text(str(APPLICATION["Perihal"]))
    claim.get_by_role("button", name=re.compile("^Lepas")).click()
    expect(administrator.page.locator(".message.success")).to_be_visible()
    expect(administrator.page.locator("tr", has_text=number)).to_have_count(0)
    office.walk(number, [Step(COUNTER, RECEIVE)])


def cancel(office: Office, administrator: Person) -> None:
    """A case is given up, with the reason that its history then tells."""
    number = office[COUNTER].start(SOP, APPLICATION)
    page = administrator.page
    administrator.menu("Pengaturan")
    page.get_by_role("link", name="Permohonan berjalan").click()
    page.get_by_label("Nomor registrasi").fill(number)
    administrator.press("Cari")
    page.locator("tr", has_text=number).get_by_role("link", name=re.compile("^Batalkan")).click()
    administrator.press("Batalkan permohonan")
    expect(page.get_by_role("alert")).to_contain_text("wajib diisi")
    administrator.page.get_by_role("textbox", name="Alasan pembatalan").fill(REASON)
    administrator.press("Batalkan permohonan")
    expect(page.locator(".message.success")).to_contain_text(number)
    expect_state(office[COUNTER], number, "Dibatalkan")
    expect(office[COUNTER].page.locator(".timeline")).to_contain_text(REASON)


def replay(auditor: Person, number: str, told: list[Step]) -> None:
    """The case from its record: each act, two laps apart, and a link to one moment."""
    page = auditor.page
    auditor.open_case(number)
    page.get_by_role("link", name="Putar Ulang", exact=True).click()
    auditor.expect_drawing()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    for step in told:
        before = page.url
        page.keyboard.press("ArrowRight")
        expect(page).not_to_have_url(before)
        expect(page.locator(".moment:visible h2")).to_contain_text(step.name)
        lap = page.locator(".moment:visible h2").get_by_text("putaran 2")
        expect(lap).to_have_count(int(step is told[3] or step is told[4]))
    moment = page.url
    page.keyboard.press("Home")
    page.goto(moment)
    expect(page.locator(".moment:visible h2")).to_contain_text(told[-1].name)


def verify(auditor: Person, picture: Picture) -> None:
    """The whole office's record, from the page."""
    auditor.menu("Pemeriksaan")
    auditor.press("Mulai pemeriksaan")
    expect(auditor.page.get_by_role("heading", name="Tidak ada kerusakan")).to_be_visible()
    picture(auditor.page, "verify", "Pemeriksaan rekam jejak")
