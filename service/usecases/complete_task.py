"""Complete a task: the act that staff do most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseDamaged, SnapshotDamaged
from service.domain.form import Form
from service.domain.form_decision import Decision
from service.domain.form_fields import Answers, Submitted
from service.domain.password import Session
from service.domain.record import Act, by
from service.domain.task import Task, TaskState, TaskUnknown
from service.usecases.advancing import Move, Outcome, carry_out, office_time, outcome, time_taken
from service.usecases.calling import version_of
from service.usecases.ports import Calendar, Clock, Completion, Engine
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import Held


@dataclass(frozen=True)
class CompleteTask:
    """The answers to a task, by who signed in; `act` is the id that the form carried."""

    session: Session
    task: UUID
    act: UUID
    submitted: Submitted


@retrying
def complete_task(
    request: CompleteTask, *, store: Store, engine: Engine, clock: Clock, calendar: Calendar
) -> Outcome:
    """Record one person's answers and move the case on.

    Raises SessionEnded, TaskUnknown, NotYourTask, TaskAlreadyClaimed, TaskAlreadyDone (names who),
    TaskWithdrawn, InvalidAnswers (field -> problem), CaseDamaged. Nothing is stored unless
    everything is. The same act id again answers as the first time.
    """
    with store.begin() as work:
        actor, held = work.tasks.hold_as(request.session, request.task)
        policy.check_can_work(actor, held.task)
        if held.task.state is TaskState.DONE and held.task.act == request.act:
            return replace(_followed(held.task, held.case, work), unchanged=True)
        now = clock.now()
        done = held.task.done_by(actor, now, request.act)
        move = _decide(request, held, now, work=work, engine=engine, calendar=calendar)
        step = move.definition.steps[held.task.element]
        content = _content(actor, held.task, step.form, move.answers)
        content |= time_taken(held, step, now, calendar)
        moved = carry_out(move, content, work=work, calendar=calendar, done=[done])
    return outcome(moved.case, moved.opened, ended=move.advance.ended)


def what_followed(actor: Actor, task: UUID, *, store: Store) -> Outcome | None:
    """What the person's own completion of a task led to; None for what they did not complete."""
    with store.read() as work:
        try:
            done = work.tasks.get(task, actor.office)
        except TaskUnknown:
            return None
        if done.state is not TaskState.DONE or done.holder is None or done.holder.id != actor.id:
            return None
        return _followed(done, work.cases.get(done.case), work)


def _decide(
    request: CompleteTask,
    held: Held,
    at: datetime,
    *,
    work: Work,
    engine: Engine,
    calendar: Calendar,
) -> Move:
    deployment = version_of(held.case, work)
    definition = engine.definition(deployment)
    step = definition.steps[held.task.element]
    answers = step.form.validate(request.submitted)
    decision = step.form.decision
    done = Completion(
        task=held.task.id,
        answers=answers,
        choices={decision.gateway: decision.flows_of(answers)} if decision else {},
        time=office_time(held.office, at, calendar),
        counts=_counts(step.form, answers),
    )
    try:
        advance = engine.complete(deployment, held.case.snapshot, done)
    except SnapshotDamaged as error:
        raise CaseDamaged(number=held.case.number) from error
    move = Move(held.case, held.office, definition, answers, advance, at)
    return _explained(move, decision) if decision else move


def _explained(move: Move, decision: Decision) -> Move:
    """With the reason for whom the case was sent back to, where it was."""
    reason = decision.reason_of(move.answers)
    if not reason:
        return move
    back: set[str] = set()
    onward: set[str] = set()
    for option in decision.chosen(move.answers):
        steps = back if option.needs_reason else onward
        steps |= move.definition.led_to(option.flow)
    return replace(move, reason=reason, onward=onward - back)


def _counts(form: Form, answers: Answers) -> dict[str, int]:
    return {form.how_many.element: form.how_many.number_of(answers)} if form.how_many else {}


def _content(actor: Actor, task: Task, form: Form, answers: Answers) -> dict[str, object]:
    counts = _counts(form, answers)
    return {
        "act": Act.COMPLETED,
        "actor": by(actor, task.performer, task.role),
        "task": str(task.id),
        "element": task.element,
        "choices": _recorded(form.decision, answers) if form.decision else {},
        **({"counts": counts} if counts else {}),
    }


def _recorded(decision: Decision, answers: Answers) -> dict[str, str | list[str]]:
    """What was chosen, as `deed` reads it: of one flow its id, of several a list."""
    flows = decision.flows_of(answers)
    return {decision.gateway: list(flows) if decision.many else flows[0]}


def _followed(done: Task, case: Case, work: Work) -> Outcome:
    at = done.finished_at
    found = work.tasks.opened_at(case.id, at) if at else ()
    opened = [task for task in found if task.id != done.id]
    return outcome(case, opened, ended=case.ended_at == at)
