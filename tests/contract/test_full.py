"""A full disk: the act is refused whole, and goes through once there is room, without a restart."""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, event

from service.documents.file_store import DiskFiles
from service.domain.files import FilesNotKept
from service.domain.task import Task
from service.store.database import DatabaseFull, open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from tests.integration.drawing import diagram, end, path, start, tasks
from tests.integration.drawn_office import DrawnOffice
from tests.integration.events.drawn import catches, what

ONE_STEP = diagram(start(), tasks("a"), end(), path("mulai", "a", "selesai"))
WAITS = ("mulai", "t", "selesai")
PDF = b"%PDF-1.4\n" + bytes(100_000)


@contextmanager
def full(database: Engine, table: str = "events") -> Iterator[None]:
    """No page can be added to the database's file, or on a server to this table of it."""
    if database.dialect.name == "sqlite":

        def fill(connection: Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")  # or as many as there are

        event.listen(database, "begin", fill)
        yield
        event.remove(database, "begin", fill)
        with database.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        return
    with database.begin() as connection:
        connection.exec_driver_sql(_DISK_FULL)
        connection.exec_driver_sql(
            f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()"
        )
    yield
    with database.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER full_disk ON {table}")


_DISK_FULL = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$"""


def test_an_act_on_a_full_disk_is_refused_whole_and_goes_through_later(database_url: str) -> None:
    database = open_database(database_url)
    try:
        migrate(database)
        office = DrawnOffice(SqlStore(database), ONE_STEP)
        work = {task: uuid4() for _ in range(40) for task in office.open_tasks(started(office))}
        with full(database):
            task, act = refused(office, work)
            assert office.waiting(task.case) == ["a"]
        assert office.do(task, act).ended
        assert office.do(task, act).ended
        assert office.acts(task.case) == ["started", "completed"]
        assert office.faults() == []
    finally:
        database.dispose()


def started(office: DrawnOffice) -> UUID:
    return office.start().case


def refused(office: DrawnOffice, work: Mapping[Task, UUID]) -> tuple[Task, UUID]:
    """The first act for which there was no room."""
    for task, act in work.items():
        try:
            office.do(task, act)
        except DatabaseFull:
            return task, act
    raise AssertionError("there was room for everything")


@pytest.mark.postgresql
def test_a_job_for_which_there_is_no_room_refuses_its_act(postgres_url: str) -> None:
    timer = diagram(start(), catches("t", what("timer", text="PT1H")), end(), path(*WAITS))
    database = open_database(postgres_url)
    try:
        migrate(database)
        office = DrawnOffice(SqlStore(database), timer)
        with full(database, "procrastinate_jobs"), pytest.raises(DatabaseFull):
            office.start()
        assert office.start().number.endswith("/000001")
    finally:
        database.dispose()


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The disk takes no more than so many bytes of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    with no_file_longer_than(50_000), pytest.raises(FilesNotKept):
        files.keep("kk.pdf", BytesIO(PDF))
    assert list(tmp_path.iterdir()) == []
    assert files.holds(files.keep("kk.pdf", BytesIO(PDF)))


def test_a_folder_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    place = tmp_path / "files"
    place.write_bytes(b"")
    with pytest.raises(FilesNotKept):
        DiskFiles(place).keep("kk.pdf", BytesIO(PDF))
