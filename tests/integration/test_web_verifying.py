"""The verification page: told while it runs, ended with a sentence, and of no other office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.usecases.findings import Checked, Fault, Finding, Portion
from service.usecases.verify_record import Verification
from service.web.frame import Reader
from service.web.times import Times
from service.web.verifying import Run
from tests.fakes.rembang import FOUNDED, OPERATOR, SOP_DEPLOYED, Rembang
from tests.integration.site import Site, Visitor, parts_of
from tests.unit.tampering import tampering

NUMBER = "rembang/2026/000001"


def test_what_is_checked_is_explained_and_the_last_result_is_shown(site: Site) -> None:
    visitor = site.visitor(site.office.auditor)
    assert "belum pernah diperiksa" in visitor.get("/verify").text
    visitor.post("/verify")
    page = visitor.get("/verify").text
    assert "Senin, 2 Feb 2026 09.00 WIB" in page
    assert "Auditor" in page
    assert "Tidak ada kerusakan" in page
    assert f"1 rangkaian, {FOUNDED} catatan" in page


def test_a_record_that_is_whole_is_said_to_be(site: Site) -> None:
    site.office.start()
    answer = site.visitor(site.office.administrator).post("/verify")
    assert answer.status_code == 200
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "2 dari 2 rangkaian diperiksa, 0 kerusakan" in answer.text
    assert "Tidak ada kerusakan" in answer.text
    assert site.office.acts(site.office.office.id)[-1] == "verified"


def harmed(site: Site) -> None:
    """A case whose subject was changed, and an office whose deployment was."""
    case = site.office.start().case
    with tampering(site.memory) as tables:
        tables.cases[case] = replace(tables.cases[case], subject="lain")
        place = (site.office.office.id, SOP_DEPLOYED)
        event = tables.events[place]
        changed = event.body.replace(OPERATOR.name.encode(), b"siapa pun")
        tables.events[place] = replace(event, body=changed)


def test_each_fault_is_shown_with_its_place_and_what_to_do(site: Site) -> None:
    harmed(site)
    page = site.visitor(site.office.auditor).post("/verify").text
    # What deployed the version cannot be trusted, so that the version itself is unknown.
    assert "3 kerusakan ditemukan" in page
    assert "perihal permohonan ini tidak sesuai dengan isian pendaftarannya" in page
    assert "Percayai riwayatnya, bukan daftar." in page
    assert f'href="/cases?text={NUMBER}"' in page.replace("%2F", "/")
    assert f'href="/record?before={SOP_DEPLOYED + 1}"' in page


def test_an_administrator_is_led_to_no_case(site: Site) -> None:
    harmed(site)
    page = site.visitor(site.office.administrator).post("/verify").text
    assert NUMBER in page
    assert "/cases" not in page


def test_nothing_of_another_office_is_told(site: Site) -> None:
    elsewhere = Rembang(site.office.store, site.office.engine, key="tanjungpinang")
    harmed(site)
    page = site.visitor(elsewhere.auditor).post("/verify").text
    assert "Tidak ada kerusakan" in page
    assert "rembang/2026" not in page
    assert "belum pernah diperiksa" in site.visitor(site.office.auditor).get("/verify").text


def broken(site: Site, error: Exception) -> Visitor:
    """An auditor's browser at a site whose verification breaks after the first chain."""

    def portions() -> Iterator[Portion]:
        yield Portion((Checked("rembang", 1, ()),))
        raise error

    parts = replace(parts_of(site.office), verify_office=lambda _: Verification(9, portions()))
    visitor = Visitor(Site.app_with(parts))
    visitor.sign_in(site.office.auditor.account)
    return visitor


def test_an_error_in_the_middle_ends_with_a_sentence(site: Site) -> None:
    answer = broken(site, ZeroDivisionError("rahasia")).post("/verify")
    assert answer.status_code == 200
    assert "Pemeriksaan terhenti" in answer.text
    assert "Nomor kejadian" in answer.text
    assert "rahasia" not in answer.text
    assert "Traceback" not in answer.text
    assert "Tidak ada kerusakan" not in answer.text


def test_the_page_is_sent_while_the_record_is_read(site: Site) -> None:
    read: list[int] = []

    def portions() -> Iterator[Portion]:
        for count in range(3):
            read.append(count)
            yield Portion((Checked(f"rembang/2026/00000{count}", 1, ()),))

    parts = replace(parts_of(site.office), verify_office=lambda _: Verification(3, portions()))
    visitor = Visitor(Site.app_with(parts))
    visitor.sign_in(site.office.auditor.account)
    token = visitor.csrf_token()
    pieces = visitor.client.post("/verify", data={"csrf_token": token}).iter_encoded()
    sent = b""
    while b"0 dari 3" not in sent:
        sent += next(pieces)
    assert read == []
    assert b"3 dari 3" in b"".join(pieces)
    assert read == [0, 1, 2]


@pytest.fixture
def reader(site: Site) -> Reader:
    office = site.office.office
    return Reader(site.office.auditor, office, Times(office.zone, "id", site.office.clock.now()))


def test_progress_is_told_about_every_second(reader: Reader) -> None:
    seconds = iter([0.0, 0.4, 0.8, 1.2, 1.2, 1.9, 2.3, 2.3])
    portions = iter([Portion((Checked(f"{count}", 1, ()),)) for count in range(5)])
    run = Run(reader, Verification(5, portions), lambda: next(seconds))
    assert [so_far.chains for so_far in run.progress()] == [0, 3, 5, 5]
    assert not run.failed


def test_many_faults_are_counted_and_the_first_are_shown(site: Site, reader: Reader) -> None:
    faults = tuple(Finding("rembang", count, Fault.CHANGED) for count in range(150))
    portion = Portion((Checked("rembang", 150, faults), Checked("rembang", 150, faults)))
    run = Run(reader, Verification(2, iter([portion])))
    with site.app.test_request_context():
        list(run.progress())
    assert run.tally.faults == 300
    assert len(run.findings) == 200
