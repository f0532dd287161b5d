"""Completing a task: what it records, what it refuses, and that it happens once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseDamaged, CaseState
from service.domain.form_fields import InvalidAnswers
from service.domain.policy import NotYourTask
from service.domain.task import (
    Person,
    Task,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskState,
    TaskUnknown,
    TaskWithdrawn,
)
from service.usecases.advancing import NextStep
from service.usecases.claim_task import claim_task
from service.usecases.handle_files import keep_file
from tests.fakes.rembang import RETURNED, Rembang
from tests.fakes.scripts import REKOMENDASI_JAMKESDA

MINUTE = 60  # seconds: what passes before `first` is looked at


@pytest.fixture
def first(rembang: Rembang) -> Task:
    """The task at step 1 of a new case, a minute after its start."""
    task = rembang.carry_to("Kegiatan_1")
    rembang.clock.pass_by(minutes=1)
    return task


@pytest.fixture
def approval(rembang: Rembang) -> Task:
    """The task at step 3, where the Kabid decides."""
    return rembang.carry_to("Kegiatan_3")


def test_the_next_step_opens_for_the_next_role(rembang: Rembang, first: Task) -> None:
    outcome = rembang.complete(first, rembang.petugas)
    assert outcome.number == "rembang/2026/000001"
    assert outcome.next_steps == (NextStep("Memverifikasi permohonan masyarakat", "Kasi Rehabsos"),)
    assert not outcome.ended
    opened = rembang.open_task(first.case)
    assert (opened.element, opened.performer) == ("Kegiatan_2", "Kasi Rehabsos")
    assert opened.opened_at == rembang.clock.at


def test_the_task_names_who_did_it_and_when(rembang: Rembang, first: Task) -> None:
    act = uuid4()
    rembang.complete(first, rembang.petugas, act=act)
    done = rembang.task(first.id)
    assert done.state is TaskState.DONE
    assert done.holder == Person(rembang.petugas.id, "Petugas")
    assert (done.finished_at, done.act) == (rembang.clock.at, act)


def test_the_act_is_recorded_with_what_the_engine_did(rembang: Rembang, approval: Task) -> None:
    rembang.complete(approval, rembang.kabid)
    event = rembang.events(approval.case)[-1]
    opened = rembang.open_task(approval.case)
    due = "2026-02-02T02:07:00.000000Z"
    assert {key: value for key, value in event.content().items() if key != "answers"} == {
        "chain": str(approval.case),
        "sequence": 4,
        "act": "completed",
        "at": "2026-02-02T02:02:00.000000Z",
        "actor": {
            "id": str(rembang.kabid.id),
            "account": "kabid@rembang",
            "name": "Kabid",
            "role": "Kabid Rehabilitasi dan Jaminan Sosial",
        },
        "definition": rembang.deployment.hash,
        "task": str(approval.id),
        "element": "Kegiatan_3",
        "choices": {"Keputusan_3": "Alir_3_Ya"},
        "left": ["Kegiatan_3", "Keputusan_3"],
        "entered": ["Kegiatan_4"],
        "tokens": ["Kegiatan_4"],
        "opened": [{"task": str(opened.id), "element": "Kegiatan_4", "due": due}],
        "withdrawn": [],
        "ended": False,
        "files": [],
        "waited": 0,
        "worked": 0,
    }


def test_answers_stand_beside_the_event_and_only_their_digest_in_it(
    rembang: Rembang, first: Task
) -> None:
    rembang.complete(first, rembang.petugas, texts={"catatan": ["lengkap"]})
    event = rembang.events(first.case)[-1]
    assert event.answers is not None
    assert b'"catatan":"lengkap"' in event.answers.body
    assert b"lengkap" not in event.body
    assert event.content()["answers"] == event.answers.digest


def test_files_are_kept_with_the_case_and_named_in_the_record(
    rembang: Rembang, first: Task
) -> None:
    scan = keep_file("kk.pdf", BytesIO(b"scan"), files=rembang.files)
    rembang.complete(first, rembang.petugas, texts={}, files={"kelengkapan_2": [scan]})
    assert scan.hash == hashlib.sha256(b"scan").hexdigest()
    assert rembang.events(first.case)[-1].content()["files"] == [scan.hash]
    with rembang.store.read() as work:
        assert work.cases.file(first.case, scan.hash) == scan


def test_a_step_of_the_public_is_recorded_for_both(rembang: Rembang) -> None:
    deployed = rembang.deploy(REKOMENDASI_JAMKESDA)
    task = rembang.open_task(rembang.start(deployment=deployed.deployment.id).case)
    assert (task.role, task.performer) == ("Pemohon", "Petugas Pelayanan")
    rembang.complete(task, rembang.petugas)
    for event in rembang.events(task.case):
        actor = event.content()["actor"]
        assert (actor["role"], actor["for"]) == ("Petugas Pelayanan", "Pemohon")


def test_the_last_step_ends_the_case(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_5")
    outcome = rembang.complete(task, rembang.petugas)
    assert outcome.ended
    assert outcome.next_steps == ()
    case = rembang.case(task.case)
    assert (case.state, case.ended_at) == (CaseState.DONE, rembang.clock.at)
    assert rembang.acts(task.case) == ["started", *["completed"] * 5]


def test_a_decision_leads_on(rembang: Rembang, approval: Task) -> None:
    rembang.complete(approval, rembang.kabid)
    assert rembang.open_task(approval.case).element == "Kegiatan_4"
    assert rembang.open_task(approval.case).reason == ""


def test_a_decision_that_sends_back_tells_the_next_person_why(
    rembang: Rembang, approval: Task
) -> None:
    rembang.complete(approval, rembang.kabid, texts=RETURNED)
    returned = rembang.open_task(approval.case)
    assert returned.element == "Kegiatan_2"
    assert returned.reason == "Fotocopy KK belum ada."
    assert rembang.events(approval.case)[-1].content()["choices"] == {"Keputusan_3": "Alir_3_Tidak"}
    rembang.complete(returned, rembang.kasi)
    assert rembang.open_task(approval.case).reason == ""


def test_an_unclaimed_task_is_claimed_in_the_same_act(rembang: Rembang, first: Task) -> None:
    assert first.state is TaskState.OPEN
    rembang.complete(first, rembang.petugas)
    done = rembang.task(first.id)
    assert done.holder == Person(rembang.petugas.id, "Petugas")
    assert rembang.acts(first.case) == ["started", "completed"]


def test_ones_own_claim_is_completed(rembang: Rembang, first: Task) -> None:
    claim_task(rembang.petugas, first.id, store=rembang.store, clock=rembang.clock)
    rembang.complete(first, rembang.petugas)
    assert rembang.acts(first.case) == ["started", "claimed", "completed"]


def test_waiting_and_working_time_are_recorded_apart_in_working_seconds(
    rembang: Rembang, first: Task
) -> None:
    rembang.clock.pass_by(hours=1)
    claim_task(rembang.petugas, first.id, store=rembang.store, clock=rembang.clock)
    rembang.clock.pass_by(hours=4)  # over the break from 12.00 to 13.00
    rembang.complete(first, rembang.petugas)
    said = rembang.events(first.case)[-1].content()
    assert (said["waited"], said["worked"]) == (MINUTE + 3600, 3 * 3600)


def test_a_step_that_is_done_unclaimed_only_waited(rembang: Rembang, first: Task) -> None:
    rembang.clock.pass_by(minutes=20)
    rembang.complete(first, rembang.petugas)
    said = rembang.events(first.case)[-1].content()
    assert (said["waited"], said["worked"]) == (MINUTE + 1200, 0)


def test_an_opened_step_is_recorded_with_the_moment_it_is_due(
    rembang: Rembang, first: Task
) -> None:
    (opened,) = rembang.events(first.case)[0].content()["opened"]
    assert first.due_at is not None
    assert datetime.fromisoformat(opened["due"]) == first.due_at


def test_anothers_claim_is_refused_and_names_them(
    rembang: Rembang, first: Task, colleague: Actor
) -> None:
    claim_task(rembang.petugas, first.id, store=rembang.store, clock=rembang.clock)
    with pytest.raises(TaskAlreadyClaimed, match="Petugas"):
        rembang.complete(first, colleague)


def test_the_same_act_again_answers_the_same_and_is_recorded_once(
    rembang: Rembang, first: Task
) -> None:
    act = uuid4()
    once = rembang.complete(first, rembang.petugas, act=act)
    rembang.clock.pass_by(minutes=1)
    assert rembang.complete(first, rembang.petugas, act=act) == once
    assert rembang.acts(first.case) == ["started", "completed"]


def test_the_same_act_again_answers_the_same_when_the_case_went_on(
    rembang: Rembang, first: Task
) -> None:
    act = uuid4()
    once = rembang.complete(first, rembang.petugas, act=act)
    rembang.clock.pass_by(minutes=1)
    rembang.complete(rembang.open_task(first.case), rembang.kasi)
    assert rembang.complete(first, rembang.petugas, act=act) == once


def test_the_act_that_ended_the_case_answers_so_again(rembang: Rembang) -> None:
    task, act = rembang.carry_to("Kegiatan_5"), uuid4()
    rembang.clock.pass_by(minutes=1)
    assert rembang.complete(task, rembang.petugas, act=act) == rembang.complete(
        task, rembang.petugas, act=act
    )


def test_another_act_on_a_finished_task_names_who_did_it(
    rembang: Rembang, first: Task, colleague: Actor
) -> None:
    rembang.complete(first, rembang.petugas)
    for person in (rembang.petugas, colleague):
        with pytest.raises(TaskAlreadyDone, match="sudah diselesaikan oleh Petugas"):
            rembang.complete(first, person)


def test_a_task_that_was_withdrawn_is_refused(rembang: Rembang, first: Task) -> None:
    with rembang.store.begin() as work:
        work.cases.move(work.cases.get(first.case), [], [first.withdrawn(rembang.clock.at)])
    with pytest.raises(TaskWithdrawn):
        rembang.complete(first, rembang.petugas)


def test_an_unknown_task_is_refused(rembang: Rembang, first: Task) -> None:
    with pytest.raises(TaskUnknown):
        rembang.complete(replace(first, id=uuid4()), rembang.petugas)


def test_another_role_is_refused_and_told_whose_task_it_is(rembang: Rembang, first: Task) -> None:
    for person in (rembang.kasi, rembang.auditor, rembang.analyst, rembang.administrator):
        with pytest.raises(NotYourTask, match="Petugas Pelayanan"):
            rembang.complete(first, person)


def test_for_another_office_the_task_does_not_exist(
    rembang: Rembang, first: Task, tanjungpinang: Rembang
) -> None:
    with pytest.raises(TaskUnknown):
        rembang.complete(first, tanjungpinang.petugas)


def test_invalid_answers_are_named_by_field_and_nothing_is_stored(
    rembang: Rembang, approval: Task
) -> None:
    before = rembang.case(approval.case)
    with pytest.raises(InvalidAnswers) as refused:
        rembang.complete(approval, rembang.kabid, texts={})
    assert list(refused.value.problems) == ["keluaran_1", "keputusan:Keputusan_3"]
    assert rembang.case(approval.case) == before
    assert rembang.task(approval.id) == approval
    assert rembang.acts(approval.case) == ["started", "completed", "completed"]


def test_a_damaged_snapshot_stops_the_case_and_stores_nothing(
    rembang: Rembang, first: Task
) -> None:
    with rembang.store.begin() as work:
        work.cases.move(replace(work.cases.get(first.case), snapshot=b"\xff garbage"), [])
    with pytest.raises(CaseDamaged, match="rembang/2026/000001"):
        rembang.complete(first, rembang.petugas)
    assert rembang.task(first.id) == first
    assert rembang.acts(first.case) == ["started"]
