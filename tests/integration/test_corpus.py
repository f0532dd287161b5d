"""`scripts/corpus` over the samples: the measures that what is drawn runs by."""

from __future__ import annotations

import runpy
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.integration.drawing import both, diagram, end, path, start, tasks, xor
from tests.needs import ROOT

SAMPLES = ROOT.parent / "shared/bpmn-samples"
corpus: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/corpus.py"), run_name="corpus")


def test_what_is_drawn_runs() -> None:
    every = [corpus["measure"](SAMPLES, file) for file in corpus["find"](SAMPLES)]
    states = Counter(each.state for each in every)
    assert len(every) == 67
    assert not [(each.file, each.why) for each in every if each.state == "crashed"]
    assert states["accepted"] >= 0.95 * len(every)
    assert not [(each.file, each.stuck) for each in every if each.stuck and not each.advised]


def test_files_are_found_by_their_name_or_by_what_they_say(tmp_path: Path) -> None:
    drawn = diagram(start(), end(), path("mulai", "selesai"))
    for name in ("a.bpmn", "b.BPMN20.xml", "dalam/c.xml", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(drawn)
    (tmp_path / "e.xml").write_text("<project/>")
    (tmp_path / "f.xml").write_bytes(drawn.decode().encode("utf-16"))
    found = [str(each.relative_to(tmp_path)) for each in corpus["find"](tmp_path)]
    assert found == ["a.bpmn", "b.BPMN20.xml", "dalam/c.xml", "f.xml"]


def test_the_report_tells_what_did_not_go_well(tmp_path: Path) -> None:
    (tmp_path / "baik.bpmn").write_bytes(diagram(start(), end(), path("mulai", "selesai")))
    (tmp_path / "rusak.bpmn").write_bytes(b"ini bukan XML")
    stuck = diagram(
        start(),
        xor("pilih"),
        tasks("a", "b"),
        both("temu"),
        path("mulai", "pilih", "a", "temu"),
        path("pilih", "b", "temu"),
    )
    (tmp_path / "macet.bpmn").write_bytes(stuck)
    shutil.copytree(tmp_path, tmp_path / "lagi")
    every = [corpus["measure"](tmp_path, file) for file in corpus["find"](tmp_path)]
    told = "\n".join(corpus["report"](every, 3.0))
    assert told.startswith("6 files in 3 s\naccepted       4   66.7%\nrefused        2   33.3%\n")
    assert "ended          2   50.0%\nstuck          2  of these advised as drawn: 2\n" in told
    assert "rule     file: 2 files\nrefused  lagi/rusak.bpmn: baris 1: " in told
    assert 'stuck    macet.bpmn (advised as drawn): seed 0 after 3 steps: sop: temu ""' in told


def test_what_crashes_or_takes_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.bpmn").write_bytes(b"")

    def broken(_file: Path) -> None:
        raise corpus["TimeUp"]("longer than 60 s")

    monkeypatch.setitem(corpus["measure"].__globals__, "_tried", broken)
    [fared] = [corpus["measure"](tmp_path, file) for file in corpus["find"](tmp_path)]
    assert fared.state == "crashed"
    assert "TimeUp: longer than 60 s" in fared.why[0]
