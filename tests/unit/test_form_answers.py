"""Answering a form: what people type is read as they mean it, or refused field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.form import Form, mask
from service.domain.form_builtin import form_of_standard, subject_form, with_decision
from service.domain.form_decision import Decision, DecisionOption
from service.domain.form_fields import (
    Answer,
    Field,
    FieldKind,
    FileRef,
    InvalidAnswers,
    Option,
    RequirementAnswer,
    Submitted,
    TextFormat,
)
from service.domain.form_plain import to_plain

PDF = FileRef("a" * 64, "ktp.pdf", "application/pdf", 1200)
PNG = FileRef("b" * 64, "foto.png", "image/png", 90)
OPTIONS = (Option("y", "Ya"), Option("t", "Tidak"))


def asking(*fields: Field) -> Form:
    """A form with these fields."""
    return Form("contoh", "Contoh", fields)


def said(field: Field, *texts: str, files: tuple[FileRef, ...] = ()) -> Answer | None:
    """The answer that a submission of one field gives."""
    return asking(field).validate(Submitted({field.key: texts}, {field.key: files}))[field.key]


def refusal(field: Field, *texts: str, files: tuple[FileRef, ...] = ()) -> str:
    """Why a submission of one field is refused."""
    with pytest.raises(InvalidAnswers) as refused:
        said(field, *texts, files=files)
    return refused.value.problems[field.key].text


def text(**more: object) -> Field:
    return Field("nama", FieldKind.TEXT, "Nama", **{"max_length": 20, **more})  # type: ignore[arg-type]  # by name


NUMBER = Field("jumlah", FieldKind.NUMBER, "Jumlah", minimum=Decimal(1), maximum=Decimal(100))
DAY = Field("tanggal", FieldKind.DATE, "Tanggal")
CHOICE = Field("pilihan", FieldKind.CHOICE, "Pilihan", options=OPTIONS)
CHOICES = Field("daftar", FieldKind.CHOICES, "Daftar", options=OPTIONS)
BOX = Field("setuju", FieldKind.CHECKBOX, "Setuju")
SCANS = Field("berkas", FieldKind.FILE, "Berkas", multiple=True)


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        (text(), "  Siti \x00\u200b Aminah ", "Siti  Aminah"),
        (text(), "", None),
        (Field("isi", FieldKind.LONG_TEXT, "Isi", max_length=50), "a\r\nb", "a\nb"),
        (NUMBER, "12,5", Decimal("12.5")),
        (NUMBER, "12.5", Decimal("12.5")),
        (NUMBER, "", None),
        (DAY, "2026-11-22", date(2026, 11, 22)),
        (CHOICE, "y", "y"),
        (BOX, "ya", True),
        (BOX, "", False),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(field: Field, typed: str, answer: Answer) -> None:
    assert said(field, typed) == answer


def test_several_may_be_chosen_and_attached() -> None:
    assert said(CHOICES, "y", "t") == ("y", "t")
    assert said(SCANS, files=(PDF, PNG)) == (PDF, PNG)
    requirement = Field("k", FieldKind.REQUIREMENT, "KTP", multiple=True)
    assert said(requirement, "ya", files=(PDF,)) == RequirementAnswer(present=True, files=(PDF,))
    assert said(requirement) == RequirementAnswer(present=False)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (text(required=True), "   ", "wajib"),
        (text(), "x" * 21, "20"),
        (text(min_length=3), "ab", "3"),
        (text(pattern=r"^\d{16}$"), "12", "bentuk"),
        (text(pattern=r"^\d+$", pattern_message="Isi angka."), "ab", "Isi angka."),
        (text(text_format=TextFormat.EMAIL), "bukan surel", "surel"),
        (text(text_format=TextFormat.PHONE), "12", "telepon"),
        (NUMBER, "banyak", "angka"),
        (NUMBER, "0", "1"),
        (NUMBER, "101", "100"),
        (NUMBER, "1.500", "dua cara"),
        (replace(NUMBER, decimal_digits=0), "12,5", "bulat"),
        (replace(NUMBER, decimal_digits=1), "12,25", "1 angka di belakang koma"),
        (BOX, "mungkin", "centang"),
        (Field("k", FieldKind.REQUIREMENT, "KTP"), "mungkin", "centang"),
        (DAY, "2026-02-30", "tanggal"),
        (DAY, "kemarin", "tanggal"),
        (CHOICE, "lain", "pilih"),
        (CHOICES, "lain", "pilih"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(field: Field, typed: str, told: str) -> None:
    assert told.casefold() in refusal(field, typed).casefold()


def test_a_field_of_one_value_does_not_choose_between_two() -> None:
    assert "satu nilai" in refusal(text(), "Siti", "Aminah")


@pytest.mark.parametrize("typed", ["22/11/2026", "22-11-2026", "22.11.2026", "2026-11-22"])
def test_a_date_may_be_typed_as_people_write_it(typed: str) -> None:
    assert said(DAY, typed) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["0,125", "1500", "12,5", "-3", "1,25"])
def test_a_number_that_reads_one_way_only_is_taken(typed: str) -> None:
    answer = said(replace(NUMBER, minimum=None, maximum=None), typed)
    assert answer == Decimal(typed.replace(",", "."))


def test_a_number_after_a_form_keeps_the_digits_that_were_typed() -> None:
    assert to_plain({"jumlah": said(NUMBER, "12,50")}) == {"jumlah": "12.50"}


def test_a_line_has_no_breaks_and_nothing_that_cannot_be_seen() -> None:
    assert said(text(), "Siti\r\n\u2028Ami\u00adnah\ud800") == "Siti Aminah"
    assert said(text(), "Rene\u0301") == "Ren\u00e9"


def test_an_option_is_taken_to_the_letter() -> None:
    decomposed = replace(CHOICE, options=(Option("Rene\u0301  A", "René"),))
    assert said(decomposed, "Rene\u0301  A") == "Rene\u0301  A"
    assert refusal(decomposed, "Ren\u00e9 A")


def test_what_was_ticked_is_told_once_each_in_the_order_of_the_form() -> None:
    assert said(CHOICES, "t", "y", "t") == ("y", "t")


def test_a_field_takes_no_more_files_than_people_look_through() -> None:
    assert said(SCANS, files=(PDF,) * 20) == (PDF,) * 20
    assert "20 berkas" in refusal(SCANS, files=(PDF,) * 21)


def test_a_requirement_whose_scan_is_refused_is_refused() -> None:
    requirement = Field("k", FieldKind.REQUIREMENT, "KTP", accept=("application/pdf",))
    assert "berkas" in refusal(requirement, "ya", files=(PNG,))


def test_a_single_file_field_takes_one_and_only_its_kinds() -> None:
    single = Field("berkas", FieldKind.FILE, "Berkas", accept=("application/pdf",))
    assert said(single, files=(PDF,)) == (PDF,)
    assert refusal(single, files=(PDF, PDF))
    assert refusal(single, files=(PNG,))


def test_every_problem_is_told_at_once_in_the_order_of_the_form() -> None:
    form = asking(text(required=True), NUMBER, DAY)
    with pytest.raises(InvalidAnswers) as refused:
        form.validate(Submitted({"tanggal": ["x"], "jumlah": ["x"]}))
    assert list(refused.value.problems) == ["nama", "jumlah", "tanggal"]


DECISION = Decision(
    "Keputusan_3",
    "Disetujui?",
    (DecisionOption("ya", "Ya", needs_reason=False), DecisionOption("tidak", "Tidak", True)),
)
APPROVAL = with_decision(form_of_standard(["KTP"], ["Paraf"]), DECISION)


def test_the_decision_stands_after_the_forms_own_fields() -> None:
    assert [field.key for field in APPROVAL.inputs] == [
        "kelengkapan_1",
        "keluaran_1",
        "catatan",
        "keputusan:Keputusan_3",
        "alasan:Keputusan_3",
    ]


def test_going_on_owes_the_output_and_no_reason() -> None:
    with pytest.raises(InvalidAnswers) as refused:
        APPROVAL.validate(Submitted({"keputusan:Keputusan_3": ["ya"]}))
    assert list(refused.value.problems) == ["keluaran_1"]


def test_sending_back_owes_the_reason_and_no_output() -> None:
    with pytest.raises(InvalidAnswers) as refused:
        APPROVAL.validate(Submitted({"keputusan:Keputusan_3": ["tidak"]}))
    assert list(refused.value.problems) == ["alasan:Keputusan_3"]
    sent = {"keputusan:Keputusan_3": ["tidak"], "alasan:Keputusan_3": ["KTP buram."]}
    answers = APPROVAL.validate(Submitted(sent))
    assert DECISION.flows_of(answers) == ("tidak",)
    assert DECISION.reason_of(answers) == "KTP buram."


def test_going_on_in_part_owes_the_reason_and_the_output() -> None:
    form = with_decision(form_of_standard((), ["Paraf"]), replace(DECISION, many=True))
    with pytest.raises(InvalidAnswers) as refused:
        form.validate(Submitted({"keputusan:Keputusan_3": ["tidak", "ya"]}))
    assert list(refused.value.problems) == ["keluaran_1", "alasan:Keputusan_3"]
    with pytest.raises(InvalidAnswers) as refused:
        form.validate(Submitted({"keputusan:Keputusan_3": ["tidak"]}))
    assert list(refused.value.problems) == ["alasan:Keputusan_3"]


def test_a_decision_must_be_made() -> None:
    with pytest.raises(InvalidAnswers) as refused:
        APPROVAL.validate(Submitted({"keluaran_1": ["ya"]}))
    assert list(refused.value.problems) == ["keputusan:Keputusan_3"]


def test_the_subject_joins_its_fields_on_one_line() -> None:
    form = asking(
        text(subject=True), Field("p", FieldKind.CHOICE, "P", options=OPTIONS, subject=True)
    )
    assert form.subject({"nama": "Siti\n Aminah", "p": "y"}) == "Siti Aminah \N{EN DASH} Ya"
    assert subject_form().subject({"perihal": "KIS"}) == "KIS"


def test_rows_show_labels_and_leave_out_what_was_left_blank() -> None:
    form = asking(text(personal=True), CHOICE, CHOICES, BOX, DAY)
    answers = form.validate(Submitted({"nama": ["Siti"], "pilihan": ["y"], "daftar": ["t"]}))
    rows = [(row.label, row.value, row.personal) for row in form.rows(answers)]
    assert rows == [("Nama", "Siti", True), ("Pilihan", "Ya", False), ("Daftar", ("Tidak",), False)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("3317010101900001", "•" * 12 + "0001"), ("1234", "••••"), ("", "")],
)
def test_personal_data_show_their_last_four_characters_at_most(value: str, shown: str) -> None:
    assert mask(value) == shown


@given(
    st.fixed_dictionaries(
        {
            "nama": st.text(max_size=20),
            "jumlah": st.decimals(1, 100, allow_nan=False, places=2).map(str),
            "tanggal": st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(str),
            "pilihan": st.sampled_from(["y", "t", ""]),
            "setuju": st.sampled_from(["ya", ""]),
        }
    )
)
def test_answers_come_back_from_the_record_as_they_were(typed: dict[str, str]) -> None:
    form = asking(text(), NUMBER, DAY, CHOICE, BOX, SCANS)
    files = {"berkas": (PDF, PNG)}
    answers = form.validate(Submitted({key: [value] for key, value in typed.items()}, files))
    assert form.from_plain(to_plain(answers)) == answers
