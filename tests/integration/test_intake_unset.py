"""A condition on what nothing sets is told at deployment, before it disappoints anybody."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    diagram,
    flow,
    node,
    notes,
    path,
    script,
    start,
    task,
    tasks,
    xor,
)

FIELD = '{"type": "number", "key": "nilai", "label": "Nilai"}'
FORM = f'{{"type": "default", "id": "f", "components": [{FIELD}]}}'
ASKED = node("userTask", "a", "Menilai", camunda_formRef="isian")


def guarded(step: str, condition: str) -> bytes:
    arrows = (path("mulai", "a", "g"), flow("g", "b", when=condition), flow("g", "c"))
    return diagram(start(), step, xor("g", default="g-c"), tasks("b", "c"), *arrows)


def told(drawn: bytes, **forms: str) -> list[tuple[NoteKind, str]]:
    found = (note for note in notes(drawn, forms) if note.rule == "unset-names")
    return [(note.kind, note.reason) for note in found]


@pytest.mark.parametrize("condition", ["nilai > 3 and berat > 2", "${berat > 2}", "= berat > 2"])
def test_a_name_that_nothing_sets_is_advice_that_names_it(condition: str) -> None:
    reason = "tidak ada formulir atau skrip yang mengisi berat"
    assert told(guarded(ASKED, condition), isian=FORM) == [(NoteKind.ADVICE, reason)]


def test_what_a_form_asks_for_is_set() -> None:
    assert told(guarded(ASKED, "nilai > 3"), isian=FORM) == []


def test_what_a_generated_form_asks_for_is_set() -> None:
    step = task("a", kelengkapan="Surat permohonan")
    assert told(guarded(step, "kelengkapan_1")) == []


def test_what_a_script_writes_is_set() -> None:
    assert told(guarded(script("a", "berat = 1"), "berat > 2")) == []


def test_an_event_that_waits_for_what_nothing_sets_is_told() -> None:
    event = (
        "<conditionalEventDefinition><condition>berat > 2</condition></conditionalEventDefinition>"
    )
    drawn = diagram(
        start(),
        node("intermediateCatchEvent", "e", inside=event.replace("> 2", "&gt; 2")),
        path("mulai", "e"),
    )
    assert [reason for _, reason in told(drawn)] == [
        "tidak ada formulir atau skrip yang mengisi berat"
    ]
