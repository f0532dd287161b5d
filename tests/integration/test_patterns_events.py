"""Choices and cancellations by events: the workflow patterns 16 to 20, 23 to 25 and 40."""

from __future__ import annotations

import pytest

from service.domain.definition import StepKind
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    file,
    flow,
    message,
    node,
    notes,
    path,
    process,
    start,
    task,
    tasks,
    xor,
)


def timer(duration: str) -> str:
    written = f"<timeDuration>{duration}</timeDuration>"
    return f"<timerEventDefinition>{written}</timerEventDefinition>"


def after(key: str, duration: str) -> str:
    return node("intermediateCatchEvent", key, inside=timer(duration))


def signal(kind: str, key: str, name: str, **attributes: str) -> str:
    inside = f'<signalEventDefinition signalRef="{name}"/>'
    return node(kind, key, inside=inside, **attributes)


def race(*elements: str, **attributes: str) -> str:
    """An event-based gateway."""
    return node("eventBasedGateway", "g", **attributes) + "".join(elements)


def test_16_deferred_choice_by_whichever_event_a_person_confirms_first() -> None:
    drawn = diagram(
        start(),
        race(message("x"), message("y")),
        tasks("a", "b"),
        path("mulai", "g", "x", "a"),
        path("g", "y", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["x", "y"]
    run.do("y")
    assert run.last.left == ("y",)
    assert run.waiting == ["b"]
    run.do("b")
    assert run.ended


def test_16_deferred_choice_between_a_message_and_time() -> None:
    drawn = diagram(
        start(),
        race(message("x"), after("y", "PT1H")),
        tasks("a", "b"),
        path("mulai", "g", "x", "a"),
        path("g", "y", "b"),
    )
    late = Run(drawn)
    late.wait(hours=2)
    assert late.waiting == ["b"]
    early = Run(drawn)
    early.do("x")
    early.wait(hours=2)
    assert early.waiting == ["a"]
    assert early.last.due is None


def test_16_deferred_choice_by_a_signal_of_a_parallel_branch() -> None:
    drawn = file(
        node("signal", "s1", "satu"),
        node("signal", "s2", "dua"),
        process(
            start(),
            both("f"),
            race(
                signal("intermediateCatchEvent", "x", "s1"),
                signal("intermediateCatchEvent", "y", "s2"),
            ),
            tasks("a", "b", "c"),
            signal("intermediateThrowEvent", "kirim", "s2"),
            path("mulai", "f", "g", "x", "a"),
            path("g", "y", "b"),
            path("f", "c", "kirim"),
        ),
    )
    run = Run(drawn)
    run.do("c")
    assert run.last.left == ("c", "kirim", "y")
    assert run.waiting == ["b"]


def test_16_a_signal_thrown_at_once_is_heard_by_who_is_on_the_way_to_wait_for_it() -> None:
    drawn = file(
        node("signal", "s1", "satu"),
        process(
            start(),
            both("f"),
            signal("intermediateThrowEvent", "kirim", "s1"),
            race(signal("intermediateCatchEvent", "x", "s1"), message("y")),
            tasks("a", "b"),
            path("mulai", "f", "kirim"),
            path("f", "g", "x", "a"),
            path("g", "y", "b"),
        ),
    )
    assert Run(drawn).waiting == ["a"]


def test_16_what_is_no_event_after_the_gateway_is_chosen_by_a_person() -> None:
    drawn = diagram(
        start(),
        race(after("x", "PT1H")),
        task("a"),
        task("b", "Membatalkan permohonan"),
        path("mulai", "g", "x", "a"),
        path("g", "b"),
    )
    run = Run(drawn)
    (chosen,) = run.waiting
    asked = run.definition.steps[chosen]
    assert (asked.kind, asked.name) == (StepKind.CONFIRMATION, "Membatalkan permohonan")
    run.do(chosen)
    assert run.waiting == ["b"]
    run.wait(hours=2)
    assert run.waiting == ["b"]


def test_16_receive_tasks_race_and_one_that_is_overdue_ends_the_race() -> None:
    late = node("boundaryEvent", "lewat", attachedToRef="x", inside=timer("PT1H"))
    pools = file(
        node(
            "collaboration",
            "k",
            inside=node("participant", "p1", "Kantor", processRef="sop")
            + node("participant", "p2", "Bank", processRef="bank")
            + node("messageFlow", "m1", sourceRef="kirim", targetRef="x"),
        ),
        process(
            start(),
            race(node("receiveTask", "x"), message("y")),
            late,
            tasks("a", "b", "c"),
            path("mulai", "g", "x", "a"),
            path("g", "y", "b"),
            path("lewat", "c"),
        ),
        process(
            start("buka"),
            task("tunggu"),
            node("sendTask", "kirim"),
            path("buka", "tunggu", "kirim"),
            key="bank",
        ),
    )
    answered = Run(pools, at="mulai")
    assert answered.waiting == ["tunggu", "y"]
    answered.do("tunggu")
    assert answered.waiting == ["a"]
    overdue = Run(pools, at="mulai")
    overdue.wait(hours=2)
    assert overdue.waiting == ["c", "tunggu"]


def test_16_an_instantiating_gateway_begins_the_pool() -> None:
    drawn = diagram(
        race(message("x"), message("y"), instantiate="true"),
        tasks("a", "b"),
        path("g", "x", "a"),
        path("g", "y", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["x", "y"]
    run.do("x")
    assert run.waiting == ["a"]


def test_a_parallel_instantiating_gateway_needs_every_event() -> None:
    drawn = diagram(
        race(message("x"), message("y"), instantiate="true", eventGatewayType="Parallel"),
        both("j"),
        task("z"),
        path("g", "x", "j", "z"),
        path("g", "y", "j"),
    )
    assert "deadlocks" not in {note.rule for note in notes(drawn)}
    run = Run(drawn)
    run.do("x")
    assert run.waiting == ["y"]
    run.do("y")
    assert run.waiting == ["z"]


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


def test_an_event_after_two_gateways_is_waited_for_once_each() -> None:
    drawn = diagram(
        start(),
        xor("x", "Mana?"),
        race(message("p"), message("q")),
        tasks("a", "b"),
        path("mulai", "x"),
        flow("x", "g", "Pilih"),
        flow("x", "p", "Langsung"),
        path("g", "p", "a"),
        path("g", "q", "b"),
    )
    run = Run(drawn)
    run.do("x", "Langsung")
    assert run.waiting == ["p"]
    run.do("p")
    assert run.waiting == ["a"]
