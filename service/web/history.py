"""The history of a case as people read it: who did what, when, and why it came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.definition import Definition
from service.domain.errors import N_
from service.domain.history import HistoryLine
from service.domain.record import Act, What
from service.domain.task import Task
from service.usecases.case_history import Gap
from service.usecases.show_case import CaseView
from service.web.answers import decision_at
from service.web.shapes import Lane, acting_lane
from service.web.times import Moment, Times
from service.web.translation import gettext, words_of_options

_TITLES: Mapping[Act, str] = {
    Act.STARTED: N_("Permohonan didaftarkan"),
    Act.CLAIMED: N_("Tugas diambil: %(step)s"),
    Act.RELEASED: N_("Tugas dilepas: %(step)s"),
    Act.TIMER: N_("Waktu yang ditentukan tiba"),
    Act.MESSAGE: N_("Pesan diterima: %(step)s"),
    Act.INCIDENT: N_("Permohonan terhenti: %(step)s"),
    Act.RETRIED: N_("Permohonan dicoba lagi"),
    Act.CANCELLED: N_("Permohonan dibatalkan"),
}

_STOPPED = N_("Permohonan terhenti")  # at no step: what time was to bring failed

_READINGS: Mapping[What, str] = {
    What.CASE: N_("Permohonan dibaca"),
    What.REPLAY: N_("Permohonan diputar ulang"),
    What.PERSONAL_DATA: N_("Data pribadi dibaca"),
    What.FILE: N_("Berkas dibaca"),
}


@dataclass(frozen=True)
class HistoryEntry:
    """One event; `answer` is a decision's, `reason` why it sent the case back.

    `damage` says why it is not to be trusted; an event that cannot be read has no moment.
    """

    title: str
    lane: Lane | None = None
    by: str = ""
    at: Moment | None = None
    answer: str = ""
    reason: str = ""
    erased: bool = False
    damage: str = ""


@dataclass(frozen=True)
class Returned:
    """Why a task is to be done again, and who says so where the history at hand still tells."""

    reason: str
    at: Moment
    by: str = ""
    lane: Lane | None = None
    step: str = ""


def history_of(view: CaseView, times: Times) -> list[HistoryEntry]:
    """Every event of the portion, oldest first, and what is missing where it should stand."""
    told = [(line.sequence, entry_of(line, view.definition, times)) for line in view.history]
    missing = [(gap.first, _missing(gap)) for gap in view.gaps]
    return [entry for _, entry in sorted(told + missing, key=lambda placed: placed[0])]


def return_of(task: Task, view: CaseView, times: Times) -> Returned | None:
    """The act that sent the case back to `task`: the one that opened it."""
    if not task.reason:
        return None
    at = times.moment(task.opened_at)
    return next(
        (
            Returned(
                reason=task.reason,
                at=at,
                by=line.actor,
                lane=acting_lane(view.definition, line.role, line.on_behalf_of),
                step=line.step,
            )
            for line in view.history
            if line.act is Act.COMPLETED and line.at == task.opened_at
        ),
        Returned(task.reason, at),
    )


def entry_of(line: HistoryLine, definition: Definition, times: Times) -> HistoryEntry:
    """One event in words."""
    title = _READINGS[line.read] if line.read else _TITLES.get(line.act)
    if line.act is Act.INCIDENT and not line.step:
        title = _STOPPED
    answer, reason = _decided(line, definition)
    return HistoryEntry(
        title=gettext(title, step=line.step) if title else line.step,
        lane=acting_lane(definition, line.role, line.on_behalf_of),
        by=line.actor,
        at=times.moment(line.at),
        answer=answer,
        reason=reason or line.reason or _problem(line),
        erased=line.erased,
        damage=gettext("Catatan ini telah diubah setelah ditulis.") if line.damaged else "",
    )


def _missing(gap: Gap) -> HistoryEntry:
    return HistoryEntry(
        places(gap.first, gap.last), damage=gettext("Hilang atau tidak dapat dibaca.")
    )


def places(first: int, last: int) -> str:
    """Events by their places in the record, where there is nothing else to call them by."""
    if first == last:
        return gettext("Catatan ke-%(number)s", number=first)
    return gettext("Catatan ke-%(first)s sampai ke-%(last)s", first=first, last=last)


def _problem(line: HistoryLine) -> str:
    """Why the case stands still, with what its expressions found."""
    if line.problem is None:
        return ""
    reason = gettext(line.problem.message)
    values = ", ".join(f"{name} = {value}" for name, value in line.problem.values.items())
    return f"{reason} ({values})" if values else reason


def _decided(line: HistoryLine, definition: Definition) -> tuple[str, str]:
    decision = decision_at(line, definition)
    if decision is None:
        return "", ""
    rows = {row.key: row.value for row in line.answers}
    chosen = rows.get(decision.flow_key, ())
    labels = chosen if isinstance(chosen, tuple) else (chosen,)
    say = words_of_options(decision)
    return ", ".join(say(str(each)) for each in labels), str(rows.get(decision.reason_key, ""))
