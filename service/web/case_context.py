"""What the pages of cases are given: the list's rows, one case whole, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseState
from service.domain.definition import Definition, StepKind
from service.domain.history import HistoryLine
from service.domain.record import Act
from service.domain.task import Task, TaskState
from service.usecases.list_cases import CaseList
from service.usecases.show_case import CaseView, Damage
from service.usecases.stored import CaseLine
from service.web.answers import has_personal, sections_of
from service.web.frame import Reader
from service.web.history import history_of
from service.web.identity import name_of
from service.web.shapes import Lane, task_lane
from service.web.standards import Progress, diagram_of
from service.web.times import Due, Moment, Times
from service.web.translation import gettext

STATES: Mapping[CaseState, str] = {
    CaseState.RUNNING: "in_progress",
    CaseState.INCIDENT: "stopped",
    CaseState.DONE: "done",
    CaseState.CANCELLED: "cancelled",
    CaseState.DAMAGED: "damaged",
}
"""Where a case stands, as pages name it."""


@dataclass(frozen=True)
class OpenTask:
    """A task of the case that waits; `url` only where the reader may work on it."""

    number: str
    step: str
    lane: Lane
    state: str
    holder: str | None
    since: Moment
    due: Due | None
    url: str | None


@dataclass(frozen=True)
class CaseRow:
    """A case as the list shows it; `due` is the soonest of its steps."""

    number: str
    subject: str
    sop: str
    url: str
    state: str
    since: Moment
    due: Due | None
    steps: list[OpenTask]


def rows(found: CaseList, times: Times) -> list[CaseRow]:
    """A page of the list."""
    return [_row(line, found.definitions[line.case.deployment], times) for line in found.lines]


def state_of(case: Case, definition: Definition) -> str:
    """Where the case stands, as pages name it."""
    return "damaged" if definition.damaged else STATES[case.state]


def whole(view: CaseView, reader: Reader, before: int | None) -> dict[str, object]:
    """The context of case.html; of an older portion (`before` a place) only what it tells."""
    times, case = reader.times, view.case
    older = before is not None
    open_tasks = [_open_task(t, view.definition, times, reader.actor) for t in view.open_tasks]
    may_ask = view.may_reveal and not view.revealed and has_personal(view)
    return {
        "case": _named(view, times)
        | {
            "state": "damaged" if _stands_still(view) else STATES[case.state],
            "damages": [gettext(damage) for damage in view.damages],
            "sop_url": None
            if view.definition.damaged
            else url_for("sops.show", sop=case.deployment),
            "finished": times.moment(case.ended_at) if case.ended_at else None,
            "due": _soonest(open_tasks),
            "reveal_url": url_for("cases.reveal", case=case.id, before=before) if may_ask else None,
            "receipt_url": url_for("cases.receipt", case=case.id),
            "replay_url": _replay_url(case, reader.actor),
        },
        "diagram": None
        if view.definition.damaged or older
        else diagram_of(view.definition, case.deployment, _progress(view, reader.actor)),
        "open_tasks": [] if older else open_tasks,
        "sections": sections_of(view, times),
        "history": history_of(view, times),
        "older_url": url_for("cases.show", case=case.id, before=view.earlier, _anchor="history")
        if view.earlier
        else None,
        "newest_url": url_for("cases.show", case=case.id, _anchor="history") if older else None,
    }


def receipt(view: CaseView, reader: Reader) -> dict[str, object]:
    """The context of started.html: what was handed in at the start, and what is open now."""
    sections = sections_of(view, reader.times)
    began = _beginning(view)
    handed_in = sections[0] if sections and began and began.answers else None
    return {
        "case": _named(view, reader.times) | {"url": url_for("cases.show", case=view.case.id)},
        "received": handed_in.entries if handed_in else [],
        "files": handed_in.files if handed_in else [],
        "next": [
            _open_task(t, view.definition, reader.times, reader.actor) for t in view.open_tasks
        ],
    }


def _stands_still(view: CaseView) -> bool:
    """Whether more than the history is damaged."""
    return any(damage is not Damage.RECORD for damage in view.damages)


def _beginning(view: CaseView) -> HistoryLine | None:
    """The event that started the case, where it can be read and trusted."""
    began = view.beginning
    return began if began and began.act is Act.STARTED and not began.damaged else None


def _named(view: CaseView, times: Times) -> dict[str, object]:
    began = _beginning(view)
    return {
        "number": view.case.number,
        "subject": view.case.subject,
        "sop": name_of(view.definition),
        "started": times.moment(view.case.started_at),
        "started_by": began.actor if began else "",
    }


def _row(line: CaseLine, definition: Definition, times: Times) -> CaseRow:
    case: Case = line.case
    steps = [_open_task(task, definition, times) for task in line.open_tasks]
    arrived = min((task.opened_at for task in line.open_tasks), default=case.started_at)
    return CaseRow(
        number=case.number,
        subject=case.subject,
        sop=name_of(definition),
        url=url_for("cases.show", case=case.id),
        state=state_of(case, definition),
        since=times.moment(arrived),
        due=_soonest(steps),
        steps=steps,
    )


def _open_task(
    task: Task, definition: Definition, times: Times, actor: Actor | None = None
) -> OpenTask:
    step = definition.steps.get(task.element)
    outside = step is not None and step.kind is StepKind.CONFIRMATION
    state = "waiting_outside" if outside else "waiting"
    return OpenTask(
        number=step.number if step else "",
        step=task.name,
        lane=task_lane(definition, task),
        state="in_progress" if task.state is TaskState.CLAIMED else state,
        holder=task.holder.name if task.holder else None,
        since=times.moment(task.opened_at),
        due=times.due(task),
        url=_task_url(task, actor) if actor is not None and not definition.damaged else None,
    )


def _task_url(task: Task, actor: Actor) -> str | None:
    return url_for("tasks.show", task=task.id) if policy.can_work(actor, task) else None


def _replay_url(case: Case, actor: Actor) -> str | None:
    return url_for("replays.show", case=case.id) if policy.can_replay(actor, case) else None


def _soonest(tasks: list[OpenTask]) -> Due | None:
    return min((task.due for task in tasks if task.due), key=lambda due: due.iso, default=None)


def _progress(view: CaseView, actor: Actor) -> Progress:
    steps = view.definition.steps
    urls = {
        steps[task.element].drawn_at if task.element in steps else task.element: url
        for task in view.open_tasks
        if (url := _task_url(task, actor))
    }
    return Progress(view.tokens, view.passed, urls)
