"""The attributes of a form-js component: each is of its type, or is refused with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.domain.form_component import Component, cannot_honour
from service.domain.form_fields import InvalidForm


def component(**raw: object) -> Component:
    """A component of a form called `contoh`, with these attributes."""
    return Component("contoh", "nama", raw)


@pytest.mark.parametrize(
    ("how", "name", "value"),
    [
        ("list_of", "components", "teks"),
        ("list_of", "components", ["teks"]),
        ("within", "validate", [1]),
        ("text", "label", 7),
        ("flag", "multiple", "=ya"),
        ("decimal", "min", [1]),
        ("decimal", "min", True),
        ("decimal", "min", "=a + 1"),
        ("decimal", "min", "NaN"),
        ("whole", "max", -1),
        ("whole", "max", Decimal("1.5")),
        ("whole", "max", Decimal("1e999999999")),
    ],
)
def test_a_value_of_another_type_is_refused_with_form_and_place(
    how: str, name: str, value: object
) -> None:
    with pytest.raises(InvalidForm, match=rf"contoh.*nama.*“{name}” tidak sesuai jenisnya"):
        getattr(component(**{name: value}), how)(name)


def test_what_is_absent_is_empty() -> None:
    nothing = component(label=None, validate=None, min="")
    assert nothing.text("label") == ""
    assert nothing.children() == ()
    assert nothing.within("validate").raw == {}
    assert nothing.decimal("min") is None
    assert nothing.whole("max") is None
    assert not nothing.flag("multiple")


def test_a_number_that_the_modeler_wrote_as_text_is_exact() -> None:
    assert component(min="0.10").decimal("min") == Decimal("0.10")
    assert component(max="16").whole("max") == 16


@pytest.mark.parametrize("label", ["=nama", "  = nama", "Halo {{nama}}"])
def test_an_expression_in_a_text_is_refused_by_the_attributes_name(label: str) -> None:
    with pytest.raises(InvalidForm, match="FEEL pada “label”"):
        component(label=label).text("label")


def test_a_component_is_called_by_its_key_its_id_or_its_number() -> None:
    items = component(components=[{"key": "nik", "id": "F1"}, {"id": "F2"}, {}]).children()
    assert [item.place for item in items] == ["nik", "F2", "components[2]"]


@pytest.mark.parametrize(
    "raw",
    [
        {"conditional": {"hide": "=a"}},
        {"readonly": True},
        {"readonly": "=a"},
        {"disabled": True},
        {"valuesKey": "daftar"},
        {"valuesExpression": "=daftar"},
        {"increment": "5"},
        {"disallowPassedDates": True},
        {"appearance": {"suffixAdorner": "lembar"}},
        {"path": "pemohon"},
        {"type": "datetime", "subtype": "datetime"},
    ],
)
def test_what_form_js_would_do_and_laksana_does_not_is_never_ignored(
    raw: dict[str, object],
) -> None:
    with pytest.raises(InvalidForm, match=r"contoh.*nama"):
        cannot_honour(component(**raw))


@pytest.mark.parametrize(
    "raw",
    [
        {"conditional": {"hide": ""}},
        {"readonly": False},
        {"disabled": False},
        {"appearance": {"prefixAdorner": ""}},
        {"path": ""},
        {"type": "datetime", "subtype": "date"},
    ],
)
def test_what_the_modeler_leaves_behind_after_clearing_is_no_obstacle(
    raw: dict[str, object],
) -> None:
    cannot_honour(component(**raw))
