"""The four diagrams as files: true to their sources, whole in any modeller, and free of traps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from service.domain.definition import Definition, NoteKind
from service.domain.standard_time import read_standard_time
from service.folder import read_diagram, read_forms
from tests.integration.drawing import BPMN, CAMUNDA
from tests.processes.at_work import PROCESSES, SOPS, read

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
SPACES = {"b": BPMN, "c": CAMUNDA, "di": DI, "dc": DC}
LONGEST_NAME = 60

# SOP -> its number among the sources, its office and the pools of others.
SOURCES = {
    "pembuatan-askes": ("001", "Dinas (nama tidak tercantum)", ["PT ASKES"]),
    "rekomendasi-jamkesda": ("002", "Dinas Sosial Kota Tanjungpinang", ["Dinas Kesehatan"]),
    "kartu-indonesia-sehat": (
        "003",
        "Kantor Kementerian Agama Kota Jakarta Selatan",
        ["BPJS Kesehatan"],
    ),
    "pengantar-kis": ("004", "DINSOSPPKB Kabupaten Rembang", []),
}

# SOP -> task -> gateway, with what its labels lead to: these decisions are drawn and no others.
DECISIONS = {
    "pembuatan-askes": {},
    "rekomendasi-jamkesda": {},
    "kartu-indonesia-sehat": {
        "5": {"Ya": "Kegiatan_6", "Tidak": "Kegiatan_4"},
        "6": {"Ya": "Kegiatan_7", "Tidak": "Kegiatan_4"},
    },
    "pengantar-kis": {"3": {"Ya": "Kegiatan_4", "Tidak": "Kegiatan_2"}},
}

every_sop = pytest.mark.parametrize("sop", SOPS)


def tree(sop: str) -> etree._Element:
    return etree.fromstring(read_diagram(PROCESSES / f"{sop}.bpmn"))


def found(sop: str, path: str) -> list[Any]:
    result: list[Any] = tree(sop).xpath(path, namespaces=SPACES)
    return result


def words(text: str) -> list[str]:
    return text.split()


def source(sop: str, shared: Path) -> str:
    (file,) = (shared / "seeds").glob(f"{SOURCES[sop][0]}_*.txt")
    return file.read_text(encoding="utf-8")


def reading(sop: str, shared: Path) -> list[dict[str, Any]]:
    content = json.loads((shared / "seeds" / "steps.json").read_text(encoding="utf-8"))
    steps: list[dict[str, Any]] = content[SOURCES[sop][0]]["steps"]
    return steps


def rows(definition: Definition) -> dict[str, Any]:
    """The steps that are rows of the source's table, by their number."""
    return {step.number: step for step in definition.steps.values() if step.number}


@every_sop
def test_it_deploys_without_advice(sop: str) -> None:
    assert [note for note in read(sop).notes if note.kind is not NoteKind.ASSUMED] == []


@every_sop
def test_its_pools_are_the_office_and_empty_ones_of_others(sop: str) -> None:
    _, office, others = SOURCES[sop]
    assert read(sop).definition.office_name == office
    assert found(sop, "//b:participant[@processRef]/@name") == [office]
    assert found(sop, "//b:participant[not(@processRef)]/@name") == others
    assert len(found(sop, "//b:process")) == 1


@every_sop
def test_each_empty_pool_has_a_message_flow(sop: str) -> None:
    ends = {*found(sop, "//b:messageFlow/@sourceRef"), *found(sop, "//b:messageFlow/@targetRef")}
    assert set(found(sop, "//b:participant[not(@processRef)]/@id")) <= ends


@every_sop
def test_numbers_lanes_and_times_agree_with_the_reading(sop: str, shared: Path) -> None:
    drawn = rows(read(sop).definition)
    expected = reading(sop, shared)
    assert list(drawn) == [str(row["no"]) for row in expected]
    for row in expected:
        step = drawn[str(row["no"])]
        # The reading shortens "Korpel Kepegawaian dan Hukum" to its first word.
        assert step.lane.name.startswith(row["pelaksana"])
        assert step.standard_time == (row["waktu"] or "")
        if row["waktu"]:
            assert read_standard_time(step.standard_time) is not None


@every_sop
def test_the_sentence_of_each_step_stands_in_the_source(sop: str, shared: Path) -> None:
    text = words(source(sop, shared))
    assert rows(read(sop).definition)
    for step in rows(read(sop).definition).values():
        assert in_order(words(step.documentation), text), step.documentation


def in_order(sentence: list[str], text: list[str]) -> bool:
    """Whether the words come in this order, within a row's reach: cells stand between them."""
    reach = 2 * len(sentence) + 25
    return any(
        _follows(sentence, iter(text[at : at + reach]))
        for at, word in enumerate(text)
        if word == sentence[0]
    )


def _follows(sentence: list[str], text: Iterator[str]) -> bool:
    return all(any(word == each for each in text) for word in sentence)


@pytest.mark.parametrize("sop", ["pembuatan-askes", "rekomendasi-jamkesda"])
def test_where_the_source_kept_its_table_the_sentence_is_verbatim(sop: str, shared: Path) -> None:
    text = " ".join(words(source(sop, shared)))
    for step in rows(read(sop).definition).values():
        assert step.documentation in text


@every_sop
def test_every_name_is_short_and_begins_with_a_verb(sop: str) -> None:
    for step in rows(read(sop).definition).values():
        assert len(step.name) <= LONGEST_NAME
        assert re.match(r"Me[a-z]+,? ", step.name), step.name


@every_sop
def test_no_arrow_carries_a_condition(sop: str) -> None:
    assert found(sop, "//b:conditionExpression | //@default") == []


@every_sop
def test_the_decisions_are_those_that_the_source_draws(sop: str) -> None:
    drawn: dict[str, dict[str, str]] = {}
    for gateway in found(sop, "//b:exclusiveGateway"):
        (before,) = found(sop, f"//b:sequenceFlow[@targetRef='{gateway.get('id')}']/@sourceRef")
        flows = found(sop, f"//b:sequenceFlow[@sourceRef='{gateway.get('id')}']")
        number = before.removeprefix("Kegiatan_")
        drawn[number] = {flow.get("name"): flow.get("targetRef") for flow in flows}
    assert drawn == DECISIONS[sop]


@every_sop
def test_each_decision_is_asked_in_the_form_of_its_step(sop: str) -> None:
    asked = {
        step.number: {o.label: o.needs_reason for o in step.form.decision.options}
        for step in read(sop).definition.steps.values()
        if step.form.decision is not None
    }
    assert asked == {at: {"Ya": False, "Tidak": True} for at in DECISIONS[sop]}


@every_sop
def test_every_element_is_placed_on_the_plane_once(sop: str) -> None:
    shapes = found(sop, "//di:BPMNShape/@bpmnElement")
    edges = found(sop, "//di:BPMNEdge/@bpmnElement")
    nodes = found(
        sop,
        "//b:participant/@id | //b:lane/@id | //b:process/*[self::b:startEvent or self::b:endEvent"
        " or self::b:userTask or self::b:exclusiveGateway or self::b:intermediateCatchEvent"
        " or self::b:dataObjectReference or self::b:dataStoreReference or self::b:textAnnotation"
        "]/@id",
    )
    arrows = found(
        sop,
        "//b:sequenceFlow/@id | //b:messageFlow/@id | //b:association/@id"
        " | //b:dataInputAssociation/@id | //b:dataOutputAssociation/@id",
    )
    assert sorted(shapes) == sorted(nodes)
    assert sorted(edges) == sorted(arrows)
    assert len(found(sop, "//di:BPMNShape/dc:Bounds")) == len(shapes)
    assert all(len(edge) >= 2 for edge in found(sop, "//di:BPMNEdge"))


@every_sop
def test_every_element_lies_in_the_lane_that_names_it(sop: str) -> None:
    placed = found(sop, "//b:lane/b:flowNodeRef/text()")
    nodes = found(
        sop,
        "//b:process/*[self::b:startEvent or self::b:endEvent or self::b:userTask"
        " or self::b:exclusiveGateway or self::b:intermediateCatchEvent]/@id",
    )
    assert sorted(placed) == sorted(nodes)
    for lane in found(sop, "//b:lane"):
        left, top, right, bottom = box(sop, lane.get("id"))
        for element in lane.findall(f"{{{BPMN}}}flowNodeRef"):
            x1, y1, x2, y2 = box(sop, element.text)
            assert left <= x1 < x2 <= right, element.text
            assert top <= y1 < y2 <= bottom, element.text


def box(sop: str, element: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of an element's shape."""
    (bounds,) = found(sop, f"//di:BPMNShape[@bpmnElement='{element}']/dc:Bounds")
    x, y, width, height = (float(bounds.get(key)) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@every_sop
def test_every_reference_leads_somewhere(sop: str) -> None:
    ids = found(sop, "//@id")
    assert len(ids) == len(set(ids))
    references = found(
        sop,
        "//@sourceRef | //@targetRef | //@dataObjectRef | //@processRef | //@bpmnElement"
        " | //b:incoming/text() | //b:outgoing/text() | //b:flowNodeRef/text()"
        " | //b:sourceRef/text() | //b:targetRef/text()",
    )
    assert set(references) <= set(ids)


@every_sop
def test_its_forms_are_there_and_bound_to_the_deployment(sop: str) -> None:
    forms = read_forms(PROCESSES)
    named = found(sop, "//@c:formRef")
    assert named
    assert set(named) <= forms.keys()
    bindings = found(sop, "//*[@c:formRef]/@c:formRefBinding")
    assert bindings == ["deployment"] * len(named)


def test_no_form_is_left_over() -> None:
    named = {name for sop in SOPS for name in found(sop, "//@c:formRef")}
    assert named == read_forms(PROCESSES).keys()


@every_sop
def test_the_start_form_tells_two_cases_apart(sop: str) -> None:
    (start,) = read(sop).definition.starts.values()
    assert any(field.subject and field.required for field in start.form.inputs)
    personal = {field.key for field in start.form.inputs if field.personal}
    assert personal & {"nik", "nip"}


@every_sop
def test_lists_are_written_as_repeated_properties(sop: str) -> None:
    values = found(sop, "//c:property[@name='kelengkapan' or @name='output']/@value")
    assert values
    assert not [value for value in values if "\n" in value or "; " in value]
    counts = [len(step.requirements) for step in read(sop).definition.steps.values()]
    assert max(counts) > 1 or sop == "kartu-indonesia-sehat"


@every_sop
def test_what_the_source_does_not_say_is_marked_as_an_assumption(sop: str) -> None:
    notes = [" ".join(words("".join(each.itertext()))) for each in found(sop, "//b:textAnnotation")]
    assert notes
    assert all("Asumsi:" in note for note in notes)
    attached = {
        *found(sop, "//b:association/@sourceRef"),
        *found(sop, "//b:association/@targetRef"),
    }
    assert set(found(sop, "//b:textAnnotation/@id")) <= attached
    remarks = found(sop, "//c:property[@name='keterangan']/@value")
    assert all("sumsi" in remark for remark in remarks)


@every_sop
def test_the_identity_block_is_there_and_no_official_is_numbered(sop: str) -> None:
    identity = dict(read(sop).definition.identity)
    assert identity["nama_sop"] == read(sop).definition.name
    assert "instansi" in identity
    text = (PROCESSES / f"{sop}.bpmn").read_text(encoding="utf-8")
    assert not re.search(r"\bNIP\b[.: ]*\d", text)
    assert not re.search(r"\d{8} ?\d{6} ?\d ?\d{3}", text)


def test_no_form_carries_an_officials_number() -> None:
    for text in read_forms(PROCESSES).values():
        assert not re.search(r"\b\d{8} ?\d{6} ?\d ?\d{3}\b", text)
