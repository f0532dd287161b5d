"""What cannot run is refused, with the element's id, label, line, the reason and the remedy."""

from __future__ import annotations

import pytest

from service.domain.definition import Source
from service.engine.spiff_engine import SpiffEngine
from tests.integration.drawing import (
    diagram,
    end,
    file,
    node,
    only,
    path,
    process,
    refusals,
    start,
    task,
    tasks,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


def test_the_good_one_is_not_refused() -> None:
    assert refusals(diagram(*GOOD)) == []


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        pytest.param(
            node("boundaryEvent", "x", "Nama", "<timerEventDefinition/>"),
            "tidak menempel pada kegiatan",
            id="a boundary event of nothing",
        ),
        pytest.param(
            node("intermediateThrowEvent", "x", "Nama", "<linkEventDefinition/>"),
            "tidak memiliki tujuan",
            id="a link to nowhere",
        ),
        pytest.param(
            node("endEvent", "x", "Nama", "<eventDefinitionRef>Habis</eventDefinitionRef>"),
            '"Habis"',
            id="a reference to nothing",
        ),
        pytest.param(
            node("userTask", "x", "Nama", startQuantity="2"),
            "startQuantity 2",
            id="a task that wants two tokens",
        ),
        pytest.param(
            node("userTask", "x", "Nama", completionQuantity="0"),
            "completionQuantity 0",
            id="a task that leaves no token",
        ),
        pytest.param(
            node("perulangan", "x", "Nama"),
            "perulangan",
            id="an element that BPMN does not know",
        ),
    ],
)
def test_what_cannot_be_run_truly_is_refused(element: str, reason: str) -> None:
    found = only(refusals(diagram(start(), element, path("mulai", "x"))))
    assert (found.element, found.label, found.line) == ("x", "Nama", 3)
    assert reason in found.reason
    assert found.remedy


def test_a_process_that_begins_nowhere_is_refused_by_its_own_id() -> None:
    circle = process(tasks("a", "b"), path("a", "b", "a"), key="sop", name="SOP")
    found = only(refusals(file(circle)))
    assert (found.element, found.label, found.line) == ("sop", "SOP", 2)
    assert "di mana proses ini dimulai" in found.reason
    assert "peristiwa mulai" in found.remedy


def test_every_reason_is_given_at_once() -> None:
    drawn = diagram(
        *GOOD,
        node("userTask", "b", startQuantity="3"),
        node("intermediateThrowEvent", "c", inside="<linkEventDefinition/>"),
        path("a", "b", "c"),
    )
    assert {note.element for note in refusals(drawn)} == {"b", "c"}


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
