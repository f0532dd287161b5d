"""Cases that call another SOP of the office, from deploying to verifying."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text

from service.domain.actor import Right
from service.domain.definition import DiagramRefused, NoteKind
from service.engine.spiff_engine import SpiffEngine
from service.store.database import open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases.deploy import Deploy, Deployed, deploy
from service.usecases.findings import Fault, Finding
from service.usecases.replay_case import replay_case
from service.usecases.repositories import Store
from service.usecases.show_case import CaseAsked, show_case
from service.usecases.show_task import show_task
from service.usecases.verify_record import verify_office
from tests.fakes.rembang import OPERATOR, Rembang
from tests.fakes.surroundings import FixedClock, FixedHolidays, InMemoryFiles, PlainPasswords
from tests.integration.activities.test_called_sops import CALLED, CALLER
from tests.integration.drawing import file, lanes, node, path, process, start, tasks

MOST_STATEMENTS = 8
BOTH_ROLES = file(
    process(
        lanes(Petugas="mulai a", Kepala="b"),
        start(),
        tasks("a", "b"),
        path("mulai", "a", "b"),
        key="polos",
    )
)
CHOSEN = {"keputusan:anak/g": ["anak/g-e2"], "keluaran_1": ["ya"]}


class Office(Rembang):
    """An office with the real engine, and nothing deployed yet."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.engine = SpiffEngine()
        self.clock = FixedClock()
        self.calendar = FixedHolidays()
        self.passwords = PlainPasswords()
        self.files = InMemoryFiles()
        self.office = self._office("rembang")
        self.hand_in(BOTH_ROLES)
        self.petugas = self.person("petugas", "Petugas")
        self.kepala = self.person("kepala", "Kepala")
        self.auditor = self.person("auditor", right=Right.AUDIT)

    def hand_in(self, diagram: bytes) -> Deployed:
        request = Deploy(self.office.id, diagram, {}, OPERATOR, new_roles=True)
        return deploy(request, store=self.store, engine=self.engine, clock=self.clock)

    def findings(self) -> list[Finding]:
        """What verifying finds."""
        found = verify_office(
            self.auditor,
            store=self.store,
            files=self.files,
            engine=self.engine,
            clock=self.clock,
        )
        return [finding for checked in found.checks for finding in checked.findings]

    def register(self, deployed: Deployed) -> UUID:
        petugas = self.petugas
        return self.start(by=petugas, deployment=deployed.deployment.id, element="mulai").case


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    database = open_database(f"sqlite:///{tmp_path / 'laksana.db'}")
    migrate(database)
    yield database
    database.dispose()


@pytest.fixture
def office(database: Engine) -> Office:
    return Office(SqlStore(database))


def advice(deployed: Deployed) -> list[str]:
    return [n.reason for n in deployed.notes if n.kind is NoteKind.ADVICE and n.element == "p"]


def test_a_called_sop_runs_from_its_start_to_a_verified_end(office: Office) -> None:
    office.hand_in(CALLED)
    deployed = office.hand_in(CALLER)
    assert advice(deployed) == []
    case = office.register(deployed)
    called = office.open_task(case)
    assert (called.element, called.name) == ("anak/periksa", "Memeriksa")
    assert called.performer == "Kepala"
    shown = show_task(office.kepala, called.id, store=office.store, engine=office.engine)
    assert shown.step.requirements == ("KTP",)
    office.complete(called, office.kepala, texts=CHOSEN)
    office.complete(office.open_task(case), office.petugas, texts={})
    view = show_case(
        CaseAsked(office.kepala, case),
        store=office.store,
        engine=office.engine,
        files=office.files,
        clock=office.clock,
    )
    assert (view.damages, view.tokens) == ([], ())
    assert {"p", "anak/periksa", "arsip"} <= view.passed
    assert "Memeriksa" in [line.step for line in view.history]
    replayed = replay_case(
        office.auditor, case, store=office.store, engine=office.engine, clock=office.clock
    )
    assert replayed.definition.steps.keys() == {"anak/periksa", "anak/tolak", "arsip"}
    assert office.findings() == []


def test_a_running_case_keeps_the_version_and_a_new_one_takes_the_newest(office: Office) -> None:
    office.hand_in(CALLED)
    deployed = office.hand_in(CALLER)
    running = office.register(deployed)
    office.hand_in(CALLED.replace(b"Memeriksa", b"Meneliti"))
    later = office.register(deployed)
    office.complete(office.open_task(running), office.kepala, texts={**CHOSEN, **TO_TOLAK})
    assert {task.element for task in office.tasks(running)} == {"anak/periksa", "anak/tolak"}
    assert [office.open_task(case).name for case in (running, later)] == ["Menolak", "Meneliti"]
    assert office.findings() == []


TO_TOLAK = {"keputusan:anak/g": ["anak/g-tolak"]}


def test_what_is_not_deployed_is_advised_of_and_confirmed_by_a_person(office: Office) -> None:
    deployed = office.hand_in(CALLER)
    (told,) = advice(deployed)
    assert told.startswith('SOP "anak" belum dipasang di unit kerja ini, sehingga selesainya')
    case = office.register(deployed)
    office.hand_in(CALLED)  # too late for this case
    task = office.open_task(case)
    assert (task.element, task.performer) == ("p", "Petugas")
    office.complete(task, office.petugas, texts={})
    assert office.open_task(case).element == "arsip"


def test_a_row_that_calls_another_version_than_was_recorded_is_found(
    office: Office, database: Engine
) -> None:
    office.hand_in(CALLED)
    office.register(office.hand_in(CALLER))
    with database.begin() as connection:
        connection.execute(text("UPDATE cases SET calls = NULL"))
    assert Fault.CASE_CHANGED in [finding.fault for finding in office.findings()]


def test_an_sop_that_closes_a_circle_is_refused_and_nothing_is_stored(office: Office) -> None:
    office.hand_in(CALLER)
    back = node("callActivity", "kembali", calledElement="sop")
    with pytest.raises(DiagramRefused, match="memanggilnya kembali: "):
        office.hand_in(file(process(start("m"), back, path("m", "kembali"), key="anak")))
    with office.store.read() as work:
        assert work.deployments.newest_of(office.office.id, "anak") is None


def test_completing_asks_the_database_no_more_where_something_is_called(
    office: Office, database: Engine
) -> None:
    office.hand_in(CALLED)
    counts: list[int] = []
    for deployed in (office.hand_in(BOTH_ROLES), office.hand_in(CALLER)):
        for again in (False, True):  # at the first somebody may act of whom no event told yet
            task = office.open_task(office.register(deployed))
            person = office.petugas if task.performer == "Petugas" else office.kepala
            with _selecting(database) as statements:
                office.complete(task, person, texts={} if task.element == "a" else CHOSEN)
            if again:
                counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


@contextmanager
def _selecting(database: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(database, "before_cursor_execute", note)
    yield statements
    event.remove(database, "before_cursor_execute", note)
