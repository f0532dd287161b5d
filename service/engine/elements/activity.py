"""Activities: while one has a token, its boundary events listen; when it is done, they stop."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow, Node


class Activity(Element):
    """`boundaries`: the events attached to it, but for compensation, which is only noted."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        boundaries = graph.boundaries(node.id)
        self.boundaries = tuple(b.id for b in boundaries if not b.waits_for("compensate"))
        self.undone_by = any(b.waits_for("compensate") for b in boundaries)

    def arrive(self, course: Course, token: Token) -> bool:
        """Its boundary events listen before it acts: what is due already comes first."""
        scope = token.internal_data["scope"]
        course.arrive([course.place(b, scope, host=str(token.id)) for b in self.boundaries])
        return token.id in course.tasks

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """Also the moment at which it has become something that can be undone."""
        holder = course.find(token.internal_data["scope"])
        if holder is not None and (found := self.undoable(course, token)):
            holder.internal_data.setdefault("undoable", []).extend(found)
        return super().chosen(course, token)

    def undoable(self, course: Course, token: Token) -> list[object]:
        """What can be undone of it: each time it was done, with the same for what it held."""
        return [[self.node.id, []]] if self.undone_by else []


class PersonTask(Activity):
    """Waits, ready, until a person has done it."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.manual = True


class ScriptTask(Activity):
    """Runs assignments; they become variables of the case."""

    def act(self, course: Course, token: Token) -> bool:
        """Raises ExpressionTooLarge."""
        course.run_script(token, self.node.texts["script"])
        return True
