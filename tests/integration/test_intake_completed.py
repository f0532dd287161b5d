"""What was left out of a drawing is completed, so that every kind of element runs."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    Run,
    definition,
    diagram,
    end,
    flow,
    node,
    notes,
    path,
    refusals,
    script,
    start,
    task,
    tasks,
    xor,
)


def event(kind: str, *definitions: str) -> str:
    inside = "".join(f"<{each}EventDefinition/>" for each in definitions)
    return node(kind, "x", "Nama", inside)


@pytest.mark.parametrize(
    "element",
    [
        *(
            pytest.param(node(kind, "x", "Nama"), id=kind)
            for kind in (
                "serviceTask",
                "sendTask",
                "receiveTask",
                "businessRuleTask",
                "callActivity",
                "subProcess",
                "transaction",
                "adHocSubProcess",
                "intermediateCatchEvent",
            )
        ),
        *(
            pytest.param(event("intermediateCatchEvent", kind), id=kind)
            for kind in ("timer", "message", "signal", "conditional", "cancel", "error")
        ),
        pytest.param(event("intermediateCatchEvent", "message", "timer"), id="two triggers"),
    ],
)
def test_what_nothing_is_bound_to_waits_for_a_person(element: str) -> None:
    drawn = diagram(start(), element, end(), path("mulai", "x", "selesai"))
    run = Run(drawn)
    assert run.waiting == ["x"]
    run.do("x")
    assert run.ended
    assert "x" in {note.element for note in notes(drawn)}, "and it is told"


@pytest.mark.parametrize(
    "element",
    [
        *(
            pytest.param(node(kind, "x", "Nama"), id=kind)
            for kind in ("inclusiveGateway", "complexGateway", "eventBasedGateway")
        ),
        *(
            pytest.param(event("intermediateThrowEvent", kind), id=f"{kind} thrown")
            for kind in ("message", "signal", "escalation", "compensate")
        ),
        *(
            pytest.param(event("endEvent", kind), id=f"{kind} at an end")
            for kind in ("message", "signal", "escalation", "error", "terminate", "compensate")
        ),
        pytest.param(node("intermediateThrowEvent", "x", "Nama"), id="thrown without a trigger"),
    ],
)
def test_what_waits_for_nobody_is_passed(element: str) -> None:
    run = Run(diagram(start(), element, path("mulai", "x")))
    assert run.ended
    assert "x" in run.last.left


@pytest.mark.parametrize("kind", ["timer", "message", "signal", "conditional"])
def test_a_person_starts_what_a_trigger_from_outside_would(kind: str) -> None:
    trigger = f"<{kind}EventDefinition/>"
    run = Run(diagram(start(inside=trigger), task("a"), path("mulai", "a")))
    assert run.last.left == ("mulai",)
    assert run.waiting == ["a"]


def test_each_of_several_starts_may_be_used() -> None:
    drawn = diagram(
        start("surat", name="Surat"),
        start("lisan", name="Lisan"),
        tasks("a", "b"),
        path("surat", "a", "b"),
        path("lisan", "b"),
    )
    assert list(definition(drawn).starts) == ["surat", "lisan"]
    assert Run(drawn, at="lisan").waiting == ["b"]
    assert Run(drawn, at="surat").waiting == ["a"]


def test_a_process_without_a_start_begins_where_nothing_leads_to() -> None:
    drawn = diagram(tasks("a", "b"), path("a", "b"))
    run = Run(drawn)
    assert run.waiting == ["a"]
    assert run.last.left == (), "the start that was put in is not told"
    said = next(note for note in notes(drawn) if note.rule == "starts-and-ends")
    assert (said.kind, said.element) == (NoteKind.ASSUMED, "a")


def test_where_the_arrows_stop_the_case_ends_and_it_is_told() -> None:
    drawn = diagram(start(), task("a"), path("mulai", "a"))
    run = Run(drawn)
    run.do("a")
    assert run.ended
    said = [note.element for note in notes(drawn) if "berakhir di sini" in note.reason]
    assert said == ["a"]


def test_several_arrows_out_of_a_task_are_taken_together() -> None:
    run = Run(diagram(start(), tasks("a", "b", "c"), path("mulai", "a", "b"), path("a", "c")))
    run.do("a")
    assert run.waiting == ["b", "c"]


@pytest.mark.parametrize("condition", ["x = ", "().__class__", "import os", "Berkas lengkap?"])
def test_a_condition_in_words_is_decided_by_people_and_never_reckoned(condition: str) -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g"),
        path("mulai", "g"),
        flow("g", "a", when=condition),
        flow("g", "b", "Tidak"),
    )
    run = Run(drawn)
    decision = run.definition.steps["g"].form.decision
    assert decision is not None
    assert [option.label for option in decision.options] == [condition.strip(), "Tidak"]
    run.do("g", "Tidak")
    assert run.waiting == ["b"]
    said = next(note for note in notes(drawn) if note.element == "g-a")
    assert (said.kind, said.rule) == (NoteKind.ASSUMED, "label-is-the-decision")


def test_one_arrow_without_a_condition_among_others_is_the_default() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g"),
        path("mulai", "g"),
        flow("g", "a", "Ya", when="x = 1"),
        flow("g", "b", "Lainnya"),
    )
    assert Run(drawn).waiting == ["b"]
    assert next(note.kind for note in notes(drawn) if note.element == "g-b") is NoteKind.ASSUMED


@pytest.mark.parametrize("text", ["import os", "a = ().__class__", "a", "a = 1; print(a)", ""])
def test_a_script_that_is_none_is_a_persons_task(text: str) -> None:
    run = Run(diagram(start(), script("s", text), path("mulai", "s")))
    assert run.waiting == ["s"]


def test_options_of_one_name_are_told_apart_by_where_they_lead() -> None:
    drawn = diagram(
        start(),
        task("a"),
        task("b", "Memperbaiki"),
        task("c", "Menandatangani"),
        xor("g", "Setuju?"),
        path("mulai", "a", "g"),
        flow("g", "b", "Ya"),
        flow("g", "c", "Ya"),
    )
    decision = definition(drawn).steps["a"].form.decision
    assert decision is not None
    assert [o.label for o in decision.options] == ["Ya (Memperbaiki)", "Ya (Menandatangani)"]


def test_nothing_of_this_is_refused() -> None:
    drawn = diagram(start(), node("serviceTask", "a"), node("task", "b"), path("mulai", "a", "b"))
    assert refusals(drawn) == []
