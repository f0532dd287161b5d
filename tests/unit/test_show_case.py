"""Showing a case: who may see it, what its history says, and which readings are recorded."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest

from service.domain.case import CaseState, CaseUnknown, Incident
from service.domain.form_fields import Problem
from service.domain.policy import NotYourCase
from service.domain.record import Act, append, at_utc, canonical
from service.domain.task import Task
from service.usecases.case_history import PORTION, Gap
from service.usecases.handle_files import keep_file
from service.usecases.show_case import CaseView, Damage
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.unit.showing import show


@pytest.fixture
def approval(rembang: Rembang) -> Task:
    """The task at step 3, where the Kabid decides."""
    return rembang.carry_to("Kegiatan_3")


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
        work.cases.move(replace(work.cases.get(approval.case), head=head), [])
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


def test_a_long_history_is_told_portion_by_portion(rembang: Rembang, approval: Task) -> None:
    read_by_auditor(rembang, approval, 2 * PORTION)
    view = show(rembang, rembang.kasi, approval)
    last = rembang.case(approval.case).head.count
    assert sequences(view) == list(range(last - PORTION + 1, last + 1))
    assert (view.earlier, view.gaps, view.damages) == (last - PORTION + 1, [], [])
    middle = show(rembang, rembang.kasi, approval, before=view.earlier)
    assert sequences(middle) == list(range(last - 2 * PORTION + 1, last - PORTION + 1))
    first = show(rembang, rembang.kasi, approval, before=middle.earlier)
    assert (sequences(first), first.earlier, first.damages) == ([1, 2, 3], None, [])


def test_beside_the_newest_portion_stands_how_the_case_began_and_where_it_is(
    rembang: Rembang, approval: Task
) -> None:
    read_by_auditor(rembang, approval, 2 * PORTION)
    view = show(rembang, rembang.kasi, approval)
    assert view.beginning is not None
    assert (view.beginning.act, view.beginning.sequence) == (Act.STARTED, 1)
    assert [line.sequence for line in view.told][:2] == [1, view.earlier]
    assert view.tokens == ("Kegiatan_3",)
    assert view.passed == {"Kegiatan_1", "Kegiatan_2"}


def test_a_place_behind_the_end_tells_the_newest_and_misses_nothing(
    rembang: Rembang, approval: Task
) -> None:
    view = show(rembang, rembang.kasi, approval, before=1_000_000)
    assert (sequences(view), view.gaps) == ([1, 2, 3], [])


def read_by_auditor(rembang: Rembang, task: Task, times: int) -> None:
    for _ in range(times):
        show(rembang, rembang.auditor, task)


def sequences(view: CaseView) -> list[int]:
    return [line.sequence for line in view.history]
