"""A form as templates take it: its fields, what was typed and kept so far, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.actor import Actor
from service.domain.form import Form
from service.domain.form_fields import Field, FileRef, InvalidAnswers, Problem
from service.domain.identity import new_id
from service.web.shapes import Entry
from service.web.submission import Kept, KeptFiles, Submission
from service.web.translation import gettext, words_of, words_of_options


@dataclass(frozen=True)
class NamedFile:
    """A stored file as the form shows it; `token` names it when the form is sent again."""

    name: str
    size: int
    token: str


@dataclass(frozen=True)
class Sheet:
    """A form for one person; `name` tells it from the other forms that they may have open."""

    form: Form
    name: str
    actor: Actor
    kept: KeptFiles

    def blank(self) -> dict[str, object]:
        """The context of the form at first."""
        defaults = {field.key: list(field.default) for field in self.form.inputs}
        return self._context(defaults, {}, {}) | {"act": str(new_id())}

    def again(self, sent: Submission) -> dict[str, object]:
        """The context of the form that was sent and refused: nothing of it is lost."""
        errors = {key: _said(problem) for key, problem in self._problems(sent).items()}
        return self._context(sent.submitted.texts, self._kept_of(sent), errors) | {
            "act": str(sent.act)
        }

    def typed(self, sent: Submission) -> list[Entry]:
        """What was sent, in words, to be copied where it can no longer be sent."""
        labels = self._labels()
        entries = (Entry(labels[f.key], _typed_values(f, sent)) for f in self.form.inputs)
        return [entry for entry in entries if entry.values]

    def _context(
        self,
        values: Mapping[str, Sequence[str]],
        kept: Mapping[str, Sequence[NamedFile]],
        errors: Mapping[str, str],
    ) -> dict[str, object]:
        decision = self.form.decision
        own = {field.key for field in decision.fields} if decision else set()
        say, labels = words_of(self.form), self._labels()
        return {
            "form_title": say(self.form.title) or gettext("Isian"),
            "fields": [_said_as(say, field) for field in self.form.fields if field.key not in own],
            "decision": self._decision(),
            "values": values,
            "kept": kept,
            "errors": errors,
            "summary": {key: f"{labels[key]}: {said}" for key, said in errors.items()},
        }

    def _labels(self) -> dict[str, str]:
        """The fields' labels by key; those of a decision are Laksana's own in every form."""
        say, decision = words_of(self.form), self.form.decision
        labels = {field.key: say(field.label) for field in self.form.inputs}
        return labels | ({f.key: gettext(f.label) for f in decision.fields} if decision else {})

    def _decision(self) -> dict[str, object] | None:
        decision = self.form.decision
        if decision is None:
            return None
        say = words_of_options(decision)
        return {
            "key": decision.flow_key,
            "reason_key": decision.reason_key,
            "label": gettext(decision.fields[0].label),
            "many": decision.many,
            "options": [
                {"value": each.flow, "label": say(each.label), "needs_reason": each.needs_reason}
                for each in decision.options
            ],
        }

    def _problems(self, sent: Submission) -> dict[str, Problem]:
        """Refused files and refused answers together, in the order of the form."""
        found: Mapping[str, Problem] = {}
        try:
            self.form.validate(sent.submitted)
        except InvalidAnswers as invalid:
            found = invalid.problems
        every = {**found, **sent.problems}
        return {field.key: every[field.key] for field in self.form.inputs if field.key in every}

    def _kept_of(self, sent: Submission) -> dict[str, list[NamedFile]]:
        files = sent.submitted.files
        return {
            field.key: [self._named(file, joins=field.multiple) for file in files[field.key]]
            for field in self.form.inputs
            if field.key in files
        }

    def _named(self, file: FileRef, *, joins: bool) -> NamedFile:
        token = self.kept.token(self.actor, self.name, Kept(file, joins))
        return NamedFile(file.name, file.size, token)


def _said(problem: Problem) -> str:
    return gettext(problem.message, **problem.values)


def _said_as(say: Callable[[str], str], field: Field) -> Field:
    return replace(field, label=say(field.label), description=say(field.description))


def _typed_values(field: Field, sent: Submission) -> list[str]:
    texts = [field.label_of(text) for text in sent.submitted.texts.get(field.key, ()) if text]
    return texts + [file.name for file in sent.submitted.files.get(field.key, ())]
