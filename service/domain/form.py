"""A form: read from a file, filled by a person, shown as it was filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.errors import N_
from service.domain.form_answers import blank_of, read_answer
from service.domain.form_decision import Decision
from service.domain.form_fields import (
    Answer,
    Answers,
    Field,
    FieldKind,
    InvalidAnswers,
    Problem,
    Submitted,
)
from service.domain.form_how_many import HowMany
from service.domain.form_plain import Json, answer_from_plain
from service.domain.form_schema import read_schema

_BETWEEN = " \N{EN DASH} "
_LAST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as a page shows it: options by their labels, the rest by `kind`."""

    key: str
    label: str
    kind: FieldKind
    value: Answer
    personal: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What one task or one start asks.

    `decision` is the choice that stands after its fields, `how_many` the number that is asked among
    them; both are Laksana's own questions.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    decision: Decision | None = None
    how_many: HowMany | None = None

    @classmethod
    def parse(cls, text: str | bytes, name: str) -> Form:
        """Read the form-js file called `name`; raise InvalidForm with the place and remedy."""
        schema = read_schema(text, name)
        return cls(schema.id, schema.title, schema.fields)

    @property
    def inputs(self) -> tuple[Field, ...]:
        """The fields that take an answer."""
        return tuple(field for field in self.fields if field.kind is not FieldKind.NOTE)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the inputs."""
        return frozenset(field.key for field in self.inputs)

    def validate(self, submitted: Submitted) -> Answers:
        """The answer of every input; raise InvalidAnswers with all that is wrong, at once."""
        answers: dict[str, Answer | None] = {}
        problems: dict[str, Problem] = {}
        for field in self.inputs:
            answer = read_answer(field, submitted)
            if isinstance(answer, Problem):
                problems[field.key] = answer
            else:
                answers[field.key] = answer
        problems |= self._missing(answers)
        if problems:
            order = (field.key for field in self.inputs)
            raise InvalidAnswers({key: problems[key] for key in order if key in problems})
        return answers

    def _missing(self, answers: Answers) -> dict[str, Problem]:
        """What is owed and blank. Sending back owes the reason; outputs are owed to who goes on."""
        return {
            field.key: Problem(_REQUIRED.get(field.kind, N_("Kolom ini wajib diisi.")))
            for field in self.inputs
            if self._owes(field, answers)
            and field.key in answers
            and answers[field.key] == blank_of(field)
        }

    def _owes(self, field: Field, answers: Answers) -> bool:
        if self.decision is None:
            return field.required
        if field.key == self.decision.reason_key:
            return self.decision.needs_reason(answers)
        return field.required and (not field.output or self.decision.leads_on(answers))

    def subject(self, answers: Answers) -> str:
        """What tells this case from another: its subject fields, in order, on one line."""
        shown = (
            field.label_of(value)
            for field in self.inputs
            if field.subject and isinstance(value := answers.get(field.key), str)
        )
        return _BETWEEN.join(" ".join(part.split()) for part in shown)

    def from_plain(self, plain: Mapping[str, Json]) -> Answers:
        """The answers that `to_plain` wrote; what is absent there is blank here."""
        return {field.key: answer_from_plain(field, plain.get(field.key)) for field in self.inputs}

    def rows(self, answers: Answers) -> tuple[Row, ...]:
        """What was answered, in the order of the form, without what was left blank."""
        return tuple(
            Row(field.key, field.label, field.kind, _with_labels(field, value), field.personal)
            for field in self.inputs
            if (value := answers.get(field.key)) is not None and value != blank_of(field)
        )


_REQUIRED: Mapping[FieldKind, str] = {
    FieldKind.CHOICE: N_("Pilih salah satu."),
    FieldKind.CHOICES: N_("Pilih sekurangnya satu."),
    FieldKind.CHECKBOX: N_("Kotak ini wajib dicentang."),
    FieldKind.REQUIREMENT: N_("Kotak ini wajib dicentang."),
    FieldKind.FILE: N_("Lampirkan berkas."),
}


def _with_labels(field: Field, value: Answer) -> Answer:
    match field.kind, value:
        case FieldKind.CHOICE, str():
            return field.label_of(value)
        case FieldKind.CHOICES, tuple():
            return tuple(field.label_of(item) for item in value if isinstance(item, str))
        case _:
            return value


def mask(value: str) -> str:
    """Personal data for whom it is none of their work: the last four characters stay."""
    hidden = len(value) - _LAST if len(value) > _LAST else len(value)
    return "•" * hidden + value[hidden:]
