"""What a form asks, and what may be answered: fields, values, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from service.domain.errors import Invalid

MEDIA_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
"""The files that may be attached: file name ending -> media type."""


class FieldKind(StrEnum):
    """How a field is asked, and with it the type of its answer."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECKBOX = "checkbox"
    FILE = "file"
    REQUIREMENT = "requirement"
    NOTE = "note"


class TextFormat(StrEnum):
    """A spelling that a text must have."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers offered: `value` is kept, `label` is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form; of a note, `label` is the heading and `description` the text.

    Lengths count characters. `default` holds what an HTML form would post. `accept` are media
    types. `personal` values are masked where the work does not need them; `subject` values name
    the case; an `output` is not owed by a step that sends the case back.
    """

    key: str
    kind: FieldKind
    label: str
    description: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimal_digits: int | None = None
    pattern: str | None = None
    pattern_message: str = ""
    text_format: TextFormat | None = None
    multiple: bool = False
    accept: tuple[str, ...] = tuple(dict.fromkeys(MEDIA_TYPES.values()))
    default: tuple[str, ...] = ()
    personal: bool = False
    subject: bool = False
    output: bool = False

    def label_of(self, value: str) -> str:
        """The label of the option with that value; the value itself when there is none."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that is already stored and whose content was checked.

    `hash` is the SHA-256 of its content in hexadecimal, `name` what the person called it,
    `size` its length in bytes.
    """

    hash: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class RequirementAnswer:
    """Whether a required document (kelengkapan) or an output is there, with its scans."""

    present: bool
    files: tuple[FileRef, ...] = ()


Answer = str | Decimal | date | bool | tuple[str, ...] | tuple[FileRef, ...] | RequirementAnswer
Answers = Mapping[str, Answer | None]
"""Field key -> value; an unanswered text, number, date or choice is None, a list is empty."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a person sent: by field key, the texts as an HTML form posts them and the files."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[FileRef]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, as an untranslated message (Indonesian) and what fills its places."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in Indonesian."""
        return self.message % self.values


class InvalidAnswers(Invalid):
    """Periksa kembali isian yang ditandai."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """`problems`: field key -> what is wrong with its answer, in the order of the form."""
        self.problems = problems
        super().__init__()


class InvalidForm(Invalid):
    """Formulir “%(form)s”, bagian “%(component)s”: %(reason)s"""

    def __init__(self, form: str, component: str, problem: Problem) -> None:
        """`form` is the file's name, `component` names the place in it."""
        self.problem = problem
        super().__init__(form=form, component=component, reason=problem.text)
