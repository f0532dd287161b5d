"""An office with files whose database is copied: what tests of backing up begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from service.documents.archive import ZipArchives
from service.documents.file_store import DiskFiles
from service.domain.form_fields import FileRef
from service.store import migrate as migrating
from service.store.copies import SqlCopies
from service.store.database import open_database
from service.store.unit_of_work import SqlStore
from service.usecases.back_up import BackedUp, Sources, back_up
from service.usecases.copies import Contents, Report
from service.usecases.findings import Fault
from service.usecases.handle_files import keep_file
from service.usecases.ports import Files
from service.usecases.restore import restore
from service.usecases.verify_record import verify_record
from tests.fakes.rembang import Rembang

_MIGRATIONS = Path(migrating.__file__).parent / "migrations"
HEAD = str(ScriptDirectory(str(_MIGRATIONS)).get_current_head())
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def silent(_done: int, _total: int) -> None:
    """Nobody looks at the progress."""


class Kept:
    """A database and a folder of files."""

    def __init__(self, database: Engine, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.files: Files = DiskFiles(folder)

    def back_up(self, place: Path, office: Rembang, report: Report = silent) -> BackedUp:
        sources = Sources(SqlCopies(self.database), self.files, "0.1.0", office.clock)
        return back_up(place, report, sources=sources, archives=ZipArchives())

    def restore(self, place: Path, report: Report = silent) -> Contents:
        copies = SqlCopies(self.database)
        return restore(place, report, copies=copies, archives=ZipArchives(), files=self.files)

    def office_of(self, office: Rembang) -> Rembang:
        """The same people at work here."""
        here = copy(office)
        here.store = SqlStore(self.database)
        return here

    def found(self, office: Rembang) -> set[tuple[str, int, Fault]]:
        """What verifying finds here."""
        return {
            (finding.chain, finding.sequence, finding.fault)
            for checked in verify_record(
                store=SqlStore(self.database), files=self.files, engine=office.engine
            ).checks
            for finding in checked.findings
        }

    def hand_in(self, office: Rembang, content: bytes = PDF) -> FileRef:
        """Complete the first step of a new case with a scan."""
        scan = keep_file("kk.pdf", BytesIO(content), files=self.files)
        task = office.open_task(office.start().case)
        office.complete(task, office.petugas, texts={}, files={"kelengkapan_2": [scan]})
        return scan


@contextmanager
def kept_at(url: str, folder: Path) -> Iterator[Kept]:
    """A database without a table, and a folder that nobody has made."""
    database = open_database(url)
    try:
        yield Kept(database, folder)
    finally:
        database.dispose()
