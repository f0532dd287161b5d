"""A case's states: running, in an incident, done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from service.domain.case import Advance, Case, CaseState, Incident

AT = datetime(2026, 2, 2, 2, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
CASE = Case(uuid4(), uuid4(), uuid4(), "rembang/2026/000001", "KIS", AT, b"before")
INCIDENT = Incident("Keputusan_3", "tidak ada alur yang cocok", {})


def test_a_case_takes_the_engines_snapshot_and_runs_on() -> None:
    case = CASE.advanced(Advance(b"after"), LATER)
    assert (case.snapshot, case.state, case.ended_at) == (b"after", CaseState.RUNNING, None)


def test_a_case_that_reached_its_end_is_done() -> None:
    case = CASE.advanced(Advance(b"end", ended=True), LATER)
    assert (case.state, case.ended_at) == (CaseState.DONE, LATER)


def test_an_incident_is_no_end() -> None:
    case = CASE.advanced(Advance(b"stuck", incident=INCIDENT, ended=True), LATER)
    assert (case.state, case.ended_at) == (CaseState.INCIDENT, None)


def test_a_case_leaves_its_incident_when_it_moves_on() -> None:
    stuck = CASE.advanced(Advance(b"stuck", incident=INCIDENT), AT)
    assert stuck.advanced(Advance(b"on"), LATER).state is CaseState.RUNNING
