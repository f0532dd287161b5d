"""The record: chained events and the answers beside them; nothing here changes or removes any."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    and_,
    cast,
    func,
    insert,
    select,
    text,
    union_all,
)
from sqlalchemy.exc import IntegrityError

from service.domain.record import Answers, Event, RecordDamaged
from service.store.compression import restored
from service.store.rows import rows_of_events
from service.store.schema import answers, cases, events, offices, words
from service.store.words import Words, whole


class SqlRecord:
    """See `repositories.Record`."""

    def __init__(self, connection: Connection, words: Words) -> None:
        self._connection = connection
        self._words = words

    def add(self, new: Sequence[Event]) -> None:
        """The chain's owner is locked, so that the places are free, unless its end was set back."""
        said, own = rows_of_events(new, self._words)
        try:
            if said:
                self._connection.execute(_WORDS, said)
            self._connection.execute(insert(events), own)
        except IntegrityError as refused:
            if not is_taken(refused):
                raise
            raise RecordDamaged from None

    def of(self, chain: UUID) -> Iterator[Event]:
        """A portion at a time."""
        rows = self._connection.execute(
            _EVENTS.where(events.c.chain == chain).execution_options(yield_per=_AT_ONCE)
        )
        return map(_event, rows)

    def among(self, chains: Collection[UUID]) -> Iterator[Event]:
        """A portion at a time."""
        rows = self._connection.execute(
            _EVENTS.where(events.c.chain.in_(chains)).execution_options(yield_per=_AT_ONCE)
        )
        return map(_event, rows)

    def between(self, chain: UUID, first: int, last: int) -> Sequence[Event]:
        """In order."""
        place = (events.c.chain == chain) & events.c.sequence.between(first, last)
        return [_event(row) for row in self._connection.execute(_EVENTS.where(place))]

    def newest(self, chain: UUID, size: int, before: int | None = None) -> Sequence[Event]:
        """Read backwards, so that it takes as long in a chain of any length."""
        place = events.c.chain == chain
        if before is not None:
            place &= events.c.sequence < before
        query = _EVENTS.where(place).order_by(None).order_by(events.c.sequence.desc()).limit(size)
        return [_event(row) for row in self._connection.execute(query).all()[::-1]]

    def orphans(self) -> Sequence[UUID]:
        """Whoever deletes a case must delete its events too."""
        owners = union_all(select(cases.c.id), select(offices.c.id))
        found = select(events.c.chain).where(events.c.chain.not_in(owners)).distinct()
        return self._connection.execute(found).scalars().all()


_TAKEN = re.compile(r"\bpk_(events|answers)\b|: (events|answers)\.|append-only")
"""How PostgreSQL and SQLite, and what closes the record, say that a place in it is not free."""


def is_taken(refused: IntegrityError) -> bool:
    """Whether it is the record that does not let a row in."""
    return _TAKEN.search(str(refused.orig)) is not None


def _stored(column: ColumnElement[bytes], name: str) -> ColumnElement[bytes]:
    """As bytes, also where somebody put a text in their place, which SQLite would keep as one."""
    return cast(column, LargeBinary).label(name)


_WORDS = text("INSERT INTO words (id, text) VALUES (:id, :text) ON CONFLICT DO NOTHING")
_AT_ONCE = 500  # events in memory: a chain may have very many

_actors, _definitions = words.alias("actors"), words.alias("definitions")
_EVENTS: Select[Any] = (
    select(
        events.c.chain,
        events.c.sequence,
        _stored(events.c.body, "body"),
        _stored(events.c.hash, "hash"),
        _stored(_actors.c.text, "actor"),
        _stored(_definitions.c.text, "definition"),
        # Since schema 0004 they stand in the row of their event.
        _stored(func.coalesce(events.c.salt, answers.c.salt), "salt"),
        _stored(func.coalesce(events.c.answered, answers.c.body), "answered"),
    )
    .outerjoin(_actors, _actors.c.id == events.c.actor)
    .outerjoin(_definitions, _definitions.c.id == events.c.definition)
    .outerjoin(
        answers,
        and_(answers.c.chain == events.c.chain, answers.c.sequence == events.c.sequence),
    )
    .order_by(events.c.chain, events.c.sequence)
)


def _event(row: Row[Any]) -> Event:
    beside = None
    if row.salt is not None and row.answered is not None:  # else they were erased
        beside = Answers(row.salt, restored(row.answered, row.chain))
    body = whole(restored(row.body, row.chain), row.actor, row.definition)
    return Event(row.chain, row.sequence, body, row.hash, beside)
