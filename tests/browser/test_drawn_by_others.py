"""A diagram of three pools that a student drew in another tool, from its upload to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OfficeOf, serving
from tests.browser.office import Office
from tests.browser.person import Person, Step
from tests.browser.server import Server

DRAWN = "bpmn-samples/drawn/00-en-04.bpmn"
ROLES = ("Guest", "Employee", "Chef")
ACCOUNT = "rumah-makan"
CAME = {"Catatan": "Sudah terjadi"}

# As the messages between the pools let them follow each other.
STEPS = [
    Step("Guest", "Choose a dish"),
    Step("Guest", "This guest's turn", CAME),
    Step("Guest", "Place order"),
    Step("Employee", "Enter Order to POS"),
    Step("Guest", "Payment"),
    Step("Employee", "collect money"),
    Step("Employee", "Set the buzzer and pass to the guest"),
    Step("Employee", "Inform the chef"),
    Step("Chef", "prepare the meal"),
    Step("Chef", "Inform employee that meal is ready"),
    Step("Employee", "set off the buzzer"),
    Step("Guest", "buzzer rings", CAME),
    Step("Guest", "pick the meal and eat"),
]


@pytest.fixture
def server_of_its_own(tmp_path: Path) -> Iterator[Server]:
    """Nobody else meets the roles that come with the diagram; at the end the record is whole."""
    with serving(tmp_path) as server:
        yield server
        verified = server.run("verify")
        assert verified.returncode == 0, verified.stdout


def test_what_others_drew_is_deployed_and_runs_to_its_end(
    office_of: OfficeOf, server_of_its_own: Server, shared: Path
) -> None:
    office = office_of("rembang", on=server_of_its_own)
    deploy(office.sign_in("analyst@rembang"), shared / DRAWN)
    password = employ(office.sign_in("administrator@rembang"))
    for role in ROLES:
        office.welcome(role, f"{ACCOUNT}@rembang", password)
    guest = office["Guest"]
    number = guest.start("Guest", {"Perihal": "Makan siang"})
    guest.open_case(number)
    guest.expect_live("Choose a dish")
    walk(office, number)
    guest.open_case(number)
    expect(guest.page.locator(".summary .tag").first).to_have_text("Selesai")
    assert [told for told, _ in guest.history()][1:] == [step.name for step in STEPS]


def deploy(analyst: Person, diagram: Path) -> None:
    """Upload, read what was assumed, and make a role of each pool."""
    page = analyst.page
    analyst.menu("Daftar SOP")
    page.get_by_role("link", name="Pasang SOP", exact=True).click()
    page.get_by_label("Diagram (.bpmn) dan formulir (.form)").set_input_files(diagram)
    analyst.press("Periksa")
    expect(page.get_by_role("main")).to_contain_text("dikonfirmasi oleh Guest")
    for role in ROLES:
        page.get_by_role("group", name=role).get_by_label("Jadikan peran baru").check()
    analyst.press("Pasang versi 1")
    expect(page.locator(".message.success")).to_contain_text("versi 1")


def employ(administrator: Person) -> str:
    """One person who plays all three; gives the password, which is shown once."""
    page = administrator.page
    administrator.menu("Pengaturan")
    page.get_by_role("link", name="Pegawai", exact=True).click()
    page.get_by_role("link", name="Tambah pegawai", exact=True).click()
    administrator.control("Nama akun").fill(ACCOUNT)
    administrator.control("Nama").fill("Petugas Rumah Makan")
    for role in ROLES:
        page.get_by_role("group", name="Peran").get_by_label(role, exact=True).check()
    administrator.submit()
    return page.locator(".panel .number").inner_text()


def walk(office: Office, number: str) -> None:
    for step in STEPS:
        office[step.role].work(number, step)
