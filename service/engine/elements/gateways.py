"""Gateways that choose: exclusive, inclusive, and arrows with conditions out of an activity."""

from __future__ import annotations

from itertools import islice
from random import Random

from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.intake.nodes import SPLIT, Flow


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
        chance = self._by_chance(course, token)
        true = self._true(course, token) if chance is None else self._drawn_by(chance)
        # Arrows without a condition keep a gateway from its default, but not an activity from its
        # own (BPMN 2.0.2, 13.3.1).
        default = not true and (self.node.kind == SPLIT or not any(map(self._is_open, self.flows)))
        return tuple(
            flow
            for flow in self.flows
            if flow in true or self._is_open(flow) or (default and flow.id == self.node.default)
        )

    def _true(self, course: Course, token: Token) -> list[Flow]:
        return [flow for flow in self._conditioned() if course.holds(token, flow.condition or "")]

    def _by_chance(self, course: Course, token: Token) -> Random | None:
        conditions = [flow.condition or "" for flow in self._conditioned()]
        return course.doing.chance if course.lacks(token, conditions) else None

    def _drawn_by(self, chance: Random) -> list[Flow]:
        """Any of the arrows with conditions; none only where another way is left."""
        conditioned = self._conditioned()
        least = 0 if len(conditioned) < len(self.flows) else 1
        return chance.sample(conditioned, chance.randint(least, self._most(conditioned)))

    def _most(self, conditioned: list[Flow]) -> int:
        return len(conditioned)

    def _conditioned(self) -> list[Flow]:
        default = self.node.default
        return [flow for flow in self.flows if flow.condition is not None and flow.id != default]

    def _is_open(self, flow: Flow) -> bool:
        return flow.condition is None and flow.id != self.node.default


class Exclusive(Choosing):
    """The first arrow in drawn order whose condition is true."""

    def _most(self, conditioned: list[Flow]) -> int:
        return min(1, len(conditioned))

    def _true(self, course: Course, token: Token) -> list[Flow]:
        conditioned = self._conditioned()
        true = (f for f in conditioned if course.holds(token, f.condition or ""))
        return list(islice(true, 1))
