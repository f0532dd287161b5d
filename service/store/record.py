"""The record: chained events and the answers beside them; nothing here changes or removes any."""

from __future__ import annotations

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
    insert,
    select,
    union_all,
)
from sqlalchemy.exc import IntegrityError

from service.domain.record import Answers, Event, RecordDamaged
from service.store.compression import restored
from service.store.rows import rows_of_events
from service.store.schema import answers, cases, events, offices


class SqlRecord:
    """See `repositories.Record`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[Event]) -> None:
        """The chain's owner is locked, so that the places are free, unless its end was set back."""
        own, beside = rows_of_events(new)
        try:
            self._connection.execute(insert(events), own)
        except IntegrityError:
            raise RecordDamaged from None
        if beside:
            self._connection.execute(insert(answers), beside)

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


def _stored(column: ColumnElement[bytes], name: str) -> ColumnElement[bytes]:
    """As bytes, also where somebody put a text in their place, which SQLite would keep as one."""
    return cast(column, LargeBinary).label(name)


_AT_ONCE = 500  # events in memory: a chain may have very many

_EVENTS: Select[Any] = (
    select(
        events.c.chain,
        events.c.sequence,
        _stored(events.c.body, "body"),
        _stored(events.c.hash, "hash"),
        _stored(answers.c.salt, "salt"),
        _stored(answers.c.body, "answered"),
    )
    .outerjoin(
        answers,
        and_(answers.c.chain == events.c.chain, answers.c.sequence == events.c.sequence),
    )
    .order_by(events.c.chain, events.c.sequence)
)


def _event(row: Row[Any]) -> Event:
    beside = None
    if row.salt is not None:
        beside = Answers(row.salt, restored(row.answered, row.chain))
    return Event(row.chain, row.sequence, restored(row.body, row.chain), row.hash, beside)
