"""A case run once more from its record alone: what the events say goes through the engine anew."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from service.domain.case import Advance, CaseState
from service.domain.definition import Deployment
from service.domain.form import Form
from service.domain.form_fields import Answers
from service.domain.history import moment_of
from service.domain.office import Office
from service.domain.record import Act, Event
from service.usecases.advancing import office_time
from service.usecases.ports import Calendar, Completion, Engine, Message, OfficeTime

_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Rerun:
    """The events of one case, given in their order; each is compared with what it brings about.

    Tasks get other ids: `tasks` knows the new ones by those of the record. `state` and `due` are
    those of the case, and `read` the place of the last event. `time` is the office's at a moment.
    """

    def __init__(
        self, deployment: Deployment, engine: Engine, time: Callable[[datetime], OfficeTime]
    ) -> None:
        self.deployment = deployment
        self.definition = engine.definition(deployment)
        self.engine = engine
        self.time = time
        self.last = Advance(b"")
        self.tasks: dict[str, UUID] = {}
        self.state = CaseState.RUNNING
        self.due: datetime | None = None
        self.read = 0

    def go_on(self, event: Event) -> None:
        """Do what the event says was done."""
        self.read = event.sequence
        content = event.content()
        act, at = content["act"], moment_of(content["at"])
        if act in _ACTS:
            self.last = _ACTS[act](self, event, content, self.time(at))
            self._compare(content)
            self.state = CaseState.DONE if self.last.ended else CaseState.RUNNING
            due = self.last.due
            self.due = due if due is not None and due > at else None
        elif act == Act.INCIDENT:
            self._stop(event, content)
        elif act == Act.CANCELLED:
            self.state, self.due = CaseState.CANCELLED, None

    def start(self, event: Event, content: Mapping[str, Any], time: OfficeTime) -> Advance:
        element = content["element"]
        answers = _answers(self.definition.starts[element].form, event)
        return self.engine.start(self.deployment, element, answers, time)

    def complete(self, event: Event, content: Mapping[str, Any], time: OfficeTime) -> Advance:
        done = Completion(
            task=self.tasks[content["task"]],
            answers=_answers(self.definition.steps[content["element"]].form, event),
            choices={at: _flows(chosen) for at, chosen in content["choices"].items()},
            time=time,
            counts=content.get("counts", {}),
        )
        return self.engine.complete(self.deployment, self.last.snapshot, done)

    def let_time_pass(self, _: Event, _content: Mapping[str, Any], time: OfficeTime) -> Advance:
        return self.engine.pass_time(self.deployment, self.last.snapshot, time)

    def deliver(self, event: Event, content: Mapping[str, Any], time: OfficeTime) -> Advance:
        told = content["message"]
        values = {
            name: Decimal(value) if name in told["numbers"] else _value(value)
            for name, value in event.beside().items()
        }
        message = Message(told["name"], values)
        return self.engine.deliver(self.deployment, self.last.snapshot, message, time)

    def _compare(self, content: Mapping[str, Any]) -> None:
        last = self.last
        for told, opened in zip(content["opened"], last.opened, strict=True):
            assert told["element"] == opened.element
            self.tasks[told["task"]] = opened.id
        assert {self.tasks[task] for task in content["withdrawn"]} == set(last.withdrawn)
        assert content["left"] == list(last.left)
        assert content["entered"] == list(last.entered)
        assert content["tokens"] == list(last.tokens)
        assert content["ended"] == last.ended

    def _stop(self, event: Event, content: Mapping[str, Any]) -> None:
        """What the engine could not do it cannot do now; or the worker gave up beside it."""
        self.state = CaseState.INCIDENT
        if not content["element"]:
            self.due = None
            return
        incident = self.last.incident
        assert incident is not None
        assert (content["element"], content["reason"]) == (incident.element, incident.reason)
        assert event.beside() == incident.values


_ACTS: Mapping[str, Callable[[Rerun, Event, Mapping[str, Any], OfficeTime], Advance]] = {
    Act.STARTED: Rerun.start,
    Act.COMPLETED: Rerun.complete,
    Act.TIMER: Rerun.let_time_pass,
    Act.RETRIED: Rerun.let_time_pass,
    Act.MESSAGE: Rerun.deliver,
}


def _answers(form: Form, event: Event) -> Answers:
    return form.from_plain(event.beside())


def _flows(chosen: str | list[str]) -> tuple[str, ...]:
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _value(plain: object) -> object:
    return tuple(plain) if isinstance(plain, list) else plain


def state_of(snapshot: bytes) -> bytes:
    """All that a snapshot says, with ids of tokens in place of which only their order stands."""
    plain = orjson.loads(zlib.decompress(snapshot))
    text = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
    order: dict[bytes, bytes] = {}
    return _ID.sub(lambda found: order.setdefault(found[0], b"#%d" % len(order)), text)


def as_recorded(
    office: Office, events: list[Event], at: datetime, calendar: Calendar
) -> OfficeTime:
    """The office's time at a moment, by the hours that its own record tells for then."""
    hours: dict[str, Any] = {}
    for event in events:
        content = event.content()
        if moment_of(content["at"]) > at:
            break
        if content["act"] == Act.OFFICE_ADDED:
            hours = content["new"]["hours"]
        if content["act"] == Act.HOURS_CHANGED:
            kept = {key: each for key, each in hours.items() if key not in content["old"]}
            hours = kept | content["new"]
    return office_time(replace(office, hours=hours), at, calendar)
