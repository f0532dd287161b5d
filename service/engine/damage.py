"""Tells a whole state of a case from a damaged one, before anything is run in it.

What passes here can be run: no field that an element reads has another type, and every token lies
in one that can hold it. Nothing is asked of fields that no element reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.case import SnapshotDamaged
from service.engine.course import Course, scope_of
from service.engine.elements.catching import Boundary, Catching
from service.engine.elements.joins import Joining
from service.engine.elements.repeated import Repeated
from service.engine.elements.scope import Scope
from service.engine.elements.starting import PoolStart
from service.engine.elements.throwing import Throwing
from service.engine.intake.nodes import PROCESS
from service.engine.plan import Plan, executed_name

STATES = frozenset({TaskState.READY, TaskState.WAITING, TaskState.STARTED})
_HOLD = (Scope, Repeated, Throwing)  # a throwing event holds the handlers of what it undoes


def check_whole(course: Course) -> None:
    """Raises SnapshotDamaged, ValueError, KeyError, AttributeError or TypeError."""
    sound = {""}
    for token in course.tokens():
        _check_fields(course.plan, token)
        _check_place(course, token)
        _check_scopes(course, token, sound)


def _check_fields(plan: Plan, token: Token) -> None:
    for key, value in token.internal_data.items():
        if key in _FIELDS and not _FIELDS[key](plan, value):
            raise SnapshotDamaged


def _check_place(course: Course, token: Token) -> None:
    """That the token can be in this state at its element, and has what the element needs."""
    element, data = token.task_spec, token.internal_data
    alone = element.node.kind == PROCESS or isinstance(element, PoolStart)
    host = data.get("host")
    possible = (
        alone == (data["scope"] == "")
        and (not token.has_state(TaskState.STARTED) or isinstance(element, _HOLD))
        and (not token.has_state(TaskState.WAITING) or isinstance(element, Catching | Joining))
        and (host is not None or not isinstance(element, Boundary))
        and (not host or bool(_found(course, host)))
    )
    if not possible or not _is_told(token):
        raise SnapshotDamaged


def _is_told(token: Token) -> bool:
    """Whether a join knows by which arrow the token came, and a repetition how often it was."""
    element, data = token.task_spec, token.internal_data
    if isinstance(element, Joining):
        return "fired" in data or data["flow"] in {"", *(flow.id for flow in element.arriving)}
    if isinstance(element, Repeated) and token.has_state(TaskState.STARTED):
        return data["begun"] == 0 or (data["begun"] >= data["done"] and "of" in data)
    return True


def _check_scopes(course: Course, token: Token, sound: set[str]) -> None:
    """Every token runs within one that has begun, and none within itself. `sound`: seen before."""
    path: set[str] = set()
    scope = scope_of(token)
    while scope not in sound:
        holder = _found(course, scope)
        if scope in path or not isinstance(holder.task_spec, _HOLD):
            raise SnapshotDamaged
        if not holder.has_state(TaskState.STARTED):
            raise SnapshotDamaged
        path.add(scope)
        scope = scope_of(holder)
    sound |= path


def _found(course: Course, token: str) -> Token:
    """The token of an id as it is written everywhere, since ids are compared as texts."""
    found = course.find(token)
    if found is None or str(found.id) != token:
        raise SnapshotDamaged
    return found


def _is_text(_plan: Plan, value: object) -> bool:
    return isinstance(value, str)


def _is_sign(_plan: Plan, value: object) -> bool:
    return isinstance(value, bool)


def _is_count(_plan: Plan, value: object) -> bool:
    return type(value) is int and value >= 0


def _is_moment(_plan: Plan, value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def _are_texts(_plan: Plan, value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_drawn(plan: Plan, value: object) -> bool:
    return isinstance(value, str) and executed_name(value) in plan.spec.task_specs


def _are_done(plan: Plan, value: object) -> bool:
    """What can be undone: nodes, each with what could be undone within it."""
    return isinstance(value, list) and all(
        isinstance(each, list)
        and len(each) == len(("node", "within"))
        and _is_drawn(plan, each[0])
        and _are_done(plan, each[1])
        for each in value
    )


def _are_handlers(plan: Plan, value: object) -> bool:
    return isinstance(value, list) and all(
        _is_drawn(plan, each) or _are_done(plan, [each]) for each in value
    )


_FIELDS: Mapping[str, Callable[[Plan, object], bool]] = {
    "scope": _is_text,
    "host": _is_text,
    "race": _is_text,
    "flow": _is_text,
    "via": _is_drawn,
    "told": _is_sign,
    "came": _is_sign,
    "asked": _is_sign,
    "true": _is_sign,
    "fired": _are_texts,
    "cancelled": _is_sign,
    "unread": _is_sign,
    "begun": _is_count,
    "of": _is_count,
    "times": _is_count,
    "due": _is_moment,
    "armed": _is_moment,
    "seen": _are_texts,
    "undo": _are_handlers,
    "undoable": _are_done,
    "done": lambda plan, value: _is_count(plan, value) or _are_done(plan, value),
}
