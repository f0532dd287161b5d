"""Restore: fill an empty database, and the folder of files, from an archive."""

from __future__ import annotations

from collections import deque
from io import BytesIO
from pathlib import Path

from service.usecases.copies import Archive, Archives, Contents, Copies, Progress, Report
from service.usecases.ports import Files


def restore(
    place: Path, report: Report, *, copies: Copies, archives: Archives, files: Files
) -> Contents:
    """Bring back what the archive at `place` holds: all of it, or nothing that a page would show.

    Every byte of the archive is checked before anything is written. Files come before the rows
    are there to be seen; those of a restoring that failed lie unnamed until the next. What `report`
    is told counts everything twice, since it is read twice.
    """
    with archives.open(place) as archive:
        contents = archive.contents
        progress = Progress(report, 2 * contents.size)
        with copies.filling(contents.revision) as filling:
            _check(archive, progress)
            for file in progress.of(contents.files):
                files.keep(file, BytesIO(archive.file(file)))
            for table in contents.tables:
                filling.fill(table, progress.of(archive.rows(table)))
    return contents


def _check(archive: Archive, progress: Progress) -> None:
    """Raises ArchiveDamaged."""
    for file in progress.of(archive.contents.files):
        archive.file(file)
    for table in archive.contents.tables:
        deque(progress.of(archive.rows(table)), maxlen=0)
