"""Show a case: where it stands, who did what when, and what was handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, SnapshotDamaged
from service.domain.definition import Definition, Deployment
from service.domain.form import Form, Row
from service.domain.form_fields import Problem
from service.domain.office import Office
from service.domain.record import Act, Event, RecordDamaged, What
from service.domain.task import UNFINISHED, Task
from service.usecases.advancing import add_to_record, reading
from service.usecases.ports import Clock, Engine
from service.usecases.repositories import Store, Work


@dataclass(frozen=True)
class HistoryLine:
    """One event as people read it.

    `erased`: it had answers that no longer stand beside it; `problem`: why an incident stopped the
    case, with the values that it found.
    """

    sequence: int
    act: Act
    at: datetime
    element: str
    step: str
    actor: str
    role: str
    on_behalf_of: str
    answers: Sequence[Row]
    erased: bool
    read: What | None
    problem: Problem | None


@dataclass(frozen=True)
class CaseView:
    """A case whole. `tokens`: elements where it stands; `passed`: elements that finished."""

    case: Case
    office: Office
    definition: Definition
    open_tasks: Sequence[Task]
    history: Sequence[HistoryLine]
    tokens: tuple[str, ...]
    passed: frozenset[str]
    damaged: bool
    may_reveal: bool
    revealed: bool


def show_case(
    actor: Actor, case: UUID, *, reveal: bool, store: Store, engine: Engine, clock: Clock
) -> CaseView:
    """Read a case; `reveal` shows personal data whole to who has a task in it, on the record.

    A reading by an auditor, and every reading of personal data, is itself recorded.
    Raises CaseUnknown, NotYourCase, RecordDamaged.
    """
    with store.read() as work:
        view = _view(actor, case, reveal=reveal, work=work, engine=engine)
    if view.revealed or policy.reads_as_auditor(actor, view.definition):
        what = What.PERSONAL_DATA if view.revealed else What.CASE
        with store.begin() as work:
            held = work.cases.hold(case)
            add_to_record(work, held, reading(actor, what, clock.now(), view.definition))
    return view


def _view(actor: Actor, case_id: UUID, *, reveal: bool, work: Work, engine: Engine) -> CaseView:
    case = work.cases.get(case_id)
    deployment = work.deployments.get(case.deployment)
    definition = engine.definition(deployment)
    policy.check_can_see_case(actor, case, definition)
    tasks = [task for task in work.tasks.of_case(case.id) if task.state in UNFINISHED]
    told = _told(work.record.of(case.id), definition)
    may_reveal = any(policy.can_work(actor, task) for task in tasks)
    return CaseView(
        case=case,
        office=work.offices.get(case.office),
        definition=definition,
        open_tasks=tasks,
        history=told.lines,
        tokens=told.tokens,
        passed=told.passed,
        damaged=_is_damaged(case, deployment, engine),
        may_reveal=may_reveal,
        revealed=reveal and may_reveal,
    )


@dataclass(frozen=True)
class _Told:
    """What the record tells: line by line, where the tokens rest, and which elements finished."""

    lines: Sequence[HistoryLine]
    tokens: tuple[str, ...]
    passed: frozenset[str]


def _told(record: Iterator[Event], definition: Definition) -> _Told:
    try:
        events = [(event, event.content()) for event in record]
        return _Told(
            lines=[_line(event, content, definition) for event, content in events],
            tokens=_last_tokens(events),
            passed=frozenset(each for _, content in events for each in content.get("left", ())),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RecordDamaged from error  # an event that was changed into something else


def _line(event: Event, content: Mapping[str, Any], definition: Definition) -> HistoryLine:
    element = content.get("element", "")
    actor = content.get("actor", {})
    stopped = content["act"] == Act.INCIDENT
    form = None if stopped else _form_at(definition, element)
    beside = _beside(event)
    return HistoryLine(
        sequence=event.sequence,
        act=Act(content["act"]),
        at=datetime.fromisoformat(content["at"]),
        element=element,
        step=definition.names.get(element, element),
        actor=actor.get("name", ""),
        role=actor.get("role", ""),
        on_behalf_of=actor.get("for", ""),
        answers=form.rows(form.from_plain(beside)) if form else (),
        erased="answers" in content and event.answers is None,
        read=What(content["what"]) if "what" in content else None,
        problem=Problem(content["reason"], beside) if stopped else None,
    )


def _form_at(definition: Definition, element: str) -> Form | None:
    if element in definition.steps:
        return definition.steps[element].form
    if element in definition.starts:
        return definition.starts[element].form
    return None


def _beside(event: Event) -> Mapping[str, Any]:
    """What stands beside the event: what was answered, or what an incident found."""
    return json.loads(event.answers.body) if event.answers is not None else {}


def _last_tokens(events: Sequence[tuple[Event, Mapping[str, Any]]]) -> tuple[str, ...]:
    """Where the latest event that moved the case left its tokens."""
    for _, content in reversed(events):
        if "tokens" in content:
            return tuple(content["tokens"])
    return ()


def _is_damaged(case: Case, deployment: Deployment, engine: Engine) -> bool:
    try:
        engine.check(deployment, case.snapshot)
    except SnapshotDamaged:
        return True
    return False
