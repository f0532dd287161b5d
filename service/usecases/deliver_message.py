"""Deliver a message from outside to the case that waits for it, once however often it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from service.domain.actor import Operator
from service.domain.case import Advance, Case
from service.domain.definition import Deployment
from service.domain.record import Act, by
from service.usecases.advancing import Move, Outcome, carry_out, outcome
from service.usecases.ports import Calendar, Clock, Engine, Message, OfficeTime
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.running_on import moved_by

Value = str | bool | Decimal | tuple[str, ...] | None


@dataclass(frozen=True)
class DeliverMessage:
    """The message `name` for the case `number`; `values` become variables of its expressions.

    `id` tells it from every other message to the case.
    """

    sender: Operator
    number: str
    name: str
    values: Mapping[str, Value]
    id: UUID


@retrying
def deliver_message(
    request: DeliverMessage, *, store: Store, engine: Engine, clock: Clock, calendar: Calendar
) -> Outcome | None:
    """Hand the message to the first who waits for it; None where it was delivered before.

    Raises CaseUnknown, CaseEnded, CaseAlreadyCancelled, MessageNotAwaited, CaseDamaged.
    """
    with store.begin() as work:
        held = work.cases.hold(work.cases.numbered(request.number).id)
        if work.cases.took(held.id, request.id):
            return None
        held.check_unfinished()
        move = _move(request, held, clock.now(), work=work, engine=engine, calendar=calendar)
        content = {
            "act": Act.MESSAGE,
            "actor": by(request.sender),
            "element": next(iter(move.advance.left), ""),
            "message": {
                "id": str(request.id),
                "name": request.name,
                "numbers": sorted(_numbers(request.values)),  # which stand beside it as texts
            },
        }
        moved = carry_out(move, content, work=work, calendar=calendar)
        work.cases.take(held.id, request.id)
    return outcome(moved.case, moved.opened, ended=move.advance.ended)


def _numbers(values: Mapping[str, Value]) -> Iterator[str]:
    return (name for name, value in values.items() if isinstance(value, Decimal))


def _move(
    request: DeliverMessage,
    held: Case,
    at: datetime,
    *,
    work: Work,
    engine: Engine,
    calendar: Calendar,
) -> Move:
    message = Message(request.name, request.values)

    def deliver(deployment: Deployment, time: OfficeTime) -> Advance:
        return engine.deliver(deployment, held.snapshot, message, time)

    move = moved_by(deliver, held, at, work=work, engine=engine, calendar=calendar)
    return replace(move, answers=request.values)
