"""Answers as plain JSON, for the record, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from service.domain.form_answers import blank_of
from service.domain.form_fields import (
    Answer,
    Answers,
    Field,
    FieldKind,
    FileRef,
    RequirementAnswer,
)

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None
"""What stands in a record: a number that was answered is a text, so that it stays exact."""


def to_plain(answers: Answers) -> dict[str, Json]:
    """The answers as JSON: dates in ISO 8601, numbers as text, files as objects."""
    return {key: _plain(value) for key, value in answers.items()}


def _plain(value: Answer | FileRef | None) -> Json:
    plain: Json
    match value:
        case Decimal():
            plain = f"{value:f}"
        case date():
            plain = value.isoformat()
        case tuple():
            plain = [_plain(item) for item in value]
        case RequirementAnswer():
            plain = {"present": value.present, "files": _plain(value.files)}
        case FileRef():
            plain = asdict(value)
        case _:
            plain = value
    return plain


def answer_from_plain(field: Field, plain: Json) -> Answer | None:
    """The value of `field` that `to_plain` wrote; blank where it wrote nothing."""
    return blank_of(field) if plain is None else _FROM_PLAIN[field.kind](plain)


def _files(plain: list[dict[str, Any]]) -> tuple[FileRef, ...]:
    return tuple(FileRef(**file) for file in plain)


def _requirement(plain: dict[str, Any]) -> RequirementAnswer:
    return RequirementAnswer(plain["present"], _files(plain["files"]))


# What stands in a record was written by to_plain, so its shape is known by the field's kind.
_FROM_PLAIN: Mapping[FieldKind, Callable[[Any], Answer]] = {
    FieldKind.TEXT: str,
    FieldKind.LONG_TEXT: str,
    FieldKind.NUMBER: Decimal,
    FieldKind.DATE: date.fromisoformat,
    FieldKind.CHOICE: str,
    FieldKind.CHOICES: tuple,
    FieldKind.CHECKBOX: bool,
    FieldKind.FILE: _files,
    FieldKind.REQUIREMENT: _requirement,
}
