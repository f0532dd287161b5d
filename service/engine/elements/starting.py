"""The start of a pool that did not begin with the case: a person may use it while the case runs."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow, Node


class PoolStart(Element):
    """Offered to people; using it begins the pool and withdraws its other starts."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.manual = True

    def act(self, course: Course, token: Token) -> bool:
        """The pool tells that its start was passed, not this offer."""
        token.internal_data["told"] = True
        for other in course.tokens():
            offered = isinstance(other.task_spec, PoolStart) and other is not token
            if offered and other.task_spec.node.scope == self.node.scope:
                course.drop(other)
        course.begin(self.node.id)
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """The pool goes on by itself."""
        return ()
