"""What every drawn element shares: a token comes, the element acts, the token goes on."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow, Node
from service.engine.plan import executed_name


class Element(BpmnTaskSpec):  # type: ignore[misc]  # untyped library
    """An element that lets tokens pass; `flows` are the arrows out of it, in drawn order.

    Subclasses say when a token that came may act (`arrive`), what then happens (`act`) and along
    which arrows it goes on (`chosen`).
    """

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, executed_name(node.id), manual=False)
        self.bpmn_id = node.origin
        self.bpmn_name = node.name
        self.node = node
        self.flows = tuple(graph.outgoing(node.id))

    def arrive(self, course: Course, token: Token) -> bool:
        """Whether the token may act at once."""
        return True

    def act(self, course: Course, token: Token) -> bool:
        """Do what the element is for; whether it is finished with that."""
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """The arrows that the token goes on along; without a gateway, all of them."""
        return self.flows

    def emptied(self, course: Course, token: Token) -> None:
        """The last token within this one is gone; only what holds tokens is ever told."""

    def member_left(self, course: Course, token: Token, member: Token) -> None:
        """A token within this one finished at `member`."""

    def take(self, course: Course, token: Token, message: str) -> bool:
        """A message came that the token waits for; False where it was not waiting."""
        return False

    def hear(self, course: Course, token: Token, kind: str, name: str) -> bool:
        """Something of `kind` happened; whether the token was waiting for it."""
        return False

    def is_true(self, course: Course, token: Token) -> bool:
        """Values changed; whether a condition became true that the token was waiting for."""
        return False

    # The library's own hooks. It predicts no futures: tokens are made where they go.

    def test(self) -> None:
        """An element without arrows into it is no mistake here."""

    def _predict(self, *_arguments: object, **_options: object) -> None:
        pass

    def _update_hook(self, token: Token) -> bool:
        return self.arrive(token.workflow, token)

    def _on_ready_hook(self, token: Token) -> None:
        ready = token.workflow.ready
        (ready.appendleft if token.internal_data.get("came") else ready.append)(token)

    def _run_hook(self, token: Token) -> bool | None:
        return self.act(token.workflow, token) or None

    def _on_complete_hook(self, token: Token) -> None:
        course: Course = token.workflow
        if token.id in course.tasks:  # else what it did took the token itself away
            course.leave(token, self.chosen(course, token))
