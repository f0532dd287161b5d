"""Gateways that wait for one another's tokens: parallel, inclusive and complex."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.elements.gateways import Choosing
from service.engine.intake.graph import Graph
from service.engine.intake.moves import leading_to
from service.engine.intake.nodes import Flow, Node


class Joining(Element):
    """Keeps tokens until it can fire; `arriving` are the arrows into it that can be reached."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.arriving = tuple(f for f in graph.incoming(node.id) if f.source in graph.reached)

    def kept(self, course: Course, scope: str) -> dict[str, list[Token]]:
        """The tokens that wait here in one scope, by the arrow that they came along."""
        found: dict[str, list[Token]] = defaultdict(list)
        for token in course.tokens():
            if token.task_spec is self and token.internal_data["scope"] == scope:
                found[token.internal_data["flow"]].append(token)
        return found

    def fire(self, course: Course, tokens: list[Token]) -> None:
        """Of these tokens one goes on for all."""
        first, *others = tokens
        for other in others:
            course.drop(other)
        first._ready()


class Parallel(Joining):
    """Fires once for one token from each arrow; tokens beyond that stay for the next time."""

    def arrive(self, course: Course, token: Token) -> bool:
        """A fork is a join of one arrow."""
        if len(self.arriving) <= 1:
            return True
        token._set_state(TaskState.WAITING)
        kept = self.kept(course, token.internal_data["scope"])
        waiting = {
            key: [t for t in each if t.has_state(TaskState.WAITING)] for key, each in kept.items()
        }
        if all(waiting.get(flow.id) for flow in self.arriving):
            self.fire(course, [waiting[flow.id][0] for flow in self.arriving])
        return False


class Inclusive(Joining, Choosing):
    """Fires when no other token can still come along an arrow that has none yet.

    So BPMN 2.0.2, 13.4.3: a token elsewhere that can reach an empty arrow is waited for, unless it
    can also reach one that has a token. `reach`: node -> the arrows into this gateway that lie
    ahead of it, not through the gateway itself.
    """

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.reach = ahead_of(graph, self.arriving) if len(self.arriving) > 1 else {}

    def arrive(self, course: Course, token: Token) -> bool:
        """With one arrow there is nothing to wait for; else `look` finds out when all is quiet."""
        if len(self.arriving) <= 1:
            return True
        token._set_state(TaskState.WAITING)
        return False

    def look(self, course: Course, token: Token) -> bool:
        """Fire, when nothing else can come; whether it did."""
        kept = self.kept(course, token.internal_data["scope"])
        if any(self.awaited(course, token, set(kept))):
            return False
        self.fire(course, [tokens[0] for tokens in kept.values()])
        return True

    def awaited(self, course: Course, token: Token, full: set[str]) -> list[str]:
        """The nodes with tokens that are waited for."""
        scope = token.internal_data["scope"]
        return [
            place
            for place in course.places(scope)
            if place != self.node.id
            and (ahead := self.reach.get(place, frozenset())) - full
            and not ahead & full
        ]


class Complex(Inclusive):
    """Fires by its activation condition over `activationCount`, once; what comes later is gone.

    When nothing more can come, it is as new again (BPMN 2.0.2, 13.4.5): it then takes one token
    from each arrow that had none when it fired; what else has come by then is for the next time.
    Until then a token of its own stays here, with the arrows that had `fired`. Without a condition
    it is an inclusive gateway.
    """

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.condition = node.texts.get("activationCondition", "")

    def arrive(self, course: Course, token: Token) -> bool:
        """Look whether it is enough now."""
        if len(self.arriving) <= 1 or not self.condition:
            return super().arrive(course, token)
        token._set_state(TaskState.WAITING)
        self._activate(course, token)
        return False

    def _activate(self, course: Course, token: Token) -> None:
        scope = token.internal_data["scope"]
        kept = self.kept(course, scope)
        if "" in kept:  # it fired, and is not as new yet
            return
        token.internal_data["variables"] = {"activationCount": Decimal(len(kept))}
        if course.holds(token, self.condition):
            mark = course.place(self.node.id, scope, flow="", fired=sorted(kept))
            mark._set_state(TaskState.WAITING)
            self.fire(course, [tokens[0] for tokens in kept.values()])

    def look(self, course: Course, token: Token) -> bool:
        """Start anew once nothing more can come; whether it did."""
        if not self.condition:
            return super().look(course, token)
        fired = set(token.internal_data.get("fired", ()))
        kept = self.kept(course, token.internal_data["scope"])
        if not fired or any(self.awaited(course, token, fired | set(kept))):
            return False
        late = [kept[arrow].pop(0) for arrow in list(kept) if arrow not in fired]
        for each in late:  # with the token of its own
            course.drop(each)
        early = [each for tokens in kept.values() for each in tokens]
        if early:
            self._activate(course, early[0])
        return True


def ahead_of(graph: Graph, arriving: tuple[Flow, ...]) -> dict[str, frozenset[str]]:
    """For each node of the gateway's scope: the arrows into the gateway that lie ahead of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for flow in arriving:
        for node in leading_to(graph, flow):
            found[node].add(flow.id)
    return {node: frozenset(flows) for node, flows in found.items()}
