"""Whatever anybody tries in whatever order, what is stored agrees, and the record alone gives it.

`FUZZ_EXAMPLES=20000 pytest tests/integration/test_invariants.py` tries longer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from service.domain.case import ENDED_CASES, Case
from service.engine.course import Act, due_of, element_of
from service.engine.executable import plan_of
from service.engine.intake.completing import complete
from service.engine.intake.joining import joined
from service.engine.intake.nodes import step_key
from service.engine.snapshots import unpack
from service.engine.stepping import is_open
from service.folder import read_forms
from service.store.database import open_database
from service.store.migrate import migrate
from tests.databases import PostgresServer
from tests.integration.blocks.pools import Diagram
from tests.integration.blocks.trees import diagrams
from tests.integration.busy import TRIES, Busy, Try
from tests.integration.drawing import (
    CALENDAR,
    NOW,
    both,
    diagram,
    end,
    flow,
    path,
    start,
    tasks,
    xor,
)
from tests.integration.events.drawn import beside, catches, what
from tests.integration.kept import InMemory, Kept, OnPostgresql, OnSqlite
from tests.integration.rerun import Rerun, as_recorded, state_of
from tests.processes.at_work import PROCESSES, SOPS, diagram_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
FORMS = read_forms(PROCESSES)

AWAITED = diagram(
    start(),
    both("f", "j"),
    tasks("a", "b", "c", "d", "ingat"),
    end(),
    path("mulai", "f", "a", "j", "selesai"),
    beside("a", "lagi", what("timer", text="R3/PT1H", timer="timeCycle"), stops=False),
    path("lagi", "ingat"),
    catches("jawaban", what("message"), name="Jawaban dinas"),
    xor("g"),
    path("f", "jawaban", "g"),
    flow("g", "b", when="jawab_nilai = 1"),
    flow("g", "c", when="jawab_nilai = 2"),
    path("b", "j"),
    path("c", "j"),
    catches("nanti", what("timer"), name="2 hari kerja"),
    path("f", "nanti", "d", "j"),
)
"""A task with a reminder, a message whose number may lead nowhere, and a wait of working days."""


def thorough(examples: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=EXAMPLES or examples, deadline=None, suppress_health_check=slow)


@thorough(60)
@given(diagrams(), TRIES)
def test_whatever_is_tried_in_any_diagram_everything_agrees(
    drawn: Diagram, tries: list[Try]
) -> None:
    kept = InMemory()
    check(Busy(kept.store, drawn.to_bpmn()), kept, tries)


@thorough(40)
@given(st.sampled_from(SOPS), TRIES)
def test_whatever_is_tried_in_an_sop_everything_agrees(sop: str, tries: list[Try]) -> None:
    kept = InMemory()
    check(Busy(kept.store, diagram_of(sop), FORMS), kept, tries)


@thorough(60)
@given(TRIES)
def test_whatever_is_tried_where_times_and_messages_come_everything_agrees(
    tries: list[Try],
) -> None:
    kept = InMemory()
    check(Busy(kept.store, AWAITED), kept, tries)


@pytest.mark.sqlite
@thorough(8)
@given(diagrams(), TRIES)
def test_whatever_is_tried_everything_agrees_on_sqlite(drawn: Diagram, tries: list[Try]) -> None:
    with tempfile.TemporaryDirectory() as folder, database(f"sqlite:///{folder}/l.db") as opened:
        kept = OnSqlite(opened)
        check(Busy(kept.store, drawn.to_bpmn()), kept, tries)


@pytest.mark.postgresql
@thorough(4)
@given(diagrams(), TRIES)
def test_whatever_is_tried_everything_agrees_on_postgresql(
    postgres_server: PostgresServer, drawn: Diagram, tries: list[Try]
) -> None:
    with postgres_server.database() as url, database(url) as opened:
        kept = OnPostgresql(opened)
        check(Busy(kept.store, drawn.to_bpmn()), kept, tries)


@contextmanager
def database(url: str) -> Iterator[Engine]:
    """With the present schema."""
    opened = open_database(url)
    try:
        migrate(opened)
        yield opened
    finally:
        opened.dispose()


def check(office: Busy, kept: Kept, tries: list[Try]) -> None:
    """Try one after the other, after a start; everything agrees after each."""
    agreement = Agreement(office, kept)
    for tried in [Try("start"), *tries]:
        before = kept.everything()
        if not office.attempt(tried):
            assert kept.everything() == before
        agreement.check()


class Agreement:
    """Rows, snapshots, timers and records of all cases of an office: they say the same."""

    def __init__(self, office: Busy, kept: Kept) -> None:
        self.office, self.kept = office, kept
        self.plan = plan_of(joined(complete(office.deployment.source, frozenset()).graph, ()))
        self.reruns: dict[UUID, Rerun] = {}

    def check(self) -> None:
        assert self.office.faults() == []
        cases = [self.office.case(case) for case in self.office.cases]
        timers = {case.id: case.due_at for case in cases if case.due_at is not None}
        assert self.kept.timers() in (timers, None)
        for case in cases:
            rerun = self.reruns.setdefault(case.id, self._rerun())
            self._check_record(case, rerun)
            self._check_snapshot(case, rerun)

    def _rerun(self) -> Rerun:
        office = self.office
        return Rerun(
            office.deployment,
            office.engine,
            lambda at: as_recorded(
                office.office, office.events(office.office.id), at, office.calendar
            ),
        )

    def _check_record(self, case: Case, rerun: Rerun) -> None:
        """What was recorded, and nothing else, leads to what is stored."""
        for event in self.office.events(case.id)[rerun.read :]:
            rerun.go_on(event)
        assert state_of(rerun.last.snapshot) == state_of(case.snapshot)
        assert case.state is rerun.state
        assert case.due_at == rerun.due

    def _check_snapshot(self, case: Case, rerun: Rerun) -> None:
        """The open tasks are those that wait in the snapshot, under the same ids."""
        tokens = unpack(case.snapshot, self.plan, Act(NOW, CALENDAR.due)).tokens()
        waiting = {t.id: step_key(element_of(t).node) for t in tokens if is_open(t)}
        rows = {task.id: task.element for task in self.office.open_tasks(case.id)}
        assert rows == ({} if case.state in ENDED_CASES else waiting)
        assert (case.ended_at is not None) == (case.state in ENDED_CASES)
        dues = (due for token in tokens if (due := due_of(token)))
        assert min(dues, default=None) == rerun.last.due
