"""The record: chained events and the answers beside them; nothing here changes or removes any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection, and_, insert, select

from service.domain.record import Answers, Event
from service.store.schema import answers, events


class SqlRecord:
    """See `repositories.Record`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[Event]) -> None:
        """The chain's owner is locked, so that the places are free."""
        self._connection.execute(
            insert(events),
            [
                {
                    "chain": event.chain,
                    "sequence": event.sequence,
                    "body": event.body,
                    "hash": event.hash,
                }
                for event in new
            ],
        )
        beside = [
            {
                "chain": event.chain,
                "sequence": event.sequence,
                "salt": event.answers.salt,
                "body": event.answers.body,
            }
            for event in new
            if event.answers is not None
        ]
        if beside:
            self._connection.execute(insert(answers), beside)

    def of(self, chain: UUID) -> Iterator[Event]:
        """A portion at a time."""
        rows = self._connection.execute(
            select(events, answers.c.salt, answers.c.body.label("answered"))
            .outerjoin(
                answers,
                and_(answers.c.chain == events.c.chain, answers.c.sequence == events.c.sequence),
            )
            .where(events.c.chain == chain)
            .order_by(events.c.sequence)
            .execution_options(yield_per=500)
        )
        for row in rows:
            beside = None if row.salt is None else Answers(_bytes(row.salt), _bytes(row.answered))
            yield Event(row.chain, row.sequence, _bytes(row.body), _bytes(row.hash), beside)

    def chains(self) -> frozenset[UUID]:
        """Every chain that has an event."""
        return frozenset(self._connection.execute(select(events.c.chain).distinct()).scalars())


def _bytes(stored: object) -> bytes:
    """SQLite keeps what it is given: what was rewritten as text is still to be verified."""
    return stored if isinstance(stored, bytes) else str(stored).encode()
