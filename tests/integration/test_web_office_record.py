"""The office's own record as pages show it: who did what, in words, and what is damaged."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from service.domain.record import Act, append, at_utc, by
from service.usecases.manage_people import Duties, change_person, close_person
from service.web.office_record import TITLES
from tests.fakes.rembang import FOUNDED, OPERATOR
from tests.integration.site import Site
from tests.unit.tampering import tampering


def add(site: Site, **content: object) -> None:
    """An event as an administrator's page writes it."""
    office = site.office.office.id
    said = {"at": at_utc(site.office.clock.at), "actor": by(site.office.administrator), **content}
    with site.office.store.begin() as work:
        event, head = append(office, work.offices.lock(office), said)
        work.record.add([event])
        work.offices.set_head(office, head)


def test_every_kind_of_event_is_told_in_words(site: Site) -> None:
    site.office.start()
    auditor = site.visitor(site.office.auditor)
    auditor.get("/cases/export.csv?text=siti")
    auditor.post("/verify")
    page = auditor.get("/record").text
    for words in (
        "SOP dipasang",
        OPERATOR.name,
        "Permohonan didaftarkan",
        "rembang/2026/000001",
        "Daftar permohonan diunduh",
        "siti",
        "Rekam jejak diperiksa",
    ):
        assert words in page
    assert page.index("Rekam jejak diperiksa") < page.index("SOP dipasang")
    administrators = site.visitor(site.office.administrator).get("/record").text
    assert "Daftar permohonan diunduh" in administrators
    assert "siti" not in administrators


def test_a_change_is_told_as_what_it_was_and_what_it_became(site: Site) -> None:
    office = site.office
    store, clock = office.store, office.clock
    nothing = Duties("Kasi", frozenset(), frozenset())
    change_person(office.administrator, office.kasi.id, nothing, store=store, clock=clock)
    close_person(office.administrator, office.kasi.id, store=store, clock=clock)
    page = site.visitor(office.auditor).get("/record").text
    assert "Akun diubah" in page
    assert "kasi@rembang" in page
    assert "Kasi Rehabsos menjadi -" in page
    assert "Ya menjadi Tidak" in page


@pytest.mark.parametrize(("act", "title"), TITLES.items())
def test_every_act_has_its_words(site: Site, act: Act, title: str) -> None:
    add(site, act=act)
    assert title in site.visitor(site.office.auditor).get("/record").text


def test_hours_and_holidays_are_told_by_their_days(site: Site) -> None:
    add(site, act=Act.HOURS_CHANGED, old={"friday": [["07:30", "11:30"]]}, new={"friday": []})
    add(site, act=Act.HOLIDAYS_CHANGED, old={}, new={"2026-07-27": "Hari Jadi"})
    page = site.visitor(site.office.auditor).get("/record").text
    assert re.search(r"Jumat:.*07:30-11:30 menjadi -", page, re.DOTALL)
    assert re.search(r"Senin, 27 Juli 2026:.*Hari Jadi", page, re.DOTALL)


def test_what_is_damaged_is_marked_and_the_rest_goes_on(site: Site) -> None:
    for _ in range(2):
        site.office.start()
    office = site.office.office.id
    with tampering(site.memory) as tables:
        second = tables.events[office, 2]
        changed = second.body.replace(b"Petugas", b"Pitugas")
        tables.events[office, 2] = replace(second, body=changed)
        del tables.events[office, 3]
    page = site.visitor(site.office.auditor).get("/record").text
    assert "Catatan ini telah diubah setelah ditulis." in page
    assert "Hilang atau tidak dapat dibaca." in page
    assert "SOP dipasang" in page


def test_the_record_is_read_page_by_page(site: Site) -> None:
    for _ in range(30):
        site.office.start()
    visitor = site.visitor(site.office.auditor)
    first = visitor.get("/record").text
    assert f'href="/record?before={FOUNDED + 6}"' in first
    assert "rembang/2026/000006<" in first
    second = visitor.get(f"/record?before={FOUNDED + 6}").text
    assert "rembang/2026/000005<" in second
    assert "Kembali ke yang terbaru" in second
    for odd in ("abc", "-1", "0", "9" * 30):
        assert visitor.get(f"/record?before={odd}").status_code == 200
