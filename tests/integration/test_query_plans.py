"""Every hot query has its index, names its case or its office, and reads what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, event, select

from service.bootstrap import Laksana, build
from service.demo import set_up
from service.domain.task import TaskState
from service.settings import read_settings
from service.store.database import open_database
from service.store.schema import cases, people, tasks
from tests.databases import PostgresServer
from tests.integration.grown import Copied
from tests.integration.site import Visitor
from tests.needs import ROOT
from tests.processes.at_work import filled, read

COPIES = 8_000
MOST_ROWS = 300  # that one statement may look at: some pages of what it shows
MOST_STEPS = 20_000  # of SQLite's machine, for one statement: some hundred a row

PASSWORD = "kata sandi demo"
SOP = "pembuatan-askes"
OFFICE = "dinas"

# What grows; everything else is an office's few people, roles and SOPs.
_GROWS = r"(cases|tasks|events|answers|case_files|messages)"
_TOUCHES = re.compile(rf"\b(FROM|JOIN|UPDATE)\s+{_GROWS}\b")
_SCANS = re.compile(rf"SCAN {_GROWS}\b")
# A start form's act is asked for in all offices, so that none can use another's again: one probe.
# The office of a completion is the one of who signed in.
_NAMES = re.compile(
    r"\b(office_id|case_id|cases\.id|chain|start_act) (= (\?|%\(|people\.office_id)|IN \()"
)
_SQL = dict[str, tuple[str, Any]]


@dataclass(frozen=True)
class Asked:
    """The statements that pages and acts sent, by what they were sent for."""

    database: Engine
    statements: _SQL


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ],
)
def asked(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    compiled_catalogue: Path,
) -> Iterator[Asked]:
    """An office with thousands of open cases, and everything that its pages ask for."""
    assert compiled_catalogue.exists()
    var = tmp_path_factory.mktemp("grown")
    with _address(request, var) as url:
        laksana = build(read_settings({"LAKSANA_VAR": str(var), "LAKSANA_DATABASE_URL": url}))
        database = open_database(url)
        try:
            laksana.migrate()
            site = _Office(laksana, database)
            yield Asked(database, site.statements())
        finally:
            database.dispose()
            laksana.close()


@contextmanager
def _address(request: pytest.FixtureRequest, var: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{var / 'laksana.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


class _Office:
    """The office of SOP 001, grown, and what its people do."""

    def __init__(self, laksana: Laksana, database: Engine) -> None:
        own = [p for p in set_up(laksana, ROOT / "processes", PASSWORD) if p.name.endswith(OFFICE)]
        self._accounts = {person.duty: person.name for person in own}
        self._app = laksana.web()
        self._database = database
        self._definition = read(SOP).definition
        self._found: _SQL = {}

    def statements(self) -> _SQL:
        """Do everything once, and tell what was sent."""
        (start,) = self._definition.starts.values()
        steps = list(self._definition.steps.values())
        starter = self._person(start.lane.performer)
        case = self._start(starter)
        with self._database.connect() as connection:
            colleague = connection.execute(
                select(people.c.id).where(people.c.account == self._accounts["Auditor"])
            ).scalar_one()
        Copied(case, steps[:4], colleague).grow(self._database, 1, COPIES)
        task, middle = self._open_task(case), self._middle()
        with self._listening():
            self._start(starter)
            self._staff(case, task, middle)
            self._others(case)
        return self._found

    def _staff(self, case: UUID, task: UUID, middle: str) -> None:
        (first, *_) = self._definition.steps.values()
        person = self._person(first.lane.performer)
        page = person.get("/").text
        (after,) = re.findall(r'href="/\?after=([^"]+)"', page)
        for address in (
            f"/?after={after}",
            "/cases",
            f"/cases?after={middle}",
            "/cases?state=incident",
            f"/cases/{case}",
            f"/cases/{case}?before=2",
            f"/cases/{case}/receipt",
            f"/tasks/{task}",
        ):
            assert person.get(address).status_code == 200
        for act in ("claim", "release"):
            assert person.post(f"/tasks/{task}/{act}").status_code == 303
        form = {"act": str(uuid4()), **filled(first.form).texts}
        assert person.post(f"/tasks/{task}", form).status_code == 303

    def _others(self, case: UUID) -> None:
        auditor, administrator = (self._person(duty) for duty in ("Auditor", "Administrator"))
        for address in ("/cases", "/cases?state=incident", f"/cases/{case}", "/record"):
            assert auditor.get(address).status_code == 200
        for address in ("/settings/roles", "/settings/cases", f"/settings/cases/{case}"):
            assert administrator.get(address).status_code == 200

    def _person(self, duty: str) -> Visitor:
        visitor = Visitor(self._app)
        visitor.sign_in(self._accounts[duty], PASSWORD)
        return visitor

    def _start(self, person: Visitor) -> UUID:
        (start,) = self._definition.starts.values()
        (address, *_) = re.findall(r'href="(/sops/[^/]+/start/[^"]+)"', person.get("/start").text)
        form = {"act": str(uuid4()), **filled(start.form).texts}
        answer = person.post(address, form)
        assert answer.status_code == 303
        return UUID(answer.headers["Location"].split("/")[2])

    def _open_task(self, case: UUID) -> UUID:
        query = select(tasks.c.id).where(
            tasks.c.case_id == case, tasks.c.state == TaskState.OPEN.value
        )
        with self._database.connect() as connection:
            task: UUID = connection.execute(query).scalar_one()
        return task

    def _middle(self) -> str:
        query = select(cases.c.number).order_by(cases.c.number).offset(COPIES // 2).limit(1)
        with self._database.connect() as connection:
            number: str = connection.execute(query).scalar_one()
        return number

    @contextmanager
    def _listening(self) -> Iterator[None]:
        def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            if _TOUCHES.search(statement):
                self._found.setdefault(statement, (statement, parameters))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", note)


def test_every_hot_query_names_its_case_or_its_office(asked: Asked) -> None:
    assert len(asked.statements) > 15
    assert not [sql for sql in asked.statements if not _NAMES.search(sql.partition("WHERE")[2])]


def test_no_hot_query_reads_a_whole_table(asked: Asked) -> None:
    scans = {"sqlite": _scanned_by_sqlite, "postgresql": _scanned_by_postgresql}
    find = scans[asked.database.dialect.name]
    with asked.database.connect() as connection:
        found = {sql: find(connection, sql, values) for sql, values in asked.statements.values()}
    assert not {sql: scanned for sql, scanned in found.items() if scanned}


def test_no_hot_query_reads_more_than_it_shows(asked: Asked) -> None:
    reads = {"sqlite": _steps_of_sqlite, "postgresql": _rows_of_postgresql}
    most = {"sqlite": MOST_STEPS, "postgresql": MOST_ROWS}[asked.database.dialect.name]
    cost = reads[asked.database.dialect.name]
    chosen = [each for each in asked.statements.values() if each[0].startswith("SELECT")]
    with asked.database.connect() as connection:
        found = {sql: cost(connection, sql, values) for sql, values in chosen}
    assert not {sql: each for sql, each in found.items() if each > most}


def _scanned_by_sqlite(connection: Connection, sql: str, values: Any) -> Sequence[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return [row.detail for row in plan if _SCANS.match(row.detail)]


def _scanned_by_postgresql(connection: Connection, sql: str, values: Any) -> Sequence[str]:
    nodes = _nodes(_plan(connection, "EXPLAIN (FORMAT JSON)", sql, values))
    scanned = [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"]
    return [name for name in scanned if re.fullmatch(_GROWS, name)]


def _steps_of_sqlite(connection: Connection, sql: str, values: Any) -> int:
    steps, portion = 0, 100

    def count() -> int:
        nonlocal steps
        steps += portion
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(count, portion)
    try:
        driver.execute(sql, values).fetchall()
    finally:
        driver.set_progress_handler(None, portion)
    return steps


def _rows_of_postgresql(connection: Connection, sql: str, values: Any) -> int:
    nodes = _nodes(_plan(connection, "EXPLAIN (ANALYZE, FORMAT JSON)", sql, values))
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes
        if "Scan" in node["Node Type"]
    )


def _plan(connection: Connection, explain: str, sql: str, values: Any) -> dict[str, Any]:
    found = connection.exec_driver_sql(f"{explain} {sql}", values).scalar_one()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
