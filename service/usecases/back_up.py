"""Back up: copy one moment of the database, and the files that it names, into an archive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from service.domain.files import LARGEST_FILE, FileMissing
from service.usecases.copies import Archives, Contents, Copies, HandedIn, Progress, Report
from service.usecases.ports import Clock, Files


@dataclass(frozen=True)
class BackedUp:
    """What the archive holds, and which files it lacks since they are missing or were changed."""

    contents: Contents
    missing: tuple[HandedIn, ...]


@dataclass(frozen=True)
class Sources:
    """What is copied, by which version of Laksana, and when."""

    copies: Copies
    files: Files
    version: str
    clock: Clock


def back_up(place: Path, report: Report, *, sources: Sources, archives: Archives) -> BackedUp:
    """Copy everything to `place` while others go on working; nothing is there until all of it is.

    A file is kept before a case names it, and is never changed or removed: those that the moment
    names are still there after it.
    """
    kept: list[str] = []
    missing: list[HandedIn] = []
    made_at = sources.clock.now()  # what is done from now on may not be in it
    with archives.create(place) as archive, sources.copies.taken() as snapshot:
        rows = sum(table.rows for table in snapshot.tables)
        progress = Progress(report, rows + snapshot.count_files())
        for table in snapshot.tables:
            archive.add_rows(table, progress.of(snapshot.rows(table)))
        for file in progress.of(snapshot.files()):
            content = _content_of(file, sources.files)
            if content is None:
                missing.append(file)
            else:
                archive.add_file(file.hash, content)
                kept.append(file.hash)
        contents = Contents(
            sources.version,
            snapshot.revision,
            made_at,
            tuple(snapshot.tables),
            tuple(kept),
        )
        archive.finish(contents)
    return BackedUp(contents, tuple(missing))


def _content_of(file: HandedIn, files: Files) -> bytes | None:
    """None where it is missing, cannot be read or was changed."""
    try:
        with files.open(file.hash) as opened:
            content = opened.read(LARGEST_FILE + 1)
    except (FileMissing, OSError):
        return None
    return content if hashlib.sha256(content).hexdigest() == file.hash else None
