"""A case costs the same however long it was and however broad it is, and never stalls."""

from __future__ import annotations

import random
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from service.domain.definition import Source
from service.engine import spiff_engine
from service.engine.intake.completing import Intake, complete
from service.engine.spiff_engine import SpiffEngine
from tests.integration.drawing import (
    LOOP,
    Run,
    both,
    deployed,
    diagram,
    end,
    flow,
    path,
    start,
    tasks,
    xor,
)

LAPS = 2_000

# Each is a loop that "ulang" closes with "Lagi" and leaves with "Cukup".
ALONE = LOOP
BESIDE_A_BRANCH = (
    *ALONE[1:5],
    start(),
    both("f", "j"),
    tasks("lain"),
    path("mulai", "f", "m", "ulang", "g"),
    path("f", "lain", "j", "selesai"),
    flow("g", "m", "Lagi"),
    flow("g", "j", "Cukup"),
)
# A fork and its join inside the loop, beside a branch that waits at an outer join all the while.
WITH_A_BLOCK = (
    *ALONE[1:5],
    start(),
    both("luar", "f", "j", "akhir"),
    tasks("kiri", "kanan"),
    path("mulai", "luar", "m", "f", "kiri", "j", "ulang", "g"),
    path("luar", "akhir"),
    path("f", "kanan", "j"),
    path("akhir", "selesai"),
    flow("g", "m", "Lagi"),
    flow("g", "akhir", "Cukup"),
)


def size(run: Run) -> tuple[int, int]:
    """How many tokens the snapshot holds, and how many bytes of JSON."""
    text = zlib.decompress(run.last.snapshot)
    return len(orjson.loads(text)["tokens"]), len(text)


def lap(run: Run) -> None:
    for element in ("kiri", "kanan"):
        if element in run.waiting:
            run.do(element)
    run.do("ulang", "Lagi")


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(ALONE, id="alone"),
        pytest.param(BESIDE_A_BRANCH, id="beside a live branch"),
        pytest.param(WITH_A_BLOCK, id="with a fork and a join inside"),
    ],
)
def test_the_state_is_as_small_after_2000_laps(drawn: tuple[str, ...]) -> None:
    run = Run(diagram(*drawn))
    lap(run)
    lap(run)
    tokens_before, bytes_before = size(run)
    for _ in range(LAPS):
        lap(run)
        count, length = size(run)
        assert count <= tokens_before
        assert length <= bytes_before
    for element in ("kiri", "kanan"):
        if element in run.waiting:
            run.do(element)
    run.do("ulang", "Cukup")
    if "lain" in run.waiting:
        assert not run.ended
        run.do("lain")
    assert run.ended


def test_ten_parallel_blocks_in_a_row_stay_small_and_run_right() -> None:
    blocks = [
        both(f"f{n}", f"j{n}")
        + tasks(f"a{n}", f"b{n}")
        + path(f"f{n}", f"a{n}", f"j{n}")
        + path(f"f{n}", f"b{n}", f"j{n}")
        for n in range(10)
    ]
    arrows = path("mulai", "f0") + path("j9", "selesai")
    between = [flow(f"j{n}", f"f{n + 1}") for n in range(9)]
    run = Run(diagram(start(), *blocks, end(), arrows, *between))
    for n in range(10):
        assert run.waiting == [f"a{n}", f"b{n}"]
        count, length = size(run)
        assert count <= 3
        assert length < 1_000
        run.do(f"b{n}")
        assert run.tokens == [f"a{n}", f"j{n}"]
        run.do(f"a{n}")
    assert run.ended


@pytest.mark.parametrize("joined", [True, False])
def test_a_hundred_branches_run_right(joined: bool) -> None:
    names = [f"t{n}" for n in range(100)]
    goal = "j" if joined else "selesai"
    run = Run(
        diagram(
            start(),
            both("f", "j"),
            tasks(*names),
            end(),
            path("mulai", "f"),
            path("j", "selesai"),
            *(path("f", name, goal) for name in names),
        )
    )
    assert run.waiting == sorted(names)
    order = random.Random(7).sample(names, len(names))
    for done, name in enumerate(order, 1):
        run.do(name)
        assert run.ended == (done == len(names))
        assert size(run)[0] <= len(names) + 1
    assert run.incident is None


def test_laps_that_each_leave_a_task_open_run_right() -> None:
    long = [f"m{n}" for n in range(1, 9)]
    run = Run(
        diagram(
            start(),
            xor("m"),
            *map(xor, long),
            tasks("ulang", "sisa"),
            both("f"),
            end(),
            path("mulai", "m", *long, "ulang", "f", "m"),
            path("f", "sisa", "selesai"),
        )
    )
    run.do("ulang")
    for laps in range(2, 121):
        run.do("ulang")
        assert run.waiting == [*["sisa"] * laps, "ulang"]
    run.do("sisa")
    assert run.waiting == [*["sisa"] * 119, "ulang"]


def test_one_specification_serves_many_cases_and_threads_at_once() -> None:
    engine, deployment = SpiffEngine(), deployed(diagram(*WITH_A_BLOCK))

    def work(seed: int) -> int:
        chance = random.Random(seed)
        runs = [(Run(deployment, engine), chance.randrange(1, 6)) for _ in range(60)]
        for run, laps in runs:
            for _ in range(laps - 1):
                lap(run)
        for run, _ in runs:
            for element in chance.sample(["kiri", "kanan"], 2):
                assert not run.ended
                run.do(element)
            assert run.tokens == ["akhir", "ulang"]
            run.do("ulang", "Cukup")
        return sum(run.ended for run, _ in runs)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [60] * 4


def test_diagrams_beyond_those_kept_are_read_again() -> None:
    engine = SpiffEngine()
    first = Run(diagram(*ALONE), engine)
    for n in range(300):
        Run(diagram(start(), tasks(f"t{n}"), path("mulai", f"t{n}")), engine)
    lap(first)
    assert first.waiting == ["ulang"]


def test_what_is_only_reviewed_does_not_displace_what_is_deployed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[Source] = []

    def noting(source: Source, *called: Any) -> Intake:
        read.append(source)
        return complete(source, *called)

    sop, other = deployed(diagram(*ALONE)), deployed(diagram(*BESIDE_A_BRANCH))
    monkeypatch.setattr(spiff_engine, "_MOST_KEPT", sop.source.size)
    monkeypatch.setattr(spiff_engine, "complete", noting)
    engine = SpiffEngine()
    for _ in range(2):
        engine.definition(sop)
        engine.read(other.source)
    assert read == [sop.source, other.source, other.source]
