"""Gateways that wait for one another's tokens: parallel, inclusive and complex."""

from __future__ import annotations

from collections import defaultdict

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.elements.gateways import Choosing
from service.engine.intake.graph import Flow, Graph, Node


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
        self.reach = ahead_of(graph, node, self.arriving)

    def arrive(self, course: Course, token: Token) -> bool:  # noqa: ARG002
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

    When nothing more can come, it is as new again (BPMN 2.0.2, 13.4.5). Without a condition it is
    an inclusive gateway.
    """

    def arrive(self, course: Course, token: Token) -> bool:
        """Count the arrows that have a token; one that fired already swallows the rest."""
        condition = self.node.texts.get("activationCondition")
        if len(self.arriving) <= 1 or not condition:
            return super().arrive(course, token)
        token._set_state(TaskState.WAITING)
        scope = token.internal_data["scope"]
        tokens = [each for kept in self.kept(course, scope).values() for each in kept]
        if any("fired" in each.internal_data for each in tokens):
            return False
        token.internal_data["variables"] = {"activationCount": len(self.kept(course, scope))}
        if course.holds(token, condition):
            mark = course.place(self.node.id, scope, flow="", fired=True)
            mark._set_state(TaskState.WAITING)
            self.fire(course, [token, *(each for each in tokens if each is not token)])
        return False

    def look(self, course: Course, token: Token) -> bool:
        """Start anew once nothing more can come."""
        if not self.node.texts.get("activationCondition"):
            return super().look(course, token)
        scope = token.internal_data["scope"]
        if "fired" not in token.internal_data or any(self.awaited(course, token, set())):
            return False
        for kept in self.kept(course, scope).values():
            for each in kept:
                course.drop(each)
        return True


def ahead_of(graph: Graph, gateway: Node, arriving: tuple[Flow, ...]) -> dict[str, frozenset[str]]:
    """For each node of the gateway's scope: the arrows into the gateway that lie ahead of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for flow in arriving:
        ahead, seen = [flow.source], {gateway.id}
        while ahead:
            here = ahead.pop()
            if here in seen:
                continue
            seen.add(here)
            found[here].add(flow.id)
            ahead += [each.source for each in graph.incoming(here)]
            if graph.nodes[here].host:
                ahead.append(graph.nodes[here].host)
    return {node: frozenset(flows) for node, flows in found.items()}
