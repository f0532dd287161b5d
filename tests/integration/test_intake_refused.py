"""What cannot run is refused, with the element's id, label, line, the reason and the remedy."""

from __future__ import annotations

import pytest

from service.domain.definition import Source
from service.engine.spiff_engine import SpiffEngine
from tests.integration.drawing import (
    diagram,
    end,
    file,
    flow,
    node,
    only,
    path,
    process,
    refusals,
    script,
    start,
    task,
    tasks,
    xor,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


def test_the_good_one_is_not_refused() -> None:
    assert refusals(diagram(*GOOD)) == []


# What this engine does not run, each as one element called "x".
UNSUPPORTED = [
    *(
        node(kind, "x", "Nama")
        for kind in (
            "serviceTask",
            "sendTask",
            "receiveTask",
            "businessRuleTask",
            "callActivity",
            "subProcess",
            "transaction",
            "adHocSubProcess",
            "inclusiveGateway",
            "complexGateway",
            "eventBasedGateway",
            "intermediateThrowEvent",
            "intermediateCatchEvent",
            "boundaryEvent",
        )
    ),
    *(
        node(kind, "x", "Nama", f"<{event}EventDefinition/>")
        for kind, event in (
            ("intermediateCatchEvent", "timer"),
            ("intermediateCatchEvent", "signal"),
            ("intermediateCatchEvent", "link"),
            ("intermediateCatchEvent", "conditional"),
            ("intermediateThrowEvent", "message"),
            ("intermediateThrowEvent", "link"),
            ("intermediateThrowEvent", "compensate"),
            ("endEvent", "terminate"),
            ("endEvent", "error"),
            ("endEvent", "signal"),
            ("endEvent", "message"),
        )
    ),
    node("endEvent", "x", "Nama", "<eventDefinitionRef>Habis</eventDefinitionRef>"),
    node(
        "intermediateCatchEvent",
        "x",
        "Nama",
        "<messageEventDefinition/><timerEventDefinition/>",
    ),
    node("userTask", "x", "Nama", "<multiInstanceLoopCharacteristics/>"),
    node("userTask", "x", "Nama", "<standardLoopCharacteristics/>"),
]


@pytest.mark.parametrize("element", UNSUPPORTED)
def test_an_element_that_the_engine_does_not_run_is_refused(element: str) -> None:
    drawn = diagram(start(), element, path("mulai", "x"))
    found = only(refusals(drawn))
    assert (found.element, found.label, found.line) == ("x", "Nama", 3)
    assert "belum dapat dijalankan" in found.reason
    assert found.remedy


@pytest.mark.parametrize("event", ["timer", "message", "signal", "conditional"])
def test_a_start_by_itself_is_refused(event: str) -> None:
    drawn = diagram(start(inside=f"<{event}EventDefinition/>"), task("a"), path("mulai", "a"))
    assert only(refusals(drawn)).element == "mulai"


def test_a_process_without_a_start_is_refused_by_its_own_id() -> None:
    found = only(refusals(file(process(task("a"), key="sop", name="SOP"))))
    assert (found.element, found.label, found.line) == ("sop", "SOP", 2)
    assert "tidak memiliki awal" in found.reason
    assert found.remedy


def test_a_second_start_is_refused() -> None:
    found = only(refusals(diagram(*GOOD, start("lagi", name="Lagi"))))
    assert (found.element, found.label, found.line) == ("lagi", "Lagi", 6)
    assert found.remedy


def test_several_arrows_out_of_a_task_are_refused() -> None:
    found = only(refusals(diagram(*GOOD, task("b"), path("a", "b"))))
    assert (found.element, found.line) == ("a", 3)
    assert "gerbang" in found.remedy


def test_a_condition_without_a_gateway_is_refused() -> None:
    drawn = diagram(start(), task("a"), path("mulai", "a"), end(), flow("a", "selesai", when="x"))
    assert only(refusals(drawn)).element == "a-selesai"


def test_an_arrow_without_a_condition_among_conditions_is_refused() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g"),
        path("mulai", "g"),
        flow("g", "a", "Ya", when="x = 1"),
        flow("g", "b", "Lainnya"),
    )
    found = only(refusals(drawn))
    assert (found.element, found.label, found.line) == ("g-b", "Lainnya", 7)
    assert "baku" in found.remedy


@pytest.mark.parametrize("condition", ["x = ", "().__class__", "import os", "x['y'] = 1", "1 +"])
def test_a_condition_that_cannot_be_read_is_refused(condition: str) -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g", default="g-b"),
        path("mulai", "g"),
        flow("g", "a", "Ya", when=condition),
        flow("g", "b"),
    )
    found = only(refusals(drawn))
    assert (found.element, found.label, found.line) == ("g-a", "Ya", 6)
    assert "syarat tidak dapat dibaca" in found.reason
    assert found.remedy


@pytest.mark.parametrize("text", ["import os", "a = ().__class__", "a", "a = 1; print(a)"])
def test_a_script_that_cannot_be_read_is_refused(text: str) -> None:
    found = only(refusals(diagram(start(), script("s", text), path("mulai", "s"))))
    assert (found.element, found.line) == ("s", 3)
    assert "skrip tidak dapat dibaca" in found.reason
    assert found.remedy


def test_every_reason_is_given_at_once() -> None:
    drawn = diagram(*GOOD, node("serviceTask", "b"), start("m"), flow("a", "tiada", key="f"))
    assert {note.element for note in refusals(drawn)} == {"a", "b", "m", "f"}


WITH_FORM = (
    start(),
    node("userTask", "a", "Memeriksa", camunda_formRef="periksa"),
    path("mulai", "a"),
)


def test_a_form_that_is_missing_is_refused() -> None:
    found = only(refusals(diagram(*WITH_FORM)))
    assert (found.element, found.label, found.line) == ("a", "Memeriksa", 3)
    assert '"periksa"' in found.reason
    assert "periksa.form" in found.remedy


@pytest.mark.parametrize(
    "form",
    [
        "",
        "bukan JSON",
        "[]",
        '{"components": 1}',
        '{"components": [{"type": "hal-baru", "key": "x", "label": "X"}]}',
    ],
)
def test_a_form_that_cannot_be_read_is_refused(form: str) -> None:
    found = only(refusals(diagram(*WITH_FORM), {"periksa": form}))
    assert (found.element, found.label, found.line) == ("a", "Memeriksa", 3)
    assert found.reason
    assert "periksa.form" in found.remedy


def test_the_forms_that_a_diagram_names_are_told_before_it_is_read() -> None:
    assert SpiffEngine().form_names(diagram(*WITH_FORM)) == ("periksa",)
    assert SpiffEngine().form_names(diagram(*GOOD)) == ()


def test_reading_is_quick_however_much_is_drawn() -> None:
    names = [f"t{n}" for n in range(3000)]
    drawn = diagram(start(), tasks(*names), path("mulai", *names))
    assert len(SpiffEngine().read(Source(drawn, {})).definition.steps) == 3000


def test_options_that_nobody_can_tell_apart_are_refused() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g", "Setuju?"),
        end(),
        path("mulai", "a", "g"),
        flow("g", "selesai", "Ya"),
        flow("g", "b", "Ya"),
        path("b", "selesai"),
    )
    refused = only(refusals(drawn))
    assert (refused.element, refused.label) == ("g", "Setuju?")
    assert '"Ya"' in refused.reason
    assert refused.remedy
