"""What every act that moves a case shares: incidents, withdrawn tasks, due dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.domain.case import Advance, CaseState, Incident
from service.domain.definition import Deployment, StepKind
from service.domain.task import TaskState
from service.usecases.advancing import due
from service.usecases.ports import Completion, OfficeTime
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.scripts import PENGANTAR_KIS
from tests.fakes.surroundings import MONDAY, NoHolidays


class StumblingEngine(ScriptedEngine):
    """An engine that finds no way on after any step."""

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        incident = Incident("Keputusan_3", "tidak ada alur yang cocok", {"biaya": "null"})
        advance = super().complete(deployment, snapshot, done)
        return replace(advance, opened=(), incident=incident)


class WithdrawingEngine(ScriptedEngine):
    """An engine that takes every other task back, as a boundary event would."""

    def __init__(self, memory: InMemoryStore) -> None:
        super().__init__(PENGANTAR_KIS)
        self._memory = memory

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        with self._memory.read() as work:
            others = tuple(
                task.id
                for task in work.tasks.of_case(work.tables.tasks[done.task].case)
                if task.id != done.task
            )
        return replace(super().complete(deployment, snapshot, done), withdrawn=others)


class ListeningEngine(ScriptedEngine):
    """An engine that notes the zone in which it is told the time."""

    def __init__(self) -> None:
        super().__init__(PENGANTAR_KIS)
        self.zones: list[str] = []

    def start(
        self,
        deployment: Deployment,
        element: str,
        answers: Mapping[str, object],
        time: OfficeTime,
    ) -> Advance:
        self.zones.append(str(time.at.tzinfo))
        return super().start(deployment, element, answers, time)

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        self.zones.append(str(done.time.at.tzinfo))
        return super().complete(deployment, snapshot, done)


def test_the_engine_is_told_the_time_of_the_office(memory: InMemoryStore) -> None:
    engine = ListeningEngine()
    rembang = Rembang(memory, engine)
    rembang.complete(rembang.carry_to("Kegiatan_1"), rembang.petugas)
    assert engine.zones == ["Asia/Jakarta", "Asia/Jakarta"]


def test_an_incident_is_recorded_after_the_act_that_led_to_it(memory: InMemoryStore) -> None:
    rembang = Rembang(memory, StumblingEngine(PENGANTAR_KIS))
    task = rembang.carry_to("Kegiatan_1")
    outcome = rembang.complete(task, rembang.petugas)
    assert outcome.next_steps == ()
    assert not outcome.ended
    case = rembang.case(task.case)
    assert (case.state, case.ended_at) == (CaseState.INCIDENT, None)
    assert rembang.task(task.id).state is TaskState.DONE
    _, completed, incident = rembang.events(task.case)
    assert completed.content()["act"] == "completed"
    assert incident.answers is not None
    assert incident.answers.body == b'{"biaya":"null"}'
    assert incident.content() == {
        "chain": str(task.case),
        "sequence": 3,
        "act": "incident",
        "at": "2026-02-02T02:00:00.000000Z",
        "definition": rembang.deployment.hash,
        "element": "Keputusan_3",
        "reason": "tidak ada alur yang cocok",
        "answers": incident.answers.digest,
    }
    assert case.head.hash == incident.hash


def test_a_task_that_the_engine_took_back_waits_no_more(memory: InMemoryStore) -> None:
    rembang = Rembang(memory, WithdrawingEngine(memory))
    task = rembang.carry_to("Kegiatan_1")
    beside = replace(task, id=rembang.office.id, element="Kegiatan_4")
    with memory.begin() as work:
        work.tasks.add([beside])
    rembang.complete(task, rembang.petugas)
    withdrawn = rembang.task(beside.id)
    assert (withdrawn.state, withdrawn.finished_at) == (TaskState.WITHDRAWN, rembang.clock.at)
    assert rembang.events(task.case)[-1].content()["withdrawn"] == [str(beside.id)]


def test_an_opened_task_is_due_in_the_offices_working_time(rembang: Rembang) -> None:
    # A Friday, 16.28 in Jakarta: two minutes are left, and three more on Monday from 07.30.
    rembang.clock.at = datetime(2026, 2, 6, 9, 28, tzinfo=UTC)
    task = rembang.open_task(rembang.start().case)
    assert task.due_at == datetime(2026, 2, 9, 0, 33, tzinfo=UTC)


def test_a_step_without_a_standard_time_is_never_due(rembang: Rembang) -> None:
    assert rembang.carry_to("Kegiatan_5").due_at is None


@pytest.mark.parametrize("waktu", ["", "secepatnya", "120 Menit / 3 Hari"])
def test_a_standard_time_that_is_not_sure_gives_no_due_date(rembang: Rembang, waktu: str) -> None:
    step = replace(PENGANTAR_KIS.definition.steps["Kegiatan_1"], standard_time=waktu)
    assert due(step, rembang.office, MONDAY, NoHolidays()) is None


def test_time_that_is_anothers_is_not_the_offices(rembang: Rembang) -> None:
    step = PENGANTAR_KIS.definition.steps["Kegiatan_1"]
    waiting = replace(step, kind=StepKind.CONFIRMATION)
    assert due(step, rembang.office, MONDAY, NoHolidays()) is not None
    assert due(waiting, rembang.office, MONDAY, NoHolidays()) is None
