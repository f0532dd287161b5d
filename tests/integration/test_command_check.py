"""`laksana check`: what deploying would find, for people, for programs and for editors."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.commands.rules import MEANINGS
from tests.integration.drawing import diagram, end, path, start, task
from tests.needs import ROOT

GOOD = diagram(start(), task("periksa", "Periksa"), end(), path("mulai", "periksa", "selesai"))
ADVISED = diagram(start(), task("a"), task("jauh"), end(), path("mulai", "a", "selesai"))


def check(*words: object) -> Result:
    return CliRunner().invoke(main, ["check", *(str(word) for word in words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A diagram that runs, one with advice, and a file that is none."""
    (tmp_path / "a.bpmn").write_bytes(GOOD)
    (tmp_path / "b.bpmn").write_bytes(ADVISED)
    (tmp_path / "c d.bpmn").write_bytes(b"ini bukan XML")
    return tmp_path


def test_several_files_and_folders_are_checked_and_one_refusal_is_the_status(folder: Path) -> None:
    both = check(folder / "a.bpmn", folder / "b.bpmn")
    assert both.exit_code == 0
    assert both.stdout.count("dapat dijalankan") == 2
    assert "saran: " in both.stdout
    every = check(folder / "a.bpmn", folder)
    assert every.exit_code == 1
    assert every.stdout.count("dapat dijalankan") == 3
    assert "c d.bpmn: DITOLAK" in every.stdout


def test_json_is_one_list_of_files_with_their_notes(folder: Path) -> None:
    told = check(folder, "--json")
    assert told.exit_code == 1
    good, advised, bad = json.loads(told.stdout)
    assert (good["file"], good["accepted"]) == (str(folder / "a.bpmn"), True)
    assert {note["level"] for note in good["notes"]} == {"assumed"}
    assert advised["accepted"]
    assert {
        "level": "advice",
        "rule": "unreached",
        "element": "jauh",
        "label": "",
        "line": 4,
        "text": "elemen ini tidak dicapai dari awal mana pun",
        "remedy": "Sambungkan dengan panah, atau hapus.",
    } in advised["notes"]
    assert [bad["accepted"], *(note["level"] for note in bad["notes"])] == [False, "refused"]


def test_nothing_to_check_is_a_slip_of_the_hand(tmp_path: Path) -> None:
    for words in ([], [tmp_path / "tiada.bpmn"], [tmp_path]):
        told = check(*words, "--json")
        assert (told.exit_code, told.stdout) == (2, "")


def test_what_cannot_be_opened_is_a_refused_file(tmp_path: Path) -> None:
    (tmp_path / "folder.bpmn").mkdir()
    told = check(tmp_path, "--json")
    assert told.exit_code == 1
    [file] = json.loads(told.stdout)
    assert not file["accepted"]
    assert "tidak dapat dibaca" in file["notes"][0]["text"]


def test_a_form_that_no_diagram_names_may_be_damaged_but_not_unreadable(folder: Path) -> None:
    (folder / "lain.form").write_text("{")
    assert check(folder / "a.bpmn").exit_code == 0
    (folder / "lain.form").write_bytes(b"\xff")
    told = check(folder / "a.bpmn")
    assert told.exit_code == 1
    assert "lain.form" in told.stdout


def test_nothing_needs_to_be_set_up(folder: Path) -> None:
    command = [str(ROOT / ".venv/bin/laksana"), "check", "a.bpmn"]
    bare = {"PATH": "/usr/bin", "HOME": "/tiada", "LAKSANA_DATABASE_URL": "bukan basis data"}
    told = subprocess.run(command, cwd=folder, env=bare, capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, b"")
    assert told.stdout.startswith(b"a.bpmn: dapat dijalankan\n")
    assert not (folder / "var").exists()


def test_sarif_says_the_same_to_editors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    told = check(".", "--sarif")
    assert told.exit_code == 1
    log = json.loads(told.stdout)
    assert_sarif(log)
    [run] = log["runs"]
    results = {result["level"]: result for result in run["results"]}
    assert set(results) == {"note", "warning", "error"}
    [advised] = results["warning"]["locations"]
    assert advised == {
        "physicalLocation": {"artifactLocation": {"uri": "b.bpmn"}, "region": {"startLine": 4}},
        "logicalLocations": [{"name": "jauh", "fullyQualifiedName": "jauh"}],
    }
    [refused] = results["error"]["locations"]
    assert refused["physicalLocation"]["artifactLocation"]["uri"] == "c%20d.bpmn"


def test_sarif_of_an_absolute_place_is_an_address(folder: Path) -> None:
    told = check(ROOT / "processes", folder / "a.bpmn", "--sarif")
    log = json.loads(told.stdout)
    assert_sarif(log)
    noted = log["runs"][0]["results"][0]
    assert noted["level"] == "note"
    [at] = noted["locations"]
    uri = at["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (ROOT / "processes/kartu-indonesia-sehat.bpmn").as_uri()


def test_every_rule_is_described() -> None:
    intake = ROOT / "service/engine/intake"
    sources = "".join(file.read_text() for file in intake.rglob("*.py"))
    said = re.findall(r"\b(?:RULE|rule) ?= ?(.*)|^(.*\"\", \"[a-z-]+\")\)$", sources, re.MULTILINE)
    named = set(re.findall(r'"([a-z-]+)"', " ".join(map(" ".join, said))))
    assert named >= {"file", "duplicate-ids", "namespaces", "unreached"}
    assert named <= MEANINGS.keys()


def assert_sarif(log: Mapping[str, object]) -> None:
    """What SARIF 2.1.0 requires of a log, as far as this one goes (OASIS, 3.13 to 3.33)."""
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    assert isinstance(log["runs"], list)
    for run in log["runs"]:
        assert set(run) == {"tool", "columnKind", "results"}
        assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        driver = run["tool"]["driver"]
        assert driver["name"] == "Laksana"
        assert re.fullmatch(r"\d+\.\d+\.\d+([-+].*)?", driver["semanticVersion"])
        rules = [rule["id"] for rule in driver["rules"]]
        assert len(set(rules)) == len(rules)
        assert all(rule["id"] and rule["shortDescription"]["text"] for rule in driver["rules"])
        for result in run["results"]:
            assert_result(result, rules)


def assert_result(result: Mapping[str, object], rules: list[str]) -> None:
    assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
    assert isinstance(result["ruleIndex"], int)
    assert rules[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert isinstance(result["message"], dict)
    assert result["message"]["text"].endswith(".")
    assert isinstance(result["locations"], list)
    for location in result["locations"]:
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[!-~]+", physical["artifactLocation"]["uri"])
        assert physical.get("region", {"startLine": 1})["startLine"] >= 1
