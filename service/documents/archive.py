"""Archives of everything: a ZIP file with its contents, the tables and the files, each checked.

A ZIP is written in one go without knowing any size beforehand, says at its end what it holds, so
that a cut one is none, lets its contents be read first, and is opened by any tool. `contents.json`
names every other member; a table's is `tables/NAME.jsonl`, one row a line; a file's is
`files/HASH`, stored as it is, since scans are packed already.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from service.domain.errors import Conflict, Invalid
from service.domain.files import LARGEST_FILE
from service.usecases.copies import Contents, Table

_FORMAT = 1
_CONTENTS = "contents.json"
_FILES = "files/"
_LARGEST_CONTENTS = 1 << 28  # bytes: four million files
_LARGEST_ROW = 1 << 26  # bytes: many times the largest diagram with its forms
_PORTION = 1 << 20
_ROWS = 1000  # packed at a time
_PACKED = 1  # zlib's fastest level: a twentieth larger than its usual, in half the time


class ArchiveExists(Conflict):
    """Berkas "%(file)s" sudah ada dan tidak ditimpa. Beri nama lain."""


class ArchiveBusy(Conflict):
    """Berkas "%(file)s" sedang ditulis oleh pencadangan lain. Tunggu sampai selesai, atau beri nama lain."""  # noqa: E501 - one sentence for the operator


class ArchiveUnwritable(Conflict):
    """Arsip "%(file)s" tidak dapat ditulis: %(reason)s. Tidak ada arsip yang dibuat."""


class ArchiveUnreadable(Invalid):
    """Arsip "%(file)s" tidak dapat dibaca: %(reason)s."""


class ArchiveDamaged(Invalid):
    """Arsip "%(file)s" rusak atau bukan arsip Laksana: %(reason)s. Tidak ada yang dipulihkan; gunakan cadangan lain."""  # noqa: E501 - one sentence for the operator


class ArchiveNewer(Conflict):
    """Arsip "%(file)s" dibuat oleh Laksana %(version)s yang lebih baru. Pulihkan dengan versi itu."""  # noqa: E501 - one sentence for the operator


class ZipArchives:
    """See `copies.Archives`."""

    @contextmanager
    def create(self, place: Path) -> Iterator[NewZip]:
        """Written beside `place`, for its owner alone, and on the disk before it gets its name.

        What somebody who was killed left there is written over. Raises ArchiveExists, ArchiveBusy,
        ArchiveUnwritable.
        """
        part = place.with_name(f"{place.name}.part")
        try:
            with _alone(part, place) as file:
                try:
                    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_PACKED) as packed:
                        yield NewZip(packed)
                    _settle(file, part, place)
                except BaseException:
                    part.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise ArchiveUnwritable(file=place, reason=error.strerror) from error

    @contextmanager
    def open(self, place: Path) -> Iterator[KeptZip]:
        """Raises ArchiveUnreadable, ArchiveDamaged, ArchiveNewer."""
        try:
            file = place.open("rb")
        except OSError as error:
            raise ArchiveUnreadable(file=place, reason=error.strerror) from None
        with file:
            try:
                packed = ZipFile(file)
            except _BROKEN as error:
                raise ArchiveDamaged(file=place, reason=error) from None
            yield KeptZip(place, packed)


class NewZip:
    """See `copies.NewArchive`."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self._digests: dict[str, str] = {}

    def add_rows(self, table: Table, rows: Iterable[bytes]) -> None:
        """However many they are: none is kept in memory."""
        digest = hashlib.sha256()
        with self._packed.open(_place_of(table), "w", force_zip64=True) as member:
            lines = iter(rows)
            while portion := b"".join(islice(lines, _ROWS)):
                digest.update(portion)
                member.write(portion)
        self._digests[table.name] = digest.hexdigest()

    def add_file(self, file_hash: str, content: bytes) -> None:
        """As it is."""
        self._packed.writestr(_FILES + file_hash, content, ZIP_STORED)

    def finish(self, contents: Contents) -> None:
        """Its contents are the last that is written, and the first that is read."""
        tables = [{**asdict(t), "sha256": self._digests[t.name]} for t in contents.tables]
        made_at = contents.made_at.isoformat()
        plain = {"format": _FORMAT, **vars(contents), "made_at": made_at, "tables": tables}
        self._packed.writestr(_CONTENTS, json.dumps(plain, indent=1))


class KeptZip:
    """See `copies.Archive`."""

    def __init__(self, place: Path, packed: ZipFile) -> None:
        """Raises ArchiveDamaged, ArchiveNewer."""
        self._place = place
        self._packed = packed
        content = self._read(_CONTENTS, _LARGEST_CONTENTS)
        try:
            self.contents, self._digests = self._parse(json.loads(content))
        except (LookupError, TypeError, ValueError) as error:
            raise self._damaged(_CONTENTS, error) from None
        self._check_names()

    def rows(self, table: Table) -> Iterator[bytes]:
        """Each without its line's end."""
        name = _place_of(table)
        digest = hashlib.sha256()
        rows = 0
        try:
            with self._packed.open(name) as member:
                for line in _lines(member, digest.update):
                    rows += 1
                    yield line
        except _BROKEN as error:
            raise self._damaged(name, error) from None
        if (digest.hexdigest(), rows) != (self._digests[table.name], table.rows):
            raise self._damaged(name)

    def file(self, file_hash: str) -> bytes:
        """Whole."""
        content = self._read(_FILES + file_hash, LARGEST_FILE)
        if hashlib.sha256(content).hexdigest() != file_hash:
            raise self._damaged(_FILES + file_hash)
        return content

    def _parse(self, plain: dict[str, Any]) -> tuple[Contents, dict[str, str]]:
        """The contents, and each table's SHA-256."""
        if plain["format"] > _FORMAT:
            raise ArchiveNewer(file=self._place, version=plain["version"])
        tables = plain["tables"]
        contents = Contents(
            version=plain["version"],
            revision=plain["revision"],
            made_at=datetime.fromisoformat(plain["made_at"]),
            tables=tuple(Table(each["name"], each["columns"], each["rows"]) for each in tables),
            files=tuple(plain["files"]),
        )
        return contents, {each["name"]: each["sha256"] for each in tables}

    def _read(self, name: str, largest: int) -> bytes:
        try:
            if self._packed.getinfo(name).file_size > largest:
                raise self._damaged(name)
            return self._packed.read(name)
        except _BROKEN as error:
            raise self._damaged(name, error) from None

    def _check_names(self) -> None:
        """Nothing is missing, there twice, or there without being named."""
        named = [_CONTENTS, *map(_place_of, self.contents.tables)]
        named += [_FILES + each for each in self.contents.files]
        differing = Counter(self._packed.namelist())
        differing.subtract(named)
        for name, surplus in differing.items():
            if surplus:
                raise self._damaged(name)

    def _damaged(self, name: str, error: Exception | None = None) -> ArchiveDamaged:
        return ArchiveDamaged(file=self._place, reason=f"{name}: {error}" if error else name)


# What the library raises, wherever a byte of an archive is not what it was.
_BROKEN = (BadZipFile, zlib.error, EOFError, LookupError, OSError, RuntimeError, ValueError)


def _place_of(table: Table) -> str:
    return f"tables/{table.name}.jsonl"


def _lines(member: IO[bytes], seen: Callable[[bytes], None]) -> Iterator[bytes]:
    """Each portion is `seen` first. Raises ValueError where a line has no end."""
    rest = b""
    while portion := member.read(_PORTION):
        seen(portion)
        *lines, rest = (rest + portion).split(b"\n")
        yield from lines
        if len(rest) > _LARGEST_ROW:
            break
    if rest:
        raise ValueError("a row without an end")


@contextmanager
def _alone(part: Path, place: Path) -> Iterator[IO[bytes]]:
    """The file `part`, empty, while nobody else writes it. Raises ArchiveExists, ArchiveBusy."""
    made = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(made, "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveBusy(file=place) from None
        if place.exists():  # perhaps the very file that is open: it was finished before the lock
            part.unlink(missing_ok=True)
            raise ArchiveExists(file=place)
        file.truncate()
        os.fchmod(made, 0o600)  # what was left there may have been anybody's
        yield file


def _settle(file: IO[bytes], part: Path, place: Path) -> None:
    """Give what is on the disk, whole, its name."""
    file.flush()
    os.fsync(file.fileno())
    part.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
