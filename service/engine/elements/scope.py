"""What tokens run within: the process of a pool, subprocesses, and what a call activity calls."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.activity import Activity, note_done
from service.engine.intake.graph import PROCESS, Flow, Graph, Node, drawn_as


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
        if not node.helper and self.node.kind == PROCESS:
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

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """A finished subprocess can be undone as a whole, by what can be undone inside it."""
        done = token.internal_data.get("done", [])
        undoing = course.plan.undoing(self.inside)
        if not self.undone_by and (done or undoing):
            note_done(course, token, done)
        return super().chosen(course, token)


def undo(course: Course, token: Token, scope: Token, activity: str = "") -> None:
    """Undo within `token` what was done in `scope`: all of it, or one activity, last done first."""
    done: list[list[object]] = scope.internal_data.get("done", [])
    chosen = [entry for entry in done if activity in {"", entry[0]}]
    scope.internal_data["done"] = [entry for entry in done if entry not in chosen]
    token.internal_data["undo"] = [
        handler for entry in reversed(chosen) for handler in course.plan.undone_by(entry)
    ]


def undo_next(course: Course, token: Token) -> bool:
    """Begin the next handler of what `token` undoes; False when none is left."""
    waiting: list[str] = token.internal_data.get("undo", [])
    if not waiting:
        return False
    handler, *token.internal_data["undo"] = waiting
    course.enter(handler, str(token.id))
    course.touch(token)
    return True
