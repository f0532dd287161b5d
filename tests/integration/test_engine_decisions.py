"""The label is the decision: who is asked, what the options are, and when a reason is due."""

from __future__ import annotations

import pytest

from service.domain.definition import Definition, StepKind
from service.domain.form_decision import Decision
from tests.integration.drawing import (
    Run,
    both,
    definition,
    diagram,
    end,
    flow,
    lanes,
    message,
    path,
    start,
    task,
    tasks,
    xor,
)

# One task and its gateway: back on "Tidak".
CHECKED = (
    start(),
    tasks("siapkan", "periksa"),
    xor("lengkap", "Lengkap?"),
    end(),
    path("mulai", "siapkan", "periksa", "lengkap"),
    flow("lengkap", "selesai", "Ya"),
    flow("lengkap", "siapkan", "Tidak"),
)


def decision(drawn: Definition, element: str) -> Decision:
    found = drawn.steps[element].form.decision
    assert found is not None
    return found


def reasons(found: Decision) -> dict[str, bool]:
    return {option.label: option.needs_reason for option in found.options}


@pytest.mark.parametrize("where", ["", lanes(Petugas="mulai siapkan periksa lengkap selesai")])
def test_the_choice_stands_in_the_form_of_the_one_task_before_the_gateway(where: str) -> None:
    drawn = definition(diagram(where, *CHECKED))
    asked = decision(drawn, "periksa")
    assert asked.gateway == "lengkap"
    assert asked.question == "Lengkap?"
    assert [(o.flow, o.label) for o in asked.options] == [
        ("lengkap-selesai", "Ya"),
        ("lengkap-siapkan", "Tidak"),
    ]
    assert "lengkap" not in drawn.steps


def test_the_choice_comes_after_the_forms_own_fields() -> None:
    drawn = diagram(
        start(),
        task("periksa", kelengkapan=["KTP"], output="Paraf"),
        xor("g"),
        tasks("a", "b"),
        path("mulai", "periksa", "g", "a"),
        path("g", "b"),
    )
    keys = [field.key for field in definition(drawn).steps["periksa"].form.fields if field.key]
    assert keys == ["kelengkapan_1", "keluaran_1", "catatan", "keputusan:g"]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(
            (
                lanes(Petugas="mulai periksa", Kepala="g"),
                start(),
                task("periksa"),
                path("mulai", "periksa", "g"),
            ),
            id="another lane",
        ),
        pytest.param((start(), path("mulai", "g")), id="the start event"),
        pytest.param((start(), message("balasan"), path("mulai", "balasan", "g")), id="an event"),
        pytest.param(
            (
                start(),
                both("f", "j"),
                tasks("a", "b"),
                path("mulai", "f", "a", "j", "g"),
                path("f", "b", "j"),
            ),
            id="a join",
        ),
        pytest.param(
            (
                start(),
                task("periksa"),
                xor("h"),
                task("c"),
                path("mulai", "periksa", "h", "g"),
                path("h", "c"),
            ),
            id="a gateway",
        ),
        pytest.param(
            (
                start(),
                xor("h"),
                tasks("a", "b"),
                path("mulai", "h", "a", "g"),
                path("h", "b", "g"),
            ),
            id="several tasks",
        ),
    ],
)
def test_otherwise_a_decision_task_stands_in_the_gateways_lane(drawn: tuple[str, ...]) -> None:
    after = (xor("g", "Setuju?"), tasks("x", "y"), flow("g", "x", "Ya"), flow("g", "y", "Tidak"))
    whole = definition(diagram(*drawn, *after))
    step = whole.steps["g"]
    assert step.kind is StepKind.DECISION
    assert step.name == "Setuju?"
    assert step.lane.name == ("Kepala" if "lajur_1" in drawn[0] else "Pelaksana")
    assert [option.label for option in decision(whole, "g").options] == ["Ya", "Tidak"]
    others = {key for key, each in whole.steps.items() if each.form.decision and key != "g"}
    assert others <= {"periksa", "h"}  # "h" is a gateway that somebody decides as well


def test_a_decision_task_is_opened_and_its_choice_taken() -> None:
    run = Run(diagram(start(), *CHECKED[1:], lanes(Kepala="lengkap")))
    for element in ("siapkan", "periksa"):
        run.do(element)
    assert run.waiting == ["lengkap"]
    advance = run.do("lengkap", "Tidak")
    assert advance.left == ("lengkap",)  # the decision and its gateway were drawn as one
    assert run.waiting == ["siapkan"]


def test_each_option_is_taken_by_the_id_of_its_arrow() -> None:
    for label, then in (("Ya", []), ("Tidak", ["siapkan"])):
        run = Run(diagram(*CHECKED))
        run.do("siapkan")
        advance = run.do("periksa", label)
        assert advance.left[:2] == ("periksa", "lengkap")
        assert run.waiting == then


def test_a_choice_is_made_anew_in_every_lap() -> None:
    run = Run(diagram(*CHECKED))
    for label in ("Tidak", "Tidak", "Ya"):
        run.do("siapkan")
        run.do("periksa", label)
    assert run.ended


def test_an_arrow_without_a_label_is_named_after_its_target() -> None:
    drawn = definition(
        diagram(
            start(),
            task("periksa"),
            xor("g"),
            task("a", "Menyetujui usulan"),
            task("b"),
            path("mulai", "periksa", "g", "a"),
            path("g", "b"),
        )
    )
    assert [option.label for option in decision(drawn, "periksa").options] == [
        "Menyetujui usulan",
        "b",
    ]


def test_two_arrows_to_one_target_are_two_options() -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g"),
        end(),
        path("mulai", "periksa", "g"),
        flow("g", "selesai", "Disetujui", key="ya"),
        flow("g", "selesai", "Ditolak", key="tidak"),
    )
    assert [option.flow for option in decision(definition(drawn), "periksa").options] == [
        "ya",
        "tidak",
    ]
    run = Run(drawn)
    run.do("periksa", "Ditolak")
    assert run.ended


def test_a_reason_is_due_only_where_the_arrow_leads_back() -> None:
    assert reasons(decision(definition(diagram(*CHECKED)), "periksa")) == {
        "Ya": False,
        "Tidak": True,
    }


def test_a_later_decision_that_leads_back_makes_no_reason_due_for_going_on() -> None:
    drawn = definition(
        diagram(
            start(),
            tasks("konsep", "satu", "dua"),
            xor("g1"),
            xor("g2"),
            end(),
            path("mulai", "konsep", "satu", "g1"),
            flow("g1", "dua", "Ya"),
            flow("g1", "konsep", "Tidak"),
            path("dua", "g2"),
            flow("g2", "selesai", "Ya"),
            flow("g2", "konsep", "Tidak"),
        )
    )
    for element in ("satu", "dua"):
        assert reasons(decision(drawn, element)) == {"Ya": False, "Tidak": True}


def test_a_repair_drawn_beside_the_way_is_a_return_too() -> None:
    drawn = definition(
        diagram(
            start(),
            tasks("periksa", "perbaiki"),
            xor("g"),
            end(),
            path("mulai", "periksa", "g"),
            flow("g", "selesai", "Ya"),
            flow("g", "perbaiki", "Tidak"),
            path("perbaiki", "periksa"),
        )
    )
    assert reasons(decision(drawn, "periksa")) == {"Ya": False, "Tidak": True}


def test_a_default_arrow_among_labels_is_an_option_like_the_others() -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g", default="g-a"),
        tasks("a", "b"),
        path("mulai", "periksa", "g"),
        flow("g", "a", "Ya"),
        flow("g", "b", "Tidak"),
    )
    run = Run(drawn)
    run.do("periksa", "Tidak")
    assert run.waiting == ["b"]
