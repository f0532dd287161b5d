"""Counts what a database driver is asked to do: below SQLAlchemy, where nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import Trace
from sqlalchemy import Pool, event

# As libpq writes its trace: a message that makes the server run something, and what it is.
_ASKED = re.compile(r"^F\t\d+\t(?:Query|Execute)\t", re.MULTILINE)
_BEGUN = re.compile(r'^F\t\d+\t(?:Query|Parse)\t (?:"" )?"BEGIN\b', re.MULTILINE)
_COMMITTED = re.compile(r'^F\t\d+\t(?:Query|Parse)\t (?:"" )?"COMMIT\b', re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """What one act cost; `statements` is all but BEGIN and COMMIT, a ROLLBACK or a ping too."""

    statements: int
    commits: int


class Wire:
    """What went to the database so far, on every connection that was opened meanwhile."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0

    def taken(self) -> Asked:
        """What was asked since the last time."""
        text = self._log.read_text()
        new, self._read = text[self._read :], len(text)
        begun, commits = len(_BEGUN.findall(new)), len(_COMMITTED.findall(new))
        return Asked(len(_ASKED.findall(new)) - begun - commits, commits)


@contextmanager
def listening(log: Path) -> Iterator[Wire]:
    """Listen to every connection that any engine opens from now on; `log` is an empty file's place.

    psycopg has libpq trace its protocol; SQLite's statements are written down in the same way.
    """
    with log.open("a", buffering=1) as file:

        def note(text: str) -> None:
            file.write(f'F\t0\tQuery\t "{text}"\n')

        def listen(connection: Any, _: object) -> None:
            if isinstance(connection, psycopg.Connection):
                connection.pgconn.trace(file.fileno())
                connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
            else:
                connection.set_trace_callback(_without_echo(note))

        event.listen(Pool, "connect", listen)
        try:
            yield Wire(log)
        finally:
            event.remove(Pool, "connect", listen)


def _without_echo(note: Callable[[str], None]) -> Callable[[str], None]:
    """SQLite names an INSERT again when it fires a trigger; two alike would break the key."""
    last = ""

    def hear(text: str) -> None:
        nonlocal last
        if text != last or not text.startswith("INSERT"):
            note(text)
        last = text

    return hear
