"""The database itself refuses to change the record, whatever statement is sent to it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from service.domain.case import Case
from service.domain.record import EMPTY, Event, RecordDamaged, append
from service.store.unit_of_work import SqlStore
from tests.contract.given import Given, new_task

CHANGES = [
    "UPDATE events SET body = body",
    "UPDATE events SET hash = hash WHERE sequence = 1",
    "UPDATE events SET sequence = sequence + 10",
    "DELETE FROM events",
    "DELETE FROM events WHERE sequence = 2",
    "UPDATE events SET actor = NULL",
    "UPDATE words SET text = text",
    "DELETE FROM words",
]
CHANGES_OF = {
    "sqlite": [
        "REPLACE INTO events (chain, sequence, body, hash)"
        " SELECT chain, sequence, 'forged', hash FROM events WHERE sequence = 1",
        "INSERT OR REPLACE INTO events (chain, sequence, body, hash)"
        " SELECT chain, sequence, 'forged', hash FROM events",
        "REPLACE INTO words SELECT id, 'forged' FROM words",
        "INSERT INTO events SELECT * FROM events WHERE true"
        " ON CONFLICT (chain, sequence) DO UPDATE SET body = 'forged'",
    ],
    "postgresql": [
        "TRUNCATE events",
        "TRUNCATE events, answers",
        "TRUNCATE words CASCADE",
        "INSERT INTO events SELECT * FROM events"
        " ON CONFLICT (chain, sequence) DO UPDATE SET body = 'forged'",
    ],
}


def recorded(database: Engine) -> list[Event]:
    """Two events of one chain, stored."""
    chain = uuid4()
    first, head = append(chain, EMPTY, {"act": "started", "actor": {"name": "cron"}}, b"{}")
    second, _ = append(chain, head, {"act": "completed"})
    with SqlStore(database).begin() as work:
        work.record.add([first, second])
    return [first, second]


def test_an_event_can_neither_be_changed_nor_removed(database: Engine) -> None:
    events = recorded(database)
    for change in CHANGES + CHANGES_OF[database.dialect.name]:
        with (
            database.connect() as connection,
            pytest.raises(DatabaseError, match="the record is append-only"),
        ):
            connection.execute(text(change))
    with SqlStore(database).read() as work:
        assert list(work.record.of(events[0].chain)) == events


def test_a_place_in_a_chain_is_taken_once(database: Engine) -> None:
    (first, _) = recorded(database)
    forged, _ = append(first.chain, EMPTY, {"act": "forged"})
    with pytest.raises(RecordDamaged), SqlStore(database).begin() as work:
        work.record.add([forged])


def moved_case(database: Engine) -> tuple[Case, Event]:
    """A case with an event in its record that stands where the case's row does not know of it."""
    given = Given(SqlStore(database))
    office = given.office()
    case = given.case(office, given.deployment(office))
    event, _ = append(case.id, case.head, {"act": "completed"}, b"{}")
    with SqlStore(database).begin() as work:
        work.cases.move(case, [event])
    return case, event


def test_who_moves_a_case_on_over_another_event_is_told_that_its_record_is_damaged(
    database: Engine,
) -> None:
    case, event = moved_case(database)
    with pytest.raises(RecordDamaged), SqlStore(database).begin() as work:
        work.cases.move(case, [event])


def test_what_another_table_refuses_is_no_damage_of_the_record(database: Engine) -> None:
    case, _ = moved_case(database)
    unknown = replace(new_task(case), office=uuid4())
    with pytest.raises(IntegrityError), SqlStore(database).begin() as work:
        work.cases.move(case, [], opened=[unknown])


def test_answers_can_be_erased_and_the_chain_stays_whole(database: Engine) -> None:
    events = recorded(database)
    with database.begin() as connection:
        connection.execute(text("UPDATE events SET salt = NULL, answered = NULL"))
    with SqlStore(database).read() as work:
        kept = list(work.record.of(events[0].chain))
    assert [event.hash for event in kept] == [event.hash for event in events]
    assert kept[0].answers is None
