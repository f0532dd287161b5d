"""Tasks: read one, claim and release it, fill in its form and complete it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.form_fields import InvalidAnswers
from service.domain.password import Session
from service.domain.task import TaskAlreadyClaimed, TaskAlreadyDone, TaskWithdrawn
from service.usecases.complete_task import CompleteTask
from service.web.auth import Access, acting, may, requires
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.submission import Intake, has_uploads
from service.web.task_pages import TaskPages, form_name
from service.web.translation import gettext


def pages(parts: Parts, frame: Frame, intake: Intake) -> Blueprint:
    """The task's address shows the form and takes it, so that it can always be asked for."""
    tasks = Blueprint("tasks", __name__, url_prefix="/tasks/<uuid:task>")
    answer = TaskPages(parts, frame, intake.kept)

    @tasks.get("")
    @requires(Access.WORK)
    def show(actor: Actor, task: UUID) -> ResponseReturnValue:
        return answer.first(actor, task)

    @tasks.post("")
    @requires(Access.ACT)
    def complete(session: Session, task: UUID) -> ResponseReturnValue:
        # Asking for the task raises where the person may not work: nothing is kept for them.
        keys = parts.show_task(acting(parts), task).step.form.keys if has_uploads() else ()
        sent = intake.read(session.person, form_name(task), keys)
        try:
            sent.check_files()
            parts.complete_task(CompleteTask(session, task, sent.act, sent.submitted))
        except InvalidAnswers:
            return answer.invalid(acting(parts), task, sent)
        except (TaskAlreadyDone, TaskAlreadyClaimed, TaskWithdrawn):
            return answer.too_late(acting(parts), task, sent)
        # The inbox, whose address is that of the site: to work it out would take longer.
        return redirect(f"{request.script_root}/?done={task}", 303)

    @tasks.post("/claim")
    @requires(Access.WORK)
    def claim(actor: Actor, task: UUID) -> ResponseReturnValue:
        parts.claim_task(actor, task)
        return redirect(url_for("tasks.show", task=task), 303)

    @tasks.post("/release")
    @requires(Access.RELEASE)
    def release(actor: Actor, task: UUID) -> ResponseReturnValue:
        parts.release_task(actor, task)
        flash(gettext("Tugas dilepas dan dapat diambil orang lain."), "success")
        administers = may(actor, Access.ADMINISTER)
        return redirect(url_for("claims.listing" if administers else "inbox.home"), 303)

    return tasks
