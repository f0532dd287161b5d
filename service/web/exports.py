"""The list of cases as a file for spreadsheets, written while it is sent."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.case import CaseState
from service.domain.errors import N_
from service.domain.task import Task
from service.usecases.export_cases import ExportLine
from service.web.auth import Access, refuse_heads, requires
from service.web.case_search import read_search
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.times import Times
from service.web.translation import gettext

# Where the decimal sign is a comma, as in Indonesia, spreadsheets part columns by semicolons. The
# mark at the beginning tells them that the file is UTF-8.
_SEPARATOR = ";"
_MARK = "\ufeff"

# A cell that begins so is a formula to a spreadsheet, whoever wrote it into a form.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_COLUMNS = (
    N_("Nomor Registrasi"),
    N_("SOP"),
    N_("Versi SOP"),
    N_("Perihal"),
    N_("Keadaan"),
    N_("Waktu Mulai (%(zone)s)"),
    N_("Didaftarkan oleh"),
    N_("Waktu Selesai (%(zone)s)"),
    N_("Langkah terbuka"),
    N_("Batas Waktu (%(zone)s)"),
)
_STATES: Mapping[CaseState, str] = {
    CaseState.RUNNING: N_("Sedang Diproses"),
    CaseState.INCIDENT: N_("Terhenti"),
    CaseState.DONE: N_("Selesai"),
    CaseState.CANCELLED: N_("Dibatalkan"),
    CaseState.DAMAGED: N_("Rusak"),
}


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """For auditors; each export is recorded."""
    exports = Blueprint("exports", __name__)
    exports.before_request(refuse_heads)

    @exports.get("/cases/export.csv")
    @requires(Access.AUDIT)
    def cases(actor: Actor) -> ResponseReturnValue:
        search = read_search(request.args, parts.case_choices(actor))
        if search.problems:  # the list says what is wrong with it
            return redirect(search.address("cases.listing"), 303)
        reader = frame.reader(actor)
        found = parts.export_cases(actor, search.meant)
        name = f"permohonan-{reader.office.key}-{reader.times.stamp(reader.times.now)[:10]}.csv"
        response = Response(_written(found, _sheet(reader.times)), mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return exports


@dataclass(frozen=True)
class _Sheet:
    """Words in the reader's language, looked up before the answer begins."""

    columns: list[str]
    states: Mapping[CaseState, str]
    acting: str
    times: Times

    def cells(self, export: ExportLine) -> list[str]:
        """One row."""
        case, tasks = export.line.case, export.line.open_tasks
        due = min((task.due_at for task in tasks if task.due_at), default=None)
        state = CaseState.DAMAGED if export.definition.damaged else case.state
        return [
            case.number,
            export.definition.name,
            str(export.version or ""),
            case.subject,
            self.states[state],
            self._moment(case.started_at),
            export.starter,
            self._moment(case.ended_at),
            "; ".join(self._step(task) for task in tasks),
            self._moment(due),
        ]

    def _moment(self, at: datetime | None) -> str:
        return self.times.stamp(at) if at else ""

    def _step(self, task: Task) -> str:
        role = task.role
        if task.performer != role:
            role = self.acting % {"role": task.performer, "lane": role}
        return f"{task.name} ({role})"


def _sheet(times: Times) -> _Sheet:
    zone = times.now.astimezone(times.zone).tzname()
    return _Sheet(
        [gettext(column) % {"zone": zone} for column in _COLUMNS],
        {state: gettext(word) for state, word in _STATES.items()},
        gettext("%(role)s a.n. %(lane)s"),
        times,
    )


class _Line:
    """What a CSV writer writes to: it keeps the last line only."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _written(found: Iterator[ExportLine], sheet: _Sheet) -> Iterator[str]:
    """The file, line by line."""
    line = _Line()
    writer = csv.writer(line, delimiter=_SEPARATOR)
    writer.writerow(sheet.columns)
    yield _MARK + line.text
    for export in found:
        writer.writerow([_harmless(cell) for cell in sheet.cells(export)])
        yield line.text


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
