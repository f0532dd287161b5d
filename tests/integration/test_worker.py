"""The worker as it runs: processes of `laksana work`, threads beside a server, and what dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from service.domain.case import CaseState
from service.store.database import driver_address
from service.worker import TRIES, EmbeddedWorker
from tests.databases import free_port
from tests.integration.drawing import diagram, end, path, start, tasks
from tests.integration.drawn_office import DrawnOffice, stored
from tests.integration.events.drawn import beside, catches, what
from tests.needs import ROOT

LATER = diagram(
    start(),
    catches("tunggu", what("timer", text="PT1H")),
    tasks("a"),
    end(),
    path("mulai", "tunggu", "a", "selesai"),
)
"""Waits for an hour, then for a person."""
TWICE = diagram(
    start(),
    tasks("a", "b"),
    end(),
    beside("a", "pertama", what("timer", text="PT1H")),
    beside("b", "kedua", what("timer", text="PT1H")),
    path("mulai", "a", "b", "selesai"),
    path("pertama", "selesai"),
    path("kedua", "selesai"),
)
"""Two tasks, at each of which something happens after an hour."""
CASE = UUID("7f0a4b1e-0000-4000-8000-000000000001")
PATIENCE = 30  # seconds


@contextmanager
def working(url: str, var: Path, *options: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of `laksana work`; `more`: other settings."""
    settings = {"LAKSANA_VAR": str(var), "LAKSANA_DATABASE_URL": url, **more}
    command = [str(Path(sys.executable).with_name("laksana")), "work", *options]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_until(true: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.05)


def started_an_hour_ago(office: DrawnOffice) -> UUID:
    """A case whose timer fires as soon as the worker looks: the machine's clock is years ahead."""
    return office.start().case


def test_a_worker_process_fires_what_is_due(database_url: str, tmp_path: Path) -> None:
    with stored(database_url) as store:
        office = DrawnOffice(store, LATER)
        cases = [started_an_hour_ago(office) for _ in range(3)]
        with working(database_url, tmp_path):
            wait_until(lambda: all(office.waiting(case) == ["a"] for case in cases))
        assert all(office.acts(case) == ["started", "timer"] for case in cases)
        assert office.faults() == []


def test_a_worker_process_is_watched_as_a_server_is(database_url: str, tmp_path: Path) -> None:
    port = free_port()
    with stored(database_url) as store:
        office = DrawnOffice(store, LATER)
        case = started_an_hour_ago(office)
        with working(database_url, tmp_path, "--port", str(port)):
            wait_until(lambda: office.waiting(case) == ["a"])
            said = [asked(port, "/healthz"), asked(port, "/readyz")]
            token = (tmp_path / "metrics-token").read_text()
            told = asked(port, "/metrics", Authorization=f"Bearer {token}")
    assert said == ["ok", "ok"]
    assert 'laksana_acts_total{act="timer"} 1.0' in told.splitlines()


def asked(port: int, address: str, **headers: str) -> str:
    """What the worker answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
        return text


@pytest.mark.postgresql
@pytest.mark.parametrize("listening", [False, True])
def test_workers_go_through_a_pooler_and_listen_past_it(
    postgres_url: str, pooled_url: str, tmp_path: Path, *, listening: bool
) -> None:
    pooled = {"LAKSANA_PREPARED_STATEMENTS": "0"}
    direct = {"LAKSANA_WORKER_DATABASE_URL": postgres_url} if listening else {}
    with stored(pooled_url) as store:
        office = DrawnOffice(store, LATER)
        # More at once than the pooler has connections, and more jobs than go unprepared.
        with (
            working(pooled_url, tmp_path, **pooled, **direct),
            working(pooled_url, tmp_path, **pooled, **direct),
        ):
            cases = [started_an_hour_ago(office) for _ in range(12)]
            wait_until(lambda: all(office.waiting(case) == ["a"] for case in cases))
        assert all(office.acts(case) == ["started", "timer"] for case in cases)
        assert office.faults() == []


@pytest.mark.postgresql
def test_workers_are_woken_for_what_can_be_done_now_and_not_for_what_waits(
    postgres_url: str,
) -> None:
    with (
        stored(postgres_url) as store,
        psycopg.connect(driver_address(postgres_url), autocommit=True) as listener,
    ):
        listener.execute("LISTEN procrastinate_any_queue_v1")
        with store.begin() as work:
            work.jobs.set_timer(CASE, datetime.now(UTC) + timedelta(hours=1))
        assert list(listener.notifies(timeout=0.5)) == []
        with store.begin() as work:
            work.jobs.set_timer(CASE, datetime.now(UTC))
        assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1


@pytest.mark.postgresql
def test_a_job_is_written_with_its_act_and_forgotten_with_its_timer(
    postgres_url: str,
) -> None:
    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as direct:
        office = DrawnOffice(store, LATER)
        case = office.start().case
        jobs = "SELECT lock, task_name, scheduled_at FROM procrastinate_jobs"
        assert direct.execute(jobs).fetchall() == [
            (str(case), "fire timers", office.case(case).due_at)
        ]
        office.clock.pass_by(hours=1)
        direct.rollback()
        office.fire(case)
        assert direct.execute(jobs).fetchall() == []


@pytest.mark.postgresql
def test_what_a_killed_worker_had_in_hand_is_taken_over(postgres_url: str, tmp_path: Path) -> None:
    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as direct:
        office = DrawnOffice(store, LATER)
        case = office.start().case
        # Somebody holds the case, so that the worker waits for it with the job in hand.
        direct.execute("SELECT 1 FROM cases FOR UPDATE")
        with working(postgres_url, tmp_path) as first:
            doing = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'"
            with psycopg.connect(driver_address(postgres_url), autocommit=True) as looking:
                wait_until(lambda: looking.execute(doing).fetchone() is not None)
            first.send_signal(signal.SIGKILL)
        direct.rollback()
        assert office.waiting(case) == []
        with working(postgres_url, tmp_path):
            wait_until(lambda: office.waiting(case) == ["a"])
        assert office.acts(case) == ["started", "timer"]


@contextmanager
def away(url: str) -> Iterator[None]:
    """The database ends every connection and takes no other."""
    name = str(make_url(url).database)
    server = driver_address(make_url(url).set(database="postgres").render_as_string())
    with psycopg.connect(server, autocommit=True) as operator:
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        operator.execute(allow.format(sql.Identifier(name), False))
        try:
            operator.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [name],
            )
            yield
        finally:
            operator.execute(allow.format(sql.Identifier(name), True))


@pytest.mark.postgresql
def test_a_worker_goes_on_by_itself_when_the_database_is_back(
    postgres_url: str, tmp_path: Path
) -> None:
    with stored(postgres_url) as store, working(postgres_url, tmp_path) as process:
        office = DrawnOffice(store, LATER)
        first = started_an_hour_ago(office)
        wait_until(lambda: office.waiting(first) == ["a"])
        with away(postgres_url):
            time.sleep(5)  # several heartbeats
        second = started_an_hour_ago(office)
        wait_until(lambda: office.waiting(second) == ["a"])
        assert process.poll() is None
        assert office.faults() == []


@pytest.mark.postgresql
def test_a_job_whose_end_could_not_be_told_stays_in_nobodys_hand(
    postgres_url: str, tmp_path: Path
) -> None:
    rename = "ALTER FUNCTION procrastinate_finish_job_v1 RENAME TO away"
    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as direct:
        direct.autocommit = True
        office = DrawnOffice(store, LATER)
        direct.execute(rename)
        case = started_an_hour_ago(office)
        with working(postgres_url, tmp_path) as process:
            wait_until(lambda: office.waiting(case) == ["a"])
            time.sleep(1)  # in which the end of the job is told in vain
            direct.execute("ALTER FUNCTION away RENAME TO procrastinate_finish_job_v1")
            jobs = "SELECT 1 FROM procrastinate_jobs"
            wait_until(lambda: direct.execute(jobs).fetchone() is None)
            assert process.poll() is None
        assert office.acts(case) == ["started", "timer"]


@pytest.mark.postgresql
def test_a_try_that_failed_is_put_off_unless_another_act_came_first(postgres_url: str) -> None:
    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as direct:
        direct.autocommit = True
        office = DrawnOffice(store, TWICE)
        case = office.start().case
        jobs = "SELECT args->>'case', (args->>'tries')::int, scheduled_at FROM procrastinate_jobs"
        wait = timedelta(seconds=4)
        office.clock.pass_by(hours=1)
        office.put_off(case, 2, wait)
        assert direct.execute(jobs).fetchall() == [(str(case), 2, office.clock.at + wait)]
        # The first job is in somebody's hand when a person goes on to what the next timer is at.
        direct.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        office.do(office.open_tasks(case)[0])
        office.put_off(case, 3, wait)
        waiting = f"{jobs} WHERE status = 'todo'"
        assert direct.execute(waiting).fetchall() == [(str(case), 0, office.case(case).due_at)]


REFUSE = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE 'out of order'; END $$;
    CREATE TRIGGER refuse BEFORE UPDATE ON cases FOR EACH ROW
    WHEN (NEW.state = 'running') EXECUTE FUNCTION refuse()
"""
"""No case can go on, but each can be stopped."""


@pytest.mark.postgresql
def test_a_worker_counts_tries_and_not_how_often_the_queue_gave_a_job_out(
    postgres_url: str, tmp_path: Path
) -> None:
    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as direct:
        direct.autocommit = True
        office = DrawnOffice(store, LATER)
        first, last = started_an_hour_ago(office), started_an_hour_ago(office)
        office.clock.pass_by(hours=1)
        office.put_off(last, TRIES - 1, timedelta())
        direct.execute(REFUSE)
        direct.execute("UPDATE procrastinate_jobs SET attempts = 100")
        with working(postgres_url, tmp_path):
            wait_until(lambda: office.case(last).state is CaseState.INCIDENT)
            tries = "SELECT lock FROM procrastinate_jobs WHERE args->>'tries' = '1'"
            wait_until(lambda: direct.execute(tries).fetchall() == [(str(first),)])
            assert office.case(first).state is CaseState.RUNNING
            direct.execute("DROP TRIGGER refuse ON cases")
            wait_until(lambda: office.waiting(first) == ["a"])
        assert office.acts(first) == ["started", "timer"]
        assert office.faults() == []


def test_beside_an_embedded_database_a_thread_does_the_work(tmp_path: Path) -> None:
    with stored(f"sqlite:///{tmp_path / 'laksana.db'}") as store:
        office = DrawnOffice(store, LATER)
        case = office.start().case
        office.clock.pass_by(hours=1)
        with EmbeddedWorker(office.timers).beside():
            wait_until(lambda: office.waiting(case) == ["a"])
        assert office.case(case).state is CaseState.RUNNING
