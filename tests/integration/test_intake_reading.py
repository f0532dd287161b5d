"""What is read from a diagram: lanes, names, properties and forms, in whatever dialect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from service.domain.definition import Arrow, Lane, Note, NoteKind, Source
from service.engine.spiff_engine import SpiffEngine
from tests.integration.drawing import (
    Run,
    definition,
    deployed,
    diagram,
    end,
    extension,
    file,
    flow,
    message,
    node,
    notes,
    path,
    process,
    refusals,
    start,
    task,
    tasks,
    xor,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


def lane(key: str, name: str, members: Iterable[str], inside: str = "") -> str:
    return node(
        "lane", key, name, inside + "".join(f"<flowNodeRef>{m}</flowNodeRef>" for m in members)
    )


def lane_set(*lanes: str) -> str:
    return node("laneSet", "lajur", inside="".join(lanes))


def test_an_element_in_no_lane_belongs_to_the_pool() -> None:
    pool = node("participant", "kolam", "Dinas  Sosial", processRef="sop")
    whole = process(
        lane_set(lane("l", "Kepala", ["b"])), start(), tasks("a", "b"), path("mulai", "a", "b")
    )
    read = definition(file(node("collaboration", "k", inside=pool), whole))
    assert {key: step.lane.name for key, step in read.steps.items()} == {
        "a": "Dinas Sosial",
        "b": "Kepala",
    }
    assert read.office_name == "Dinas Sosial"
    assert read.roles == ("Kepala", "Dinas Sosial")


def test_without_lanes_and_pool_the_process_names_the_role() -> None:
    assert definition(file(process(*GOOD, name="Pelayanan"))).roles == ("Pelayanan",)
    assert definition(file(process(*GOOD))).roles == ("Pelaksana",)


def test_a_lane_of_the_public_is_worked_by_who_represents_it() -> None:
    represented = extension([("diwakili", "Petugas Pelayanan")])
    drawn = lane_set(lane("l", "Pemohon", ["mulai", "a"], represented))
    read = definition(diagram(drawn, *GOOD))
    assert read.steps["a"].lane == Lane("l", "Pemohon", "Petugas Pelayanan")
    assert read.starts["mulai"].lane.performer == "Petugas Pelayanan"
    assert read.lanes[0].name == "Pemohon"


def test_a_pool_of_the_public_is_worked_by_who_represents_it() -> None:
    represented = extension([("diwakili", "Petugas Pelayanan")])
    pool = node("participant", "kolam", "Pemohon", represented, processRef="sop")
    read = definition(file(node("collaboration", "k", inside=pool), process(*GOOD)))
    assert read.roles == ("Petugas Pelayanan",)
    assert read.steps["a"].lane.name == "Pemohon"


def test_lanes_keep_the_order_they_are_drawn_in_and_empty_ones_are_no_roles() -> None:
    drawn = lane_set(
        lane("l1", "Kepala", ["b"]), lane("l2", "Kosong", []), lane("l3", "Staf", ["mulai", "a"])
    )
    read = definition(diagram(drawn, start(), tasks("a", "b"), path("mulai", "a", "b")))
    assert read.roles == ("Kepala", "Staf")


def test_repeated_properties_are_read_in_order() -> None:
    drawn = task(
        "a",
        "Memeriksa",
        nomor="3",
        kelengkapan=["SKTM", "Fotocopy KK", "Fotocopy KTP"],
        waktu="5 menit",
        output=["Paraf", "Disposisi"],
        keterangan="Asumsi",
    )
    step = definition(diagram(start(), drawn, path("mulai", "a"))).steps["a"]
    assert step.requirements == ("SKTM", "Fotocopy KK", "Fotocopy KTP")
    assert step.outputs == ("Paraf", "Disposisi")
    assert (step.number, step.standard_time, step.remarks) == ("3", "5 menit", ("Asumsi",))
    asked = [(field.key, field.label) for field in step.form.fields if field.key]
    assert asked[:3] == [
        ("kelengkapan_1", "SKTM"),
        ("kelengkapan_2", "Fotocopy KK"),
        ("kelengkapan_3", "Fotocopy KTP"),
    ]


def test_the_identity_block_is_read_in_order_without_what_is_blank() -> None:
    pairs = [("nama_sop", "Pengantar"), ("dasar_hukum", "A"), ("x", ""), ("dasar_hukum", "B")]
    read = definition(file(process(extension(pairs), *GOOD, name="Proses")))
    assert read.identity == (("nama_sop", "Pengantar"), ("dasar_hukum", "A"), ("dasar_hukum", "B"))
    assert read.name == "Pengantar"


def test_the_sentence_of_the_source_is_the_documentation() -> None:
    written = node("userTask", "a", "Memeriksa", "<documentation>Memeriksa  berkas</documentation>")
    step = definition(diagram(start(), written, path("mulai", "a"))).steps["a"]
    assert (step.name, step.documentation) == ("Memeriksa", "Memeriksa berkas")


def noted(rule: str, *elements: str) -> Note:
    """The one note of a rule on a diagram that runs."""
    (found,) = [note for note in notes(diagram(*elements)) if note.rule == rule]
    return found


def test_a_time_that_cannot_be_read_is_advice_and_no_refusal() -> None:
    found = noted("standard-times", start(), task("a", waktu="secepatnya"), path("mulai", "a"))
    assert (found.kind, found.element, found.line) == (NoteKind.ADVICE, "a", 3)
    assert found.remedy


def test_an_element_that_nothing_leads_to_is_advice() -> None:
    found = noted("unreached", *GOOD, task("b"))
    assert (found.kind, found.element) == (NoteKind.ADVICE, "b")


def test_a_message_that_a_person_confirms_is_told_as_an_assumption() -> None:
    found = noted("confirmed-by-people", start(), message("m"), path("mulai", "m"))
    assert (found.kind, found.element) == (NoteKind.ASSUMED, "m")


def test_documents_archives_and_notes_are_for_people_only() -> None:
    silent = (
        node("dataObject", "isi"),
        node("dataObjectReference", "dokumen", "Surat", dataObjectRef="isi"),
        node("dataStoreReference", "arsip", "Arsip"),
        node("textAnnotation", "catatan", inside="<text>Asumsi</text>"),
        node("association", "kaitan", sourceRef="a", targetRef="catatan"),
        node("group", "kelompok"),
    )
    reading = "<property id='p'/><dataInputAssociation id='i'><sourceRef>dokumen</sourceRef>"
    reading += "<targetRef>p</targetRef></dataInputAssociation>"
    work = node("userTask", "a", inside=reading)
    run = Run(diagram(*silent, start(), work, end(), path("mulai", "a", "selesai")))
    run.do("a")
    assert run.ended


def test_comments_and_instructions_are_not_read() -> None:
    drawn = diagram(
        *GOOD[:-1],
        "<!-- arah --><?alat x?>",
        xor("g", default="g-b"),
        tasks("b", "c"),
        path("mulai", "a", "g"),
        flow("g", "b"),
        flow("g", "c", when="nilai = 1").replace("nilai", "nilai<!-- dari formulir -->"),
    )
    run = Run(drawn)
    run.do("a", nilai=2)
    assert run.waiting == ["b"]


def test_a_blank_condition_is_no_condition() -> None:
    drawn = diagram(
        *GOOD[:3],
        xor("g"),
        task("b"),
        path("mulai", "a", "g"),
        flow("g", "selesai", "Ya", when=" "),
        flow("g", "b", "Tidak", when="\n"),
    )
    assert definition(drawn).steps["a"].form.decision is not None


def test_arrows_are_kept_as_drawn() -> None:
    read = definition(
        diagram(
            start(),
            task("a"),
            xor("g"),
            tasks("b", "c"),
            path("mulai", "a", "g"),
            flow("g", "b", "Ya"),
            flow("g", "c", "Tidak", when="jumlah > 3", key="lain"),
        ).replace(b'id="g"', b'id="g" default="g-b"')
    )
    assert read.arrows == (
        Arrow("mulai-a", "mulai", "a", "", ""),
        Arrow("a-g", "a", "g", "", ""),
        Arrow("g-b", "g", "b", "Ya", ""),
        Arrow("lain", "g", "c", "Tidak", "jumlah > 3"),
    )


def test_the_start_without_a_form_asks_for_the_subject() -> None:
    form = definition(diagram(*GOOD)).starts["mulai"].form
    assert [(f.key, f.subject, f.required) for f in form.fields] == [("perihal", True, True)]


@pytest.mark.parametrize("prefix", ["bpmn", "bpmn2", "semantic", "model"])
def test_the_prefix_of_another_tool_means_the_same(prefix: str) -> None:
    plain = diagram(
        lane_set(lane("l", "Kepala", ["mulai", "a", "g"])), *GOOD[:3], xor("g", "Setuju?"),
        path("mulai", "a", "g"), flow("g", "selesai", "Ya"), flow("g", "a", "Tidak"),
    ).decode()  # fmt: skip
    other = plain.replace("xmlns=", f"xmlns:{prefix}=").replace("</", f"</{prefix}:")
    other = other.replace("<", f"<{prefix}:").replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
    run = Run(other.encode())
    assert run.definition.steps["a"].lane.name == "Kepala"
    run.do("a", "Tidak")
    run.do("a", "Ya")
    assert run.ended


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_say_its_encoding(encoding: str) -> None:
    text = diagram(start(), task("a", "Mémeriksa"), path("mulai", "a")).decode()
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{text}'
    assert definition(declared.encode(encoding)).steps["a"].name == "Mémeriksa"


def test_the_same_source_has_the_same_meaning_and_hash() -> None:
    source = Source(diagram(*GOOD), {})
    assert definition(source.diagram) == SpiffEngine().read(source).definition
    assert definition(source.diagram).hash == source.hash == deployed(source.diagram).hash


def samples(shared: Path) -> list[Path]:
    found = sorted((shared / "bpmn-samples").glob("*/*.bpmn"))
    assert len(found) > 60
    return found


def test_what_others_drew_runs_or_is_refused_with_notes(shared: Path) -> None:
    refused = {sample: refusals(sample.read_bytes()) for sample in samples(shared)}
    assert all(note.reason and note.remedy for found in refused.values() for note in found)
    assert all(note.line or not note.element for found in refused.values() for note in found)
    ran = [sample for sample, found in refused.items() if not found]
    assert len(ran) > 8
    for sample in ran:
        drawn = sample.read_bytes()
        carry_on(Run(drawn, at=next(iter(definition(drawn).starts))))


def carry_on(run: Run) -> None:
    """Thirty steps, or to the end."""
    for _ in range(30):
        if not run.open:
            break
        element = run.waiting[0]
        decision = run.definition.steps[element].form.decision
        labels = [decision.options[-1].label] if decision else []
        run.do(element, *labels)
