"""`laksana play`: a diagram through to its end, by chance and by the values that are given."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.integration.drawing import (
    LOOP,
    both,
    diagram,
    end,
    flow,
    node,
    path,
    script,
    start,
    task,
    tasks,
    xor,
)
from tests.needs import ROOT


def play(file: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["play", str(file), *(str(word) for word in words)])


def played(file: Path, *words: object, seed: int = 1) -> dict[str, Any]:
    """The answer as JSON."""
    told = play(file, "--seed", seed, "--json", *words)
    answer: dict[str, Any] = json.loads(told.stdout)
    assert told.exit_code == (0 if answer["ended"] else 1)
    assert (answer["waiting"] == []) == answer["ended"]
    assert answer["seed"] == seed
    return answer


def elements(answer: dict[str, Any]) -> list[str]:
    return [step["element"] for step in answer["steps"]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test draws."""
    return tmp_path / "sop.bpmn"


BY_VALUE = diagram(
    start(),
    xor("g", default="g-kecil"),
    tasks("besar", "kecil"),
    end(),
    path("mulai", "g"),
    flow("g", "besar", when="jumlah > 5"),
    path("g", "kecil", "selesai"),
    path("besar", "selesai"),
)


def test_every_element_is_told_in_order_with_its_pool_and_moment(file: Path) -> None:
    file.write_bytes(diagram(start(), task("a", "Terima"), end(), path("mulai", "a", "selesai")))
    answer = played(file)
    assert answer == {
        "seed": 1,
        "ended": True,
        "steps": [
            {"pool": "sop", "element": key, "at": "2026-01-05T08:00:00+07:00"}
            for key in ("mulai", "a", "selesai")
        ],
        "waiting": [],
        "data": {},
    }
    told = play(file, "--seed", 1).stdout
    assert '2026-01-05 08.00  sop: a "Terima"\n' in told
    assert told.endswith("berakhir setelah 3 langkah\n")


def test_a_value_decides_where_there_is_one_and_chance_where_there_is_none(file: Path) -> None:
    file.write_bytes(BY_VALUE)
    for seed in range(8):
        assert "besar" in elements(played(file, "--data", "jumlah=6", seed=seed))
        assert "kecil" in elements(played(file, "--data", "jumlah=5", seed=seed))
    by_chance = [elements(played(file, seed=seed)) for seed in range(20)]
    assert {"besar", "kecil"} <= {key for each in by_chance for key in each}


def test_what_a_script_reckons_from_nothing_known_stays_unknown(file: Path) -> None:
    reckoned = BY_VALUE.replace(
        b"<startEvent", script("s", "jumlah = harga * 2").encode() + b"<startEvent"
    )
    reckoned = reckoned.replace(b'sourceRef="mulai" targetRef="g"', b'sourceRef="s" targetRef="g"')
    reckoned = reckoned.replace(b"</process>", flow("mulai", "s").encode() + b"</process>")
    file.write_bytes(reckoned)
    by_chance = [played(file, seed=seed) for seed in range(20)]
    assert {"besar", "kecil"} <= {key for each in by_chance for key in elements(each)}
    assert by_chance[0]["data"] == {}
    known = played(file, "--data", "harga=3")
    assert "besar" in elements(known)
    assert known["data"] == {"harga": 3, "jumlah": 6}


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("6", 6),
        ("-0.5", -0.5),
        ("1e400", "1E+400"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("2026-02-03", "2026-02-03"),
        ("2026-02-03T10:00:00+07:00", "2026-02-03T10:00:00+07:00"),
        ("Kepala Dinas", "Kepala Dinas"),
        ('"6"', "6"),
        ('["a", 2, true]', ["a", 2, True]),
        ('{"a": 1}', '{"a": 1}'),
        ("NaN", "NaN"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_values_are_typed_as_they_are_written(file: Path, typed: str, plain: object) -> None:
    file.write_bytes(diagram(start(), end(), path("mulai", "selesai")))
    assert played(file, "--data", f"nilai={typed}")["data"] == {"nilai": plain}


def test_timers_fire_in_the_order_of_their_time_and_nobody_waits(file: Path) -> None:
    def wait(key: str, length: str) -> str:
        timer = (
            f"<timerEventDefinition><timeDuration>{length}</timeDuration></timerEventDefinition>"
        )
        return node("intermediateCatchEvent", key, inside=timer)

    file.write_bytes(
        diagram(
            start(),
            both("pisah", "temu"),
            wait("lama", "P2D"),
            wait("sebentar", "PT3H"),
            end(),
            path("mulai", "pisah", "lama", "temu", "selesai"),
            path("pisah", "sebentar", "temu"),
        )
    )
    answer = played(file)
    told = {step["element"]: step["at"] for step in answer["steps"]}
    assert told["sebentar"] == "2026-01-05T11:00:00+07:00"
    assert told["selesai"] == told["lama"] == "2026-01-07T08:00:00+07:00"
    moments = [step["at"] for step in answer["steps"]]
    assert moments == sorted(moments)


def test_a_drawn_deadlock_says_where_it_stays(file: Path) -> None:
    file.write_bytes(
        diagram(
            start(),
            xor("pilih"),
            tasks("a", "b"),
            both("temu"),
            end(),
            path("mulai", "pilih", "a", "temu", "selesai"),
            path("pilih", "b", "temu"),
        )
    )
    answer = played(file)
    assert answer["waiting"] == [{"pool": "sop", "element": "temu"}]
    assert "masih menunggu di sop: temu\nTIDAK berakhir" in play(file, "--seed", 1).stdout


def test_a_gateway_without_a_way_out_is_where_it_stays(file: Path) -> None:
    only = BY_VALUE.replace(b' default="g-kecil"', b"").replace(
        flow("g", "kecil").encode(), flow("g", "kecil", when="jumlah < 0").encode()
    )
    file.write_bytes(only)
    answer = played(file, "--data", "jumlah=1")
    assert answer["waiting"] == [{"pool": "sop", "element": "g"}]


def test_what_goes_round_for_ever_is_stopped(file: Path) -> None:
    file.write_bytes(diagram(start(), xor("g"), script("s", "a = 1"), path("mulai", "g", "s", "g")))
    answer = played(file)
    assert len(answer["steps"]) == 10_000
    assert not answer["ended"]


def test_steps_that_wait_for_nobody_may_go_round_often(file: Path) -> None:
    file.write_bytes(
        diagram(
            start(),
            xor("g"),
            script("s", "n = n + 1"),
            xor("h", default="h-g"),
            end(),
            path("mulai", "g", "s", "h", "g"),
            flow("h", "selesai", when="n = 2000"),
        )
    )
    answer = played(file, "--data", "n=0")
    assert answer["data"] == {"n": 2000}
    assert elements(answer).count("s") == 2000


def test_the_same_seed_is_the_same_play_in_every_process(file: Path) -> None:
    file.write_bytes(diagram(*LOOP))
    command = [str(ROOT / ".venv/bin/laksana"), "play", str(file), "--seed", "7", "--json"]
    told = {
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert told == {play(file, "--seed", 7, "--json").stdout_bytes}
    assert len({play(file, "--seed", seed, "--json").stdout for seed in range(9)}) > 1


def test_a_missing_form_keeps_nobody_from_playing(file: Path) -> None:
    file.write_bytes((ROOT / "processes/pengantar-kis.bpmn").read_bytes())
    assert CliRunner().invoke(main, ["check", str(file)]).exit_code == 1
    assert played(file)["ended"]


@pytest.mark.parametrize("words", [(), ("--seed", "satu"), ("--seed", "1", "--data", "nilai")])
def test_a_slip_of_the_hand_is_told(file: Path, words: tuple[str, ...]) -> None:
    file.write_bytes(BY_VALUE)
    assert play(file, *words).exit_code == 2


def test_what_is_refused_is_not_played(file: Path) -> None:
    file.write_bytes(b"ini bukan XML")
    told = play(file, "--seed", 1, "--json")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "bukan XML" in told.stderr
