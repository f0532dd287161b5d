"""The task's page: claim, release, complete; nothing that was typed or uploaded is ever lost."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

from service.domain.actor import Actor
from service.domain.task import TaskState
from service.usecases.case_history import PORTION
from service.usecases.list_inbox import PAGE
from tests.fakes.rembang import RETURNED
from tests.fakes.scripts import KABID, KASI, PETUGAS
from tests.integration.site import Site, hidden, hidden_ones

PDF = b"%PDF-1.4"
FIELD = "kelengkapan_1"


def upload(name: str = "sktm.pdf", content: bytes = PDF) -> tuple[BytesIO, str]:
    """A chosen file, as the test browser sends it."""
    return BytesIO(content), name


def colleague(site: Site, role: str = PETUGAS.performer) -> Actor:
    return site.office.person("rekan", role)


def test_completing_leads_to_the_inbox_and_says_where_the_case_went(site: Site) -> None:
    case = site.office.start().case
    visitor = site.visitor(site.office.petugas)
    task = site.office.open_task(case).id
    answer = visitor.fill_in(f"/tasks/{task}")
    assert (answer.status_code, answer.location) == (303, f"/?done={task}")
    assert "rembang/2026/000001 diteruskan ke Kasi Rehabsos." in visitor.get(answer.location).text
    assert "diteruskan ke" not in visitor.get("/").text
    assert site.office.open_task(case).performer == KASI.performer


def test_nobody_is_told_what_followed_from_anothers_task(site: Site) -> None:
    case = site.office.start().case
    task = site.office.open_task(case).id
    visitor = site.visitor(site.office.petugas)
    unfinished = visitor.get(f"/?done={task}")
    assert unfinished.status_code == 200
    visitor.fill_in(f"/tasks/{task}")
    others = site.visitor(colleague(site)).get(f"/?done={task}")
    for page in (unfinished, others, visitor.get(f"/?done={case}"), visitor.get("/?done=x")):
        assert "Tugas selesai." not in page.text


def test_the_last_task_says_that_the_case_is_finished(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_5")
    visitor = site.visitor(site.office.petugas)
    answer = visitor.fill_in(f"/tasks/{task.id}", {"keluaran_1": "ya"})
    assert "rembang/2026/000001 telah selesai." in visitor.get(answer.location).text


def test_sending_a_form_twice_answers_as_the_first_time(site: Site) -> None:
    task = site.open_task(site.office.start().case)
    visitor = site.visitor(site.office.petugas)
    act = hidden(visitor.get(task), "act")
    answers = [visitor.post(task, {"act": act}).status_code for _ in range(2)]
    assert answers == [303, 303]


def test_a_form_without_its_act_id_is_refused(site: Site) -> None:
    task = site.open_task(site.office.start().case)
    answer = site.visitor(site.office.petugas).post(task, {"act": "bukan"})
    assert answer.status_code == 400


def test_claiming_leads_to_the_form_and_releasing_back_to_the_inbox(site: Site) -> None:
    case = site.office.start().case
    address = site.open_task(case)
    visitor = site.visitor(site.office.petugas)
    assert visitor.post(f"{address}/claim").location == address
    assert "Lepas Tugas" in visitor.get(address).text
    assert visitor.post(f"{address}/release").location == "/"
    assert site.office.open_task(case).state is TaskState.OPEN


def test_a_task_that_somebody_else_holds_names_them_and_shows_no_form(site: Site) -> None:
    address = site.open_task(site.office.start().case)
    site.visitor(colleague(site)).post(f"{address}/claim")
    visitor = site.visitor(site.office.petugas)
    page = visitor.get(address)
    assert "Tugas telah diambil oleh Rekan" in page.text
    assert ">Selesaikan</button>" not in page.text
    assert visitor.post(f"{address}/claim").status_code == 409


def test_invalid_answers_bring_the_form_again_with_all_that_was_typed(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_3")
    visitor = site.visitor(site.office.kabid)
    address = f"/tasks/{task.id}"
    act = hidden(visitor.get(address), "act")
    answer = visitor.post(address, {"act": act, "catatan": "Tunggu <cap>", FIELD: "ya"})
    assert answer.status_code == 422
    assert "Kesalahan:" in answer.text
    assert "Disetujui?: Pilih salah satu." in answer.text
    assert "Tunggu &lt;cap&gt;" in answer.text
    assert hidden(answer, "act") == act


def test_a_returned_case_shows_the_reason_on_top_of_the_next_form(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_3")
    visitor = site.visitor(site.office.kabid)
    visitor.fill_in(f"/tasks/{task.id}", RETURNED)
    page = site.visitor(site.office.kasi).get(site.open_task(task.case)).text
    assert "Dikembalikan untuk diperbaiki" in page
    assert RETURNED["alasan:Keputusan_3"][0] in page
    assert KABID.name in page
    assert "Dikembalikan" in site.visitor(site.office.kasi).get("/").text


def test_who_is_too_late_reads_who_was_faster_and_keeps_what_was_typed(site: Site) -> None:
    address = site.open_task(site.office.start().case)
    late, fast = site.visitor(site.office.petugas), site.visitor(colleague(site))
    act = hidden(late.get(address), "act")
    fast.fill_in(address)
    answer = late.post(address, {"act": act, "catatan": "KK asli", f"{FIELD}:berkas": upload()})
    assert answer.status_code == 409
    assert "Rekan lebih dahulu menyelesaikannya." in answer.text
    assert "KK asli" in answer.text
    assert "sktm.pdf" in answer.text
    assert "sudah diselesaikan" in late.get(address).text


def test_who_completes_what_another_claimed_meanwhile_keeps_what_was_typed(site: Site) -> None:
    address = site.open_task(site.office.start().case)
    late, fast = site.visitor(site.office.petugas), site.visitor(colleague(site))
    act = hidden(late.get(address), "act")
    fast.post(f"{address}/claim")
    answer = late.post(address, {"act": act, "catatan": "KK asli"})
    assert answer.status_code == 409
    assert "Tugas ini sudah diambil" in answer.text
    assert "KK asli" in answer.text


def test_a_withdrawn_task_says_that_it_is_no_longer_needed(site: Site) -> None:
    task = site.office.open_task(site.office.start().case)
    with site.office.store.begin() as work:
        work.cases.move(work.cases.get(task.case), [], [task.withdrawn(site.office.clock.now())])
    visitor = site.visitor(site.office.petugas)
    assert "tidak perlu dikerjakan lagi" in visitor.get(f"/tasks/{task.id}").text
    answer = visitor.post(f"/tasks/{task.id}", {"act": str(uuid4()), "catatan": "KK asli"})
    assert answer.status_code == 409
    assert "KK asli" in answer.text


def test_one_s_own_finished_task_leads_to_its_case(site: Site) -> None:
    case = site.office.start().case
    address = site.open_task(case)
    visitor = site.visitor(site.office.petugas)
    visitor.fill_in(address)
    assert visitor.get(address).location == f"/cases/{case}"


def test_a_file_is_kept_while_another_is_refused_and_need_not_be_chosen_again(site: Site) -> None:
    case = site.office.start().case
    address = site.open_task(case)
    visitor = site.visitor(site.office.petugas)
    refused = visitor.fill_in(
        address,
        {f"{FIELD}:berkas": upload(), "kelengkapan_2:berkas": upload("kk.exe"), "catatan": "Ada"},
    )
    assert refused.status_code == 422
    assert "bukan PDF, JPEG, atau PNG" in refused.text
    assert "Ada" in refused.text
    kept = hidden(refused, f"{FIELD}:tersimpan")
    again = {"act": hidden(refused, "act"), f"{FIELD}:tersimpan": kept}
    assert visitor.post(address, again).status_code == 303
    page = visitor.get(f"/cases/{case}").text
    assert "sktm.pdf" in page


def test_a_file_chosen_later_comes_beside_the_kept_one_where_there_may_be_several(
    site: Site,
) -> None:
    address = site.open_task(site.office.start().case)
    visitor = site.visitor(site.office.petugas)
    name = f"{FIELD}:berkas"
    refused = visitor.fill_in(address, {name: [upload(), upload("kk.exe")]})
    again = {
        "act": hidden(refused, "act"),
        f"{FIELD}:tersimpan": hidden(refused, f"{FIELD}:tersimpan"),
        name: [upload("kk.pdf", b"%PDF-1.5"), upload("lagi.exe")],
    }
    page = visitor.post(address, again)
    assert len(hidden_ones(page, f"{FIELD}:tersimpan")) == 2


def test_a_kept_file_is_nobody_else_s_and_of_no_other_form(site: Site) -> None:
    address = site.open_task(site.office.start().case)
    other = site.open_task(site.office.start("Permohonan lain").case)
    visitor = site.visitor(site.office.petugas)
    refused = visitor.fill_in(address, {f"{FIELD}:berkas": [upload(), upload("kk.exe")]})
    kept = {f"{FIELD}:tersimpan": hidden(refused, f"{FIELD}:tersimpan")}
    assert visitor.fill_in(other, kept).status_code == 422
    assert site.visitor(colleague(site)).fill_in(address, kept).status_code == 422
    forged = visitor.fill_in(address, {f"{FIELD}:tersimpan": "palsu"})
    assert "tidak dapat dipakai lagi" in forged.text
    assert visitor.fill_in(address, kept).status_code == 303


def test_no_file_is_kept_for_who_may_not_work_on_the_task(site: Site) -> None:
    address = site.open_task(site.office.start().case)
    data = {"act": str(uuid4()), f"{FIELD}:berkas": upload()}
    assert site.visitor(site.office.kasi).post(address, data).status_code == 403
    assert not site.office.files.contents


def test_the_task_of_a_damaged_case_says_so_and_shows_what_was_typed(site: Site) -> None:
    case = site.office.start().case
    address = site.open_task(case)
    visitor = site.visitor(site.office.petugas)
    act = hidden(visitor.get(address), "act")
    with site.office.store.begin() as work:
        work.cases.move(replace(work.cases.get(case), snapshot=b"?"), [])
    assert "rusak" in visitor.get(address).text
    answer = visitor.post(address, {"act": act, "catatan": "KK asli"})
    assert answer.status_code == 409
    assert "Data permohonan rembang/2026/000001 rusak" in answer.text
    assert "KK asli" in answer.text


def test_a_long_inbox_leads_from_page_to_page(site: Site) -> None:
    for _ in range(PAGE + 2):
        site.office.start()
    site.office.clock.pass_by(minutes=60 * 24 * 7)
    visitor = site.visitor(site.office.petugas)
    first = visitor.get("/").text
    assert first.count(">Ambil Tugas<") == PAGE
    assert f'<span class="count">(lebih dari {PAGE})</span>' in first
    assert f"{PAGE} tugas di halaman ini terlambat." in first
    (address,) = re.findall(r'href="(/\?after=[^"]+)" rel="next"', first)
    second = visitor.get(address).text
    assert second.count(">Ambil Tugas<") == 2
    assert "Kembali ke halaman pertama" in second
    assert "Tidak ada tugas yang Anda pegang." not in second
    assert 'rel="next"' not in second


def test_who_sent_a_case_back_long_ago_is_not_named_beside_the_reason(site: Site) -> None:
    task = site.office.carry_to("Kegiatan_3")
    site.visitor(site.office.kabid).fill_in(f"/tasks/{task.id}", RETURNED)
    kasi, auditor = site.visitor(site.office.kasi), site.visitor(site.office.auditor)
    assert "Kabid, " in kasi.get(site.open_task(task.case)).text
    for _ in range(PORTION):
        auditor.get(f"/cases/{task.case}")
    page = kasi.get(site.open_task(task.case)).text
    assert RETURNED["alasan:Keputusan_3"][0] in page
    assert "Kabid, " not in page


def test_the_inbox_puts_overdue_tasks_in_words(site: Site) -> None:
    site.office.start()
    site.office.clock.pass_by(days=3)
    page = site.visitor(site.office.petugas).get("/").text
    assert "1 tugas terlambat." in page
    english = site.visitor(site.office.petugas, language="en")
    assert "1 task is overdue." in english.get("/").text
