"""Completing a task asks the database for little, and commits once."""

from __future__ import annotations

from pathlib import Path

from service.bootstrap import build
from service.demo import set_up
from service.settings import read_settings
from tests.driver import listening
from tests.integration.counting import completions
from tests.needs import ROOT

OFFICE = "dinas"
PASSWORD = "kata sandi demo"
MOST_STATEMENTS = 6


def test_a_completion_takes_at_most_six_statements_and_one_commit(
    database_url: str, tmp_path: Path, compiled_catalogue: Path
) -> None:
    assert compiled_catalogue.exists()
    with listening(tmp_path / "wire") as wire:
        environment = {"LAKSANA_VAR": str(tmp_path), "LAKSANA_DATABASE_URL": database_url}
        laksana = build(read_settings(environment))
        try:
            laksana.migrate()
            people = list(set_up(laksana, ROOT / "processes", PASSWORD))
            accounts = {each.duty: each.name for each in people if each.name.endswith(OFFICE)}
            asked = list(completions(laksana.web(), accounts, PASSWORD, wire))
        finally:
            laksana.close()
    assert len(asked) == 8
    assert max(each.statements for each in asked) <= MOST_STATEMENTS
    assert {each.commits for each in asked} == {1}
