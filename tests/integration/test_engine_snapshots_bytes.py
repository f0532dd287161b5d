"""Bytes that are no snapshot, or another case's, are refused, and hurt no other case."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest

from service.domain.case import SnapshotDamaged
from service.engine.snapshots import LARGEST_SNAPSHOT
from tests.integration.drawing import Run, deployed, diagram, flow, path, start, tasks, xor
from tests.integration.snapshots import DRAWN, fresh, plain, refuse


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
    run = Run(drawn, nilai=Decimal(2))
    (gateway,) = (t["id"] for t in plain(run.last.snapshot)["tokens"] if t["at"] == "g")
    with pytest.raises(SnapshotDamaged):
        run.complete(UUID(gateway), {}, {})


def test_a_damaged_case_leaves_the_others_whole() -> None:
    run, deployment = fresh(), deployed(DRAWN)
    others = Run(deployment, run.engine)
    refuse(run, b"rusak")
    others.do("a")
    assert "a" not in others.waiting


def test_a_whole_snapshot_is_not_damaged() -> None:
    run = fresh()
    run.engine.check(run.deployment, run.last.snapshot)
