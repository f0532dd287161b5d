"""The deferred choice by events, workflow pattern 16, with what people draw around it."""

from __future__ import annotations

from service.domain.definition import StepKind
from tests.integration.branching import signal, timer
from tests.integration.drawing import (
    Run,
    both,
    diagram,
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


def after(key: str, duration: str) -> str:
    return node("intermediateCatchEvent", key, inside=timer(duration))


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
    assert [n.rule for n in notes(drawn) if n.element == "b"][-1:] == ["event-based-gateways"]
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


def test_16_a_receive_task_that_nothing_sends_to_is_confirmed_once_and_ends_the_race() -> None:
    drawn = diagram(
        start(),
        race(node("receiveTask", "r", "Jawaban"), after("x", "PT1H")),
        tasks("a", "b"),
        path("mulai", "g", "r", "a"),
        path("g", "x", "b"),
    )
    run = Run(drawn)
    assert run.definition.steps["r"].kind is StepKind.CONFIRMATION
    assert run.waiting == ["r"]
    run.do("r")
    assert run.waiting == ["a"]
    overdue = Run(drawn)
    overdue.wait(hours=2)
    assert overdue.waiting == ["b"]


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
