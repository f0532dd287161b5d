"""Cancelling a case: who may, what becomes of its tasks, and what the record says."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseAlreadyCancelled, CaseEnded, CaseState, CaseUnknown
from service.domain.policy import NotAdministrator
from service.domain.record import Act, by
from service.domain.task import TaskState, TaskWithdrawn
from service.usecases.cancel_case import (
    PAGE,
    ReasonMissing,
    ReasonTooLong,
    cancel_case,
    list_unfinished,
    show_unfinished,
)
from service.usecases.claim_task import claim_task
from service.usecases.list_claims import list_claims
from service.usecases.show_case import CaseAsked, CaseView, show_case
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.unit.tampering import found, tampering

REASON = "Pemohon mencabut permohonannya."


def cancel(rembang: Rembang, case: UUID, who: Actor | None = None, reason: str = REASON) -> None:
    who = who or rembang.administrator
    cancel_case(who, case, reason, store=rembang.store, clock=rembang.clock)


def numbers(rembang: Rembang, text: str = "", after: str = "") -> list[str]:
    listed = list_unfinished(rembang.administrator, text, after, store=rembang.store)
    return [case.number for case in listed.cases]


def test_a_cancelled_case_has_ended_and_its_tasks_are_withdrawn(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_2")
    claim_task(rembang.kasi, task.id, store=rembang.store, clock=rembang.clock)
    rembang.clock.pass_by(minutes=5)
    cancel(rembang, task.case)
    case = rembang.case(task.case)
    assert (case.state, case.ended_at) == (CaseState.CANCELLED, rembang.clock.at)
    first, second = rembang.tasks(task.case)
    assert (first.state, second.state) == (TaskState.DONE, TaskState.WITHDRAWN)
    assert second.finished_at == rembang.clock.at
    with pytest.raises(TaskWithdrawn):
        rembang.complete(task, rembang.kasi)


def test_the_record_says_who_cancelled_and_the_reason_stands_beside_it(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_2")
    cancel(rembang, task.case, reason=f"  {REASON}\r\nLihat surat.  ")
    event = rembang.events(task.case)[-1]
    content = event.content()
    assert content["act"] == Act.CANCELLED
    assert content["actor"] == by(rembang.administrator)
    assert content["definition"] == rembang.deployment.hash
    assert (content["tokens"], content["left"]) == ([], [])
    assert content["withdrawn"] == [str(task.id)]
    assert REASON.encode() not in event.body
    assert event.answers is not None
    assert json.loads(event.answers.body) == {"reason": f"{REASON}\nLihat surat."}
    assert found(rembang) == set()


def shown(rembang: Rembang, case: UUID) -> CaseView:
    return show_case(
        CaseAsked(rembang.petugas, case),
        store=rembang.store,
        engine=rembang.engine,
        files=rembang.files,
        clock=rembang.clock,
    )


def test_the_case_shows_who_cancelled_it_and_why_and_stands_nowhere(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_2")
    cancel(rembang, task.case)
    view = shown(rembang, task.case)
    line = view.history[-1]
    assert (line.act, line.actor, line.reason) == (Act.CANCELLED, "Administrator", REASON)
    assert (view.tokens, view.open_tasks) == ((), [])


def test_a_reason_that_was_erased_is_said_to_be_erased(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    case = rembang.start().case
    cancel(rembang, case)
    with tampering(memory) as tables:
        tables.events[case, 2] = replace(tables.events[case, 2], answers=None)
    line = shown(rembang, case).history[-1]
    assert (line.reason, line.erased) == ("", True)
    assert found(rembang) == set()


def test_a_case_that_stands_still_is_cancelled_as_well(rembang: Rembang) -> None:
    case = rembang.start().case
    with rembang.store.begin() as work:
        work.cases.move(replace(work.cases.get(case), state=CaseState.INCIDENT), [])
    cancel(rembang, case)
    assert rembang.case(case).state is CaseState.CANCELLED


def test_a_case_that_has_ended_is_not_cancelled(rembang: Rembang, ended_case: UUID) -> None:
    before = rembang.events(ended_case)
    with pytest.raises(CaseEnded, match="rembang/2026/000001 sudah selesai"):
        cancel(rembang, ended_case)
    with pytest.raises(CaseEnded):
        show_unfinished(
            rembang.administrator, ended_case, store=rembang.store, engine=rembang.engine
        )
    assert rembang.events(ended_case) == before


def test_a_case_is_not_cancelled_twice(rembang: Rembang) -> None:
    case = rembang.start().case
    cancel(rembang, case)
    with pytest.raises(CaseAlreadyCancelled, match="sudah dibatalkan"):
        cancel(rembang, case)
    assert rembang.acts(case) == [Act.STARTED, Act.CANCELLED]


def test_a_reason_is_required(rembang: Rembang) -> None:
    case = rembang.start().case
    with pytest.raises(ReasonMissing):
        cancel(rembang, case, reason=" \n ")
    with pytest.raises(ReasonTooLong):
        cancel(rembang, case, reason="a" * 2001)
    assert rembang.case(case).state is CaseState.RUNNING


def test_unfinished_cases_are_listed_newest_first_without_what_they_are_about(
    rembang: Rembang, ended_case: UUID
) -> None:
    del ended_case  # the first; the second still runs
    newest = rembang.start("Siti Aminah")
    listed = list_unfinished(rembang.administrator, "", "", store=rembang.store)
    assert [case.number for case in listed.cases] == [newest.number, "rembang/2026/000002"]
    assert listed.cases[0].sop == rembang.deployment.name
    assert listed.cases[0].open_tasks == (rembang.open_task(newest.case),)
    assert not hasattr(listed.cases[0], "subject")
    assert listed.after == ""


def test_unfinished_cases_are_found_by_number_and_never_by_subject(rembang: Rembang) -> None:
    rembang.start("Siti Aminah")
    rembang.start("Budi")
    assert numbers(rembang, " 000002\0") == ["rembang/2026/000002"]
    assert numbers(rembang, "Siti") == []


def test_unfinished_cases_are_listed_a_page_at_a_time(rembang: Rembang) -> None:
    for _ in range(PAGE + 1):
        rembang.start()
    first = list_unfinished(rembang.administrator, "", "", store=rembang.store)
    assert len(first.cases) == PAGE
    assert first.after == "rembang/2026/000002"
    assert numbers(rembang, after=first.after) == ["rembang/2026/000001"]


def test_only_administrators_of_the_office_cancel(rembang: Rembang, tanjungpinang: Rembang) -> None:
    case = rembang.start().case
    for person in (rembang.petugas, rembang.auditor, rembang.analyst):
        with pytest.raises(NotAdministrator):
            cancel(rembang, case, person)
        with pytest.raises(NotAdministrator):
            show_unfinished(person, case, store=rembang.store, engine=rembang.engine)
        with pytest.raises(NotAdministrator):
            list_unfinished(person, "", "", store=rembang.store)
    for unknown in (case, uuid4()):
        with pytest.raises(CaseUnknown):
            cancel(rembang, unknown, tanjungpinang.administrator)
        with pytest.raises(CaseUnknown):
            show_unfinished(
                tanjungpinang.administrator, unknown, store=rembang.store, engine=rembang.engine
            )
    assert numbers(tanjungpinang) == []


def test_claims_are_listed_for_their_own_office(rembang: Rembang, tanjungpinang: Rembang) -> None:
    task = rembang.open_task(rembang.start("Siti Aminah").case)
    assert list_claims(rembang.administrator, store=rembang.store) == []
    held = claim_task(rembang.petugas, task.id, store=rembang.store, clock=rembang.clock)
    (claim,) = list_claims(rembang.auditor, store=rembang.store)
    assert (claim.task, claim.number) == (held, "rembang/2026/000001")
    assert claim.sop == rembang.deployment.name
    assert list_claims(tanjungpinang.administrator, store=rembang.store) == []
