"""Whatever goes round or multiplies in a case is small while it does, or is held by a limit."""

from __future__ import annotations

import zlib

import pytest

from service.engine.stepping import CROWDED, MOST_TOKENS
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    file,
    flow,
    node,
    path,
    process,
    script,
    start,
    task,
    tasks,
    xor,
)

# A loop that "ulang" closes with "Lagi" and leaves with "Cukup", around what comes before it.
ROUND = (
    start(),
    xor("m"),
    task("ulang"),
    xor("g"),
    end(),
    path("mulai", "m", "isi", "ulang", "g"),
    flow("g", "m", "Lagi"),
    flow("g", "selesai", "Cukup"),
)
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
MESSAGE = "<messageEventDefinition/>"


def size(run: Run) -> int:
    """Bytes of JSON in the snapshot."""
    return len(zlib.decompress(run.last.snapshot))


def several(number: int, *inside: str, sequential: str = "false") -> str:
    count = node("loopCardinality", "", inside=str(number))
    marker = "multiInstanceLoopCharacteristics"
    return node(marker, "", inside=count, isSequential=sequential) + "".join(inside)


def go_round(run: Run, laps: int, *steps: str) -> None:
    """As often as `laps` says; the snapshot is no larger after it."""
    before = size(run)
    for _ in range(laps):
        for step in steps:
            run.do(step)
        run.do("ulang", "Lagi")
    assert size(run) <= before
    for step in steps:
        run.do(step)
    run.do("ulang", "Cukup")
    assert run.ended
    assert run.incident is None


def test_a_timer_at_a_step_in_a_loop_is_set_anew_each_time() -> None:
    late = node("boundaryEvent", "telat", attachedToRef="isi", inside=TIMER)
    run = Run(diagram(*ROUND, task("isi"), late, path("telat", "ulang")))
    go_round(run, 500, "isi")
    run = Run(diagram(*ROUND, task("isi"), late, path("telat", "ulang")))
    for _ in range(100):
        run.wait(hours=1)
        assert run.waiting == ["ulang"]
        run.do("ulang", "Lagi")
    assert run.waiting == ["isi"]


def test_subprocesses_in_a_loop_leave_nothing_behind() -> None:
    inner = node("subProcess", "dalam", inside=start("d") + task("langkah") + path("d", "langkah"))
    outer = node("subProcess", "isi", inside=start("l") + inner + path("l", "dalam"))
    go_round(Run(diagram(*ROUND, outer)), 1_000, "langkah")


def test_a_fork_and_its_join_in_a_loop_leave_nothing_behind() -> None:
    arrows = path("isi", "kiri", "j", "ulang") + path("isi", "kanan", "j")
    drawn = [*ROUND[:5], *ROUND[6:], path("mulai", "m", "isi"), path("ulang", "g"), arrows]
    run = Run(diagram(*drawn, both("isi", "j"), tasks("kiri", "kanan")))
    go_round(run, 500, "kanan", "kiri")


def test_two_pools_may_write_to_each_other_500_times() -> None:
    arrows = path("isi", "tunggu", "ulang")
    own = [
        *ROUND[:5],
        *ROUND[6:],
        path("mulai", "m", "isi"),
        path("ulang", "g"),
        arrows,
        node("intermediateThrowEvent", "isi", inside=MESSAGE),
        node("intermediateCatchEvent", "tunggu", inside=MESSAGE),
    ]
    other = (
        start("surat", inside=MESSAGE)
        + task("jawab")
        + node("endEvent", "kirim", inside=MESSAGE)
        + path("surat", "jawab", "kirim")
    )
    pools = "".join(node("participant", f"k{key}", key, processRef=key) for key in ("sop", "lain"))
    letters = "".join(
        node("messageFlow", f"{a}-{b}", sourceRef=a, targetRef=b)
        for a, b in (("isi", "surat"), ("kirim", "tunggu"))
    )
    drawn = file(
        node("collaboration", "kerja", inside=pools + letters),
        process(*own),
        process(other, key="lain"),
    )
    go_round(Run(drawn), 500, "jawab")


def test_500_instances_are_done_one_by_one() -> None:
    run = Run(diagram(start(), node("userTask", "a", inside=several(500)), path("mulai", "a")))
    assert run.waiting == ["a"] * 500
    assert size(run) < 100_000
    for _ in range(500):
        run.do("a")
    assert run.ended


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_a_thousand_times_without_people_are_no_endless_loop(sequential: str) -> None:
    counted = several(1_000, "<script>x = loopCounter</script>", sequential=sequential)
    run = Run(
        diagram(
            start(), node("scriptTask", "a", inside=counted), tasks("b"), path("mulai", "a", "b")
        )
    )
    assert run.incident is None
    assert run.waiting == ["b"]


def test_instances_of_instances_without_number_are_held_and_go_on_as_people_do_them() -> None:
    inner = node("userTask", "a", inside=several(1_000))
    run = Run(
        diagram(start(), node("subProcess", "s", inside=several(1_000, inner)), path("mulai", "s"))
    )
    assert run.incident is not None
    assert run.incident.reason == CROWDED
    open_now = len(run.waiting)
    assert 0 < open_now <= MOST_TOKENS
    run.do("a")
    assert len(run.waiting) == open_now - 1


def test_branches_that_multiply_without_people_are_held() -> None:
    run = Run(
        diagram(
            start(),
            xor("m"),
            both("f"),
            script("h", "n = 1"),
            tasks("sisa"),
            path("mulai", "m", "f", "h", "m"),
            path("f", "sisa"),
        )
    )
    held = []
    for _ in range(8):
        assert run.incident is not None
        held.append(run.incident.reason)
        assert len(run.last.tokens) <= MOST_TOKENS + 1
        run.do("sisa")
    assert held == [CROWDED] * 8
