"""What differs between two versions of an SOP: only what does, each in its own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from service.domain.definition import Arrow, Definition, Lane, StepKind
from service.domain.difference import (
    Aspect,
    Change,
    Difference,
    ElementChange,
    FieldChange,
    IdentityChange,
    Kind,
    difference,
)
from service.domain.form import Form
from service.domain.form_builtin import (
    form_of_standard,
    subject_form,
    with_decision,
    with_how_many,
)
from service.domain.form_decision import Decision, DecisionOption
from service.domain.form_fields import Field, FieldKind
from service.domain.form_how_many import HowMany
from tests.fakes.scripts import KABID, PENGANTAR_KIS

BEFORE = replace(
    PENGANTAR_KIS.definition,
    identity=(("nomor_sop", "1"), ("dasar_hukum", "A"), ("dasar_hukum", "B")),
    arrows=(
        Arrow("Alir_1", "Kegiatan_1", "Kegiatan_2", "", ""),
        Arrow("Alir_2", "Kegiatan_2", "Kegiatan_3", "", ""),
    ),
    names={**PENGANTAR_KIS.definition.names, "Alir_1": "", "Alir_2": ""},
)
SAME = Difference((), (), (), (), ())
NAME = Field("nama", FieldKind.TEXT, "Nama")


def with_step(element: str, definition: Definition = BEFORE, **changes: Any) -> Definition:
    """The definition with one step changed."""
    step = replace(definition.steps[element], **changes)
    return replace(definition, steps={**definition.steps, element: step})


def with_form(*fields: Field, key: str = "isian") -> Definition:
    """The definition with a form of its own at step 2."""
    return with_step("Kegiatan_2", form=Form(key, "Isian", fields))


def only(found: tuple[ElementChange, ...]) -> ElementChange:
    (change,) = found
    return change


def test_a_version_does_not_differ_from_itself() -> None:
    assert difference(BEFORE, replace(BEFORE, hash="another")) == SAME


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Meneliti"}, Change(Aspect.NAME, ("Memverifikasi",), ("Meneliti",))),
        ({"lane": KABID}, Change(Aspect.LANE, ("Kasi Rehabsos",), (KABID.name,))),
        ({"kind": StepKind.CONFIRMATION}, Change(Aspect.KIND, ("task",), ("confirmation",))),
        ({"number": "2a"}, Change(Aspect.NUMBER, ("2",), ("2a",))),
        ({"documentation": "Teliti."}, Change(Aspect.SENTENCE, (), ("Teliti.",))),
        ({"requirements": ("KK",)}, Change(Aspect.REQUIREMENTS, (), ("KK",))),
        ({"standard_time": ""}, Change(Aspect.TIME, ("5 menit",), ())),
        ({"outputs": ("Paraf",)}, Change(Aspect.OUTPUTS, (), ("Paraf",))),
        ({"remarks": ("Asumsi: x",)}, Change(Aspect.REMARKS, (), ("Asumsi: x",))),
    ],
)
def test_each_aspect_of_a_step_is_told_before_and_after(
    changes: Mapping[str, Any], told: Change
) -> None:
    before = with_step("Kegiatan_2", name="Memverifikasi")
    after = with_step("Kegiatan_2", before, **changes)
    found = difference(before, after)
    step = only(found.steps)
    assert (step.kind, step.element, step.changes) == (Kind.CHANGED, "Kegiatan_2", (told,))
    assert found == replace(SAME, steps=(step,))
    assert found.marks(Kind.ADDED) == found.marks(Kind.REMOVED) == {"Kegiatan_2": Kind.CHANGED}


def test_a_form_that_follows_the_mutu_baku_is_not_told_twice() -> None:
    after = with_step("Kegiatan_2", requirements=("KK",), form=form_of_standard(("KK",), ()))
    assert only(difference(BEFORE, after).steps).fields == ()


def test_the_answers_of_a_decision_are_told_by_their_labels() -> None:
    form = BEFORE.steps["Kegiatan_3"].form
    decision = form.decision
    assert decision is not None
    options = (DecisionOption("Alir_3_Ya", "Setuju", needs_reason=False), decision.options[1])
    plain = Form(form.id, form.title, form.fields[: -len(decision.fields)])
    asked = with_decision(plain, Decision(decision.gateway, decision.question, options))
    change = only(difference(BEFORE, with_step("Kegiatan_3", form=asked)).steps)
    assert change.changes == (Change(Aspect.DECISION, ("Ya", "Tidak"), ("Setuju", "Tidak")),)
    assert change.fields == ()


def test_a_question_that_the_drawing_came_to_ask_is_told() -> None:
    form = BEFORE.steps["Kegiatan_3"].form
    assert form.decision is not None
    several = replace(form, decision=replace(form.decision, many=True))
    change = only(difference(BEFORE, with_step("Kegiatan_3", form=several)).steps)
    assert change.changes == (Change(Aspect.SEVERAL, (), ("Ya",)),)
    asked = HowMany("Kegiatan_2")
    counted = with_how_many(BEFORE.steps["Kegiatan_2"].form, asked)
    change = only(difference(BEFORE, with_step("Kegiatan_2", form=counted)).steps)
    assert change.fields == (FieldChange(None, asked.field),)


def test_added_and_removed_steps_are_told_and_marked_on_the_drawing_that_has_them() -> None:
    rest = {key: step for key, step in BEFORE.steps.items() if key != "Kegiatan_5"}
    without = replace(
        BEFORE, steps=rest, names={k: v for k, v in BEFORE.names.items() if k != "Kegiatan_5"}
    )
    name = BEFORE.steps["Kegiatan_5"].name
    added, removed = difference(without, BEFORE), difference(BEFORE, without)
    assert added.steps == (ElementChange(Kind.ADDED, "Kegiatan_5", name),)
    assert removed.steps == (ElementChange(Kind.REMOVED, "Kegiatan_5", name),)
    assert added.marks(Kind.ADDED) == {"Kegiatan_5": Kind.ADDED}
    assert added.marks(Kind.REMOVED) == {}


def test_a_renamed_lane_moves_no_step_and_a_redrawn_one_of_the_same_name_neither() -> None:
    renamed = with_lane(replace(KABID, name="Kabid Sosial"))
    found = difference(BEFORE, renamed)
    assert found.steps == ()
    assert only(found.lanes).changes == (Change(Aspect.NAME, (KABID.name,), ("Kabid Sosial",)),)
    redrawn = difference(BEFORE, with_lane(replace(KABID, id="Lajur_Baru")))
    assert redrawn.steps == ()
    assert [each.kind for each in redrawn.lanes] == [Kind.ADDED, Kind.REMOVED]


def test_a_lane_that_was_given_to_another_role_is_told() -> None:
    given = BEFORE.under({KABID.name: "Kepala Dinas"})
    assert only(difference(BEFORE, given).lanes).changes == (
        Change(Aspect.DONE_BY, (KABID.name,), ("Kepala Dinas",)),
    )


def with_lane(lane: Lane) -> Definition:
    """The definition with the second lane changed, also under its step."""
    lanes = tuple(lane if each == KABID else each for each in BEFORE.lanes)
    return replace(with_step("Kegiatan_3", lane=lane), lanes=lanes)


def test_fields_of_a_form_are_told_as_added_removed_and_changed() -> None:
    nik = Field("nik", FieldKind.TEXT, "NIK")
    note = Field("", FieldKind.NOTE, "Perhatian")
    required = replace(NAME, required=True)
    change = only(difference(with_form(NAME, nik), with_form(required, note)).steps)
    assert change.fields == (
        FieldChange(NAME, required),
        FieldChange(nik, None),
        FieldChange(None, note),
    )
    assert change.changes == ()


def test_the_first_form_of_a_step_is_told_whole() -> None:
    assert only(difference(BEFORE, with_form(NAME)).steps).fields == (FieldChange(None, NAME),)


def test_a_start_that_asks_otherwise_is_a_changed_place() -> None:
    start = replace(BEFORE.starts["Mulai"], form=subject_form())
    change = only(difference(BEFORE, replace(BEFORE, starts={"Mulai": start})).places)
    assert (change.element, change.kind) == ("Mulai", Kind.CHANGED)
    assert [each.old and each.old.key for each in change.fields] == ["nik"]


def test_places_that_are_no_step_are_told_by_name_or_id() -> None:
    after = replace(BEFORE, names={**BEFORE.names, "Selesai": "Berakhir", "Gerbang": ""})
    renamed, added = difference(BEFORE, after).places
    assert renamed.changes == (Change(Aspect.NAME, ("Selesai",), ("Berakhir",)),)
    assert added == ElementChange(Kind.ADDED, "Gerbang", "Gerbang")


def test_an_arrow_is_known_by_what_it_means_and_not_by_its_id() -> None:
    arrows = (
        Arrow("lain", "Kegiatan_1", "Kegiatan_2", "", ""),
        Arrow("Alir_2", "Kegiatan_2", "Selesai", "Batal", ""),
    )
    found = difference(BEFORE, replace(BEFORE, arrows=arrows, names=names_with("lain", "Alir_2")))
    assert [(each.kind, each.arrow.element, each.target) for each in found.arrows] == [
        (Kind.ADDED, "Alir_2", "Selesai"),
        (Kind.REMOVED, "Alir_2", BEFORE.steps["Kegiatan_3"].name),
    ]
    assert found == replace(SAME, arrows=found.arrows)
    assert found.marks(Kind.ADDED) == {"Alir_2": Kind.ADDED}
    assert found.marks(Kind.REMOVED) == {"Alir_2": Kind.REMOVED}


def names_with(*arrows: str) -> dict[str, str]:
    """The labels of a drawing with other arrows."""
    return {**PENGANTAR_KIS.definition.names, **dict.fromkeys(arrows, "")}


def test_the_identity_block_is_compared_line_by_line() -> None:
    identity = (("nomor_sop", "1"), ("dasar_hukum", "A"), ("biaya", "Gratis"))
    after = replace(BEFORE, identity=identity, name="Pengantar", office_name="")
    assert difference(BEFORE, after).identity == (
        IdentityChange("instansi", (BEFORE.office_name,), ()),
        IdentityChange("nama_sop", (BEFORE.name,), ("Pengantar",)),
        IdentityChange("dasar_hukum", ("A", "B"), ("A",)),
        IdentityChange("biaya", (), ("Gratis",)),
    )
