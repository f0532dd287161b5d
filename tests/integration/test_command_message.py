"""`laksana message`: what its values mean, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.commands.message import message

READ = {"nik": "001234", "jumlah": Decimal("3.5"), "setuju": True, "tanpa": None, "isi": "a=b"}


def test_numbers_and_words_are_as_expressions_know_them_and_all_else_is_text() -> None:
    given = ("nik=001234", "jumlah=3.5", "setuju=true", "tanpa=null", "isi=a=b")
    words = [word for each in given for word in ("--value", each)]
    read = message.make_context("message", ["Surat", "--case", "1", *words])
    assert read.params["values"] == READ


def test_a_value_without_a_name_is_refused() -> None:
    answer = CliRunner().invoke(main, ["message", "Surat", "--case", "1", "--value", "=3"])
    assert answer.exit_code == 2
    assert "tulis NAMA=NILAI" in answer.output


@pytest.mark.parametrize(
    ("url", "told"),
    [("sqlite:///lain.db", 'menyebut "sqlite"'), ("bukan alamat", "tidak dapat dibaca")],
)
def test_a_workers_address_that_cannot_be_meant_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, told: str
) -> None:
    monkeypatch.setenv("LAKSANA_VAR", str(tmp_path))
    monkeypatch.setenv("LAKSANA_DATABASE_URL", "postgresql+psycopg://laksana@127.0.0.1:1/tidak")
    monkeypatch.setenv("LAKSANA_WORKER_DATABASE_URL", url)
    answer = CliRunner().invoke(main, ["work"])
    assert answer.exit_code == 1
    assert told in answer.output
    assert "Traceback" not in answer.output
