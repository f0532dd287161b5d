"""Plays a diagram through without a server: random people, a simulated clock, no state kept.

Chance does what people would: it chooses among the open tasks and the next timer, at the gateways
that people decide, and wherever an expression reads what nobody has given a value. Answers to forms
are not invented: what is known is what was given at the start and what scripts reckon from it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import cast

from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.definition import Source
from service.engine import stepping
from service.engine.course import Act, Course, due_of, element_of, listens
from service.engine.elements.catching import Catching
from service.engine.elements.repeated import MOST_PLAYED
from service.engine.executable import plan_of
from service.engine.expressions import Value
from service.engine.intake.completing import complete_flow
from service.engine.intake.nodes import DECISION, EXCLUSIVE, HOW_MANY, Node, drawn_as
from service.engine.plan import Plan
from service.engine.snapshots import pack, unpack
from service.engine.spiff_engine import begun
from service.engine.stepping import is_open, run_on
from service.usecases.play_diagram import Passed, Place, Play, Played

MOST_STEPS = 10_000


def play(source: Source, how: Play, *, saved: bool = False) -> Played:
    """Drive every pool of a diagram to its end, or for MOST_STEPS. Raises DiagramRefused.

    `saved`: the case goes through the bytes of a snapshot between any two moves.
    """
    return _Player(_plan(source.diagram), how, saved=saved).play()


@lru_cache(maxsize=1)
def _plan(diagram: bytes) -> Plan:
    """Kept for the next play, which is most often of the same diagram."""
    return plan_of(complete_flow(diagram))


class _Player:
    def __init__(self, plan: Plan, how: Play, *, saved: bool) -> None:
        self.plan, self.how, self.saved = plan, how, saved
        self.chance = random.Random(how.seed)  # noqa: S311 - no secret depends on it
        self.at = how.at
        self.steps: list[Passed] = []
        drawn = (node for node in plan.graph.nodes.values() if not node.helper)
        self.pools = {node.origin: plan.graph.pool_of(node.id).name for node in drawn}

    def play(self) -> Played:
        data = cast("Mapping[str, Value]", self.how.data)
        course = Course(self.plan, dict(data), self._act())
        self._settle(begun(self.plan, self._start(), course))
        for _ in range(MOST_STEPS):  # a move need not pass anything
            if self._ended(course) or len(self.steps) == MOST_STEPS:
                break
            if self.saved:
                course = unpack(pack(course), self.plan, self._act())
            if not self._move(course):
                break
            self._settle(course)
        return self._played(course)

    def _start(self) -> str:
        """One of the main pool's starts, if it has any that people may use."""
        graph = self.plan.graph
        usable = [start for pool in graph.pools for start in self.plan.usable(pool.id)]
        main = [start for start in usable if start.scope == graph.main]
        return self.chance.choice(main or usable).id

    def _act(
        self,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        counts: Mapping[str, int] | None = None,
    ) -> Act:
        return Act(self.at, self.how.working_due, choices or {}, counts or {}, self.chance)

    def _settle(self, course: Course) -> None:
        """Run on; steps that wait for nobody may go round longer than between acts of people."""
        for _ in range(MOST_STEPS):  # an act may pass nothing that was drawn
            incident = run_on(course)
            room = MOST_STEPS - len(self.steps)
            self.steps += [Passed(*self._place(at), self.at) for at in course.left[:room]]
            course.left.clear()
            endless = incident is not None and incident.reason == stepping.ENDLESS
            if not endless or len(self.steps) == MOST_STEPS:
                break

    def _place(self, element: str) -> Place:
        return Place(self.pools.get(element, ""), element)

    def _ended(self, course: Course) -> bool:
        return all(listens(token) for token in course.tokens())

    def _move(self, course: Course) -> bool:
        """A person does something, or the next timer fires; False when neither can.

        Only when nothing else can go on, a signal comes that nothing in the diagram sends, and
        last a condition comes true that reads what has no value.
        """
        people = [token for token in course.tokens() if is_open(token)]
        likely = [token for token in people if not _is_unsent_signal(token)]
        dues = [due for token in course.tokens() if (due := due_of(token))]
        can: list[Token | datetime] = [*likely, *([min(dues)] if dues else [])]
        can = can or people or _unsure(course)
        if not can:
            return False
        chosen = self.chance.choice(can)
        if isinstance(chosen, datetime):
            self.at = max(self.at, chosen)
            course.doing = self._act()
        else:
            self._do(course, chosen)
        return True

    def _do(self, course: Course, token: Token) -> None:
        node = element_of(token).node
        course.doing = self._act(self._choices(node), self._counts(node))
        token._ready()
        token.run()

    def _counts(self, node: Node) -> dict[str, int]:
        return {node.origin: self.chance.randint(1, MOST_PLAYED)} if node.kind == HOW_MANY else {}

    def _choices(self, node: Node) -> dict[str, tuple[str, ...]]:
        """Whether once more, or one way out of each gateway that is decided here.

        Of several ways that may be taken at once, at least one.
        """
        if node.kind == DECISION and node.id == f"{node.origin}.ulangi":
            return {node.origin: (f"{node.origin}:{self.chance.choice(('ulangi', 'lanjut'))}",)}
        chosen = {}
        for flow in self.plan.graph.outgoing(drawn_as(node.id)):
            gateway = self.plan.graph.nodes[flow.target]
            if not gateway.decided:
                continue
            ways = [each.id for each in self.plan.graph.outgoing(gateway.id)]
            count = 1 if gateway.kind == EXCLUSIVE else self.chance.randint(1, len(ways))
            chosen[gateway.origin] = tuple(self.chance.sample(ways, count))
        return chosen

    def _played(self, course: Course) -> Played:
        ended = self._ended(course)
        waiting = () if ended else tuple(self._place(at) for at in _resting(course))
        names = self.plan.graph.names
        return Played(self.how.seed, ended, tuple(self.steps), waiting, course.variables, names)


def _resting(course: Course) -> list[str]:
    """Where tokens stay; what only holds others, or listens beside them, is not where."""
    return [
        element_of(token).node.origin
        for token in course.tokens()
        if not listens(token) and not token.has_state(TaskState.STARTED)
    ]


def _is_unsent_signal(token: Token) -> bool:
    node = element_of(token).node
    return node.confirmed and bool(node.triggers) and all(t.kind == "signal" for t in node.triggers)


def _unsure(course: Course) -> list[Token]:
    """Conditions that are waited for and read what nobody has given a value: they may come true."""
    return [
        token
        for token in course.tokens()
        if isinstance(token.task_spec, Catching) and course.lacks(token, token.task_spec.conditions)
    ]
