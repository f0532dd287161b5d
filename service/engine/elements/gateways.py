"""Gateways that choose: exclusive, inclusive, and arrows with conditions out of an activity."""

from __future__ import annotations

from random import Random

from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.intake.graph import Flow


class NoWayOut(Exception):
    """No condition is true and there is no default flow: an incident."""


class Choosing(Element):
    """Decides before it lets the token go, so that a token without a way on stays where it is."""

    def act(self, course: Course, token: Token) -> bool:
        """Raises NoWayOut."""
        if self.flows and not self._by_chance(course, token) and not self.chosen(course, token):
            raise NoWayOut
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """What people decided, or what the conditions say, or the default."""
        if self.node.decided:
            picked = course.doing.choices.get(self.node.origin, ())
            return tuple(flow for flow in self.flows if flow.id in picked)
        if (chance := self._by_chance(course, token)) is not None:
            return self._drawn_by(chance)
        taken = self._true(course, token)
        if taken or any(self._is_open(flow) for flow in self.flows):
            return (*taken, *(flow for flow in self.flows if self._is_open(flow)))
        return tuple(flow for flow in self.flows if flow.id == self.node.default)

    def _true(self, course: Course, token: Token) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.flows if self._is_true(course, token, flow))

    def _by_chance(self, course: Course, token: Token) -> Random | None:
        conditions = [f.condition for f in self.flows if f.condition is not None]
        return course.doing.chance if course.lacks(token, conditions) else None

    def _drawn_by(self, chance: Random) -> tuple[Flow, ...]:
        return tuple(chance.sample(self.flows, chance.randint(1, len(self.flows))))

    def _is_true(self, course: Course, token: Token, flow: Flow) -> bool:
        return (
            flow.condition is not None
            and flow.id != self.node.default
            and course.holds(token, flow.condition)
        )

    def _is_open(self, flow: Flow) -> bool:
        return flow.condition is None and flow.id != self.node.default


class Exclusive(Choosing):
    """The first arrow in drawn order whose condition is true."""

    def _drawn_by(self, chance: Random) -> tuple[Flow, ...]:
        return (chance.choice(self.flows),)

    def _true(self, course: Course, token: Token) -> tuple[Flow, ...]:
        flows = (flow for flow in self.flows if self._is_true(course, token, flow))
        return tuple(flow for flow, _ in zip(flows, range(1), strict=False))
