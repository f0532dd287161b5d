"""What an event waits for or sets off, and how often a step is done."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from service.engine.intake.nodes import Repeat, Trigger
from service.engine.intake.reading import read_graph
from tests.integration.drawing import diagram, file, node, only, process, tasks
from tests.integration.reading import assumed, only_node, refused


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
