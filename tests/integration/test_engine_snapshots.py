"""Snapshots: what is in them, what they survive, and what is refused as damage."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest

from service.domain.case import SnapshotDamaged
from service.domain.form_fields import FileRef, RequirementAnswer
from service.engine.snapshots import LARGEST_SNAPSHOT
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


def test_parents_come_before_their_children() -> None:
    run = fresh()
    run.do("a")
    tasks_in_order = plain(run.last.snapshot)["pools"]["sop"]["tasks"]
    seen: set[str] = set()
    for key, each in tasks_in_order.items():
        assert each["parent"] is None or each["parent"] in seen
        seen.add(key)


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
    run = Run(drawn, None, **{name: Decimal(1)})
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


def _without(*keys: str) -> Callable[[dict[str, Any]], object]:
    def changed(content: dict[str, Any]) -> object:
        place = content
        for key in keys[:-1]:
            place = place[key]
        del place[keys[-1]]
        return content

    return changed


def _with(value: object, *keys: str) -> Callable[[dict[str, Any]], object]:
    def changed(content: dict[str, Any]) -> object:
        place = content
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value
        return content

    return changed


def _in_task(state: str, value: object) -> Callable[[dict[str, Any]], object]:
    def changed(content: dict[str, Any]) -> object:
        *_, last = content["pools"]["sop"]["tasks"].values()
        last[state] = value
        return content

    return changed


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_with(2, "format"), id="another format"),
        pytest.param(_without("format"), id="no format"),
        pytest.param(_with("1.4", "serializer"), id="an older serializer"),
        pytest.param(_with("9.9", "serializer"), id="an unknown serializer"),
        pytest.param(_with(None, "serializer"), id="no serializer"),
        pytest.param(_without("pools", "sop"), id="no pool"),
        pytest.param(_with([], "pools"), id="pools of another kind"),
        pytest.param(_without("variables"), id="no variables"),
        pytest.param(_with({"duit": "1"}, "variables", "nilai"), id="a value of unknown type"),
        pytest.param(_with({"number": "x"}, "variables", "nilai"), id="a number that is none"),
        pytest.param(_with(1, "variables", "nilai"), id="a bare number"),
        pytest.param(_with({}, "pools", "sop", "tasks"), id="no tasks"),
        pytest.param(_with("x", "pools", "sop", "root"), id="no root"),
        pytest.param(_in_task("task_spec", "drawn:lain"), id="a task that is not drawn"),
        pytest.param(_in_task("parent", None), id="a task without a parent"),
        pytest.param(_in_task("children", ["0" * 32]), id="a child that is not there"),
        pytest.param(_in_task("id", "0"), id="an id that is none"),
        pytest.param(lambda _: [], id="a list"),
        pytest.param(lambda _: None, id="null"),
    ],
)
def test_a_snapshot_of_another_shape_is_damaged(
    damage: Callable[[dict[str, Any]], object],
) -> None:
    run = fresh()
    refuse(run, packed(damage(plain(run.last.snapshot))))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"bukan snapshot", id="garbage"),
        pytest.param(lambda whole: whole[:-1], id="its last byte lost"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half of it lost"),
        pytest.param(lambda whole: whole + b"!", id="a byte added"),
        pytest.param(lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], id="a bit"),
        pytest.param(lambda whole: zlib.decompress(whole), id="not compressed"),
        pytest.param(lambda _: zlib.compress(b"\xff\xfe"), id="not JSON"),
        pytest.param(lambda _: zlib.compress(b"[" * 100_000), id="nested without end"),
    ],
)
def test_bytes_that_were_changed_are_damaged(damage: Callable[[bytes], bytes]) -> None:
    run = fresh()
    refuse(run, damage(run.last.snapshot))


def test_a_bomb_is_not_unpacked() -> None:
    run = fresh()
    packer = zlib.compressobj(9)
    megabyte = b" " * (1 << 20)
    bomb = b"".join(packer.compress(megabyte) for _ in range(LARGEST_SNAPSHOT // len(megabyte) + 1))
    refuse(run, bomb + packer.flush())


def test_another_diagrams_snapshot_is_damaged() -> None:
    other = Run(diagram(start(), tasks("x"), path("mulai", "x")))
    refuse(fresh(), other.last.snapshot)


def test_a_gateway_that_waits_for_repair_is_no_task() -> None:
    drawn = diagram(
        start(), tasks("a", "b"), xor("g"), path("mulai", "g"), flow("g", "a", when="nilai = 1")
    )
    run = Run(drawn)
    held = plain(run.last.snapshot)["pools"]["sop"]["tasks"]
    (gateway,) = (key for key, each in held.items() if each["task_spec"].endswith(":g"))
    with pytest.raises(SnapshotDamaged):
        run.complete(UUID(gateway), {}, {})


def test_a_damaged_case_leaves_the_others_whole() -> None:
    run, deployment = fresh(), deployed(DRAWN)
    others = Run(deployment, run.engine)
    refuse(run, b"rusak")
    others.do("a")
    assert others.waiting == ["b", "c"]


def test_a_whole_snapshot_is_not_damaged() -> None:
    run = fresh()
    run.engine.check(run.deployment, run.last.snapshot)


def refuse(run: Run, snapshot: bytes) -> None:
    """Both ways in refuse it, and the case goes on from the whole one."""
    whole = run.last
    with pytest.raises(SnapshotDamaged):
        run.engine.check(run.deployment, snapshot)
    run.last = type(whole)(snapshot=snapshot)
    with pytest.raises(SnapshotDamaged):
        run.do("a")
    run.last = whole
    run.do("a")
    assert "b" in run.waiting
