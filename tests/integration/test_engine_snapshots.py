"""Snapshots: what is in them, and that nothing is lost by them."""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import pytest

from service.domain.form_fields import FileRef, RequirementAnswer
from tests.integration.drawing import (
    Run,
    both,
    deployed,
    diagram,
    end,
    flow,
    path,
    script,
    start,
    tasks,
    xor,
)

DRAWN = diagram(
    start(),
    both("f", "j"),
    tasks("a", "b", "c", "d", "e"),
    script("hitung", "dua = nilai * 2"),
    xor("g", default="g-e"),
    end(),
    path("mulai", "f", "a", "b", "hitung", "j", "d", "g"),
    path("f", "c", "j"),
    flow("g", "selesai", when='dua > 1 and hari > date("2026-01-01") and "x" in pilihan'),
    flow("g", "e"),
)


def plain(snapshot: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(zlib.decompress(snapshot))
    return content


def packed(content: object) -> bytes:
    return zlib.compress(orjson.dumps(content))


def fresh() -> Run:
    return Run(deployed(DRAWN), nilai=Decimal("0.1"), hari=date(2026, 2, 2), pilihan=("x", "y"))


def keys_of(content: object) -> set[str]:
    if isinstance(content, dict):
        return set(content).union(*map(keys_of, content.values()))
    return set().union(*map(keys_of, content)) if isinstance(content, list) else set()


def test_a_snapshot_holds_no_specification() -> None:
    content = plain(fresh().last.snapshot)
    assert not {"spec", "subprocess_specs", "task_specs", "script", "condition"} & keys_of(content)
    assert b"dua > 1" not in orjson.dumps(content)


def test_a_snapshot_holds_live_tokens_only_and_each_after_what_it_lies_in() -> None:
    run = fresh()
    run.do("a")
    tokens = plain(run.last.snapshot)["tokens"]
    assert [each["at"] for each in tokens] == ["sop", "c", "b"]
    seen = {""}
    for each in tokens:
        assert each["scope"] in seen
        seen.add(each["id"])


def test_task_ids_stay_the_same_from_act_to_act() -> None:
    run = fresh()
    first = {element: key for key, element in run.open.items()}
    run.do("a")
    assert first["c"] in run.open
    run.complete(first["c"], {}, {})
    assert run.waiting == ["b"]


def test_only_names_that_an_expression_reads_are_kept() -> None:
    run = Run(deployed(DRAWN), nilai=Decimal(1), nik="3317010101010001", rahasia="jangan")
    assert plain(run.last.snapshot)["variables"].keys() == {"nilai"}
    run.do("a", alamat="Jalan Mawar", hari=date(2026, 2, 2))
    assert plain(run.last.snapshot)["variables"].keys() == {"nilai", "hari"}
    assert b"Mawar" not in zlib.decompress(run.last.snapshot)


def test_a_requirement_is_read_as_there_or_not_and_files_by_their_names() -> None:
    file = FileRef("0" * 64, "ktp.pdf", "application/pdf", 1)
    run = Run(
        deployed(DRAWN), nilai=RequirementAnswer(present=True, files=(file,)), pilihan=(file,)
    )
    assert plain(run.last.snapshot)["variables"] == {"nilai": True, "pilihan": ["ktp.pdf"]}


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        (Decimal("0.1"), "v * 3 = 0.3"),
        (Decimal("12345678901234567890.12"), "v = 12345678901234567890.12"),
        (date(2026, 2, 2), 'v + duration("P1D") = date("2026-02-03")'),
        ("teks", 'v = "teks"'),
        (True, "v"),
        (False, "v = false"),
        (None, "v = null"),
        (("x", "y"), '"y" in v and count(v) = 2'),
        ((), "count(v) = 0"),
    ],
)
def test_a_value_is_the_same_after_the_snapshot(value: object, condition: str) -> None:
    drawn = diagram(
        start(),
        tasks("a", "benar", "salah"),
        xor("g", default="g-salah"),
        path("mulai", "a", "g"),
        flow("g", "benar", when=condition),
        flow("g", "salah"),
    )
    run = Run(drawn, v=value)
    run.do("a")
    assert run.waiting == ["benar"]


@pytest.mark.parametrize("name", ["typename", "data", "spec", "tasks"])
def test_a_variable_may_be_called_what_the_library_uses_itself(name: str) -> None:
    drawn = diagram(
        start(),
        tasks("a", "benar", "salah"),
        xor("g", default="g-salah"),
        path("mulai", "a", "g"),
        flow("g", "benar", when=f"{name} = 1"),
        flow("g", "salah"),
    )
    given: dict[str, Any] = {name: Decimal(1)}
    run = Run(drawn, **given)
    run.do("a")
    assert run.waiting == ["benar"]


def test_what_a_script_reckoned_is_the_same_after_the_snapshot() -> None:
    drawn = diagram(
        start(),
        script("s", 'n = 1 / 3\nlama = duration("PT8H30M")\nsaat = now()\nsemua = [1, "a", null]'),
        tasks("a", "benar", "salah"),
        xor("g", default="g-salah"),
        path("mulai", "s", "a", "g"),
        flow(
            "g",
            "benar",
            when='n = 1 / 3 and lama = duration("PT8H30M") and saat = now() and count(semua) = 3',
        ),
        flow("g", "salah"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["benar"]


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    run = fresh()
    run.do("a", nilai=Decimal(5))
    run.do("c")
    run.do("b", nilai=None)
    run.do("d")
    assert run.waiting == ["e"]
