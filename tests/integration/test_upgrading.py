"""A migration while older processes serve: what they write around it is read, and goes on.

What the older versions asked of their databases was written down (`tests/golden/transcribe.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from service.connectors.national_holidays import NationalHolidays
from service.domain.actor import Actor
from service.domain.case import ENDED_CASES, Case
from service.domain.form import Form
from service.domain.record import Event
from service.domain.task import UNFINISHED, Task
from service.engine.spiff_engine import SpiffEngine
from service.store.database import open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases import advancing
from service.usecases import cancel_case as cancelling
from service.usecases.calling import version_of
from service.usecases.complete_task import CompleteTask, complete_task
from service.usecases.verify_record import verify_record
from tests.fakes.in_memory_cases import InMemoryCases, InMemoryJobs
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.surroundings import FixedClock, InMemoryFiles
from tests.integration.busy import answered
from tests.integration.drawing import diagram, path, start, tasks
from tests.integration.drawn_office import DrawnOffice
from tests.integration.events.drawn import beside, what
from tests.signed_in import session_of
from tests.versions import GOLDEN, ask, revisions, transcript, upgrade

AFTERWARDS = datetime.fromisoformat("2026-02-09T09:00:00+07:00")
MOST_STEPS = 40


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database of each kind without a table."""
    database = open_database(database_url)
    yield database
    database.dispose()


def test_every_version_before_the_present_one_left_what_it_asked_of_its_database() -> None:
    """Before a migration is added, `tests/golden/transcribe.py` takes those of the present code."""
    kept = {place.name.removeprefix("database-") for place in GOLDEN.glob("database-*")}
    assert kept >= set(revisions()[:-1])


@pytest.mark.parametrize("part", [0, 0.5, 1], ids=["before", "while", "after"])
@pytest.mark.parametrize("version", revisions()[:-1])
def test_cases_that_an_older_version_carries_on_around_the_migration_are_whole_and_end(
    empty: Engine, version: str, part: float
) -> None:
    asked = transcript(version, empty.dialect.name)
    done = int(part * len(asked))
    upgrade(empty, version)
    ask(empty, asked[:done])
    migrate(empty)
    ask(empty, asked[done:])
    later = Later(SqlStore(empty))
    assert later.faults() == []
    open_cases = [case for case in later.cases() if case.state not in ENDED_CASES]
    assert len(open_cases) > 10
    for case in open_cases:
        later.carry_to_its_end(case.id)
    assert {case.state for case in later.cases()} <= ENDED_CASES
    assert later.faults() == []


@contextmanager
def older_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is done meanwhile neither reads nor writes when timers fire, as up to schema 0002."""
    move = InMemoryCases.move

    def move_all_else(
        self: InMemoryCases, case: Case, added: Sequence[Event], *tasks: Sequence[Task]
    ) -> None:
        move(self, replace(case, due_at=self.get(case.id).due_at), added, *tasks)

    with monkeypatch.context() as changed:
        changed.setattr(advancing, "timer_told", lambda *_: {})
        changed.setattr(cancelling, "timer_told", lambda *_: {})
        changed.setattr(InMemoryCases, "move", move_all_else)
        changed.setattr(InMemoryJobs, "set_timer", lambda *_: None)
        yield


def test_a_timer_that_an_older_process_made_needless_fires_into_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = DrawnOffice(InMemoryStore(), TWO_STEPS)
    case = office.start().case
    with older_process(monkeypatch):
        office.do(office.open_tasks(case)[0])
    assert office.faults() == []
    office.clock.pass_by(hours=1)
    assert office.due() == [case]
    assert office.fire(case)
    assert not office.fire(case)
    assert office.waiting(case) == ["b"]
    assert office.case(case).due_at is None
    assert office.faults() == []


def test_a_case_that_an_older_process_ended_or_cancelled_is_not_moved_by_its_timer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = DrawnOffice(InMemoryStore(), TWO_STEPS)
    ended, cancelled = office.start().case, office.start().case
    with older_process(monkeypatch):
        office.do(office.open_tasks(ended)[0])
        office.do(office.open_tasks(ended)[0])
        cancelling.cancel_case(
            office.administrator, cancelled, "Dobel.", store=office.store, clock=office.clock
        )
    before = [office.case(ended), office.case(cancelled)]
    office.clock.pass_by(hours=1)
    assert office.due() == []
    for case in (ended, cancelled):
        assert not office.fire(case)
        office.give_up(case, ZeroDivisionError())
    assert [office.case(ended), office.case(cancelled)] == before
    assert office.faults() == []


TWO_STEPS = diagram(
    start(),
    tasks("a", "b", "ingat"),
    beside("a", "pada", what("timer", text="PT1H")),
    path("mulai", "a", "b"),
    path("pada", "ingat"),
)


class Later:
    """The offices that an older version left, under the present one."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.engine = SpiffEngine()
        self.clock = FixedClock(AFTERWARDS)

    def cases(self) -> list[Case]:
        with self.store.read() as work:
            found = [case for office in work.offices.all() for case in work.cases.ids(office.id)]
            return [work.cases.get(case) for case in found]

    def faults(self) -> list[object]:
        verified = verify_record(store=self.store, files=InMemoryFiles(), engine=self.engine)
        return [finding for checked in verified.checks for finding in checked.findings]

    def carry_to_its_end(self, case: UUID) -> None:
        for _ in range(MOST_STEPS):
            tasks = self._waiting(case)
            if not tasks:
                return
            self.clock.at += timedelta(minutes=10)
            self._complete(tasks[0])

    def _waiting(self, case: UUID) -> list[Task]:
        with self.store.read() as work:
            return [task for task in work.tasks.of_case(case) if task.state in UNFINISHED]

    def _complete(self, task: Task) -> None:
        with self.store.read() as work:
            version = version_of(work.cases.get(task.case), work)
        form = self.engine.definition(version).steps[task.element].form
        session = session_of(self.store, self._person(task))
        complete_task(
            CompleteTask(session, task.id, uuid4(), answered(form, _onward(form))),
            store=self.store,
            engine=self.engine,
            clock=self.clock,
            calendar=NationalHolidays(),
        )

    def _person(self, task: Task) -> Actor:
        """Who holds it, or may take it."""
        with self.store.read() as work:
            people = work.people.of_office(task.office)
        holder = task.holder.id if task.holder else None
        return next(p for p in people if holder in {None, p.id} and task.performer in p.roles)


def _onward(form: Form) -> int:
    """The way that leads to the end."""
    options = form.decision.options if form.decision else ()
    return next((n for n, option in enumerate(options) if not option.needs_reason), 0)
