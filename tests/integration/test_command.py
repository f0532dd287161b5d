"""The command `laksana`, as an operator types it: what it does, and what it says when it cannot."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from service.bootstrap import build
from service.cli import main
from service.demo import set_up
from service.folder import read_forms
from service.settings import read_settings
from service.usecases.deploy import Deploy
from tests.fakes.rembang import OPERATOR
from tests.needs import ROOT

PROCESSES = ROOT / "processes"
DIAGRAM = PROCESSES / "pengantar-kis.bpmn"

URL = "LAKSANA_DATABASE_URL"
SECRET = "rahasia-sekali"

Run = Callable[..., Result]


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """The command on an empty database."""
    monkeypatch.setenv("LAKSANA_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LAKSANA_DATABASE_URL", database_url)

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def laksana(fresh: Run) -> Run:
    """The command on a database with the present schema and one office."""
    assert fresh("migrate").output == "Skema diperbarui.\n"
    assert (
        fresh("office", "add", "rembang", "--name", "DINSOSPPKB Kabupaten Rembang").exit_code == 0
    )
    return fresh


def test_a_database_without_a_schema_is_told_apart_and_nothing_is_made_in_silence(
    fresh: Run,
) -> None:
    told = fresh("office", "list")
    assert told.exit_code == 1
    assert "Jalankan: laksana migrate" in told.output


def test_migrating_again_changes_nothing(laksana: Run) -> None:
    assert laksana("migrate").output == "Skema sudah terkini.\n"


def test_lanes_become_roles_only_when_that_was_asked(laksana: Run) -> None:
    refused = laksana("deploy", DIAGRAM, "--office", "rembang")
    assert refused.exit_code == 1
    assert "Kasi Rehabsos" in refused.output
    assert "--new-roles" in refused.output
    made = laksana("deploy", DIAGRAM, "--office", "rembang", "--new-roles")
    assert made.exit_code == 0
    assert "pengantar-kis versi 1 dipasang" in made.output
    assert "peran baru: Kasi Rehabsos" in made.output


def test_the_same_diagram_again_changes_nothing_and_is_said_so(laksana: Run) -> None:
    laksana("deploy", DIAGRAM, "--office", "rembang", "--new-roles")
    again = laksana("deploy", DIAGRAM, "--office", "rembang")
    assert "pengantar-kis versi 1 sudah terpasang" in again.output


def test_who_does_a_lane_stays_and_is_said(laksana: Run, tmp_path: Path) -> None:
    laksana("deploy", DIAGRAM, "--office", "rembang", "--new-roles")
    for form in (ROOT / "forms").glob("pengantar-kis-*.form"):
        shutil.copy(form, tmp_path)
    second = tmp_path / "pengantar-kis.bpmn"
    second.write_bytes(DIAGRAM.read_bytes().replace(b'name="Kasi Rehabsos"', b'name="Kasi"'))
    refused = laksana("deploy", second, "--office", "rembang")
    assert "belum menjadi peran di unit kerja ini: Kasi." in refused.output
    give(second, "Kasi", "Kasi Rehabsos")
    second.write_bytes(second.read_bytes() + b"\n")
    third = laksana("deploy", second, "--office", "rembang")
    assert "pengantar-kis versi 3 dipasang" in third.output
    assert "Kasi: tetap dikerjakan oleh Kasi Rehabsos" in third.output
    assert "0 kerusakan" in laksana("verify").output


def test_the_demonstration_leaves_what_an_analyst_deployed(laksana: Run, tmp_path: Path) -> None:
    changed = tmp_path / DIAGRAM.name
    changed.write_bytes(DIAGRAM.read_bytes() + b"\n")
    for form in (ROOT / "forms").glob("pengantar-kis-*.form"):
        shutil.copy(form, tmp_path)
    everything = build(read_settings())
    accounts = list(set_up(everything, PROCESSES, "kata sandi demo"))
    laksana("deploy", changed, "--office", "rembang")
    assert list(set_up(everything, PROCESSES, "kata sandi demo")) == accounts
    everything.close()
    again = laksana("deploy", changed, "--office", "rembang")
    assert "pengantar-kis versi 2 sudah terpasang" in again.output


def test_the_shipped_diagrams_are_checked_without_a_database(fresh: Run) -> None:
    checked = fresh("check", PROCESSES)
    assert checked.exit_code == 0
    assert checked.output.count("dapat dijalankan") == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"ini bukan XML", "bukan XML"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>', "DTD"),
        (b"<d/>", "bukan diagram BPMN"),
        (
            b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
            "tidak memuat proses",
        ),
        (b"<d>" + b" " * (5 * 1024 * 1024) + b"</d>", "5 MB"),
    ],
)
def test_what_is_no_diagram_is_refused_clearly(
    fresh: Run, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "salah.bpmn"
    file.write_bytes(content)
    refused = fresh("check", file)
    assert refused.exit_code == 1
    assert "salah.bpmn: DITOLAK" in refused.output
    assert told in refused.output


def test_an_account_is_made_with_a_role_that_exists(laksana: Run) -> None:
    laksana("deploy", DIAGRAM, "--office", "rembang", "--new-roles")
    secret = ("--password", "kata sandi panjang")
    unknown = laksana("user", "add", "kasi@rembang", "--name", "Kasi", "--role", "Kasi", *secret)
    assert "Peran yang ada" in unknown.output
    role = ("--role", "Kasi Rehabsos")
    assert laksana("user", "add", "kasi@rembang", "--name", "Kasi", *role, *secret).exit_code == 0
    assert "kasi@rembang" in laksana("user", "list", "--office", "rembang").output


def test_an_account_is_given_another_password_and_closed_on_the_record(laksana: Run) -> None:
    secret = ("--password", "kata sandi panjang")
    laksana("user", "add", "analis@rembang", "--name", "Analis", "--right", "analyst", *secret)
    changed = laksana("user", "password", "analis@rembang", *secret)
    assert changed.output == "Kata sandi analis@rembang diganti.\n"
    closed = laksana("user", "close", "analis@rembang")
    assert closed.output == "Akun analis@rembang ditutup.\n"
    assert "analyst, (ditutup)" in laksana("user", "list", "--office", "rembang").output
    assert "1 rangkaian, 4 catatan, 0 kerusakan\n" in laksana("verify").output
    assert "tidak ditemukan" in laksana("user", "close", "nobody@rembang").output


def test_the_last_administrator_is_not_closed_by_command_either(laksana: Run) -> None:
    secret = ("--password", "kata sandi panjang")
    words = ("--name", "Administrator", "--right", "administrator", *secret)
    assert laksana("user", "add", "administrator@rembang", *words).exit_code == 0
    refused = laksana("user", "close", "administrator@rembang")
    assert refused.exit_code == 1
    assert "administrator terakhir" in refused.output


def test_an_untouched_record_is_whole(laksana: Run) -> None:
    laksana("deploy", DIAGRAM, "--office", "rembang", "--new-roles")
    verified = laksana("verify")
    assert verified.exit_code == 0
    assert verified.stdout.startswith("1 rangkaian, 2 catatan, 0 kerusakan\nDiperiksa sejak ")
    assert not verified.stderr


def test_a_schema_from_a_newer_version_is_left_alone(laksana: Run, database_url: str) -> None:
    database = create_engine(database_url)
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    for command in (("migrate",), ("verify",)):
        refused = laksana(*command)
        assert refused.exit_code == 1
        assert "Laksana yang lebih baru" in refused.output


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LAKSANA_DATABSE_URL", f"postgresql://{SECRET}", "LAKSANA_DATABSE_URL tidak dikenal"),
        ("LAKSANA_VAR", "/dev/null", "harus folder, bukan berkas"),
        ("LAKSANA_SECURE_COOKIES", "ya", "isi 1 atau 0"),
        (URL, "basis data", f"{URL} tidak dapat dibaca"),
        (URL, f"postgresql://a:{SECRET}@b@c/d", "%40 untuk @"),
        (URL, f"postgresql://a:{SECRET}@c:lima/d", f"{URL} tidak dapat dibaca"),
        (URL, "sqlite://laksana.db", f"{URL} tidak dapat dibaca"),
        (URL, f"mysql://a:{SECRET}@c/d", f'{URL} menyebut "mysql"'),
        (URL, f"postgresql+asyncpg://a:{SECRET}@c/d", 'menyebut "postgresql+asyncpg"'),
        (URL, "sqlite:////dev/null/a/b.db", 'folder "/dev/null/a" yang tidak dapat dibuat'),
        (URL, "sqlite:////dev", "Basis data sqlite:////dev tidak dapat dipakai: unable to open"),
        (URL, f"postgresql://a:{SECRET}@127.0.0.1:1/d", "a:***@127.0.0.1:1/d tidak dapat dipakai"),
        (URL, f"postgresql://127.0.0.1:1/d?password={SECRET}&sandi={SECRET}", 'option "sandi"'),
    ],
)
def test_a_wrong_setting_is_named_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv("LAKSANA_VAR", str(tmp_path))
    monkeypatch.setenv(name, value)
    refused = CliRunner().invoke(main, ["migrate"])
    assert refused.exit_code == 1
    assert told in refused.output
    assert refused.output.count("\n") == 1
    assert SECRET not in refused.output


def test_a_demonstration_is_not_served_to_other_machines() -> None:
    refused = CliRunner().invoke(main, ["serve", "--demo", "--host", "0.0.0.0"])
    assert refused.exit_code == 1
    assert "127.0.0.1" in refused.output


def give(diagram: Path, lane: str, role: str) -> None:
    """Deploy the diagram with a lane given to a role, as the page for it does."""
    laksana = build(read_settings())
    office = laksana.find_office("rembang").id
    forms = read_forms(diagram)
    laksana.deploy(Deploy(office, diagram.read_bytes(), forms, OPERATOR, roles={lane: role}))
    laksana.close()
