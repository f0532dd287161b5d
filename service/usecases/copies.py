"""What a copy of everything consists of, and what making and restoring one needs from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

_Thing = TypeVar("_Thing")

Report = Callable[[int, int], None]
"""Is told after each row and file how many are done, and of how many."""


@dataclass(frozen=True)
class Table:
    """A table as a copy holds it: each column with its kind, and the number of rows."""

    name: str
    columns: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class Contents:
    """What a copy holds: the tables in the order in which they are filled, and files by hash.

    `version`: the Laksana that made it; `revision`: the schema of its tables.
    """

    version: str
    revision: str
    made_at: datetime
    tables: tuple[Table, ...]
    files: tuple[str, ...]

    @property
    def size(self) -> int:
        """Rows and files."""
        return sum(table.rows for table in self.tables) + len(self.files)


class Progress:
    """Counts what is done and reports it."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0

    def of(self, things: Iterable[_Thing]) -> Iterator[_Thing]:
        """The same things; each counts when it was dealt with."""
        for thing in things:
            yield thing
            self._done += 1
            self._report(self._done, self._total)


@dataclass(frozen=True)
class HandedIn:
    """A file that a case names."""

    hash: str
    name: str
    case: str


class Snapshot(Protocol):
    """One moment of the database, whatever is written meanwhile."""

    revision: str
    tables: Sequence[Table]

    def rows(self, table: Table) -> Iterator[bytes]:
        """Every row as one line of JSON: its values in the order of the columns."""

    def count_files(self) -> int:
        """How many contents the cases name."""

    def files(self) -> Iterator[HandedIn]:
        """Every content once, under one of its names."""


class Filling(Protocol):
    """An empty database that is being filled."""

    def fill(self, table: Table, rows: Iterable[bytes]) -> None:
        """Add `rows` as a snapshot gave them. Raises RowsRefused."""


class Copies(Protocol):
    """The database as a whole."""

    def taken(self) -> AbstractContextManager[Snapshot]:
        """Everything as it is now."""

    def filling(self, revision: str) -> AbstractContextManager[Filling]:
        """Fill an empty database of the schema `revision`, which becomes the present one.

        All of it or nothing: any exception leaves the database as it was. Raises
        DatabaseNotEmpty, CopyNewer, CopyOlder.
        """


class NewArchive(Protocol):
    """An archive that is being written."""

    def add_rows(self, table: Table, rows: Iterable[bytes]) -> None:
        """Add a table."""

    def add_file(self, file_hash: str, content: bytes) -> None:
        """Add a file, once."""

    def finish(self, contents: Contents) -> None:
        """Say what was added: before that it is no archive."""


class Archive(Protocol):
    """An archive that was opened."""

    contents: Contents

    def rows(self, table: Table) -> Iterator[bytes]:
        """A table's rows, one a line. Raises ArchiveDamaged, at the latest at their end."""

    def file(self, file_hash: str) -> bytes:
        """A file's content. Raises ArchiveDamaged."""


class Archives(Protocol):
    """Where copies are kept."""

    def create(self, place: Path) -> AbstractContextManager[NewArchive]:
        """An archive that appears at `place` when everything is in it.

        Raises ArchiveExists, ArchiveBusy, ArchiveUnwritable.
        """

    def open(self, place: Path) -> AbstractContextManager[Archive]:
        """The archive at `place`. Raises ArchiveDamaged, ArchiveNewer, ArchiveUnreadable."""
