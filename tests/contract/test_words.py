"""What many events say alike is stored once, and never stands for anything else."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from service.domain.errors import Collided
from service.domain.record import EMPTY, Event, RecordDamaged, append
from service.store.unit_of_work import SqlStore
from service.store.words import shortened, whole
from tests.contract.test_tampering import tamper

CHAIN = UUID("00a9a9cd-5b9e-49df-b425-327a11b8a75a")
ACTOR = {"account": "staf@dinas", "id": str(CHAIN), "name": "Staf", "role": "Staf"}
SAID = {"act": "completed", "actor": ACTOR, "definition": "ab" * 32}

GUARDS = {
    "sqlite": (["DROP TRIGGER words_no_delete"], []),
    "postgresql": ([], ["ALTER TABLE events ENABLE TRIGGER ALL"]),
}


def said(**more: object) -> Event:
    """The first event of a chain of its own."""
    event, _ = append(uuid4(), EMPTY, SAID | more, b"{}")
    return event


def kept(database: Engine) -> int:
    """How many words there are."""
    with database.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM words")).scalar_one())


def stored(store: SqlStore, *events: Event) -> list[Event]:
    """The events, as they are read in another transaction than that which wrote them."""
    with store.begin() as work:
        work.record.add(events)
    with store.read() as work:
        return [event for each in events for event in work.record.of(each.chain)]


def test_what_events_say_alike_is_stored_once(database: Engine) -> None:
    store, events = SqlStore(database), [said(), said(), said(actor={"name": "cron"})]
    assert stored(store, *events) == events
    assert kept(database) == 3
    again = said()
    assert stored(store, again) == [again]
    assert stored(SqlStore(database), *(more := [said()])) == more
    assert kept(database) == 3


@pytest.mark.parametrize(
    "actor",
    [{"name": "{Staf}"}, {"name": 'Staf"}'}, {"name": "Staf", "of": {"name": "Dinas"}}, "Staf", {}],
)
def test_an_event_is_read_as_it_was_whatever_its_actor_is(database: Engine, actor: object) -> None:
    event = said(actor=actor, definition=None, element='"actor":{"name":"lain"}')
    assert stored(SqlStore(database), event) == [event]


def test_what_is_no_json_is_left_as_it_is() -> None:
    body = b'"actor":{"name":"\x04\x05"},"definition":"' + b"ab" * 32 + b'"'
    assert shortened(body).words == ()
    assert whole(body, None, None) == body


def test_a_word_of_an_act_that_was_undone_is_written_by_the_next(database: Engine) -> None:
    store, event = SqlStore(database), said()
    with pytest.raises(RecordDamaged), store.begin() as work:
        work.record.add([event, event])
    assert kept(database) == 0
    assert stored(store, event) == [event]


def test_a_word_that_was_lost_behind_a_process_is_missed_before_it_is_meant(
    database: Engine,
) -> None:
    store, event = SqlStore(database), said()
    stored(store, said())
    before, after = GUARDS[database.dialect.name]
    tamper(database, [*before, "DELETE FROM events", "DELETE FROM words", *after])
    with pytest.raises(Collided):
        stored(store, event)
    assert stored(store, event) == [event]
