"""A row that says what nobody knows is read as damaged, and stays as it was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from service.domain.actor import Right
from service.domain.case import CaseState
from service.domain.record import Head
from service.domain.task import TaskState
from service.store.unit_of_work import SqlStore
from service.usecases.stored import CaseSearch
from tests.contract.given import Given


def test_a_state_that_nobody_knows_is_damaged_and_outlives_a_reading(database: Engine) -> None:
    store = SqlStore(database)
    given = Given(store)
    office = given.office()
    case = given.case(office, given.deployment(office))
    with database.begin() as connection:
        connection.execute(text("UPDATE cases SET state = 'sabotage'"))
    with store.begin() as work:
        held = work.cases.hold(case.id)
        work.cases.move(replace(held, head=Head(1, b"\1" * 32)), [])
    with store.read() as work:
        (line,) = work.cases.search(CaseSearch(office.id, None))
    assert line.case.state is CaseState.DAMAGED
    assert line.case.head.count == 1
    with database.connect() as connection:
        assert connection.execute(text("SELECT state FROM cases")).scalar_one() == "sabotage"


@pytest.mark.parametrize("calls", ["no json", "[]", '{"anak": "no id"}', '{"anak": 5}'])
def test_a_case_that_calls_what_cannot_be_read_is_damaged(database: Engine, calls: str) -> None:
    store = SqlStore(database)
    given = Given(store)
    office = given.office()
    case = given.case(office, given.deployment(office))
    with database.begin() as connection:
        connection.execute(text("UPDATE cases SET calls = :calls"), {"calls": calls})
    with store.read() as work:
        found = work.cases.get(case.id)
    assert (found.state, found.calls) == (CaseState.DAMAGED, {})


def test_a_case_in_a_state_that_nobody_knows_is_not_finished(database: Engine) -> None:
    store = SqlStore(database)
    given = Given(store)
    office = given.office()
    case = given.case(office, given.deployment(office))
    with database.begin() as connection:
        connection.execute(text("UPDATE cases SET state = 'sabotage'"))
    with store.read() as work:
        (line,) = work.cases.unfinished(office.id, "", "", 10)
    assert line.case == replace(case, state=CaseState.DAMAGED)


def test_a_task_in_a_state_that_nobody_knows_is_damaged(database: Engine) -> None:
    store = SqlStore(database)
    given = Given(store)
    office = given.office()
    task = given.task(given.case(office, given.deployment(office)))
    with database.begin() as connection:
        connection.execute(text("UPDATE tasks SET state = 'sabotage'"))
    damaged = replace(task, state=TaskState.DAMAGED)
    with store.read() as work:
        assert work.tasks.get(task.id, office.id) == damaged
        assert work.tasks.of_case(task.case) == work.tasks.unfinished(task.case) == [damaged]


def test_a_right_that_nobody_knows_entitles_to_nothing(database: Engine) -> None:
    store = SqlStore(database)
    given = Given(store)
    office = given.office()
    person = replace(given.person(office), rights=frozenset({Right.ANALYSE}))
    with store.begin() as work:
        work.people.save(person)
    with database.begin() as connection:
        connection.execute(
            text("INSERT INTO person_rights SELECT person_id, 'sabotage' FROM person_rights")
        )
    with store.read() as work:
        assert work.people.get(person.id) == person
        assert work.people.of_office(office.id) == [person]
