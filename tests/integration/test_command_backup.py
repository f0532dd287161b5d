"""The commands `laksana backup` and `laksana restore`, also where they are killed or lack space."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.documents.file_store import DiskFiles
from service.domain.form_fields import FileRef
from tests.needs import ROOT
from tests.processes.at_work import at_work

PDF = b"%PDF-1.4\n" + bytes(500_000)
WHOLE = "2 rangkaian, 9 catatan, 0 kerusakan"

Run = Callable[..., Result]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def scan(var: Path, database_url: str) -> FileRef:
    """The one file of the one case of an office at work on SOP 004."""
    scan = DiskFiles(var / "files").keep("kk.pdf", BytesIO(PDF))
    with at_work("pengantar-kis", database_url, "2026-02-02T09:00:00+07:00") as office:
        first = office.open_task(office.start().case)
        office.complete(first, files={"kelengkapan_2": [scan]})
    return scan


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cadangan.zip"


@pytest.fixture
def laksana(monkeypatch: pytest.MonkeyPatch, var: Path, database_url: str) -> Run:
    """The command, on the office's database."""
    return partial(run, monkeypatch, var, database_url)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command, on a machine where nothing is yet."""
    return partial(run, monkeypatch, tmp_path / "other", "")


def run(monkeypatch: pytest.MonkeyPatch, var: Path, url: str, *words: object) -> Result:
    monkeypatch.setenv("LAKSANA_VAR", str(var))
    monkeypatch.setenv("LAKSANA_DATABASE_URL", url)
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.usefixtures("scan")
def test_what_was_backed_up_is_verified_after_restoring(
    laksana: Run, elsewhere: Run, place: Path
) -> None:
    assert WHOLE in laksana("verify").output
    made = laksana("backup", place)
    assert made.exit_code == 0
    assert "dan 1 berkas dicadangkan" in made.output
    restored = elsewhere("restore", place)
    assert restored.exit_code == 0
    assert "dan 1 berkas dipulihkan, sebagaimana pada 20" in restored.output
    assert WHOLE in restored.output
    again = elsewhere("restore", place)
    assert again.exit_code == 1
    assert "sudah berisi unit kerja" in again.output


def test_a_file_that_is_lost_is_named_with_its_case_and_status_1(
    laksana: Run, elsewhere: Run, place: Path, scan: FileRef, var: Path
) -> None:
    (var / "files" / scan.hash[:2] / scan.hash).unlink()
    made = laksana("backup", place)
    assert made.exit_code == 1
    assert "rembang/2026/000001: kk.pdf: berkas ini hilang" in made.output
    assert "dan 0 berkas dicadangkan" in made.output
    restored = elsewhere("restore", place)
    assert restored.exit_code == 1
    assert "rembang/2026/000001: kk.pdf: berkas ini hilang" in restored.output
    assert "2 rangkaian, 9 catatan, 1 kerusakan" in restored.output


@pytest.mark.usefixtures("scan")
def test_a_damaged_archive_is_refused_before_anything_is_made(
    laksana: Run, elsewhere: Run, place: Path, tmp_path: Path
) -> None:
    laksana("backup", place)
    damaged = bytearray(place.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    place.write_bytes(damaged)
    refused = elsewhere("restore", place)
    assert refused.exit_code == 1
    assert f'Error: Arsip "{place}" rusak' in refused.output
    assert "Tidak ada yang dipulihkan" in refused.output
    assert not (tmp_path / "other" / "files").exists()
    assert elsewhere("migrate").output == "Skema diperbarui.\n"


# A process that is killed once so many of the rows and files are done.
KILLED = """
import os, signal, sys
from pathlib import Path
from service.bootstrap import build
from service.settings import read_settings
act, place, part = sys.argv[1:]
def report(done, total):
    if done == int(total * float(part)):
        os.kill(os.getpid(), signal.SIGKILL)
getattr(build(read_settings()), act)(Path(place), report)
"""


def kill(act: str, place: Path, part: float) -> None:
    """Begin `act` in a process of its own, which is killed in the midst of it."""
    words = [sys.executable, "-c", KILLED, act, str(place), str(part)]
    killed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize("part", [0.5, 1.0])
def test_a_backup_that_is_killed_makes_no_archive_and_the_next_one_does(
    laksana: Run, elsewhere: Run, place: Path, part: float
) -> None:
    assert laksana("verify").exit_code == 0  # and the settings are the office's
    kill("back_up", place, part)
    assert not place.exists()
    assert laksana("backup", place).exit_code == 0
    assert [each.name for each in place.parent.glob("cadangan*")] == [place.name]
    assert WHOLE in elsewhere("restore", place).output


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize("part", [0.6, 1.0])
def test_a_restoring_that_is_killed_leaves_nothing_that_looks_whole(
    laksana: Run, elsewhere: Run, place: Path, part: float
) -> None:
    laksana("backup", place)
    assert "belum terkini" in elsewhere("verify").output
    kill("restore", place, part)
    assert "belum terkini" in elsewhere("verify").output
    assert WHOLE in elsewhere("restore", place).output


@pytest.mark.usefixtures("scan")
def test_a_full_disk_is_told_and_leaves_nothing(laksana: Run, place: Path) -> None:
    assert laksana("verify").exit_code == 0
    done = subprocess.run(
        [Path(sys.executable).parent / "laksana", "backup", place],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert f'Error: Arsip "{place}" tidak dapat ditulis: File too large' in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(place.parent.glob("cadangan*")) == []
