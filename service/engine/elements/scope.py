"""What tokens run within: the process of a pool, subprocesses, and what a call activity calls."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.activity import Activity
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import PROCESS, Node, drawn_as


class Scope(Activity):
    """Is finished when nothing runs within it any more. `inside`: the id of what it contains."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.inside = node.calls or drawn_as(node.id)

    def act(self, course: Course, token: Token) -> bool:
        """Let its event subprocesses listen, and begin: at the start that was used, or at all."""
        scope = str(token.id)
        starts = course.plan.listened_in(self.inside)
        course.arrive([course.place(start.id, scope, host=scope) for start in starts])
        via = token.internal_data.get("via")
        if via is None:
            begun = course.plan.graph.begun_in(self.inside)
            course.arrive([course.place(node.id, scope, flow="") for node in begun])
        else:
            self._go_on_from(course, via, scope)
        course.touch(token)
        return False

    def _go_on_from(self, course: Course, start: str, scope: str) -> None:
        node = course.plan.graph.nodes[start]
        if not node.helper and (self.node.kind == PROCESS or node.waits_for("compensate")):
            course.left.append(node.origin)
        course.follow(course.plan.graph.outgoing(start), scope)

    def emptied(self, course: Course, token: Token) -> None:
        """What is undone comes first; then the activity is finished."""
        if undo_next(course, token):
            return
        if token.internal_data.get("cancelled"):
            self._end_as_cancelled(course, token)
        else:
            token.complete()

    def _end_as_cancelled(self, course: Course, token: Token) -> None:
        for listener in course.tokens():
            if listener.internal_data.get("host") == str(token.id) and (
                listener.task_spec.hear(course, listener, "cancel", "")
            ):
                return
        scope = token.internal_data["scope"]
        course.drop(token)
        course.follow((), scope)

    def undoable(self, course: Course, token: Token) -> list[object]:
        """As a whole, by its handler, or else by what can be undone inside it."""
        held: list[object] = token.internal_data.get("undoable", [])
        whole = self.undone_by or held or course.plan.undoing(self.inside)
        return [[self.node.id, held]] if whole else []


def undo(course: Course, token: Token, scope: Token, activity: str = "") -> None:
    """Undo within `token` what was done in `scope`: all of it, or one activity, last done first."""
    done: list[list[str]] = scope.internal_data.get("undoable", [])
    chosen = [entry for entry in done if activity in {"", drawn_as(entry[0])}]
    scope.internal_data["undoable"] = [entry for entry in done if entry not in chosen]
    token.internal_data["undo"] = [
        handler for entry in reversed(chosen) for handler in course.plan.undone_by(entry)
    ]


def undo_next(course: Course, token: Token) -> bool:
    """Begin the next handler of what `token` undoes; False when none is left.

    A handler that is an event subprocess may itself undo what its subprocess held.
    """
    waiting: list[tuple[str, list[object]]] = token.internal_data.get("undo", [])
    if not waiting:
        return False
    (handler, held), *token.internal_data["undo"] = waiting
    token.internal_data["undoable"] = held
    course.enter(handler, str(token.id), **course.plan.begun_by_undoing(handler))
    course.touch(token)
    return True
