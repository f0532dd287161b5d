"""The pages of a task: open with its form, refused with what was typed, gone to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.definition import Step
from service.domain.task import UNFINISHED, Task, TaskState
from service.usecases.show_case import CaseAsked
from service.usecases.show_task import TaskView
from service.web.answers import sections_of
from service.web.forms import Sheet
from service.web.frame import Frame, Reader
from service.web.history import return_of
from service.web.parts import Parts
from service.web.shapes import task_lane
from service.web.standards import standard_of
from service.web.submission import KeptFiles, Submission

_CONFLICTS = {
    TaskState.DONE: "done",
    TaskState.CLAIMED: "claimed",
    TaskState.WITHDRAWN: "closed",
}


@dataclass(frozen=True)
class TaskPages:
    """Every answer that a task's address gives, but for the redirect of a completion."""

    parts: Parts
    frame: Frame
    kept: KeptFiles

    def first(self, actor: Actor, task: UUID) -> ResponseReturnValue:
        """The task as it stands; one's own finished one leads to its case."""
        view = self.parts.show_task(actor, task)
        if view.task.state in UNFINISHED:
            return self._open(actor, view, self._sheet(actor, view).blank())
        if view.task.holder is not None and view.task.holder.id == actor.id:
            return redirect(url_for("cases.show", case=view.case.id), 303)
        return self._gone(actor, view, None)

    def invalid(self, actor: Actor, task: UUID, sent: Submission) -> ResponseReturnValue:
        """The form again, with everything that was sent and what is wrong with it."""
        view = self.parts.show_task(actor, task)
        return self._open(actor, view, self._sheet(actor, view).again(sent)), 422

    def too_late(self, actor: Actor, task: UUID, sent: Submission) -> ResponseReturnValue:
        """Somebody else has or did the task; what was sent is shown, to be copied."""
        view = self.parts.show_task(actor, task)
        if view.task.state is TaskState.OPEN:  # released just now: it can be sent again
            return self._open(actor, view, self._sheet(actor, view).again(sent)), 409
        return self._gone(actor, view, sent), 409

    def _sheet(self, actor: Actor, view: TaskView) -> Sheet:
        return Sheet(view.step.form, form_name(view.task.id), actor, self.kept)

    def _open(self, actor: Actor, view: TaskView, form: dict[str, object]) -> str:
        reader = self.frame.reader(actor)
        case = self.parts.show_case(CaseAsked(actor, view.case.id))
        return self.frame.page(
            reader,
            "task.html",
            task=_about(view) | _at(view, reader),
            claim=_claim(view.task, actor),
            returned=return_of(view.task, case, reader.times),
            sections=sections_of(case, reader.times),
            urls=_urls(view.task),
            **form,
        )

    def _gone(self, actor: Actor, view: TaskView, sent: Submission | None) -> str:
        reader = self.frame.reader(actor)
        return self.frame.page(
            reader,
            "task_done.html",
            conflict=_CONFLICTS[view.task.state],
            task=_about(view),
            done_by=_taker(view, reader),
            typed=self._sheet(actor, view).typed(sent) if sent else [],
        )


def form_name(task: UUID) -> str:
    """What kept files of the task's form are bound to."""
    return f"task {task}"


def _about(view: TaskView) -> dict[str, object]:
    return {
        "step": view.task.name,
        "case_number": view.case.number,
        "subject": view.case.subject,
        "case_url": url_for("cases.show", case=view.case.id),
    }


def _sentence(step: Step) -> str:
    """The source's own words, unless the step is called just so."""
    return "" if step.documentation.rstrip(".") == step.name else step.documentation


def _at(view: TaskView, reader: Reader) -> dict[str, object]:
    return {
        "number": view.step.number,
        "sentence": _sentence(view.step),
        "lane": task_lane(view.definition, view.task),
        "due": reader.times.due(view.task),
        "standard": standard_of(view.step),
        "sop": view.definition.name,
        "sop_url": url_for("sops.show", sop=view.case.deployment),
    }


def _urls(task: Task) -> dict[str, str]:
    return {
        "complete": url_for("tasks.complete", task=task.id),
        "claim": url_for("tasks.claim", task=task.id),
        "release": url_for("tasks.release", task=task.id),
    }


def _claim(task: Task, actor: Actor) -> dict[str, str | None]:
    if task.holder is None:
        return {"state": "free", "holder": None}
    state = "mine" if task.holder.id == actor.id else "other"
    return {"state": state, "holder": task.holder.name}


def _taker(view: TaskView, reader: Reader) -> dict[str, object] | None:
    task = view.task
    if task.holder is None or task.state is TaskState.WITHDRAWN:
        return None
    return {
        "name": task.holder.name,
        "lane": task_lane(view.definition, task),
        "at": reader.times.moment(task.finished_at) if task.finished_at else None,
    }
