"""Start a case: register a request under the next number and open its first steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.case import Case, CaseUnknown
from service.domain.definition import Definition, DefinitionSuperseded, Deployment, Start, start_of
from service.domain.form_fields import Submitted
from service.domain.identity import new_id
from service.domain.office import Office, case_number, year_of
from service.domain.record import Act, at_utc, by
from service.usecases.advancing import Move, Outcome, begin, office_time, outcome
from service.usecases.calling import called_by
from service.usecases.office_record import add_to_office_record
from service.usecases.ports import Calendar, Clock, Engine
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying


@dataclass(frozen=True)
class StartCase:
    """A filled start form; `act` is the id that the form carried."""

    actor: Actor
    deployment: UUID
    element: str
    act: UUID
    submitted: Submitted


@retrying
def start_case(
    request: StartCase, *, store: Store, engine: Engine, clock: Clock, calendar: Calendar
) -> Outcome:
    """Register a new case and run it to its first steps.

    Raises DefinitionUnknown, NotYourStart, DefinitionSuperseded, InvalidAnswers, CallsInCircle,
    TooManyCalled, CaseUnknown (for an act of another office). Of every SOP that it calls the
    version runs that is newest now. The number is taken in the same transaction, so that none is
    ever skipped; the same act id again answers as the first time.
    """
    with store.begin() as work:
        deployment = work.deployments.get(request.deployment)
        policy.check_can_see_definition(request.actor, deployment)
        definition = engine.definition(deployment)
        start = start_of(definition, request.element)
        policy.check_can_start(request.actor, start)
        office_head = work.offices.lock(deployment.office)
        if (earlier := work.cases.started_by(request.act)) is not None:
            return _repeated(request.actor, earlier, work)
        _check_newest(deployment, work)
        answers = start.form.validate(request.submitted)
        calls = called_by(definition, deployment.office, work=work, engine=engine)
        deployment = replace(deployment, calls=calls)
        definition = engine.definition(deployment)
        now = clock.now()
        office = work.offices.get(deployment.office)
        time = office_time(office, now, calendar)
        advance = engine.start(deployment, start.element, answers, time)
        case = _registered(request, start.form.subject(answers), office, now, work)
        case = replace(case, calls={key: each.id for key, each in calls.items()})
        move = Move(case, office, definition, answers, advance, now)
        content = _content(request.actor, case, start) | _recorded(calls)
        moved = begin(move, content, work=work, calendar=calendar)
        registration = _registration(content["actor"], moved.case, definition, now)
        add_to_office_record(work, office.id, office_head, registration)
    return outcome(moved.case, moved.opened, ended=advance.ended)


def _check_newest(deployment: Deployment, work: Work) -> None:
    newest = work.deployments.newest_of(deployment.office, deployment.key)
    if newest is None or newest.id != deployment.id:
        raise DefinitionSuperseded


def _registered(request: StartCase, subject: str, office: Office, at: datetime, work: Work) -> Case:
    year = year_of(office, at)
    return Case(
        id=new_id(),
        office=office.id,
        deployment=request.deployment,
        number=case_number(office.key, year, work.offices.next_number(office.id, year)),
        subject=subject,
        started_at=at,
        snapshot=b"",
        start_act=request.act,
        starter=request.actor.id,
    )


def _content(actor: Actor, case: Case, start: Start) -> dict[str, object]:
    return {
        "act": Act.STARTED,
        "actor": by(actor, start.lane.performer, start.lane.name),
        "number": case.number,
        "element": start.element,
        "choices": {},
    }


def _recorded(calls: Mapping[str, Deployment]) -> dict[str, object]:
    """Which versions the case will run of what it calls; most call nothing."""
    return {"calls": {key: each.hash for key, each in calls.items()}} if calls else {}


def _registration(
    actor: object, case: Case, definition: Definition, at: datetime
) -> dict[str, object]:
    return {
        "act": Act.REGISTERED,
        "at": at_utc(at),
        "actor": actor,
        "case": str(case.id),
        "number": case.number,
        "definition": definition.hash,
    }


def _repeated(actor: Actor, case: Case, work: Work) -> Outcome:
    if not policy.is_within(actor, case.office):
        raise CaseUnknown
    opened = work.tasks.opened_at(case.id, case.started_at)
    first = outcome(case, opened, ended=case.ended_at == case.started_at)
    return replace(first, unchanged=True)
