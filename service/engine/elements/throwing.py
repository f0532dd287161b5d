"""Events that make something happen: thrown in the flow or at an end."""

from __future__ import annotations

from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.elements.scope import undo, undo_next
from service.engine.intake.nodes import TRANSACTION, Trigger


class Throwing(Element):
    """Throws each of its triggers, in drawn order. Its messages leave with the token."""

    def act(self, course: Course, token: Token) -> bool:
        """Raises nothing: what nobody catches is told by the intake's notes."""
        course.tell(token)
        for trigger in self.node.triggers:
            if token.id in course.tasks:
                throw(course, token, trigger)
        if token.id not in course.tasks:
            return True
        course.touch(token)
        return "undo" not in token.internal_data

    def emptied(self, course: Course, token: Token) -> None:
        """One handler of what is undone is through; then the next, and at last the token goes."""
        if not undo_next(course, token):
            token.complete()


def throw(course: Course, token: Token, trigger: Trigger) -> None:
    """Make one trigger happen where `token` is."""
    if trigger.kind == "signal":
        course.broadcast(trigger.name)
    elif trigger.kind == "escalation":
        _escalate(course, token, trigger.name)
    elif trigger.kind == "error":
        _fail(course, token, trigger.name)
    elif trigger.kind == "terminate":
        _end_all(course, course.within(token)[0], token)
    elif trigger.kind == "compensate":
        undo(course, token, _undoing_scope(course, token), trigger.name)
    elif trigger.kind == "cancel":
        _cancel(course, token)


def _escalate(course: Course, token: Token, code: str) -> None:
    """Tell the nearest who listens, from the inside out; the case goes on either way."""
    for scope in course.within(token):
        if _heard(course, scope, "escalation", code):
            return


def _fail(course: Course, token: Token, code: str) -> None:
    """End everything up to the nearest who catches the error, or the whole pool."""
    failing = token
    for scope in course.within(token):
        if _heard(course, scope, "error", code):
            course.drop(failing)
            return
        failing = scope
    _end_all(course, failing, token)


def _heard(course: Course, scope: Token, kind: str, name: str) -> bool:
    """Whether an event subprocess in `scope`, or else an event at its boundary, was told.

    On each side one for just this error comes before one for all.
    """
    own = str(scope.id)
    near = [t for t in course.tokens() if t.internal_data.get("host") == own]
    near.sort(key=lambda t: (t.internal_data["scope"] != own, t.task_spec.catches_all(kind)))
    return any(each.task_spec.hear(course, each, kind, name) for each in near)


def _end_all(course: Course, scope: Token, token: Token) -> None:
    """Take away everything within `scope`; the thrower's own token goes too."""
    for each in course.tokens():
        if each.internal_data["scope"] == str(scope.id):
            course.drop(each)
    course.drop(token)
    course.touch(scope)


def _undoing_scope(course: Course, token: Token) -> Token:
    """Whose activities are undone: the thrower's own scope, or what its event subprocess is in."""
    scopes = course.within(token)
    inside = scopes[0].task_spec.node
    return scopes[1] if inside.event_subprocess and len(scopes) > 1 else scopes[0]


def _cancel(course: Course, token: Token) -> None:
    """End the transaction around the token, undo what was done in it, then tell its boundary.

    Without a transaction it ends, and undoes, what it was drawn in.
    """
    scopes = course.within(token)
    whole = next((s for s in scopes if s.task_spec.node.kind == TRANSACTION), None)
    inner = whole or scopes[0]
    inner.internal_data["undoable"] = [
        entry
        for each in course.tokens()
        if each is inner or inner in course.within(each)
        for entry in each.internal_data.get("undoable", [])
    ]
    _end_all(course, inner, token)
    undo(course, inner, inner)
    inner.internal_data["cancelled"] = whole is not None
