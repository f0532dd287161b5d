"""What a form-js file means by its headings, labels and first values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.domain.form import Form
from service.domain.form_fields import FieldKind, InvalidAnswers, InvalidForm, Option, Submitted


def parsed(*components: dict[str, Any]) -> Form:
    """The form that a file with these components gives."""
    return Form.parse(
        json.dumps({"type": "default", "id": "contoh", "components": components}), "contoh"
    )


def asked(kind: str, **more: Any) -> dict[str, Any]:
    """One component that asks something."""
    return {"type": kind, "key": "isian", "label": "Isian", **more}


LINE = asked("textfield")
VALUES = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def test_the_heading_of_a_group_on_top_stays_over_its_fields() -> None:
    form = parsed({"type": "group", "label": "Pemohon", "components": [LINE]})
    assert form.title == ""
    assert [field.label for field in form.fields] == ["Pemohon", "Isian"]


def test_a_group_without_a_label_has_no_heading() -> None:
    assert [field.key for field in parsed({"type": "group", "components": [LINE]}).fields] == [
        "isian"
    ]


def test_text_is_headings_with_their_paragraphs_and_without_markup() -> None:
    text = "Bacalah **dahulu** [pedoman](https://x.go.id).\n\n## Data _pemohon_\nSesuai KTP."
    form = parsed({"type": "text", "text": text}, LINE)
    assert form.title == ""
    assert [(field.kind, field.label, field.description) for field in form.fields[:2]] == [
        (FieldKind.NOTE, "", "Bacalah dahulu pedoman."),
        (FieldKind.NOTE, "Data pemohon", "Sesuai KTP."),
    ]


@pytest.mark.parametrize(
    "nothing",
    [{"type": "text", "text": " "}, {"type": "spacer"}, {"type": "button", "action": "submit"}],
)
def test_what_says_nothing_leaves_nothing(nothing: dict[str, Any]) -> None:
    assert [field.key for field in parsed(nothing, LINE).fields] == ["isian"]


def test_a_button_that_clears_the_form_is_refused() -> None:
    with pytest.raises(InvalidForm, match="button"):
        parsed(LINE, {"type": "button", "action": "reset"})


def test_a_file_may_begin_with_the_mark_of_its_encoding() -> None:
    text = json.dumps({"type": "default", "id": "contoh", "components": [LINE]})
    assert Form.parse(text.encode("utf-8-sig"), "contoh").inputs


def test_an_option_without_a_label_is_called_by_its_value() -> None:
    (choice,) = parsed(asked("radio", values=[{"value": "a"}])).fields
    assert choice.options == (Option("a", "a"),)


@pytest.mark.parametrize("label", ["\ud800", "Nama\x00", "\x1b[31m"])
def test_a_label_that_no_page_can_show_is_refused(label: str) -> None:
    with pytest.raises(InvalidForm, match="label"):
        parsed(asked("textfield", label=label))


@pytest.mark.parametrize(
    ("component", "default"),
    [
        (asked("checkbox", defaultValue=True), ("ya",)),
        (asked("checkbox", defaultValue=False), ()),
        (asked("checklist", values=VALUES, defaultValue=["a", "b"]), ("a", "b")),
        (asked("number", defaultValue=12.5), ("12.5",)),
        (asked("number", defaultValue=0), ("0",)),
        (asked("textfield", defaultValue=""), ()),
    ],
)
def test_a_first_value_is_what_a_page_would_send(
    component: dict[str, Any], default: tuple[str, ...]
) -> None:
    (field,) = parsed(component).fields
    assert field.default == default


@pytest.mark.parametrize(
    "component",
    [
        asked("number", defaultValue="banyak"),
        asked("number", defaultValue=7, validate={"max": 5}),
        asked("datetime", dateLabel="Tanggal", subtype="date", defaultValue="besok"),
        asked("textfield", defaultValue="abc", validate={"maxLength": 2}),
        asked("textfield", defaultValue="abc", validate={"pattern": "^[0-9]+$"}),
        asked("select", values=VALUES, defaultValue="c"),
        asked("checklist", values=VALUES, defaultValue=["a", "c"]),
    ],
)
def test_a_first_value_that_could_not_be_answered_is_refused(component: dict[str, Any]) -> None:
    with pytest.raises(InvalidForm, match="nilai awal"):
        parsed(component)


def test_a_text_with_a_pattern_is_short_enough_to_be_matched() -> None:
    pattern = {"pattern": "^[0-9]+$"}
    (field,) = parsed(asked("textfield", validate=pattern)).fields
    assert field.max_length == 100
    with pytest.raises(InvalidForm, match="100"):
        parsed(asked("textfield", validate={**pattern, "maxLength": 101}))


def test_files_are_taken_by_ending_or_by_media_type() -> None:
    (field,) = parsed(asked("filepicker", accept=".JPG, .jpeg,application/pdf")).fields
    assert field.accept == ("image/jpeg", "application/pdf")


@pytest.mark.parametrize(
    ("asked_for", "taken", "refused"),
    [
        ("email", "staf@contoh.go.id", "staf@contoh"),
        ("phone", "+62 (812) 3456-7890", "3456-7890"),
        ("custom", "apa saja", ""),
    ],
)
def test_a_text_may_be_held_to_a_spelling(asked_for: str, taken: str, refused: str) -> None:
    form = parsed(asked("textfield", validate={"validationType": asked_for}))
    assert form.validate(Submitted({"isian": [taken]})) == {"isian": taken}
    if refused:
        with pytest.raises(InvalidAnswers):
            form.validate(Submitted({"isian": [refused]}))


def test_the_keys_are_those_of_what_takes_an_answer() -> None:
    assert parsed({"type": "text", "text": "Baca dahulu."}, LINE).keys == {"isian"}
