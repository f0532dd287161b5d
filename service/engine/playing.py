"""Plays a diagram through without a server: random people, a simulated clock, no state kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from SpiffWorkflow.task import Task as Token

from service.domain.definition import Source
from service.domain.standard_time import StandardTime
from service.engine.course import Act, Course, due_of, element_of, listens
from service.engine.elements.catching import Catching
from service.engine.elements.repeated import MOST_PLAYED
from service.engine.executable import plan_of
from service.engine.expressions import Value
from service.engine.intake.completing import complete
from service.engine.intake.graph import DECISION, HOW_MANY, drawn_as
from service.engine.plan import Plan
from service.engine.snapshots import pack, unpack
from service.engine.spiff_engine import begun
from service.engine.stepping import is_open, run_on

MOST_STEPS = 10_000


@dataclass(frozen=True)
class Played:
    """One play: the elements that were passed, each with its pool and the simulated moment.

    `waiting`: where tokens rested when it stopped, empty when it `ended`; `data`: the variables.
    """

    seed: int
    ended: bool
    steps: tuple[tuple[str, str, datetime], ...]
    waiting: tuple[tuple[str, str], ...]
    data: Mapping[str, Value]


@dataclass(frozen=True)
class Play:
    """How to play: the numbers of chance, what is known at the start, and when it is."""

    seed: int
    data: Mapping[str, Value]
    at: datetime
    working_due: Callable[[StandardTime, datetime], datetime]


def play(source: Source, how: Play) -> Played:
    """Drive every pool of a diagram to its end. Raises DiagramRefused."""
    return _Player(plan_of(complete(source).graph), how).play()


class _Player:
    def __init__(self, plan: Plan, how: Play) -> None:
        self.plan, self.how = plan, how
        self.chance = random.Random(how.seed)  # noqa: S311 - no secret depends on it
        self.at = how.at
        self.steps: list[tuple[str, str, datetime]] = []
        self.pools = {node: plan.graph.pool_of(node).name for node in plan.graph.nodes}

    def play(self) -> Played:
        usable = [start for pool in self.plan.graph.pools for start in self.plan.usable(pool.id)]
        main = [start for start in usable if start.scope == self.plan.graph.main]
        course = Course(self.plan, dict(self.how.data), self._act())
        course = begun(self.plan, self.chance.choice(main or usable).id, course)
        self._settle(course)
        while not self._ended(course) and len(self.steps) < MOST_STEPS:
            course = unpack(pack(course), self.plan, self._act())
            if not self._move(course):
                break
            self._settle(course)
        return self._played(course)

    def _act(self) -> Act:
        return Act(self.at, self.how.working_due, chance=self.chance)

    def _settle(self, course: Course) -> None:
        run_on(course)
        names = self.plan.graph.nodes
        drawn = {node.origin: node.id for node in names.values()}
        self.steps += [(self.pools.get(drawn.get(e, e), ""), e, self.at) for e in course.left]

    def _ended(self, course: Course) -> bool:
        return all(listens(token) for token in course.tokens())

    def _move(self, course: Course) -> bool:
        """A person does something, or the next timer fires; False when neither can."""
        people = [token for token in course.tokens() if is_open(token)]
        likely = [token for token in people if not _is_unsent_signal(token)]
        dues = [due for token in course.tokens() if (due := due_of(token))]
        can = [*likely, *([min(dues)] if dues else [])] or people or _unsure(course)
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
        choices: dict[str, tuple[str, ...]] = {}
        counts: dict[str, int] = {}
        if node.kind == HOW_MANY:
            counts[node.origin] = self.chance.randint(1, MOST_PLAYED)
        elif node.kind == DECISION and node.id.endswith(".ulangi"):
            choices[node.origin] = (f"{node.origin}:{self.chance.choice(('ulangi', 'lanjut'))}",)
        else:
            choices = self._choices(node.id)
        course.doing = Act(self.at, self.how.working_due, choices, counts, self.chance)
        token._ready()
        token.run()

    def _choices(self, node: str) -> dict[str, tuple[str, ...]]:
        """One way out of each gateway that the step decides; of several ways, at least one."""
        chosen = {}
        for flow in self.plan.graph.outgoing(drawn_as(node)):
            gateway = self.plan.graph.nodes[flow.target]
            if not gateway.decided:
                continue
            ways = [each.id for each in self.plan.graph.outgoing(gateway.id)]
            count = 1 if gateway.kind == "exclusiveGateway" else self.chance.randint(1, len(ways))
            chosen[gateway.origin] = tuple(self.chance.sample(ways, count))
        return chosen

    def _played(self, course: Course) -> Played:
        ended = self._ended(course)
        resting = [] if ended else [t for t in course.tokens() if not listens(t)]
        nodes = [element_of(token).node for token in resting]
        waiting = tuple(
            (self.pools[drawn_as(n.id)], n.origin) for n in nodes if n.kind != "process"
        )
        return Played(self.how.seed, ended, tuple(self.steps), waiting, course.variables)


def _is_unsent_signal(token: Token) -> bool:
    """A signal that nothing in the diagram sends: it comes only when nothing else can."""
    node = element_of(token).node
    return node.confirmed and bool(node.triggers) and all(t.kind == "signal" for t in node.triggers)


def _unsure(course: Course) -> list[Token]:
    """Conditions that are waited for and read what nobody has given a value: they may come true."""
    return [
        token
        for token in course.tokens()
        if isinstance(token.task_spec, Catching) and course.lacks(token, token.task_spec.conditions)
    ]
