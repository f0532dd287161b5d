"""The page of a replay: complete without scripts, a link to any moment, long cases by windows."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import html5lib
import pytest

from service.domain.record import EMPTY, Act, Answers
from service.usecases.claim_task import claim_task
from service.web import replay_context
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import RETURNED
from tests.integration.site import Site, Visitor
from tests.unit.tampering import rewrite, tampering

NIK = "3317010101010001"
REASON = RETURNED["alasan:Keputusan_3"][0]


@pytest.fixture
def looped(site: Site) -> UUID:
    """A case that was sent back once; its second verification changed the note."""
    office = site.office
    task = office.carry_to("Kegiatan_2")
    claim_task(office.kasi, task.id, store=office.store, clock=office.clock)
    office.clock.pass_by(minutes=4)
    office.complete(task, office.kasi, texts={"catatan": ["KTP ada"]})
    office.clock.pass_by(minutes=25)
    office.complete(office.open_task(task.case), office.kabid, texts=RETURNED)
    office.clock.pass_by(minutes=1)
    office.complete(office.open_task(task.case), office.kasi, texts={"catatan": ["KK ada"]})
    return task.case


@pytest.fixture
def auditor(site: Site) -> Visitor:
    return site.visitor(site.office.auditor)


def memory_of(site: Site) -> InMemoryStore:
    """The store under the site, for who tampers with it."""
    assert isinstance(site.office.store, InMemoryStore)
    return site.office.store


def seen(text: str) -> str:
    """What somebody without scripts sees of a page: its text without the hidden parts."""
    document = html5lib.parse(text, namespaceHTMLElements=False)
    for parent in list(document.iter()):
        for child in [each for each in parent if "hidden" in each.attrib]:
            parent.remove(child)
    return " ".join(" ".join(document.find(".//main").itertext()).split())


def replay_of(visitor: Visitor, case: UUID, moment: str = "") -> str:
    return visitor.get(f"/cases/{case}/replay{moment and f'?moment={moment}'}").text


def test_auditors_come_to_the_replay_from_the_case(
    site: Site, auditor: Visitor, looped: UUID
) -> None:
    link = f'href="/cases/{looped}/replay"'
    assert link in auditor.get(f"/cases/{looped}").text
    assert link not in site.visitor(site.office.kasi).get(f"/cases/{looped}").text


def test_a_replay_begins_at_the_first_moment_and_leads_on(auditor: Visitor, looped: UUID) -> None:
    page = replay_of(auditor, looped)
    told = seen(page)
    assert "Langkah 1 dari 6" in told
    assert "Permohonan didaftarkan Petugas Pelayanan Petugas" in told
    assert "Posisi setelah tindakan ini 1. Menerima permohonan dari masyarakat" in told
    assert f'data-go="next" href="/cases/{looped}/replay?moment=2#replay"' in page


def test_a_link_leads_to_a_moment_with_everything_about_it(auditor: Visitor, looped: UUID) -> None:
    told = seen(replay_of(auditor, looped, "5"))
    assert "Langkah 5 dari 6" in told
    assert "3. Memberi persetujuan dan paraf Pengantar Pembuatan KIS: Tidak" in told
    assert REASON in told
    assert "2. Memverifikasi permohonan masyarakat (putaran 2)" in told
    assert "Menunggu: 25 menit Dikerjakan: 0 detik" in told
    assert "Waktu Mutu Baku: 5 menit Terlambat 20 menit" in told


def test_the_second_lap_says_what_it_changed(auditor: Visitor, looped: UUID) -> None:
    told = seen(replay_of(auditor, looped, "6"))
    assert "2. Memverifikasi permohonan masyarakat (putaran 2) Kasi Rehabsos Kasi" in told
    assert "Catatan Semula: KTP ada Menjadi: KK ada" in told


@pytest.mark.parametrize(
    ("moment", "stood", "gone"),
    [("3", (), ("KTP ada", "KK ada")), ("4", ("KTP ada",), ("KK ada",))],
)
def test_answers_are_shown_as_they_stood_at_the_moment(
    auditor: Visitor, looped: UUID, moment: str, stood: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    _, _, answers = seen(replay_of(auditor, looped, moment)).partition("Isian pada saat itu")
    assert all(answer in answers for answer in stood)
    assert not any(answer in answers for answer in gone)
    assert "Permohonan KIS" in answers


def test_answers_that_were_replaced_stand_no_more(auditor: Visitor, looped: UUID) -> None:
    _, _, answers = seen(replay_of(auditor, looped, "6")).partition("Isian pada saat itu")
    assert "Catatan KK ada" in answers
    assert "KTP ada" not in answers


def test_a_taken_task_names_who_holds_it(auditor: Visitor, looped: UUID) -> None:
    told = seen(replay_of(auditor, looped, "3"))
    assert "Tugas diambil: Memverifikasi permohonan masyarakat" in told
    assert "Diambil oleh Kasi" in told


def test_personal_data_are_masked_wherever_they_stand(auditor: Visitor, looped: UUID) -> None:
    page = replay_of(auditor, looped)
    assert NIK not in page
    assert page.count("••••••••••••0001") == 2


def test_waiting_working_and_standard_time_stand_in_a_table_a_lap_a_row(
    auditor: Visitor, looped: UUID
) -> None:
    told = seen(replay_of(auditor, looped))
    _, _, table = told.partition("Menurut langkah dan putaran")
    assert "masyarakat 1 Kasi Rehabsos Kasi 0 detik 4 menit 5 menit" in table
    assert "masyarakat 2 Kasi Rehabsos Kasi 1 menit 0 detik 5 menit" in table
    assert "Terlambat 20 menit" in table
    assert "Belum selesai" in table
    assert "Lama seluruhnya 31 menit Menunggu 27 menit Dikerjakan 4 menit" in told
    assert "Kegiatan terlambat 1 dari 4" in told


def test_an_old_record_says_that_times_were_not_recorded(site: Site, auditor: Visitor) -> None:
    task = site.office.carry_to("Kegiatan_2")
    with tampering(memory_of(site)) as tables:
        for place, event in tables.events.items():
            body = re.sub(rb',?"(due|waited|worked)":("[^"]*"|\d+)', b"", event.body)
            tables.events[place] = replace(event, body=body.replace(b"{,", b"{"))
    told = seen(replay_of(auditor, task.case, "2"))
    assert "Menunggu: Tidak tercatat Dikerjakan: Tidak tercatat" in told
    assert "5 menit Tidak tercatat" in told
    assert "Tanpa catatan waktu 1" in told


def test_files_of_a_moment_can_be_opened(site: Site, auditor: Visitor) -> None:
    task = site.office.carry_to("Kegiatan_1")
    data = {"kelengkapan_1:berkas": (BytesIO(b"%PDF-1.4"), "SKTM.pdf")}
    site.visitor(site.office.petugas).fill_in(f"/tasks/{task.id}", data)
    page = replay_of(auditor, task.case, "2")
    assert "SKTM.pdf" in seen(page).partition("Isian pada saat itu")[0]
    address = re.search(rf"/cases/{task.case}/files/[0-9a-f]+", page)
    assert address is not None
    assert auditor.get(address[0]).data == b"%PDF-1.4"


def test_damage_is_marked_and_the_rest_is_shown(site: Site, auditor: Visitor, looped: UUID) -> None:
    with tampering(memory_of(site)) as tables:
        events = tables.events
        events[looped, 2] = replace(events[looped, 2], body=b"[]")
        events[looped, 4] = replace(events[looped, 4], answers=Answers(b"", b"{}"))
        events[looped, 6] = replace(events[looped, 6], answers=None)
    told = seen(replay_of(auditor, looped, "2"))
    assert "2 catatan rusak, hilang, atau telah diubah" in told
    assert "Catatan yang tidak dapat dibaca Rusak Isi catatan ini rusak" in told
    assert "Langkah 2 dari 6" in told
    assert "Isian di samping catatan ini telah diubah" in seen(replay_of(auditor, looped, "4"))
    assert "Isiannya sudah dihapus." in seen(replay_of(auditor, looped, "6"))


def test_a_case_without_a_record_says_so(site: Site, auditor: Visitor, looped: UUID) -> None:
    with tampering(memory_of(site)) as tables:
        rewrite(tables, looped, [])
        tables.cases[looped] = replace(tables.cases[looped], head=EMPTY)
    assert "tidak memiliki catatan" in seen(replay_of(auditor, looped))


def test_missing_events_are_said_to_be_missing(site: Site, auditor: Visitor, looped: UUID) -> None:
    with tampering(memory_of(site)) as tables:
        for place in (2, 3, 6):
            del tables.events[looped, place]
    told = seen(replay_of(auditor, looped, "2"))
    assert "3 catatan rusak, hilang, atau telah diubah" in told
    assert "Catatan ke-2 sampai ke-3 Rusak Hilang." in told
    assert "Langkah 2 dari 5" in told
    assert "Catatan ke-6 Rusak Hilang." in seen(replay_of(auditor, looped, "6"))


def test_each_reading_is_recorded_once_and_a_look_at_the_headers_is_none(
    site: Site, auditor: Visitor, looped: UUID
) -> None:
    before = site.office.acts(looped)
    assert auditor.client.head(f"/cases/{looped}/replay").status_code == 405
    assert site.office.acts(looped) == before
    replay_of(auditor, looped)
    assert site.office.acts(looped) == [*before, Act.READ]
    told = seen(replay_of(auditor, looped))
    assert "1 pembacaan permohonan ini juga tercatat" in told
    assert "Langkah 1 dari 6" in told


@pytest.mark.parametrize(("moment", "place"), [("999", 6), ("0", 1), ("-3", 1), ("x", 1), ("7", 6)])
def test_a_link_to_no_moment_shows_the_one_before_it(
    auditor: Visitor, looped: UUID, moment: str, place: int
) -> None:
    replay_of(auditor, looped)  # event 7 is a reading, which is no moment
    assert f"Langkah {place} dari 6" in seen(replay_of(auditor, looped, moment))


def test_a_long_case_is_shown_window_by_window_with_the_answers_of_before(
    auditor: Visitor, looped: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_context, "WINDOW", 2)
    page = replay_of(auditor, looped, "5")
    told = seen(page)
    assert "Langkah 5 sampai 6 dari 6." in told
    assert page.count("<article") == 2
    assert f'href="/cases/{looped}/replay?moment=4#replay" rel="prev"' in page
    assert 'rel="next"' not in page
    assert "Catatan KTP ada" in told.partition("Isian pada saat itu")[2]
    assert 'data-walked="1" data-left="Kegiatan_2" data-entered="Kegiatan_3"' in page
    assert 'min="5" max="6"' in page
    assert "KTP ada" not in replay_of(auditor, looped, "1")


def test_a_replay_is_told_in_english(site: Site, looped: UUID) -> None:
    site.office.clock.pass_by(minutes=1)
    visitor = site.visitor(site.office.auditor, language="en")
    told = seen(replay_of(visitor, looped, "5"))
    assert "Step 5 of 6" in told
    assert "Late by 20 minutes" in told
