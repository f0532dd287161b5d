"""Reading a form-js file: what Camunda Modeler writes is understood or refused with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from service.domain.form import Form
from service.domain.form_fields import FieldKind, InvalidForm, Option


def written(*components: dict[str, Any], **root: Any) -> str:
    """A form-js file with these components."""
    return json.dumps({"type": "default", "id": "contoh", "components": components, **root})


def field(kind: str = "textfield", key: str = "nama", **more: Any) -> dict[str, Any]:
    """One component."""
    return {"type": kind, "key": key, "label": "Nama", **more}


@pytest.mark.parametrize(
    ("component", "kind"),
    [
        (field("textfield"), FieldKind.TEXT),
        (field("textarea"), FieldKind.LONG_TEXT),
        (field("number"), FieldKind.NUMBER),
        (field("datetime", subtype="date", dateLabel="Tanggal"), FieldKind.DATE),
        (field("radio", values=[{"value": "a", "label": "A"}]), FieldKind.CHOICE),
        (field("select", values=[{"value": "a", "label": "A"}]), FieldKind.CHOICE),
        (field("checklist", values=[{"value": "a", "label": "A"}]), FieldKind.CHOICES),
        (field("checkbox"), FieldKind.CHECKBOX),
        (field("filepicker"), FieldKind.FILE),
    ],
)
def test_every_kind_of_component_is_understood(component: dict[str, Any], kind: FieldKind) -> None:
    assert [each.kind for each in Form.parse(written(component), "contoh").fields] == [kind]


def test_what_a_component_asks_is_kept() -> None:
    text = field(
        description="Sesuai KTP",
        validate={"required": True, "minLength": 2, "maxLength": 5},
        properties={"pribadi": "ya"},
        defaultValue="abc",
    )
    number = field("number", "jumlah", validate={"min": 1, "max": 2.5}, decimalDigits=1)
    first, second = Form.parse(written(text, number), "contoh").fields
    assert (first.required, first.min_length, first.max_length) == (True, 2, 5)
    assert (first.personal, first.subject, first.default) == (True, False, ("abc",))
    assert first.description == "Sesuai KTP"
    assert (second.minimum, second.maximum) == (Decimal(1), Decimal("2.5"))
    assert second.decimal_digits == 1


def test_choices_keep_their_values_and_labels() -> None:
    values = [{"value": "y", "label": "Ya"}, {"value": "t", "label": "Tidak"}]
    (choice,) = Form.parse(written(field("radio", values=values)), "contoh").fields
    assert choice.options == (Option("y", "Ya"), Option("t", "Tidak"))


def test_a_heading_on_top_is_the_title_and_a_group_a_heading_over_its_fields() -> None:
    heading = {"type": "text", "text": "# Permohonan\n"}
    group = {"type": "group", "label": "Pemohon", "components": [field()]}
    form = Form.parse(written(heading, group, {"type": "separator"}), "contoh")
    assert form.title == "Permohonan"
    assert [(each.kind, each.label) for each in form.fields] == [
        (FieldKind.NOTE, "Pemohon"),
        (FieldKind.TEXT, "Nama"),
    ]


def test_a_text_without_a_limit_has_one_all_the_same() -> None:
    line, lines = Form.parse(written(field(), field("textarea", "isi")), "contoh").fields
    assert (line.max_length, lines.max_length) == (500, 10_000)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "not json", b"\xff\xfe", "[" * 10_000, '{"type": "default"}', written(type="x")],
)
def test_what_is_no_form_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidForm, match="contoh"):
        Form.parse(text, "contoh")


@pytest.mark.parametrize(
    ("components", "told"),
    [
        ((), "kosong"),
        ((field("iframe"),), "belum didukung"),
        ((field(key=""),), "kunci"),
        ((field(key="a:b"),), "kunci"),
        ((field(key="act"),), "kunci"),
        ((field(key="csrf_token"),), "kunci"),
        ((field(), field()), "dua kali"),
        ((field(label=""),), "label"),
        ((field(conditional={"hide": "=a"}),), "Nama|nama"),
        ((field(label="=nama"),), "nama"),
        ((field("radio", values=[]),), "pilihan"),
        ((field("radio", values=[{"value": "a", "label": "A"}] * 2),), "pilihan"),
        ((field("datetime", subtype="time"),), "jam"),
        ((field("filepicker", accept=".exe"),), "jenis berkas"),
        ((field(validate={"minLength": 5, "maxLength": 2}),), "batas"),
        ((field(validate={"maxLength": 1_000_000}),), "panjang"),
        ((field(validate={"maxLength": "banyak"}),), "maxLength"),
        ((field(validate={"pattern": "("}),), "pola"),
        ((field(validate={"pattern": "(a+)+$"}),), "pola"),
        ((field(validate={"validationType": "uuid"}),), "uuid"),
        ((field(properties={"pribadi": "mungkin"}),), "pribadi"),
        ((field(properties={"pribadi": "ya", "subjek": "ya"}),), "subjek"),
        ((field("checkbox", properties={"subjek": "ya"}),), "subjek"),
        ((field("radio", values=[{"value": "a", "label": "A"}], defaultValue="b"),), "nilai awal"),
    ],
)
def test_what_laksana_cannot_honour_is_refused_with_its_place(
    components: tuple[dict[str, Any], ...], told: str
) -> None:
    with pytest.raises(InvalidForm, match=told):
        Form.parse(written(*components), "contoh")
