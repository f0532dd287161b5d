"""Showing a case: who may see it, what its history says, and which readings are recorded."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseState, CaseUnknown, Incident
from service.domain.definition import Source
from service.domain.form_fields import Problem
from service.domain.policy import NotYourCase
from service.domain.record import Act, Answers, append, at_utc, canonical
from service.domain.task import Task
from service.usecases.handle_files import keep_file
from service.usecases.show_case import CaseView, Damage, Gap, show_case
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang


@pytest.fixture
def approval(rembang: Rembang) -> Task:
    """The task at step 3, where the Kabid decides."""
    return rembang.carry_to("Kegiatan_3")


def show(rembang: Rembang, actor: Actor, task: Task, *, reveal: bool = False) -> CaseView:
    return show_case(
        actor,
        task.case,
        reveal=reveal,
        store=rembang.store,
        engine=rembang.engine,
        clock=rembang.clock,
    )


def test_a_case_is_shown_with_where_it_stands(rembang: Rembang, approval: Task) -> None:
    view = show(rembang, rembang.kepala, approval)
    assert view.case == rembang.case(approval.case)
    assert view.office == rembang.office
    assert view.definition.key == "pengantar-kis"
    assert view.open_tasks == [approval]
    assert view.tokens == ("Kegiatan_3",)
    assert view.passed == {"Mulai", "Kegiatan_1", "Kegiatan_2"}
    assert view.damages == []
    assert view.gaps == []


def test_history_says_who_did_what_when(rembang: Rembang, approval: Task) -> None:
    started, received, verified = show(rembang, rembang.kasi, approval).history
    assert (started.act, started.step, started.actor) == (Act.STARTED, "Mulai", "Petugas")
    assert (received.act, received.step) == (
        Act.COMPLETED,
        "Menerima permohonan dari masyarakat",
    )
    assert (verified.actor, verified.role, verified.on_behalf_of) == ("Kasi", "Kasi Rehabsos", "")
    assert [line.sequence for line in (started, received, verified)] == [1, 2, 3]
    assert verified.at == rembang.clock.at


def test_history_shows_the_answers_as_the_form_asked_for_them(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_1")
    scan = keep_file("kk.pdf", BytesIO(b"scan"), files=rembang.files)
    rembang.complete(
        task,
        rembang.petugas,
        texts={"catatan": ["asli"]},
        files={"kelengkapan_2": [scan]},
    )
    started, completed = show(rembang, rembang.petugas, task).history
    assert [(row.label, row.value, row.personal) for row in started.answers] == [
        ("Perihal", "Permohonan KIS", False),
        ("NIK", "3317010101010001", True),
    ]
    assert [row.label for row in completed.answers] == ["Fotocopy KK", "Catatan"]


def test_answers_that_were_erased_are_said_to_be_erased(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        for place, event in work.tables.events.items():
            work.tables.events[place] = replace(event, answers=None)
    for line in show(rembang, rembang.kasi, approval).history:
        assert line.erased
        assert line.answers == ()


def test_an_event_without_a_form_has_no_answers(rembang: Rembang, approval: Task) -> None:
    """An SOP may lose a step; the history of old cases stays readable."""
    event, head = append(
        approval.case,
        rembang.case(approval.case).head,
        {"act": "completed", "at": at_utc(rembang.clock.at), "element": "Kegiatan_9"},
        b"{}",
    )
    with rembang.store.begin() as work:
        work.record.add([event])
        work.cases.save(replace(work.cases.get(approval.case), head=head))
    line = show(rembang, rembang.kasi, approval).history[-1]
    assert (line.step, line.answers, line.actor) == ("Kegiatan_9", (), "")


def test_an_incident_is_shown_with_its_reason(rembang: Rembang, approval: Task) -> None:
    incident = Incident("Keputusan_3", "tidak ada alur yang cocok", {"biaya": "null"})
    content = {
        "act": "incident",
        "at": at_utc(rembang.clock.at),
        "element": incident.element,
        "reason": incident.reason,
    }
    head = rembang.case(approval.case).head
    event, _ = append(approval.case, head, content, canonical(dict(incident.values)))
    with rembang.store.begin() as work:
        work.record.add([event])
    line = show(rembang, rembang.kasi, approval).history[-1]
    assert line.problem == Problem(incident.reason, {"biaya": "null"})
    assert line.answers == ()
    assert show(rembang, rembang.kasi, approval).tokens == ("Kegiatan_3",)


def test_a_case_that_has_ended_stands_nowhere(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_5")
    rembang.complete(task, rembang.petugas)
    view = show(rembang, rembang.petugas, task)
    assert view.case.state is CaseState.DONE
    assert (view.tokens, view.open_tasks) == ((), [])
    assert "Selesai" in view.passed


def test_a_case_without_a_record_stands_nowhere(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        work.tables.events.clear()
    view = show(rembang, rembang.kasi, approval)
    assert (view.tokens, view.gaps, view.damages) == ((), [Gap(1, 3)], [Damage.RECORD])


def test_a_damaged_snapshot_is_said_and_the_rest_is_shown(rembang: Rembang, approval: Task) -> None:
    with rembang.store.begin() as work:
        work.cases.save(replace(work.cases.get(approval.case), snapshot=b"garbage"))
    view = show(rembang, rembang.kasi, approval)
    assert view.damages == [Damage.SNAPSHOT]
    assert len(view.history) == 3


def replace_second(memory: InMemoryStore, case: UUID, **changes: Any) -> None:
    """Change the second event of a case past everything that guards it."""
    with memory.begin() as work:
        event = work.tables.events[case, 2]
        work.tables.events[case, 2] = replace(event, **changes)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff not JSON",
        b"[]",
        b"{}",
        b'{"act":"sabotage","at":"2026-02-02T02:00:00Z"}',
        b'{"act":"completed","at":"soon"}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","actor":"Petugas"}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","element":[]}',
        b'{"act":"completed","at":"2026-02-02T02:00:00Z","tokens":1}',
        b'{"act":"incident","at":"2026-02-02T02:00:00Z"}',
    ],
)
def test_an_event_that_cannot_be_read_is_a_gap_between_the_others(
    memory: InMemoryStore, rembang: Rembang, approval: Task, body: bytes
) -> None:
    replace_second(memory, approval.case, body=body)
    view = show(rembang, rembang.kasi, approval)
    assert [line.sequence for line in view.history] == [1, 3]
    assert view.gaps == [Gap(2, 2)]
    assert view.damages == [Damage.RECORD]
    assert view.tokens == ("Kegiatan_3",)


def test_an_event_that_was_changed_is_shown_as_damaged(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    body = rembang.events(approval.case)[1].body.replace(b"Petugas", b"Pitugas")
    replace_second(memory, approval.case, body=body)
    view = show(rembang, rembang.kasi, approval)
    assert [line.damaged for line in view.history] == [False, True, False]
    assert view.damages == [Damage.RECORD]


@pytest.mark.parametrize("answers", [b"\xff not JSON", b'{"catatan":"lain"}', b"[]"])
def test_answers_that_were_changed_are_not_shown(
    memory: InMemoryStore, rembang: Rembang, approval: Task, answers: bytes
) -> None:
    replace_second(memory, approval.case, answers=Answers(b"", answers))
    line = show(rembang, rembang.kasi, approval).history[1]
    assert (line.damaged, line.answers) == (True, ())


def test_events_that_are_gone_leave_gaps(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        del work.tables.events[approval.case, 1]
        del work.tables.events[approval.case, 3]
    view = show(rembang, rembang.kasi, approval)
    assert view.gaps == [Gap(1, 1), Gap(3, 3)]
    assert [line.sequence for line in view.history] == [2]


@pytest.mark.parametrize("gone", [False, True])
def test_a_case_whose_sop_is_damaged_shows_what_its_record_says(
    memory: InMemoryStore, rembang: Rembang, approval: Task, *, gone: bool
) -> None:
    key = rembang.deployment.id
    with memory.begin() as work:
        if gone:
            del work.tables.deployments[key]
        else:
            work.tables.deployments[key] = replace(rembang.deployment, source=Source(b"?", {}))
    for person in (rembang.auditor, rembang.petugas, rembang.kabid):
        view = show(rembang, person, approval)
        assert view.damages == [Damage.DEFINITION]
        assert view.definition.name == ("" if gone else rembang.deployment.name)
        assert [line.actor for line in view.history][:3] == ["Petugas", "Petugas", "Kasi"]
        assert view.open_tasks == [approval]
    assert rembang.acts(approval.case)[-1] == "read"


def test_a_case_whose_sop_is_damaged_is_shown_to_nobody_else(
    memory: InMemoryStore, rembang: Rembang, tanjungpinang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        work.tables.deployments.clear()
    for person in (rembang.kepala, rembang.analyst, rembang.administrator):
        with pytest.raises(NotYourCase):
            show(rembang, person, approval)
    for person in (tanjungpinang.petugas, tanjungpinang.auditor):
        with pytest.raises(CaseUnknown):
            show(rembang, person, approval)


def test_a_case_in_a_state_that_nobody_knows_is_damaged(
    memory: InMemoryStore, rembang: Rembang, approval: Task
) -> None:
    with memory.begin() as work:
        case = work.tables.cases[approval.case]
        work.tables.cases[case.id] = replace(case, state=CaseState.DAMAGED)
    assert show(rembang, rembang.kasi, approval).damages == [Damage.STATE]


def test_every_lane_of_the_sop_sees_the_case_and_is_not_recorded(
    rembang: Rembang, approval: Task
) -> None:
    for person in (rembang.petugas, rembang.kasi, rembang.kabid, rembang.kepala):
        assert show(rembang, person, approval).case.id == approval.case
    assert rembang.acts(approval.case) == ["started", "completed", "completed"]


def test_who_holds_no_lane_does_not_see_the_case(rembang: Rembang, approval: Task) -> None:
    outsider = replace(rembang.kasi, roles=frozenset({"Bendahara"}))
    for person in (outsider, rembang.analyst, rembang.administrator):
        with pytest.raises(NotYourCase):
            show(rembang, person, approval)


def test_for_another_office_the_case_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang, approval: Task
) -> None:
    for person in (tanjungpinang.petugas, tanjungpinang.auditor):
        with pytest.raises(CaseUnknown):
            show(rembang, person, approval)
    assert "read" not in rembang.acts(approval.case)


def test_an_unknown_case_is_refused(rembang: Rembang, approval: Task) -> None:
    with pytest.raises(CaseUnknown):
        show(rembang, rembang.kasi, replace(approval, case=uuid4()))


def test_an_auditors_reading_is_recorded(rembang: Rembang, approval: Task) -> None:
    view = show(rembang, rembang.auditor, approval, reveal=True)
    assert not view.may_reveal
    assert not view.revealed
    event = rembang.events(approval.case)[-1]
    assert event.content() == {
        "chain": str(approval.case),
        "sequence": 4,
        "act": "read",
        "at": at_utc(rembang.clock.at),
        "actor": {
            "id": str(rembang.auditor.id),
            "account": "auditor@rembang",
            "name": "Auditor",
        },
        "definition": rembang.deployment.hash,
        "what": "case",
    }
    assert rembang.case(approval.case).head.hash == event.hash
    again = show(rembang, rembang.auditor, approval).history
    assert [line.act for line in again][-1] is Act.READ


def test_personal_data_is_shown_on_the_record_to_who_has_a_task_in_the_case(
    rembang: Rembang, approval: Task
) -> None:
    view = show(rembang, rembang.kabid, approval, reveal=True)
    assert view.may_reveal
    assert view.revealed
    content = rembang.events(approval.case)[-1].content()
    assert (content["act"], content["what"]) == ("read", "personal data")
    assert content["actor"]["account"] == "kabid@rembang"


def test_personal_data_is_not_shown_unasked(rembang: Rembang, approval: Task) -> None:
    view = show(rembang, rembang.kabid, approval)
    assert view.may_reveal
    assert not view.revealed
    assert "read" not in rembang.acts(approval.case)


def test_personal_data_is_not_shown_to_who_has_no_task_in_the_case(
    rembang: Rembang, approval: Task
) -> None:
    view = show(rembang, rembang.petugas, approval, reveal=True)
    assert not view.may_reveal
    assert not view.revealed
    assert "read" not in rembang.acts(approval.case)


def test_a_reading_does_not_stop_the_work(rembang: Rembang, approval: Task) -> None:
    show(rembang, rembang.auditor, approval)
    rembang.complete(approval, rembang.kabid)
    assert rembang.acts(approval.case)[-2:] == ["read", "completed"]
    assert show(rembang, rembang.kabid, approval).tokens == ("Kegiatan_4",)
