"""Restoring an archive that somebody made: of any schema so far, all of it or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from service.documents.archive import ZipArchives
from service.domain.holidays import Holidays
from service.store.copies import CopyNewer, CopyOlder, RowsRefused
from service.store.migrate import check_schema, migrate
from service.store.schema import offices
from service.store.unit_of_work import SqlStore
from service.usecases.copies import Contents, Table
from tests.contract.copying import HEAD, Kept

OFFICE = UUID("7f0a4b1e-0000-4000-8000-000000000001")


def test_an_interrupted_restoring_leaves_an_empty_database(elsewhere: Kept, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, HEAD, [ROW])

    def interrupt(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        elsewhere.restore(archive, interrupt)
    assert migrate(elsewhere.database)
    with elsewhere.database.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(offices)) == 0
    elsewhere.restore(archive)


def test_rows_that_the_database_refuses_are_told_and_nothing_stays(
    elsewhere: Kept, tmp_path: Path
) -> None:
    with pytest.raises(RowsRefused, match="offices"):
        elsewhere.restore(archive_of(tmp_path, HEAD, [ROW[:-1]]))
    with pytest.raises(RowsRefused, match="offices"):
        elsewhere.restore(archive_of(tmp_path, HEAD, [ROW, ROW]))
    assert migrate(elsewhere.database)


# An office as the first version of Laksana kept it: without its own holidays.
COLUMNS = {
    "id": "uuid",
    "key": "text",
    "name": "text",
    "timezone": "text",
    "hours": "json",
    "head_count": "integer",
    "head_hash": "bytes",
}
ROW = (
    b'["%s","rembang","Kantor","Asia/Jakarta",{},0,["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]]'
    % str(OFFICE).encode()
)


def archive_of(folder: Path, revision: str, rows: list[bytes]) -> Path:
    """An archive of one table."""
    place = folder / f"{len(list(folder.iterdir()))}.zip"
    table = Table("offices", COLUMNS, len(rows))
    with ZipArchives().create(place) as archive:
        archive.add_rows(table, [row + b"\n" for row in rows])
        archive.finish(Contents("0.1.0", revision, datetime(2026, 1, 1, tzinfo=UTC), (table,), ()))
    return place


def test_an_archive_of_an_older_schema_becomes_the_present_one(
    elsewhere: Kept, tmp_path: Path
) -> None:
    elsewhere.restore(archive_of(tmp_path, "0001", [ROW]))
    check_schema(elsewhere.database)
    with SqlStore(elsewhere.database).read() as work:
        assert work.offices.get(OFFICE).holidays == Holidays()


def test_an_older_archive_is_not_put_into_a_newer_schema(elsewhere: Kept, tmp_path: Path) -> None:
    migrate(elsewhere.database)
    with pytest.raises(CopyOlder, match="laksana migrate"):
        elsewhere.restore(archive_of(tmp_path, "0001", [ROW]))
    elsewhere.restore(archive_of(tmp_path, HEAD, [ROW]))


def test_an_archive_of_a_newer_schema_is_refused(elsewhere: Kept, tmp_path: Path) -> None:
    with pytest.raises(CopyNewer):
        elsewhere.restore(archive_of(tmp_path, "9999", [ROW]))
