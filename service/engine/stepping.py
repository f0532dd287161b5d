"""Runs a case on from where it stands until only people, time, or nothing can move it."""

from __future__ import annotations

from uuid import UUID

from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.case import Incident
from service.domain.errors import N_
from service.engine.course import Course, element_of, listens
from service.engine.elements.catching import Catching
from service.engine.elements.gateways import Choosing, NoWayOut
from service.engine.elements.joins import Inclusive
from service.engine.elements.repeated import CountInvalid
from service.engine.expressions import ExpressionTooLarge
from service.engine.intake.graph import END, THROW
from service.engine.intake.timers import TimerUnreadable
from service.engine.scripting import expression

# What nobody needs to confirm between two acts of people; more is a loop without an end.
MOST_STEPS = 1000
_FAILURES = (NoWayOut, CountInvalid, ExpressionTooLarge, TimerUnreadable)

NO_WAY_OUT = N_("tidak ada syarat yang terpenuhi pada gerbang ini, dan tidak ada aliran baku")
ENDLESS = N_("langkah otomatis di sini berputar tanpa akhir")
STUCK = N_("gerbang ini menunggu cabang lain yang tidak akan pernah datang")
FAILED = N_("langkah otomatis ini gagal dijalankan")


def run_on(course: Course) -> Incident | None:
    """Run every step that waits for nobody; what stopped the case, if something did.

    A step that fails keeps its token, and so is tried again with the next act of the case.
    """
    failed: set[UUID] = set()
    first: Incident | None = None
    course.settle()
    for _ in range(MOST_STEPS):
        token = _next_step(course, failed)
        if token is None:
            if not _stirred(course):
                break
        elif (incident := _run(course, token)) is not None:
            failed.add(token.id)
            first = first or incident
        course.settle()
    else:
        running = _next_step(course, failed)
        if running is not None:
            return Incident(element_of(running).node.origin, ENDLESS, {})
    return first or _stopped(course)


def is_open(token: Token) -> bool:
    """Whether the token waits for a person."""
    data = token.internal_data
    asked = token.task_spec.manual or data.get("asked")
    return bool(token.has_state(TaskState.READY) and asked and not data.get("came"))


def _next_step(course: Course, failed: set[UUID]) -> Token | None:
    """An event that came goes first; else the oldest, so that no branch keeps others waiting.

    A signal is thrown last: who is on the way to wait for it shall hear it.
    """
    ready = [
        token
        for token in course.tokens()
        if token.has_state(TaskState.READY) and not is_open(token) and token.id not in failed
    ]
    return min(ready, key=_urgency, default=None)


def _urgency(token: Token) -> int:
    if token.internal_data.get("came"):
        return 0
    node = element_of(token).node
    return 2 if node.kind in {END, THROW} and node.waits_for("signal") else 1


def _run(course: Course, token: Token) -> Incident | None:
    try:
        token.run()
    except _FAILURES as error:
        token._set_state(TaskState.READY)
        return _incident(course, token, error)
    return None


def _incident(course: Course, token: Token, error: Exception) -> Incident:
    element = element_of(token)
    if not isinstance(error, NoWayOut) or not isinstance(element, Choosing):
        return Incident(element.node.origin, FAILED, {"kesalahan": str(error)})
    conditions = [flow.condition for flow in element.flows if flow.condition is not None]
    names = sorted({name for each in conditions for name in expression(each).names})
    known = course.known(token)
    values = {name: "null" if known.get(name) is None else str(known[name]) for name in names}
    return Incident(element.node.origin, NO_WAY_OUT, values)


def _stirred(course: Course) -> bool:
    """Whether, all being quiet, a time or a condition has come or a join need wait no longer."""
    looked: set[tuple[str, str, bool]] = set()  # many tokens may wait at one join, for the same
    for token in course.tokens():
        element = element_of(token)
        if isinstance(element, Catching):
            if element.is_due(course, token) or element.is_true(course, token):
                return True
        elif not token.has_state(TaskState.WAITING) or token.id not in course.tasks:
            continue
        elif isinstance(element, Inclusive):
            data = token.internal_data
            place = (element.node.id, data["scope"], "fired" in data)
            if place not in looked and element.look(course, token):
                return True
            looked.add(place)
    return False


def _stopped(course: Course) -> Incident | None:
    """Why a case whose every step went well cannot go on, so that none stalls in silence.

    Where it only waits for messages that nothing left in it can send, people are asked for them.
    """
    tokens = [t for t in course.tokens() if not t.has_state(TaskState.STARTED)]
    if not any(not listens(token) for token in tokens) or any(
        is_open(token) or "due" in token.internal_data for token in tokens
    ):
        return None
    asked = [t for t in tokens if isinstance(t.task_spec, Catching) and t.task_spec.told]
    for token in asked:
        token.internal_data["asked"] = True
        token._set_state(TaskState.READY)
    waiting = next(token for token in tokens if not listens(token))
    return None if asked else Incident(element_of(waiting).node.origin, STUCK, {})
