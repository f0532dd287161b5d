"""The record: chained events and the answers beside them; nothing here changes or removes any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, insert, select, union_all
from sqlalchemy.exc import IntegrityError

from service.domain.record import Answers, Event, RecordDamaged
from service.store.rows import bytes_of, rows_of_events
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
            _EVENTS.where(events.c.chain == chain).execution_options(yield_per=500)
        )
        return map(_event, rows)

    def between(self, chain: UUID, first: int, last: int) -> Sequence[Event]:
        """In order."""
        place = (events.c.chain == chain) & events.c.sequence.between(first, last)
        return [_event(row) for row in self._connection.execute(_EVENTS.where(place))]

    def orphans(self) -> Sequence[UUID]:
        """Whoever deletes a case must delete its events too."""
        owners = union_all(select(cases.c.id), select(offices.c.id))
        found = select(events.c.chain).where(events.c.chain.not_in(owners)).distinct()
        return self._connection.execute(found).scalars().all()


_EVENTS: Select[Any] = (
    select(events, answers.c.salt, answers.c.body.label("answered"))
    .outerjoin(
        answers,
        and_(answers.c.chain == events.c.chain, answers.c.sequence == events.c.sequence),
    )
    .order_by(events.c.sequence)
)


def _event(row: Row[Any]) -> Event:
    beside = None if row.salt is None else Answers(bytes_of(row.salt), bytes_of(row.answered))
    return Event(row.chain, row.sequence, bytes_of(row.body), bytes_of(row.hash), beside)
