"""The forms nobody draws, and the decision after a form's own fields."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.domain.form import Form
from service.domain.form_builtin import (
    confirmation_form,
    form_of_standard,
    subject_form,
    with_decision,
    with_how_many,
)
from service.domain.form_decision import Decision, DecisionOption, repetition
from service.domain.form_fields import FieldKind, FileRef, InvalidAnswers, Submitted
from service.domain.form_how_many import HowMany

SCAN = FileRef("a" * 64, "kk.pdf", "application/pdf", 1200)


def problems(form: Form, **texts: str) -> list[str]:
    """The keys of what is wrong with a submission."""
    with pytest.raises(InvalidAnswers) as refused:
        form.validate(Submitted({key: [text] for key, text in texts.items()}))
    return list(refused.value.problems)


def test_the_standard_lists_what_must_be_there_and_what_is_left_under_headings() -> None:
    form = form_of_standard(["Fotokopi KK", "Fotokopi KTP"], ["Paraf"])
    assert [(field.kind, field.label) for field in form.fields] == [
        (FieldKind.NOTE, "Kelengkapan"),
        (FieldKind.REQUIREMENT, "Fotokopi KK"),
        (FieldKind.REQUIREMENT, "Fotokopi KTP"),
        (FieldKind.NOTE, "Keluaran"),
        (FieldKind.REQUIREMENT, "Paraf"),
        (FieldKind.LONG_TEXT, "Catatan"),
    ]


def test_a_standard_without_lists_asks_for_a_note_alone() -> None:
    assert [field.key for field in form_of_standard((), ()).fields] == ["catatan"]


def test_what_is_missing_may_be_missing_but_the_output_is_owed() -> None:
    form = form_of_standard(["Fotokopi KK"], ["Paraf"])
    assert problems(form) == ["keluaran_1"]
    assert form.validate(Submitted({"keluaran_1": ["ya"]}))


def test_a_scan_of_the_output_shows_that_it_is_there() -> None:
    answers = form_of_standard((), ["Paraf"]).validate(Submitted(files={"keluaran_1": [SCAN]}))
    assert form_of_standard((), ["Paraf"]).rows(answers)[0].label == "Paraf"


def test_a_confirmation_owes_date_and_reference() -> None:
    assert problems(confirmation_form()) == ["tanggal_diterima", "referensi"]
    sent = {"tanggal_diterima": ["2026-11-20"], "referensi": ["B-12/2026"]}
    answers = confirmation_form().validate(Submitted(sent, {"berkas": [SCAN, SCAN]}))
    assert answers["tanggal_diterima"] == date(2026, 11, 20)
    assert answers["berkas"] == (SCAN, SCAN)


def test_a_start_without_a_form_owes_its_subject() -> None:
    assert problems(subject_form()) == ["perihal"]
    assert problems(subject_form(), perihal="x" * 201) == ["perihal"]
    answers = subject_form().validate(Submitted({"perihal": ["Permohonan KIS"]}))
    assert subject_form().subject(answers) == "Permohonan KIS"


ONWARD = Decision("G", "", (DecisionOption("a", "Ya", False), DecisionOption("b", "Tidak", False)))


def test_a_decision_that_never_leads_back_asks_for_no_reason() -> None:
    assert [(field.key, field.label) for field in ONWARD.fields] == [("keputusan:G", "Keputusan")]
    assert ONWARD.reason_of({"keputusan:G": "b"}) == ""


def test_a_decision_off_the_list_is_refused_and_owes_what_a_way_on_would() -> None:
    form = with_decision(form_of_standard((), ["Paraf"]), ONWARD)
    assert problems(form, **{"keputusan:G": "c"}) == ["keluaran_1", "keputusan:G"]


def test_how_many_times_stands_after_the_forms_own_fields_and_before_the_decision() -> None:
    asked = HowMany("Kegiatan_1")
    form = with_decision(with_how_many(confirmation_form(), asked), ONWARD)
    assert [field.key for field in form.inputs][-3:] == [
        "catatan",
        "jumlah:Kegiatan_1",
        "keputusan:G",
    ]
    assert asked.number_of({asked.key: Decimal(7)}) == 7
    with pytest.raises(TypeError):
        asked.number_of({asked.key: "7"})


def test_only_laksanas_own_question_repeats() -> None:
    assert repetition("G").repeats
    assert not ONWARD.repeats
    assert [option.flow for option in repetition("G").options] == ["G:ulangi", "G:lanjut"]
