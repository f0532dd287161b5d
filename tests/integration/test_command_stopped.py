"""Long commands: they show how far they are, stop cleanly, and go on where they were."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import bindparam, text

from service.cli import main
from service.commands import deploy as deploying
from service.commands import verify as verifying
from service.folder import read_diagram
from service.store.database import DatabaseUnreachable, open_database
from service.store.identities import Identity
from service.store.unit_of_work import SqlStore
from service.usecases import verify_record
from service.usecases.findings import Portion
from tests.needs import ROOT
from tests.processes.at_work import AtWork

Run = Callable[..., Result]

OFFICE = ("--office", "rembang")
NAMES = [f"pengantar-kis-{letter}" for letter in "abc"]


@pytest.fixture
def laksana(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """The command on a database with the present schema."""
    monkeypatch.setenv("LAKSANA_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LAKSANA_DATABASE_URL", database_url)

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    assert run("migrate").exit_code == 0
    return run


@pytest.fixture
def folder(laksana: Run, tmp_path: Path) -> Path:
    """Three diagrams with their forms, for an office that is there."""
    assert laksana("office", "add", "rembang", "--name", "DINSOSPPKB").exit_code == 0
    place = tmp_path / "diagram"
    place.mkdir()
    for form in (ROOT / "forms").glob("pengantar-kis-*.form"):
        shutil.copy(form, place)
    drawn = (ROOT / "processes" / "pengantar-kis.bpmn").read_text(encoding="utf-8")
    for name in NAMES:
        own = drawn.replace('"pengantar-kis"', f'"{name}"')
        (place / f"{name}.bpmn").write_text(own, encoding="utf-8")
    return place


def test_each_diagram_of_a_folder_is_counted(laksana: Run, folder: Path) -> None:
    made = laksana("deploy", folder, *OFFICE, "--new-roles")
    assert made.exit_code == 0
    lines = [line for line in made.stdout.splitlines() if line.startswith("[")]
    assert lines == [
        f"[{count}/3] {name}.bpmn: {name} versi 1 dipasang"
        for count, name in enumerate(NAMES, start=1)
    ]


def test_a_refused_diagram_keeps_no_other_back(laksana: Run, folder: Path) -> None:
    (folder / "pengantar-kis-aa.bpmn").write_text("ini bukan XML")
    made = laksana("deploy", folder, *OFFICE, "--new-roles")
    assert made.exit_code == 1
    assert made.stdout.count(" versi 1 dipasang") == 3
    assert made.stdout.endswith("\n3 dipasang, 1 ditolak\n")
    assert "[2/4] pengantar-kis-aa.bpmn: DITOLAK\n" in made.stdout
    assert made.stderr.startswith("pengantar-kis-aa.bpmn: ")
    assert "bukan XML" in made.stderr


def test_a_deployment_that_was_stopped_goes_on(
    laksana: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(file: Path) -> bytes:
        if file.stem == NAMES[1]:
            os.kill(os.getpid(), signal.SIGINT)
        return read_diagram(file)

    with monkeypatch.context() as patched:
        patched.setattr(deploying, "read_diagram", interrupted)
        stopped = laksana("deploy", folder, *OFFICE, "--new-roles")
    assert stopped.exit_code == 130
    assert stopped.stdout.count(" versi 1 dipasang") == 2
    assert stopped.stderr == (
        "Dihentikan setelah 2 dari 3 diagram; perintah yang sama meneruskannya.\n"
    )
    resumed = laksana("deploy", folder, *OFFICE, "--new-roles")
    assert resumed.exit_code == 0
    assert resumed.stdout.count(" versi 1 sudah terpasang") == 2
    assert f"[3/3] {NAMES[2]}.bpmn: {NAMES[2]} versi 1 dipasang" in resumed.stdout


def test_a_deployment_whose_database_goes_away_sums_up_what_was_done(
    laksana: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "aa.bpmn").write_text("ini bukan XML")

    def away(file: Path) -> bytes:
        if file.stem == NAMES[1]:
            monkeypatch.setattr(SqlStore, "begin", unreachable)
        return read_diagram(file)

    def unreachable(_: SqlStore) -> NoReturn:
        raise DatabaseUnreachable

    monkeypatch.setattr(deploying, "read_diagram", away)
    made = laksana("deploy", folder, *OFFICE, "--new-roles")
    assert made.exit_code == 1
    assert made.stdout.endswith(f"[3/4] {NAMES[1]}.bpmn: TERPUTUS\n1 ditolak, 1 dipasang\n")
    refused, *told = made.stderr.splitlines()
    assert refused.startswith("aa.bpmn: ")
    assert told == [
        "Dihentikan setelah 2 dari 4 diagram; perintah yang sama meneruskannya.",
        f"Error: {DatabaseUnreachable()}",
    ]


@pytest.fixture
def office(laksana: Run, database_url: str) -> Iterator[AtWork]:
    """An office with six cases, the second and the last of them damaged."""
    assert "sudah terkini" in laksana("migrate").output
    database = open_database(database_url)
    office = AtWork("pembuatan-askes", SqlStore(database), datetime(2026, 2, 2, 2, tzinfo=UTC))
    cases = [office.start().case for _ in range(6)]
    damage = text("UPDATE cases SET subject = 'lain' WHERE id IN (:first, :second)")
    typed = [bindparam(name, type_=Identity) for name in ("first", "second")]
    with database.begin() as connection:
        connection.execute(damage.bindparams(*typed), {"first": cases[1], "second": cases[5]})
    yield office
    database.dispose()


@pytest.fixture
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_record, "AT_ONCE", 1)


def findings(verified: Result) -> str:
    """What a verification said, but for the moment of its beginning."""
    said, _, _ = verified.stdout.partition("Diperiksa sejak")
    assert said.endswith("2 kerusakan\n")
    return said


@pytest.mark.usefixtures("office", "_one_at_a_time")
@pytest.mark.parametrize(("asked", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_verification_that_was_stopped_says_its_place_and_goes_on(
    laksana: Run, monkeypatch: pytest.MonkeyPatch, asked: signal.Signals, status: int
) -> None:
    whole = laksana("verify")
    assert whole.exit_code == 1
    lines = verifying._lines

    def interrupted(portion: Portion) -> Iterator[str]:
        if portion.checks[0].chain.endswith("3"):
            os.kill(os.getpid(), asked)
        return lines(portion)

    with monkeypatch.context() as patched:
        patched.setattr(verifying, "_lines", interrupted)
        stopped = laksana("verify")
    assert stopped.exit_code == status
    assert stopped.stdout.count("perihal permohonan") == 1
    assert stopped.stderr == (
        "3 dari 7 rangkaian diperiksa, 1 kerusakan sejauh ini."
        " Teruskan dengan: laksana verify --resume\n"
    )
    resumed = laksana("verify", "--resume")
    assert resumed.exit_code == 1
    assert "terhenti setelah 3 rangkaian; ini meneruskannya" in resumed.stderr
    assert findings(resumed) == findings(whole)
    again = laksana("verify", "--resume")
    assert "Tidak ada pemeriksaan yang terhenti" in again.stderr
    assert findings(again) == findings(whole)


# Verifies one case after another, and dies of SIGKILL when so many were verified.
KILLED = """
import os, signal, sys
from service.cli import main
from service.commands import verify
from service.usecases import verify_record
from service.usecases.findings import Portion

verify_record.AT_ONCE, verify._KEPT_EVERY = 1, 0.0
lines, left = verify._lines, int(sys.argv.pop())

def counted(portion):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return lines(portion)

verify._lines = counted
main()
"""


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("count", [0, 4])
def test_a_verification_that_was_killed_goes_on(laksana: Run, count: int) -> None:
    whole = laksana("verify")
    command = [sys.executable, "-c", KILLED, "verify", str(count)]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    resumed = laksana("verify", "--resume")
    assert findings(resumed) == findings(whole)
    assert ("ini meneruskannya" in resumed.stderr) == (count > 0)


def stopping(_: Portion) -> list[str]:
    """Nothing is found, and Ctrl+C is pressed."""
    os.kill(os.getpid(), signal.SIGINT)
    return []


@pytest.mark.usefixtures("office", "_one_at_a_time")
def test_a_new_verification_begins_anew_and_says_what_was_left(
    laksana: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookmark = tmp_path / "var" / "verification.json"
    bookmark.write_text(
        '{"began": "2026-02-02T02:00:00+00:00", "lines": ["lama"],'
        ' "place": {"office": "rembang", "sequence": 9, "hash": "00"},'
        ' "tally": {"chains": 9, "events": 9, "erased": 0, "faults": 1}}'
    )
    refused = laksana("verify", "--resume")
    assert refused.exit_code == 1
    assert "Mulailah dari awal" in refused.stderr
    with monkeypatch.context() as patched:
        patched.setattr(verifying, "_lines", stopping)
        kept = bookmark.read_bytes()
        assert laksana("verify").exit_code == 130
        assert bookmark.read_bytes() == kept  # whoever was told of it may still go on from there
    anew = laksana("verify")
    assert "terhenti setelah 9 rangkaian" in anew.stderr
    assert "--resume meneruskannya" in anew.stderr
    assert "lama" not in anew.stdout
    assert not bookmark.exists()
