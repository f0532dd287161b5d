"""The shipped forms: each is read, is used by a diagram, and marks what is personal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.domain.form import Form
from tests.needs import ROOT

FORMS = sorted((ROOT / "forms").glob("*.form"))
NAMED = {
    name
    for diagram in (ROOT / "processes").glob("*.bpmn")
    for name in re.findall(r'camunda:formRef="([^"]+)"', diagram.read_text())
}


def read(file: Path) -> Form:
    return Form.parse(file.read_bytes(), file.stem)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_is_read_under_its_own_name(file: Path) -> None:
    form = read(file)
    assert form.id == file.stem
    assert form.title


def test_every_form_is_used_and_every_form_that_is_named_exists() -> None:
    assert {file.stem for file in FORMS} == NAMED


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_identity_numbers_are_marked_as_personal(file: Path) -> None:
    numbers = [
        field for field in read(file).inputs if field.key in {"nik", "nip", "nomor_kk", "nomor_kis"}
    ]
    assert all(field.personal for field in numbers)


@pytest.mark.parametrize(
    "file", [f for f in FORMS if f.stem.endswith("-permohonan")], ids=lambda file: file.stem
)
def test_a_start_form_tells_its_case_from_others(file: Path) -> None:
    form = read(file)
    subject = [field for field in form.inputs if field.subject]
    assert len(subject) > 1
    assert all(field.required for field in subject)
    assert any(field.personal for field in form.inputs)


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("jamkesda-pemeriksaan", "siks_ng"),
        ("jamkesda-pemeriksaan", "chika"),
        ("pengantar-kis-verifikasi", "dtks"),
    ],
)
def test_a_check_in_an_outside_system_owes_reference_date_and_result(
    name: str, system: str
) -> None:
    form = read(ROOT / "forms" / f"{name}.form")
    owed = {field.key for field in form.inputs if field.required}
    assert {f"{system}_referensi", f"{system}_tanggal", f"{system}_hasil"} <= owed
