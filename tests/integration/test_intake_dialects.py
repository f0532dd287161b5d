"""What is no BPMN 2.0 is refused by its name; what other tools write as BPMN 2.0 is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from service.engine.intake.reading import read_graph
from tests.integration.drawing import (
    diagram,
    end,
    file,
    flow,
    node,
    only,
    path,
    process,
    start,
    task,
    tasks,
)
from tests.integration.reading import (
    assumed,
    collaboration,
    message_flow,
    participant,
    refused,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, "isi")
    return written.getvalue()


OTHERS = {
    "Visio (.vsdx)": archive("[Content_Types].xml", "visio/document.xml"),
    "zip yang memuat berkas BPMN": archive("sop.bpmn"),
    "Bonita (.bos)": archive("diagram/Pool-1.0.proc"),
    "Bizagi (.bpm)": archive("a.diag"),
    "arsip zip": archive("catatan.txt"),
    "versi lama": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "PDF": b"%PDF-1.7",
    "gambar": b"\x89PNG\r\n\x1a\n",
    "HTML": b"<!DOCTYPE html><html><body>BPMN</body></html>",
    "JSON": b'\xef\xbb\xbf {"resourceId": "canvas"}',
    "XPDL": b'<Package xmlns="http://www.wfmc.org/2008/XPDL2.1" Id="p"/>',
    "EPML": b'<epml:epml xmlns:epml="http://www.epml.de"/>',
    "AML": b'<?xml version="1.0"?><!DOCTYPE AML SYSTEM "ARIS-Export.dtd"><AML/>',
    "Visio (.vdx)": b'<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>',
    "Bonita (.proc)": b'<process:MainProcess xmlns:process="http://www.bonitasoft.org/ns/studio"/>',
    "ADOXML": b'<!DOCTYPE ADOXML SYSTEM "adoxml31.dtd"><ADOXML version="3.1"/>',
    "BPEL": b'<process xmlns="http://docs.oasis-open.org/wsbpel/2.0/process/executable"/>',
    "DMN": b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
    "CMMN": b'<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>',
    "draw.io": b"<mxfile/>",
    "jPDL": b'<process-definition xmlns="urn:jbpm.org:jpdl-3.2"/>',
}


@pytest.mark.parametrize(("name", "content"), OTHERS.items(), ids=OTHERS)
def test_another_kind_of_file_is_refused_by_its_name(name: str, content: bytes) -> None:
    found = only(refused(content))
    assert name in found.reason
    assert "bukan diagram BPMN 2.0" in found.reason
    assert (found.line, found.rule) == (1, "file")
    assert "BPMN" in found.remedy or "Ekstrak" in found.remedy


@pytest.mark.parametrize("language", ["choreography", "globalConversation"])
def test_a_diagram_of_bpmn_that_is_no_process_is_refused_by_its_name(language: str) -> None:
    found = only(refused(file(node(language, "k", inside=participant("p", "Warga")))))
    assert ("koreografi" if language == "choreography" else "percakapan") in found.reason
    assert (found.line, found.rule) == (2, "file")
    assert found.remedy


@pytest.mark.parametrize("kind", ["choreographyTask", "superTask", "agentTask", "event"])
def test_an_element_that_no_process_of_bpmn_has_is_refused_by_its_name(kind: str) -> None:
    found = only(refused(diagram(*GOOD, node(kind, "x", "Lain"))))
    assert (found.element, found.label, found.line, found.rule) == ("x", "Lain", 6, "kinds")
    assert f'"{kind}"' in found.reason
    assert found.remedy


def test_a_step_outside_of_every_process_is_refused() -> None:
    found = only(refused(file(process(*GOOD), task("x", "Lepas"))))
    assert (found.element, found.rule) == ("x", "kinds")


def test_another_tools_own_elements_are_not_read() -> None:
    foreign = '<x:userTask xmlns:x="urn:lain" id="b"/>'
    assert list(read_graph(diagram(*GOOD, foreign)).nodes) == ["mulai", "a", "selesai"]


def test_all_arrows_may_stand_in_the_first_process() -> None:
    """ADONIS writes the arrows of every pool there, also those within subprocesses' pools."""
    first = process(task("a"), task("b"), path("a", "b"), path("c", "d"), key="satu", name="Satu")
    second = process(tasks("c", "d"), key="dua", name="Dua")
    read = read_graph(file(collaboration(participant("p", "Satu", "satu")), first, second))
    assert [(each.source, each.target) for each in read.flows] == [("a", "b"), ("c", "d")]
    assert [pool.id for pool in read.pools] == ["satu", "dua"]
    assert read.notes == ()


def test_references_may_carry_prefixes() -> None:
    """IBM and Oracle write them as qualified names."""
    pool = participant("p", "Dinas", "tns:sop")
    message = message_flow("tns:luar", "tns:a")
    whole = process(
        *GOOD[:3],
        flow("tns:mulai", "bpmn2:a"),
        flow("a", "selesai"),
        node("boundaryEvent", "tepi", attachedToRef="tns:a", inside="<timerEventDefinition/>"),
    )
    read = read_graph(file(collaboration(pool, participant("luar", "Warga"), message), whole))
    assert [(each.source, each.target) for each in read.flows] == [
        ("mulai", "a"),
        ("a", "selesai"),
    ]
    assert read.nodes["tepi"].host == "a"
    assert read.pools[0].participant == "p"
    assert [(each.source, each.target) for each in read.messages] == [("luar", "a")]


def test_a_lane_may_hold_its_elements() -> None:
    lane = node("lane", "l", "Kepala", task("a") + flow("a", "b") + task("b"))
    read = read_graph(diagram(node("laneSet", "ls", inside=lane)))
    assert {key: each.lane.name for key, each in read.nodes.items()} == {
        "a": "Kepala",
        "b": "Kepala",
    }
    assert len(read.flows) == 1
    assert {each.scope for each in read.nodes.values()} == {"sop"}


def test_engines_own_words_are_read_where_the_graph_knows_them() -> None:
    extended = '<extensionElements><z:calledElement xmlns:z="{}" processId="lain"/>'
    zeebe = "http://camunda.org/schema/zeebe/1.0"
    call = node("callActivity", "c", inside=extended.format(zeebe) + "</extensionElements>")
    assert read_graph(diagram(call)).nodes["c"].attributes["calledElement"] == "lain"
    for space in ("http://camunda.org/schema/1.0/bpmn", "http://flowable.org/bpmn"):
        marker = f'<multiInstanceLoopCharacteristics xmlns:x="{space}" '
        marker += 'x:collection="warga" x:elementVariable="orang"/>'
        repeat = read_graph(diagram(node("task", "a", inside=marker))).nodes["a"].repeat
        assert repeat is not None
        assert (repeat.items, repeat.item) == ("warga", "orang")


def test_global_tasks_are_processes_of_one_step_that_run_where_they_are_called() -> None:
    call = node("callActivity", "c", calledElement="tns:paraf")
    glob = node("globalScriptTask", "paraf", "Paraf", "<script>x = 1</script>")
    lanes = node("laneSet", "ls", inside=node("lane", "l", "Kepala", call))
    read = read_graph(file(glob, process(lanes, name="SOP")))
    assert [(pool.id, pool.called) for pool in read.pools] == [("sop", False), ("paraf", True)]
    (inside,) = read.inside("paraf")
    assert (inside.kind, inside.name, inside.origin) == ("scriptTask", "Paraf", "paraf")
    assert inside.texts == {"script": "x = 1"}
    assert inside.lane.name == "Kepala"
    assert read.nodes["c"].attributes["calledElement"] == "paraf"


def test_the_step_of_a_global_task_takes_no_drawn_id() -> None:
    read = read_graph(file(node("globalTask", "g"), process(task("g.tugas", "Milik"))))
    assert {key: each.name for key, each in read.nodes.items()} == {
        "g.tugas": "Milik",
        "g.tugas_": "",
    }


def test_of_a_process_and_a_global_task_with_one_id_the_process_is_called() -> None:
    """Signavio writes both for one diagram that another calls."""
    call = node("callActivity", "c", calledElement="lain")
    two = (node("globalTask", "lain", "Lain"), process(task("x"), key="lain"))
    read = read_graph(file(*two, process(call)))
    assert read.nodes["c"].attributes["calledElement"] == "lain"
    called = {pool.id for pool in read.pools if pool.called}
    assert called == {"lain", "lain_2"}
    assert [each.id for each in read.inside("lain")] == ["x"]


def test_a_process_that_an_activity_calls_runs_only_there() -> None:
    call = node("callActivity", "c", calledElement="lain")
    read = read_graph(file(process(task("x"), key="lain"), process(call, key="sop")))
    assert {pool.id: pool.called for pool in read.pools} == {"lain": True, "sop": False}
    again = read_graph(diagram(node("callActivity", "c", calledElement="sop")))
    assert not again.pools[0].called
    assert assumed(again, "references") == []
