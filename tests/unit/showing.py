"""What tests of showing a case share: the case as somebody sees it."""

from __future__ import annotations

from service.domain.actor import Actor
from service.domain.task import Task
from service.usecases.show_case import CaseAsked, CaseView, show_case
from tests.fakes.rembang import Rembang


def show(
    rembang: Rembang, actor: Actor, task: Task, *, reveal: bool = False, before: int | None = None
) -> CaseView:
    return show_case(
        CaseAsked(actor, task.case, reveal, before),
        store=rembang.store,
        engine=rembang.engine,
        files=rembang.files,
        clock=rembang.clock,
    )
