"""Deadlocks and endless circles that are in the drawing are told when it is deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.definition import Note, NoteKind, Source
from service.engine.intake.reading import form_names
from service.engine.spiff_engine import SpiffEngine
from tests.integration.drawing import (
    LOOP,
    Run,
    both,
    diagram,
    end,
    flow,
    node,
    notes,
    path,
    start,
    task,
    tasks,
    xor,
)

SHARED = Path(__file__).parents[3] / "shared" / "bpmn-samples" / "drawn"
PROCESSES = Path(__file__).parents[2] / "processes"
FORMS = Path(__file__).parents[2] / "forms"


def inclusive(*keys: str) -> str:
    return "".join(node("inclusiveGateway", key) for key in keys)


def told(drawn: bytes, rule: str = "deadlocks") -> list[Note]:
    found = [note for note in notes(drawn) if note.rule == rule]
    assert {note.kind for note in found} <= {NoteKind.ADVICE}
    return found


def the_only(drawn: bytes, rule: str = "deadlocks") -> Note:
    (found,) = told(drawn, rule)
    return found


def block(opens: str, closes: str) -> bytes:
    """Two branches between two gateways."""
    return diagram(
        start(),
        tasks("a", "b"),
        end(),
        opens,
        closes,
        path("mulai", "pisah", "a", "temu", "selesai"),
        path("pisah", "b", "temu"),
    )


@pytest.mark.parametrize("opens", ["exclusiveGateway", "inclusiveGateway", "complexGateway"])
def test_a_choice_into_a_parallel_join_is_told_with_both_gateways(opens: str) -> None:
    found = the_only(block(node(opens, "pisah", "Lengkap?"), both("temu")))
    assert found.element == "temu"
    assert 'di "Lengkap?" dapat dipilih jalan yang tidak sampai ke sini' in found.reason
    assert found.remedy


def test_events_that_race_into_a_parallel_join_are_told() -> None:
    events = (
        node("intermediateCatchEvent", key, inside="<messageEventDefinition/>") for key in "ab"
    )
    drawn = diagram(
        start(),
        *events,
        end(),
        node("eventBasedGateway", "pisah"),
        both("temu"),
        path("mulai", "pisah", "a", "temu", "selesai"),
        path("pisah", "b", "temu"),
    )
    assert '"pisah"' in the_only(drawn).reason


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("parallelGateway", "parallelGateway"),
        ("parallelGateway", "inclusiveGateway"),
        ("parallelGateway", "exclusiveGateway"),
        ("inclusiveGateway", "inclusiveGateway"),
        ("inclusiveGateway", "exclusiveGateway"),
        ("exclusiveGateway", "inclusiveGateway"),
        ("exclusiveGateway", "exclusiveGateway"),
    ],
)
def test_what_fits_together_is_not_told(opens: str, closes: str) -> None:
    assert not told(block(node(opens, "pisah"), node(closes, "temu")))


def test_a_choice_that_is_merged_before_the_join_is_not_told() -> None:
    drawn = diagram(
        start(),
        both("f", "j"),
        xor("x"),
        xor("m"),
        tasks("a", "b", "c"),
        end(),
        path("mulai", "f", "x", "a", "m", "j", "selesai"),
        path("x", "b", "m"),
        path("f", "c", "j"),
    )
    assert not told(drawn)


def test_a_choice_far_before_the_join_is_named() -> None:
    drawn = diagram(
        start(),
        xor("x", "Besar?"),
        both("f", "j"),
        tasks("a", "b", "c"),
        end(),
        path("mulai", "x", "f", "a", "j", "selesai"),
        path("f", "b", "j"),
        path("x", "c", "j"),
    )
    assert '"Besar?"' in the_only(drawn).reason


def test_a_branch_that_can_end_before_the_join_is_told() -> None:
    drawn = diagram(
        start(),
        both("f", "j"),
        xor("x", "Lanjut?"),
        tasks("a", "b"),
        end(),
        end("batal"),
        path("mulai", "f", "x", "a", "j", "selesai"),
        path("x", "batal"),
        path("f", "b", "j"),
    )
    assert '"Lanjut?"' in the_only(drawn).reason


def test_an_end_that_terminates_all_leaves_nobody_waiting() -> None:
    drawn = diagram(
        start(),
        both("f", "j"),
        xor("x", "Lanjut?"),
        tasks("a", "b"),
        end(),
        node("endEvent", "batal", inside="<terminateEventDefinition/>"),
        path("mulai", "f", "x", "a", "j", "selesai"),
        path("x", "batal"),
        path("f", "b", "j"),
    )
    assert not told(drawn)


def test_a_way_back_before_the_split_is_told() -> None:
    drawn = diagram(
        start(),
        xor("m"),
        both("f", "j"),
        xor("x", "Benar?"),
        tasks("a", "b"),
        end(),
        path("mulai", "m", "f", "a", "x", "j", "selesai"),
        path("x", "m"),
        path("f", "b", "j"),
    )
    assert '"Benar?"' in the_only(drawn).reason


def test_a_boundary_event_that_leads_around_the_join_is_told() -> None:
    late = node("boundaryEvent", "lewat", inside="<timerEventDefinition/>", attachedToRef="a")
    drawn = diagram(
        start(),
        both("f", "j"),
        task("a", "Periksa"),
        task("b"),
        late,
        end(),
        end("batal"),
        path("mulai", "f", "a", "j", "selesai"),
        path("f", "b", "j"),
        path("lewat", "batal"),
    )
    assert '"Periksa"' in the_only(drawn).reason


def test_a_choice_that_avoids_the_join_altogether_is_not_blamed() -> None:
    drawn = diagram(
        start(),
        xor("x", "Layak?"),
        xor("m"),
        both("f", "j"),
        tasks("a", "b", "c"),
        end(),
        path("mulai", "x", "f", "a", "m", "j", "selesai"),
        path("x", "selesai"),
        path("f", "b", "m"),
        path("f", "c", "j"),
    )
    assert 'lewat panah dari "c" tidak ada lagi yang datang' in the_only(drawn).reason


def test_two_inclusive_joins_that_wait_for_each_other_are_told_and_stop_the_case() -> None:
    drawn = diagram(
        start(),
        both("f"),
        inclusive("j", "k"),
        xor("x", "Satu?"),
        xor("y", "Dua?"),
        end(),
        path("mulai", "f", "j", "x", "k", "y", "j"),
        path("f", "k"),
        path("x", "selesai"),
        path("y", "selesai"),
    )
    assert {found.element for found in told(drawn)} == {"j", "k"}
    assert Run(drawn).incident is not None


def test_two_starts_into_a_join_are_told() -> None:
    drawn = diagram(
        start("satu"),
        start("dua"),
        both("j"),
        end(),
        path("satu", "j", "selesai"),
        path("dua", "j"),
    )
    assert "panah dari" in the_only(drawn).reason
    run = Run(drawn, at="satu")
    assert run.incident is not None


def test_a_join_that_waits_for_itself_is_told() -> None:
    drawn = diagram(start(), both("j"), end(), path("mulai", "j", "selesai"), path("j", "j"))
    assert "gerbang ini sendiri" in the_only(drawn).reason


def test_a_deadlock_in_a_subprocess_is_told() -> None:
    inside = (
        start("awal"),
        xor("x", "Pilih"),
        both("j"),
        path("awal", "x", "j"),
        flow("x", "j", key="lain"),
    )
    drawn = diagram(
        start(),
        node("subProcess", "sub", inside="".join(inside)),
        end(),
        path("mulai", "sub", "selesai"),
    )
    assert '"Pilih"' in the_only(drawn).reason


def test_twenty_parallel_choices_are_looked_at_in_no_time() -> None:
    branches = [
        xor(f"x{n}")
        + xor(f"m{n}")
        + path("f", f"x{n}", f"m{n}", "j")
        + flow(f"x{n}", f"m{n}", key=f"l{n}")
        for n in range(20)
    ]
    drawn = diagram(
        start(), both("f", "j"), *branches, end(), path("mulai", "f"), path("j", "selesai")
    )
    assert not told(drawn)


def test_an_activity_that_always_leads_back_to_itself_is_told() -> None:
    drawn = diagram(
        start(), task("a", "Siapkan"), end(), path("mulai", "a", "selesai"), path("a", "a")
    )
    found = the_only(drawn, "endless")
    assert (found.element, found.label) == ("a", "Siapkan")
    assert 'panah menuju "Siapkan" selalu kembali ke sini' in found.reason


def test_a_circle_without_any_way_out_is_told() -> None:
    drawn = diagram(start(), tasks("a", "b"), path("mulai", "a", "b", "a"))
    assert the_only(drawn, "endless").element == "a"


def test_a_loop_that_can_be_left_is_not_told() -> None:
    assert not told(diagram(*LOOP), "endless")


def test_a_circle_that_an_event_ends_is_not_told() -> None:
    reminding = node(
        "subProcess", "sub", inside=start("awal") + tasks("a", "b") + path("awal", "a", "b", "a")
    )
    stop = node("boundaryEvent", "cukup", inside="<messageEventDefinition/>", attachedToRef="sub")
    drawn = diagram(start(), reminding, stop, end(), path("mulai", "sub"), path("cukup", "selesai"))
    assert not told(drawn, "endless")


@pytest.mark.parametrize("file", sorted(PROCESSES.glob("*.bpmn")), ids=lambda file: file.stem)
def test_no_shipped_sop_is_suspected(file: Path) -> None:
    drawn = file.read_bytes()
    forms = {name: (FORMS / f"{name}.form").read_text() for name in form_names(drawn)}
    rules = {note.rule for note in SpiffEngine().read(Source(drawn, forms)).notes}
    assert not rules & {"deadlocks", "endless"}


STUCK = {"04", "07", "10", "21"}
ENDLESS = {"09", "10"}


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
def test_of_the_drawn_samples_exactly_those_that_get_stuck_are_told() -> None:
    found: dict[str, set[str]] = {"deadlocks": set(), "endless": set()}
    for file in SHARED.glob("*.bpmn"):
        for note in notes(file.read_bytes()):
            if note.rule in found:
                found[note.rule].add(file.name[:2])
    assert found == {"deadlocks": STUCK, "endless": ENDLESS}
