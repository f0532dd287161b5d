"""What was answered, as pages show it: in words, personal data masked, files by their links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


@dataclass(frozen=True)
class Shown:
    """How a form's answers are shown: of which case, in whose words, and whether unmasked."""

    case: UUID
    times: Times
    revealed: bool
    say: Callable[[str], str]

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

    def entry(self, row: Row) -> Entry:
        """One answer."""
        words = self.words(row.value)
        masked = row.personal and not self.revealed
        return Entry(self.say(row.label), [mask(w) for w in words] if masked else words, masked)

    def files(self, row: Row) -> Iterator[File]:
        """The files of one answer."""
        for file in _files(row.value):
            url = url_for("cases.file", case=self.case, file_hash=file.hash)
            yield File(self.say(row.label), file.name, file.size, url)


def sections_of(view: CaseView, times: Times) -> list[Section]:
    """What each step left, in the order of the record."""
    return [_section(line, view, times) for line in view.history if line.answers]


def _section(line: HistoryLine, view: CaseView, times: Times) -> Section:
    """Answers stand only where a start or a step was filled in."""
    definition = view.definition
    step = definition.steps.get(line.element)
    place = step or definition.starts[line.element]
    rows = own_rows(line, definition)
    shown = Shown(view.case.id, times, view.revealed, words_of(place.form))
    return Section(
        title=step.name if step else gettext("Permohonan didaftarkan"),
        number=step.number if step else "",
        lane=drawn_lane(definition, place.lane),
        by=line.actor,
        at=times.moment(line.at),
        entries=[shown.entry(row) for row in rows if not _is_only_files(row)],
        files=[file for row in rows for file in shown.files(row)],
    )


def own_rows(line: HistoryLine, definition: Definition) -> Sequence[Row]:
    """The answers to the form's own fields: the decision and its reason are told elsewhere."""
    decision = decision_at(line, definition)
    told = {decision.flow_key, decision.reason_key} if decision else set()
    return [row for row in line.answers if row.key not in told]


def decision_at(line: HistoryLine, definition: Definition) -> Decision | None:
    """The decision that stood in the form of this event's step."""
    step = definition.steps.get(line.element)
    return step.form.decision if step else None


def has_personal(view: CaseView) -> bool:
    """Whether any answer is personal data."""
    return any(row.personal for line in view.history for row in line.answers)


def _is_only_files(row: Row) -> bool:
    return isinstance(row.value, tuple) and bool(_files(row.value))


def _files(value: object) -> Sequence[FileRef]:
    attached = value.files if isinstance(value, RequirementAnswer) else value
    if not isinstance(attached, tuple):
        return ()
    return [each for each in attached if isinstance(each, FileRef)]
