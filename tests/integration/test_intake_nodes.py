"""What a step says of itself: kind, scope, texts, documents and the rest."""

from __future__ import annotations

import pytest

from service.engine.intake.drawing.markup import NODES
from service.engine.intake.reading import read_graph
from tests.integration.drawing import diagram, file, flow, node, only, process, task, tasks
from tests.integration.reading import assumed, only_node, picture, refused

EDGE = {"boundaryEvent"}


@pytest.mark.parametrize("kind", sorted(NODES - EDGE))
def test_every_kind_of_step_is_read(kind: str) -> None:
    read = only_node(node(kind, "x", " Nama \n lagi", "<documentation>Satu\n kata</documentation>"))
    assert (read.id, read.origin, read.kind, read.name) == ("x", "x", kind, "Nama lagi")
    assert (read.scope, read.line, read.documentation) == ("sop", 2, "Satu kata")


def test_nested_steps_know_where_they_lie() -> None:
    deepest = node("transaction", "t", inside=task("c"))
    inner = node("subProcess", "s", inside=task("b") + deepest, triggeredByEvent="true")
    read = read_graph(diagram(task("a"), inner))
    assert {key: each.scope for key, each in read.nodes.items()} == {
        "a": "sop",
        "s": "sop",
        "b": "s",
        "t": "s",
        "c": "t",
    }
    assert read.nodes["s"].event_subprocess
    assert read.pool_of("c").id == "sop"


def test_a_collapsed_subprocess_without_content_is_a_step() -> None:
    assert only_node(node("subProcess", "s", "Rapat")).name == "Rapat"


def test_own_attributes_texts_form_and_properties_are_kept() -> None:
    inside = (
        "<extensionElements><camunda:properties>"
        '<camunda:property name="kelengkapan" value="KK"/>'
        '<camunda:property name="kelengkapan" value=" KTP "/>'
        "</camunda:properties></extensionElements><script> x = 1 </script>"
    )
    read = only_node(
        node("scriptTask", "s", inside=inside, startQuantity="2", camunda_formRef="surat")
    )
    assert read.attributes["startQuantity"] == "2"
    assert not any("}" in name for name in read.attributes)
    assert read.texts == {"script": "x = 1"}
    assert read.form == "surat"
    assert read.properties == (("kelengkapan", "KK"), ("kelengkapan", "KTP"))


def test_conditions_of_gateways_and_ad_hoc_subprocesses_are_kept() -> None:
    gateway = "<activationCondition>cukup</activationCondition>"
    assert only_node(node("complexGateway", "g", inside=gateway)).texts == {
        "activationCondition": "cukup"
    }
    ended = "<completionCondition>selesai</completionCondition>"
    read = only_node(node("adHocSubProcess", "s", inside=ended, ordering="Sequential"))
    assert read.texts == {"completionCondition": "selesai"}
    assert read.attributes["ordering"] == "Sequential"


def test_the_default_arrow_is_known_by_its_id() -> None:
    read = read_graph(
        diagram(node("exclusiveGateway", "g", default="tns:f"), task("a"), flow("g", "a", key="f"))
    )
    assert read.nodes["g"].default == "f"
    read = read_graph(diagram(node("exclusiveGateway", "g", default="tiada")))
    assert read.nodes["g"].default == ""
    (found,) = assumed(read, "references")
    assert (found.element, '"tiada"' in found.reason) == ("g", True)


def test_an_attached_event_lies_beside_its_activity() -> None:
    edge = node("boundaryEvent", "e", attachedToRef="b", cancelActivity="false")
    read = read_graph(diagram(node("subProcess", "s", inside=task("b")), edge)).nodes["e"]
    assert (read.host, read.scope, read.interrupting) == ("b", "s", False)


@pytest.mark.parametrize("host", ["", "tiada", "g"])
def test_an_event_attached_to_no_activity_is_refused(host: str) -> None:
    edge = node("boundaryEvent", "e", "Batas", attachedToRef=host)
    found = only(refused(diagram(node("parallelGateway", "g"), edge)))
    assert (found.element, found.label, found.line, found.rule) == ("e", "Batas", 3, "references")
    assert found.remedy


def test_an_event_that_names_no_activity_is_attached_to_the_one_on_whose_edge_it_sits() -> None:
    inner = node("subProcess", "s", inside=task("b") + task("c"))
    places = {"s": (0, 0, 500, 300), "b": (50, 50, 100, 80), "c": (250, 50, 100, 80)}
    drawn = process(inner, node("boundaryEvent", "e"))
    read = read_graph(file(drawn, picture(places | {"e": (82, 115, 30, 30)})))
    assert (read.nodes["e"].host, read.nodes["e"].scope) == ("b", "s")
    assert "userTask" in assumed(read, "references")[0].reason
    assert refused(file(drawn, picture(places | {"e": (185, 75, 30, 30)})))


def test_documents_are_those_associated_in_any_way() -> None:
    reading = "<dataInputAssociation><sourceRef>d</sourceRef></dataInputAssociation>"
    reading += "<dataOutputAssociation><targetRef>s</targetRef></dataOutputAssociation>"
    read = read_graph(
        diagram(
            node("dataObject", "o", "Surat"),
            node("dataObjectReference", "d", dataObjectRef="o"),
            node("dataStoreReference", "s", "Arsip"),
            node("task", "a", inside=reading),
            tasks("b", "c"),
            flow("b", "c", key="f"),
            node("association", "k1", sourceRef="s", targetRef="b"),
            node("association", "k2", sourceRef="f", targetRef="d"),
            node("textAnnotation", "n"),
            node("association", "k3", sourceRef="n", targetRef="b"),
        )
    )
    assert {key: each.documents for key, each in read.nodes.items()} == {
        "a": ("Surat", "Arsip"),
        "b": ("Arsip", "Surat"),
        "c": ("Surat",),
    }


def test_what_is_drawn_for_people_is_no_step() -> None:
    silent = (
        node("textAnnotation", "t", inside="<text>Asumsi</text>"),
        node("group", "g"),
        node("dataObject", "d"),
        node("property", "p"),
        node("ioSpecification", "i", inside="<dataInput/>"),
        node("performer", "r"),
    )
    assert list(read_graph(diagram(task("a"), *silent)).nodes) == ["a"]
