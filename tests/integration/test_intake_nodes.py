"""What a step says of itself: kind, scope, triggers, repetition, documents and the rest."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from service.engine.intake.drawing.markup import NODES
from service.engine.intake.graph import Repeat, Trigger
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


def event(inside: str, *roots: str, kind: str = "intermediateCatchEvent") -> tuple[Trigger, ...]:
    return read_graph(file(*roots, process(node(kind, "e", inside=inside)))).nodes["e"].triggers


@pytest.mark.parametrize(
    ("definition", "root", "trigger"),
    [
        ("<messageEventDefinition/>", "", Trigger("message")),
        (
            '<messageEventDefinition messageRef="m"/>',
            node("message", "m", "Surat"),
            Trigger("message", "Surat"),
        ),
        (
            '<messageEventDefinition messageRef="tns:m"/>',
            node("message", "m"),
            Trigger("message", "m"),
        ),
        (
            "<messageEventDefinition><operationRef>o</operationRef></messageEventDefinition>",
            node("interface", "i", inside=node("operation", "o", "Kirim")),
            Trigger("message", "Kirim"),
        ),
        (
            '<signalEventDefinition signalRef="s"/>',
            node("signal", "s", "Rapat"),
            Trigger("signal", "Rapat"),
        ),
        (
            '<errorEventDefinition errorRef="x"/>',
            node("error", "x", "Gagal", errorCode="E1"),
            Trigger("error", "E1"),
        ),
        (
            '<errorEventDefinition errorRef="x"/>',
            node("error", "x", "Gagal"),
            Trigger("error", "Gagal"),
        ),
        (
            '<escalationEventDefinition escalationRef="x"/>',
            node("escalation", "x", "Naik", escalationCode="N1"),
            Trigger("escalation", "N1"),
        ),
        ('<linkEventDefinition name="A"/>', "", Trigger("link", "A")),
        ("<terminateEventDefinition/>", "", Trigger("terminate")),
        ("<cancelEventDefinition/>", "", Trigger("cancel")),
        (
            "<conditionalEventDefinition><condition> x = 1 </condition>"
            "</conditionalEventDefinition>",
            "",
            Trigger("conditional", "", "x = 1"),
        ),
        (
            "<timerEventDefinition><timeDuration> P1D\n</timeDuration></timerEventDefinition>",
            "",
            Trigger("timer", "", "P1D", "timeDuration"),
        ),
        (
            "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>",
            "",
            Trigger("timer", "", "R3/PT1H", "timeCycle"),
        ),
        (
            "<timerEventDefinition><timeDate/></timerEventDefinition>",
            "",
            Trigger("timer"),
        ),
        (
            "<eventDefinitionRef> tns:t </eventDefinitionRef>",
            node("timerEventDefinition", "t", inside="<timeDate>2026-01-01</timeDate>"),
            Trigger("timer", "", "2026-01-01", "timeDate"),
        ),
    ],
)
def test_an_event_knows_what_it_waits_for(definition: str, root: str, trigger: Trigger) -> None:
    assert event(definition, root) == (trigger,)


def test_several_triggers_stand_in_drawn_order() -> None:
    root = node("timerEventDefinition", "t")
    inside = "<signalEventDefinition/><eventDefinitionRef>t</eventDefinitionRef>"
    inside += "<messageEventDefinition/>"
    assert [each.kind for each in event(inside, root)] == ["signal", "timer", "message"]


@pytest.mark.parametrize("kind", ["sendTask", "receiveTask"])
def test_a_task_that_names_a_message_sends_or_receives_it(kind: str) -> None:
    drawn = file(node("message", "m", "Surat"), process(node(kind, "x", messageRef="m")))
    assert read_graph(drawn).nodes["x"].triggers == (Trigger("message", "Surat"),)
    assert only_node(node(kind, "x")).triggers == ()


def test_a_name_that_refers_to_nothing_is_read_as_the_name() -> None:
    drawn = diagram(node("endEvent", "e", "Kirim", '<signalEventDefinition signalRef="tns:S"/>'))
    read = read_graph(drawn)
    assert read.nodes["e"].triggers == (Trigger("signal", "S"),)
    (found,) = assumed(read, "references")
    assert (found.kind, found.element, found.label, found.line) == (
        NoteKind.ASSUMED,
        "e",
        "Kirim",
        2,
    )


def test_a_trigger_that_refers_to_nothing_is_refused() -> None:
    found = only(
        refused(diagram(node("endEvent", "e", "X", "<eventDefinitionRef>t</eventDefinitionRef>")))
    )
    assert (found.element, found.label, found.rule) == ("e", "X", "references")
    assert found.remedy


def test_compensation_names_its_activity_and_is_handled_by_what_it_is_associated_with() -> None:
    edge = node("boundaryEvent", "e", attachedToRef="a", inside="<compensateEventDefinition/>")
    line = node("association", "k", sourceRef="e", targetRef="b")
    thrown = '<compensateEventDefinition activityRef="a"/>'
    read = read_graph(diagram(tasks("a", "b"), edge, line, node("endEvent", "z", inside=thrown)))
    assert read.handlers == {"e": "b"}
    assert read.nodes["z"].triggers == (Trigger("compensate", "a"),)


def repeated(inside: str, more: str = "", *others: str) -> Repeat | None:
    return read_graph(diagram(node("task", "a", inside=more + inside), *others)).nodes["a"].repeat


def test_a_step_without_a_marker_is_done_once() -> None:
    assert repeated("") is None


def test_a_loop_keeps_its_condition_and_its_maximum() -> None:
    marker = '<standardLoopCharacteristics testBefore="true" loopMaximum="3">'
    marker += "<loopCondition> belum </loopCondition></standardLoopCharacteristics>"
    assert repeated(marker) == Repeat(loop=True, again="belum", most="3", test_before=True)


def multi(inside: str = "", **attributes: str) -> str:
    return node("multiInstanceLoopCharacteristics", "", inside=inside, **attributes)


def test_many_instances_keep_count_and_end() -> None:
    marker = multi(
        "<loopCardinality>3</loopCardinality><completionCondition>cukup</completionCondition>",
        isSequential="true",
    )
    assert repeated(marker) == Repeat(loop=False, sequential=True, count="3", until="cukup")


def test_many_instances_are_over_the_data_that_flow_into_them() -> None:
    data = node("dataObjectReference", "d", "Berkas")
    marker = multi('<loopDataInputRef>i</loopDataInputRef><inputDataItem name="berkas"/>')
    direct = repeated(marker.replace(">i<", ">d<"), "", data)
    assert direct is not None
    assert (direct.items, direct.item) == ("Berkas", "berkas")
    wired = '<ioSpecification><dataInput id="i"/></ioSpecification><dataInputAssociation>'
    wired += "<sourceRef>d</sourceRef><targetRef>i</targetRef></dataInputAssociation>"
    through = repeated(marker, wired, data)
    assert through is not None
    assert through.items == "Berkas"
    unknown = repeated(marker)
    assert unknown is not None
    assert unknown.items == "i"


def test_many_instances_keep_what_they_set_off() -> None:
    root = node("signalEventDefinition", "s", signalRef="t")
    once = file(
        root,
        node("signal", "t", "Satu"),
        process(node("task", "a", inside=multi(behavior="One", oneBehaviorEventRef="s"))),
    )
    read = read_graph(once).nodes["a"].repeat
    assert read is not None
    assert (read.behaviour, read.events) == ("One", (("", Trigger("signal", "Satu")),))
    several = "<complexBehaviorDefinition><condition>n = 1</condition><event>"
    several += "<signalEventDefinition/></event></complexBehaviorDefinition>"
    complex_one = repeated(multi(several, behavior="Complex"))
    assert complex_one is not None
    assert complex_one.events == (("n = 1", Trigger("signal")),)


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
