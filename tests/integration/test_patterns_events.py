"""Interleaving, cancelling and triggers: the workflow patterns 17 to 20, 23 to 25 and 40."""

from __future__ import annotations

import pytest

from tests.integration.branching import signal, timer
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    file,
    message,
    node,
    path,
    process,
    start,
    task,
    tasks,
)


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_17_and_40_interleaved_routing_runs_each_once_in_any_order(order: str) -> None:
    inside = tasks("a", "b")
    drawn = diagram(
        start(),
        node("adHocSubProcess", "sub", inside=inside, ordering="Sequential"),
        task("z"),
        path("mulai", "sub", "z"),
    )
    run = Run(drawn)
    assert run.waiting == ["a", "b"]
    for element in order:
        run.do(element)
    assert run.waiting == ["z"]


def test_18_a_milestone_lets_a_step_be_done_only_while_it_lasts() -> None:
    """Objections are taken while the announcement hangs out, and no longer."""
    inside = start("awal") + tasks("sanggah") + path("awal", "sanggah")
    over = node("boundaryEvent", "lewat", attachedToRef="sub", inside=timer("P14D"))
    drawn = diagram(
        start(),
        node("subProcess", "sub", inside=inside),
        over,
        tasks("jawab", "tutup"),
        path("mulai", "sub", "jawab"),
        path("lewat", "tutup"),
    )
    run = Run(drawn)
    run.wait(days=13)
    assert run.waiting == ["sanggah"]
    run.wait(days=2)
    assert run.waiting == ["tutup"]


def test_19_a_step_is_cancelled_and_its_task_withdrawn() -> None:
    late = node("boundaryEvent", "lewat", attachedToRef="a", inside=timer("PT1H"))
    drawn = diagram(
        start(), late, tasks("a", "b", "c"), path("mulai", "a", "b"), path("lewat", "c")
    )
    run = Run(drawn)
    (opened,) = run.open
    run.wait(hours=2)
    assert run.last.withdrawn == (opened,)
    assert run.waiting == ["c"]
    run.do("c")
    assert run.ended


def test_19_an_error_from_inside_cancels_the_activity() -> None:
    inside = (
        start("awal")
        + both("f")
        + tasks("a", "b")
        + node("endEvent", "gagal", inside="<errorEventDefinition/>")
        + path("awal", "f", "a", "gagal")
        + path("f", "b")
    )
    caught = node("boundaryEvent", "salah", attachedToRef="sub", inside="<errorEventDefinition/>")
    drawn = diagram(
        start(),
        node("subProcess", "sub", inside=inside),
        caught,
        tasks("normal", "batal"),
        path("mulai", "sub", "normal"),
        path("salah", "batal"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["batal"]


@pytest.mark.parametrize("kind", ["terminate", "error"])
def test_20_a_case_is_cancelled_with_all_its_branches(kind: str) -> None:
    drawn = diagram(
        start(),
        both("f"),
        tasks("a", "b"),
        node("endEvent", "henti", inside=f"<{kind}EventDefinition/>"),
        end(),
        path("mulai", "f", "a", "henti"),
        path("f", "b", "selesai"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.ended
    assert run.waiting == []
    assert len(run.last.withdrawn) == 1


def test_25_a_region_is_cancelled_and_the_rest_goes_on() -> None:
    inside = (
        start("awal") + both("f2") + tasks("a", "b") + path("awal", "f2", "a") + path("f2", "b")
    )
    stop = node("boundaryEvent", "henti", attachedToRef="sub", inside="<messageEventDefinition/>")
    drawn = diagram(
        start(),
        both("f"),
        node("subProcess", "sub", inside=inside),
        stop,
        tasks("c", "d"),
        path("mulai", "f", "sub"),
        path("f", "c"),
        path("henti", "d"),
    )
    run = Run(drawn)
    assert run.waiting == ["a", "b", "c", "henti"]
    run.do("henti")
    assert run.waiting == ["c", "d"]


def test_23_a_transient_trigger_is_lost_where_nobody_listens() -> None:
    drawn = file(
        node("signal", "s", "lampu"),
        process(
            start(),
            both("f"),
            tasks("a", "b", "c"),
            signal("intermediateThrowEvent", "kirim", "s"),
            signal("intermediateCatchEvent", "tunggu", "s"),
            path("mulai", "f", "a", "kirim"),
            path("f", "b", "tunggu", "c"),
        ),
    )
    lost = Run(drawn)
    lost.do("a")
    lost.do("b")
    assert "c" not in lost.waiting
    heard = Run(drawn)
    heard.do("b")
    heard.do("a")
    assert heard.waiting == ["c"]


def test_24_a_persistent_trigger_waits_until_it_is_taken() -> None:
    drawn = file(
        node(
            "collaboration",
            "k",
            inside=node("participant", "p1", "Kantor", processRef="sop")
            + node("participant", "p2", "Bank", processRef="bank")
            + node("messageFlow", "m1", sourceRef="kirim", targetRef="tunggu"),
        ),
        process(
            start(),
            tasks("b", "c"),
            message("tunggu"),
            path("mulai", "b", "tunggu", "c"),
        ),
        process(
            start("buka"),
            task("a"),
            node("sendTask", "kirim"),
            path("buka", "a", "kirim"),
            key="bank",
        ),
    )
    run = Run(drawn, at="mulai")
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["c"]
