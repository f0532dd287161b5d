"""Runs a case on from where it stands until only people, time, or nothing can move it."""

from __future__ import annotations

from collections import Counter, deque
from itertools import takewhile

from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.case import Incident
from service.domain.errors import N_
from service.engine.course import Course, due_of, element_of, listens, scope_of
from service.engine.elements.catching import Catching
from service.engine.elements.gateways import Choosing, NoWayOut
from service.engine.elements.joins import Inclusive
from service.engine.elements.repeated import CountInvalid
from service.engine.expressions import ExpressionTooLarge
from service.engine.intake.nodes import END, THROW
from service.engine.intake.timers import TimerUnreadable
from service.engine.scripting import expression

# What nobody needs to confirm between two acts of people: how often one place may be run in one
# scope, beyond which it is a loop without an end, and everything together.
MOST_LAPS = 5_000
MOST_STEPS = 20_000
MOST_TOKENS = 5_000  # at the same time; beyond, nothing goes on until people have done some
_FAILURES = (NoWayOut, CountInvalid, ExpressionTooLarge, TimerUnreadable)

NO_WAY_OUT = N_("tidak ada syarat yang terpenuhi pada gerbang ini, dan tidak ada aliran baku")
ENDLESS = N_("langkah otomatis di sini berputar tanpa akhir")
CROWDED = N_("terlalu banyak langkah berjalan bersamaan")
STUCK = N_("gerbang ini menunggu cabang lain yang tidak akan pernah datang")
UNHEARD = N_("peristiwa ini menunggu sesuatu yang tidak akan pernah datang")
FAILED = N_("langkah otomatis ini gagal dijalankan")


def run_on(course: Course) -> Incident | None:
    """Run every step that waits for nobody; what stopped the case, if something did.

    A step that fails keeps its token, and so is tried again with the next act of the case.
    """
    laps: Counter[tuple[str, str]] = Counter()
    first: Incident | None = None
    here = ""
    course.ready = _all_ready(course)
    course.settle()
    for _ in range(MOST_STEPS):
        token = _next_step(course)
        if token is None:
            if _stirred(course):
                course.settle()  # a join that is as new again may have held the last token
                continue
            return first or _stopped(course)
        here = element_of(token).node.origin
        if (limit := _limit(course, token, laps)) is not None:
            return limit
        incident = _run(course, token)
        first = first or incident
        course.settle()
    return Incident(here, ENDLESS, {})


def hand_in(course: Course, message: str) -> bool:
    """A message came from outside; False where nothing waits for one of this name.

    It ends the wait as a person does who confirms it, or as a message of the diagram does.
    """
    catching = [token for token in course.tokens() if isinstance(token.task_spec, Catching)]
    return any(token.task_spec.receive(course, token, message) for token in catching)


def is_open(token: Token) -> bool:
    """Whether the token waits for a person."""
    data = token.internal_data
    asked = token.task_spec.manual or data.get("asked")
    return bool(token.has_state(TaskState.READY) and asked and not data.get("came"))


def _all_ready(course: Course) -> deque[Token]:
    """What may run, oldest first; an event that came goes before all else."""
    ready = [token for token in course.tokens() if token.has_state(TaskState.READY)]
    return deque(sorted(ready, key=lambda token: not token.internal_data.get("came")))


def _next_step(course: Course) -> Token | None:
    """In turn, so that no branch keeps others waiting; what failed has had its turn.

    A signal is thrown last: who is on the way to wait for it shall hear it.
    """
    signals: list[Token] = []
    while course.ready:
        token = _first(course.ready)
        if token.id not in course.tasks or not token.has_state(TaskState.READY) or is_open(token):
            continue
        if not _throws_signal(token):
            course.ready.extend(signals)
            return token
        signals.append(token)
    course.ready.extend(signals)
    return course.ready.popleft() if signals else None


def _first(ready: deque[Token]) -> Token:
    """Of the events that came those that interrupt act last, as they take others away."""
    came = list(takewhile(lambda token: bool(token.internal_data.get("came")), ready))
    inner = (token for token in reversed(came) if not _interrupts(token))
    first = next(inner, came[-1] if came else ready[0])
    ready.remove(first)
    return first


def _interrupts(token: Token) -> bool:
    return listens(token) and bool(token.task_spec.interrupting)


def _throws_signal(token: Token) -> bool:
    node = element_of(token).node
    return node.kind in {END, THROW} and node.waits_for("signal")


def _limit(course: Course, token: Token, laps: Counter[tuple[str, str]]) -> Incident | None:
    """Why the case may not go on for now; `laps` counts how often a place was run."""
    node = element_of(token).node
    laps[node.id, scope_of(token)] += 1
    if laps[node.id, scope_of(token)] > MOST_LAPS:
        return Incident(node.origin, ENDLESS, {})
    if len(course.tasks) > MOST_TOKENS:
        return Incident(node.origin, CROWDED, {})
    return None


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
    """Whether, all being quiet, a time or a condition has come or a join need wait no longer.

    What was due first comes first, however late it is noticed.
    """
    catching = [token for token in course.tokens() if isinstance(token.task_spec, Catching)]
    timed = sorted((due, n) for n, token in enumerate(catching) if (due := due_of(token)))
    if any(catching[n].task_spec.is_due(course, catching[n]) for _, n in timed):
        return True
    if any(token.task_spec.is_true(course, token) for token in catching):
        return True
    looked: set[tuple[str, str, bool]] = set()  # many tokens may wait at one join, for the same
    for token in course.tokens():
        element = element_of(token)
        if isinstance(element, Inclusive) and token.has_state(TaskState.WAITING):
            data = token.internal_data
            place = (element.node.id, data["scope"], "fired" in data)
            if place not in looked and element.look(course, token):
                return True
            looked.add(place)
    return False


def _stopped(course: Course) -> Incident | None:
    """Why a case whose every step went well cannot go on, so that none stalls in silence.

    Where it only waits for messages that nothing left in it can send, people are asked for them;
    what may still come beside the work, and would not end it, does not count as going on.
    """
    tokens = [t for t in course.tokens() if not t.has_state(TaskState.STARTED)]
    moving = [t for t in tokens if is_open(t) or due_of(t)]
    if all(listens(token) for token in tokens) or not all(_is_beside(t) for t in moving):
        return None
    asked = [t for t in tokens if isinstance(t.task_spec, Catching) and t.task_spec.told]
    for token in asked:
        token.internal_data["asked"] = True
        token._set_state(TaskState.READY)
    waiting = next(token for token in tokens if not listens(token))
    if asked or moving:
        return None
    element = element_of(waiting)
    why = UNHEARD if isinstance(element, Catching) else STUCK
    return Incident(element.node.origin, why, {})


def _is_beside(token: Token) -> bool:
    """Whether the token listens beside work that it would let go on."""
    return bool(token.internal_data.get("host")) and not token.task_spec.interrupting
