"""What the database holds, read through its driver alone."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from service.store.compression import restored
from service.store.identities import identity_of
from service.store.words import whole

_PATIENCE = 60  # seconds that the database may be away
_UNFINISHED = "state NOT IN ('done', 'cancelled')"
_LISTENING = (
    "SELECT number FROM cases JOIN tasks ON tasks.case_id = cases.id"
    " WHERE tasks.name = '{}' AND tasks.state IN ('open', 'claimed') ORDER BY number"
)
_EVENTS = (
    "SELECT chain, body, actors.text, definitions.text FROM events"
    " LEFT JOIN words actors ON actors.id = actor"
    " LEFT JOIN words definitions ON definitions.id = definition"
    " ORDER BY chain, sequence"
)


@dataclass(frozen=True)
class Said:
    """An event: the chain it stands in, and its content."""

    chain: UUID
    content: dict[str, Any]


class Books:
    """Reads whenever the database is there, and waits while it is not."""

    def __init__(self, url: str) -> None:
        """`url`: as SQLAlchemy writes it."""
        self._url = url

    def listening(self, message: str) -> list[str]:
        """The registration numbers of the cases that wait for this message."""
        return [str(number) for (number,) in self.rows(_LISTENING.format(message))]

    def unfinished(self) -> list[str]:
        """The registration numbers of all cases that are not at their end."""
        rows = self.rows(f"SELECT number FROM cases WHERE {_UNFINISHED} ORDER BY number")  # noqa: S608 - this module's own words
        return [str(number) for (number,) in rows]

    def events(self) -> Iterator[Said]:
        """The whole record."""
        for name, body, actor, definition in self.rows(_EVENTS):
            chain = identity_of(name)
            said = (bytes(word) if word else None for word in (actor, definition))
            yield Said(chain, json.loads(whole(restored(bytes(body), chain), *said)))

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """What a SELECT finds."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._rows(sql)
            except (sqlite3.OperationalError, psycopg.OperationalError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    @property
    def _is_file(self) -> bool:
        return self._url.startswith("sqlite:///")

    def _rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        if self._is_file:
            file = self._url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
                return connection.execute(sql).fetchall()
        plain = self._url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(plain) as server:
            return server.execute(sql.encode()).fetchall()
