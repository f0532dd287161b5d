"""What was answered, as pages show it: in words, personal data masked, files by their links."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import url_for

from service.domain.definition import Definition
from service.domain.form import Row, mask
from service.domain.form_decision import Decision
from service.domain.form_fields import FileRef, RequirementAnswer
from service.domain.history import HistoryLine
from service.usecases.show_case import CaseView
from service.web.shapes import Entry, File, Section, drawn_lane
from service.web.times import Times
from service.web.translation import gettext, words_of

Say = Callable[[str], str]
"""From a form's text to the reader's words."""


@dataclass(frozen=True)
class Shown:
    """How a case's answers are shown: by its SOP, in the reader's words, and whether unmasked.

    `lost`: hashes of files that are not kept any more.
    """

    case: UUID
    definition: Definition
    times: Times
    revealed: bool = False
    lost: Collection[str] = ()

    def section(self, line: HistoryLine) -> Section:
        """The answers of one event; they stand only where a start or a step was filled in."""
        step = self.definition.steps.get(line.element)
        place = step or self.definition.starts[line.element]
        rows, say = own_rows(line, self.definition), self.say_at(line.element)
        return Section(
            title=step.name if step else gettext("Permohonan didaftarkan"),
            number=step.number if step else "",
            lane=drawn_lane(self.definition, place.lane),
            by=line.actor,
            at=self.times.moment(line.at),
            entries=[self.entry(row, say) for row in rows if not _is_only_files(row)],
            files=[file for row in rows for file in self.files(row, say)],
        )

    def say_at(self, element: str) -> Say:
        """How the texts of this element's form are said."""
        place = self.definition.steps.get(element) or self.definition.starts[element]
        return words_of(place.form)

    def words(self, value: object) -> list[str]:
        """A value in words; files have none."""
        match value:
            case RequirementAnswer():
                words = [gettext("Ada") if value.present else gettext("Tidak ada")]
            case bool():
                words = [gettext("Ya") if value else gettext("Tidak")]
            case Decimal():
                words = [self.times.number(value)]
            case date():
                words = [self.times.day(value)]
            case tuple():
                words = [text for text in value if isinstance(text, str)]
            case _:
                words = [str(value)]
        return words

    def entry(self, row: Row, say: Say) -> Entry:
        """One answer."""
        words = self.words(row.value)
        masked = row.personal and not self.revealed
        return Entry(say(row.label), [mask(w) for w in words] if masked else words, masked)

    def files(self, row: Row, say: Say) -> Iterator[File]:
        """The files of one answer."""
        for file in attached(row.value):
            url = url_for("cases.file", case=self.case, file_hash=file.hash)
            yield File(say(row.label), file.name, file.size, url, file.hash in self.lost)


def sections_of(view: CaseView, times: Times) -> list[Section]:
    """What the beginning and each step of the portion left, in the order of the record."""
    shown = Shown(view.case.id, view.definition, times, view.revealed, view.lost)
    return [shown.section(line) for line in view.told if line.answers]


def own_rows(line: HistoryLine, definition: Definition) -> Sequence[Row]:
    """The answers to the form's own fields: the decision and its reason are told elsewhere."""
    told = told_elsewhere(line, definition)
    return [row for row in line.answers if row.key not in told]


def told_elsewhere(line: HistoryLine, definition: Definition) -> Collection[str]:
    """The keys of the decision and its reason in the form of this event's step."""
    decision = decision_at(line, definition)
    return {decision.flow_key, decision.reason_key} if decision else set()


def decision_at(line: HistoryLine, definition: Definition) -> Decision | None:
    """The decision that stood in the form of this event's step."""
    step = definition.steps.get(line.element)
    return step.form.decision if step else None


def has_personal(view: CaseView) -> bool:
    """Whether any answer is personal data."""
    return any(row.personal for line in view.told for row in line.answers)


def _is_only_files(row: Row) -> bool:
    return isinstance(row.value, tuple) and bool(attached(row.value))


def attached(value: object) -> Sequence[FileRef]:
    """The files of an answer."""
    files = value.files if isinstance(value, RequirementAnswer) else value
    if not isinstance(files, tuple):
        return ()
    return [each for each in files if isinstance(each, FileRef)]
