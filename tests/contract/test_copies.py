"""Backing up and restoring: everything comes back, on either database, while people go on."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, text

from service.documents.archive import ArchiveBusy, ArchiveExists, ArchiveUnwritable, ZipArchives
from service.domain.task import TaskState
from service.store.copies import (
    DatabaseNotEmpty,
    RowUnreadable,
    kind_of,
)
from service.store.migrate import check_schema, migrate
from service.store.schema import metadata
from service.store.unit_of_work import SqlStore
from service.usecases.findings import Fault
from tests.contract.copying import HEAD, PDF, Kept, kept_at
from tests.contract.test_tampering import CASE, tamper
from tests.fakes.rembang import FOUNDED, Rembang
from tests.fakes.scripts import PENGANTAR_KIS


@pytest.fixture
def here(database: Engine, tmp_path: Path) -> Kept:
    """Where the office works."""
    return Kept(database, tmp_path / "files")


@pytest.fixture
def rembang(here: Kept) -> Rembang:
    return Rembang(SqlStore(here.database))


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Kept]:
    """Where it is brought back to when any kind will do."""
    with kept_at(f"sqlite:///{tmp_path / 'restored.db'}", tmp_path / "restored") as kept:
        yield kept


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cadangan.zip"


def test_what_was_backed_up_comes_back_and_goes_on(
    here: Kept, elsewhere: Kept, rembang: Rembang, place: Path
) -> None:
    scan = here.hand_in(rembang)
    waiting = rembang.carry_to("Kegiatan_3")
    made = here.back_up(place, rembang)
    assert made.missing == ()
    assert elsewhere.restore(place) == made.contents
    check_schema(elsewhere.database)
    assert elsewhere.found(rembang) == set()
    assert rows_of(elsewhere) == rows_of(here)
    with elsewhere.files.open(scan.hash) as restored:
        assert restored.read() == PDF
    moved = elsewhere.office_of(rembang)
    moved.complete(waiting, moved.performer_of(waiting))
    assert moved.task(waiting.id).state is TaskState.DONE
    moved.start()
    assert elsewhere.found(rembang) == set()


def rows_of(kept: Kept) -> dict[str, list[str]]:
    """Every row of every table."""
    with kept.database.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in metadata.sorted_tables
        }


def test_a_timer_that_waits_has_its_job_again(
    here: Kept, elsewhere: Kept, rembang: Rembang, place: Path
) -> None:
    case = rembang.start().case
    tamper(here.database, ["UPDATE cases SET due_at = '2030-01-01 00:00:00'"])
    here.back_up(place, rembang)
    elsewhere.restore(place)
    with SqlStore(elsewhere.database).read() as work:
        assert work.cases.get(case).due_at is not None
    if elsewhere.database.dialect.name == "postgresql":
        jobs = text("SELECT lock, scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
        with elsewhere.database.connect() as connection:
            (job,) = connection.execute(jobs)
        assert (job.lock, job.scheduled_at.year) == (str(case), 2030)


@pytest.mark.parametrize("moment", [1, 40])
def test_an_archive_holds_one_moment_whatever_is_done_meanwhile(
    here: Kept, restored: Kept, rembang: Rembang, place: Path, moment: int
) -> None:
    waiting = rembang.carry_to("Kegiatan_3")

    def work(done: int, _total: int) -> None:
        if done == moment:
            rembang.complete(waiting, rembang.performer_of(waiting))
            here.hand_in(rembang)
            rembang.deploy(PENGANTAR_KIS, edition=2)

    assert here.back_up(place, rembang, work).contents.files == ()
    restored.restore(place)
    assert restored.found(rembang) == set()
    assert restored.office_of(rembang).open_task(waiting.case) == waiting


def test_archives_that_are_made_while_people_work_are_whole(
    here: Kept, rembang: Rembang, tmp_path: Path
) -> None:
    enough = Event()

    def work() -> int:
        acts = 0
        while not enough.is_set():
            here.hand_in(rembang, PDF + b"%d" % acts)
            acts += 1
        return acts

    places = [tmp_path / f"{number}.zip" for number in range(4)]
    with ThreadPoolExecutor() as threads:
        working = threads.submit(work)
        try:
            made = [here.back_up(place, rembang) for place in places]
        finally:
            enough.set()
        assert working.result() > 0
    assert [each.missing for each in made] == [()] * 4
    for number, place in enumerate(places):
        folder = tmp_path / str(number)
        with kept_at(f"sqlite:///{folder / 'laksana.db'}", folder / "files") as restored:
            restored.restore(place)
            assert restored.found(rembang) == set()


@pytest.mark.parametrize("damage", ["removed", "changed"])
def test_a_file_that_is_lost_is_named_and_the_rest_is_backed_up(
    here: Kept, restored: Kept, rembang: Rembang, place: Path, damage: str
) -> None:
    lost, kept = here.hand_in(rembang), here.hand_in(rembang, PDF + b"2")
    file = here.folder / lost.hash[:2] / lost.hash
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(PDF.replace(b"obj", b"abj"))
    made = here.back_up(place, rembang)
    assert [(each.case, each.name) for each in made.missing] == [(CASE, "kk.pdf")]
    assert made.contents.files == (kept.hash,)
    restored.restore(place)
    assert restored.found(rembang) == {(CASE, 0, Fault.FILE_MISSING)}


def test_one_content_under_two_names_is_kept_once(
    here: Kept, rembang: Rembang, place: Path
) -> None:
    scan = here.hand_in(rembang)
    assert here.hand_in(rembang).hash == scan.hash
    assert here.back_up(place, rembang).contents.files == (scan.hash,)


def test_what_was_tampered_with_is_still_found_after_restoring(
    here: Kept, restored: Kept, rembang: Rembang, place: Path
) -> None:
    rembang.carry_to("Kegiatan_3")
    as_text = "'{}'" if here.database.dialect.name == "sqlite" else "'\\x7b7d'"
    tamper(here.database, [f"UPDATE events SET body = {as_text} WHERE sequence = {FOUNDED}"])
    expected = {("rembang", FOUNDED, Fault.CHANGED)}
    assert here.found(rembang) == expected
    here.back_up(place, rembang)
    restored.restore(place)
    assert restored.found(rembang) == expected


def test_an_archive_is_for_its_owner_alone_and_is_not_written_over(
    here: Kept, rembang: Rembang, place: Path
) -> None:
    here.back_up(place, rembang)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    before = place.read_bytes()
    with pytest.raises(ArchiveExists, match=r"cadangan\.zip"):
        here.back_up(place, rembang)
    assert place.read_bytes() == before
    assert list(place.parent.glob("*.part")) == []


def test_two_do_not_write_one_archive(here: Kept, rembang: Rembang, place: Path) -> None:
    refused = []

    def meanwhile(done: int, _total: int) -> None:
        if done == 1:
            with pytest.raises(ArchiveBusy) as refusal:
                here.back_up(place, rembang)
            refused.append(refusal)

    here.back_up(place, rembang, meanwhile)
    assert len(refused) == 1
    with ZipArchives().open(place) as archive:
        assert archive.contents.revision == HEAD


def test_an_interrupted_backup_leaves_nothing(here: Kept, rembang: Rembang, place: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        here.back_up(place, rembang, interrupt)
    assert list(place.parent.glob("cadangan*")) == []


def test_a_folder_that_is_not_there_is_told(here: Kept, rembang: Rembang, tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnwritable, match="tidak-ada"):
        here.back_up(tmp_path / "tidak-ada" / "cadangan.zip", rembang)


@pytest.mark.sqlite
def test_a_row_that_cannot_be_read_is_told_with_its_table(restored: Kept, place: Path) -> None:
    migrate(restored.database)
    rembang = Rembang(SqlStore(restored.database))
    rembang.start()
    tamper(restored.database, ["UPDATE tasks SET opened_at = 'kemarin'"])
    with pytest.raises(RowUnreadable, match=r"Tabel tasks .*kemarin"):
        restored.back_up(place, rembang)
    assert list(place.parent.glob("cadangan*")) == []


def test_an_office_that_is_there_is_not_mixed_with_another(
    here: Kept, rembang: Rembang, place: Path
) -> None:
    here.back_up(place, rembang)
    before = rows_of(here)
    with pytest.raises(DatabaseNotEmpty):
        here.restore(place)
    assert rows_of(here) == before


def test_every_column_can_be_copied() -> None:
    for table in metadata.sorted_tables:
        assert all(kind_of(column) for column in table.columns)
        # Where a database counts by itself, restoring has to set its counter.
        assert table.autoincrement_column is None
