"""Metrics: acts and conflicts are counted, requests measured, and the open work read at times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import NoReturn
from uuid import uuid4

import pytest

from service.domain.errors import Collided, LaksanaError
from service.domain.task import TaskAlreadyDone
from service.metrics import ACTS, Metrics
from service.store.database import DatabaseUnreachable
from service.usecases.measure_work import Load, Measured
from service.web.administration import Administration
from service.web.parts import Parts
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS

LOADS = Measured([Load("rembang", 3, 1, 2)], lag=7.5)


def told(metrics: Metrics) -> dict[str, float]:
    """Each series with its value."""
    lines = (line for line in metrics.told().decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def metrics_of(measure: Callable[[], Measured] = lambda: LOADS) -> Metrics:
    return Metrics(measure)


def test_an_act_is_counted_once_it_is_done() -> None:
    metrics = metrics_of()
    claim = metrics.counted("claim_task", lambda: "claimed")
    series = 'laksana_acts_total{act="claimed"}'
    assert told(metrics)[series] == 0
    assert claim() == "claimed"
    assert told(metrics)[series] == 1


@pytest.mark.parametrize("kind", [TaskAlreadyDone, Collided])
def test_a_conflict_is_counted_by_its_kind_and_is_no_act(kind: type[LaksanaError]) -> None:
    def refuse() -> NoReturn:
        raise kind(name="Petugas")

    metrics = metrics_of()
    with pytest.raises(kind):
        metrics.counted("claim_task", refuse)()
    found = told(metrics)
    assert found['laksana_acts_total{act="claimed"}'] == 0
    assert found[f'laksana_conflicts_total{{kind="{kind.__name__}"}}'] == 1


def test_where_there_was_nothing_to_do_nothing_is_counted() -> None:
    metrics = metrics_of()
    for fired in (False, True, False):
        metrics.counted("fire_timers", lambda fired=fired: fired)()
    assert told(metrics)['laksana_acts_total{act="timer"}'] == 1


def test_an_act_that_is_sent_again_is_counted_once() -> None:
    office, metrics, act = Rembang(InMemoryStore()), metrics_of(), uuid4()
    task = office.open_task(office.start(act=act).case)
    start = metrics.counted("start_case", partial(office.start, act=act))
    complete = metrics.counted(
        "complete_task", partial(office.complete, task, office.petugas, act=act)
    )
    deploy = metrics.counted("deploy", partial(office.deploy, PENGANTAR_KIS, 2))
    for _ in range(2):
        deploy()
        complete()
        start()
    found = told(metrics)
    assert found['laksana_acts_total{act="deployed"}'] == 1
    assert found['laksana_acts_total{act="completed"}'] == 1
    assert found['laksana_acts_total{act="started"}'] == 0  # which it was before


def test_reading_is_no_act() -> None:
    metrics = metrics_of()
    metrics.counted("show_task", lambda: None)()
    assert not [series for series in told(metrics) if series.startswith("laksana_acts")]


def test_what_counts_as_an_act_is_something_that_people_do() -> None:
    names = {each.name for parts in (Parts, Administration) for each in fields(parts)}
    assert set(ACTS) - names == {"fire_timers"}


def test_requests_are_measured_by_route_and_a_method_that_nobody_knows_adds_no_series() -> None:
    metrics = metrics_of()
    metrics.answered("tasks.complete", "POST", 303, 0.02)
    for method in ("PUT", "SITI"):
        metrics.answered("", method, 405, 3.0)
    found = told(metrics)
    completed = 'endpoint="tasks.complete",method="POST",status="3xx"'
    assert found[f"laksana_request_seconds_count{{{completed}}}"] == 1
    assert found[f"laksana_request_seconds_sum{{{completed}}}"] == 0.02
    assert found['laksana_request_seconds_count{endpoint="",method="other",status="4xx"}'] == 2


def test_the_open_work_of_each_office_is_told() -> None:
    found = told(metrics_of())
    assert found['laksana_open_tasks{office="rembang"}'] == 3
    assert found['laksana_overdue_tasks{office="rembang"}'] == 1
    assert found['laksana_incidents{office="rembang"}'] == 2
    assert found["laksana_job_lag_seconds"] == 7.5


def test_the_database_is_read_once_for_several_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    now = [100.0]
    monkeypatch.setattr("service.metrics.monotonic", lambda: now[0])

    def measure() -> Measured:
        read.append(1)
        now[0] += 0.5
        return LOADS

    metrics = metrics_of(measure)
    for after, times in ((0, 1), (14, 1), (35, 1), (2, 2)):  # half a second is a hundredth of 50
        now[0] += after
        metrics.told()
        assert len(read) == times, after


def test_what_was_counted_is_told_while_the_database_is_away() -> None:
    def measure() -> NoReturn:
        raise DatabaseUnreachable

    metrics = metrics_of(measure)
    metrics.counted("claim_task", lambda: None)()
    assert told(metrics) == {'laksana_acts_total{act="claimed"}': 1}
