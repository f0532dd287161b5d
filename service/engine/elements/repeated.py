"""Activities that are done several times: in parallel, one after another, or in a loop."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.activity import Activity
from service.engine.elements.throwing import throw
from service.engine.intake.graph import Graph, Node, Repeat, instance_of

MOST_INSTANCES = 1000
MOST_PLAYED = 3  # where chance says how many


class CountInvalid(Exception):
    """How often an activity is done is no number between 0 and MOST_INSTANCES: an incident."""


class Repeated(Activity):
    """Holds the instances, which run within its token, each with its own `loopCounter`.

    `body` is the node of one instance; `asks` the one at which a person says how many there are,
    or whether to do it once more, where the drawing does not.
    """

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.body = instance_of(node).id
        asked = (f"{node.id}.ulangi", f"{node.id}.jumlah")
        self.asks = next((key for key in asked if key in graph.nodes), "")

    @property
    def repeat(self) -> Repeat:
        """How often; only what repeats is built as this."""
        return cast("Repeat", self.node.repeat)

    def act(self, course: Course, token: Token) -> bool:
        """Begin the first instance or all of them. Raises CountInvalid."""
        data = token.internal_data
        data |= {"begun": 0, "done": 0}
        if self.repeat.loop:
            data["of"] = self._most()
            if not self.repeat.test_before or self._again(course, token):
                self._begin(course, token)
        elif self.asks:
            course.enter(self.asks, str(token.id))
        else:
            self._begin_all(course, token, self._count(course, token))
        course.touch(token)
        return False

    def _begin_all(self, course: Course, token: Token, count: int) -> None:
        token.internal_data["of"] = count
        for _ in range(min(count, 1) if self.repeat.sequential else count):
            self._begin(course, token)

    def _begin(self, course: Course, token: Token) -> None:
        data = token.internal_data
        local: dict[str, object] = {"loopCounter": Decimal(data["begun"])}
        if self.repeat.items and self.repeat.item:
            local[self.repeat.item] = self._items(course, token)[data["begun"]]
        data["begun"] += 1
        course.enter(self.body, str(token.id), variables=local)

    def _items(self, course: Course, token: Token) -> list[object]:
        items = course.known(token).get(self.repeat.items)
        return list(items) if isinstance(items, list) else []

    def _count(self, course: Course, token: Token) -> int:
        if not self.repeat.count:
            return len(self._items(course, token))
        if course.doing.chance and course.lacks(token, [self.repeat.count]):
            return course.doing.chance.randint(1, MOST_PLAYED)
        count = course.value(token, self.repeat.count)
        if isinstance(count, Decimal) and count == int(count) and 0 <= count <= MOST_INSTANCES:
            return int(count)
        raise CountInvalid(str(count))

    def _most(self) -> int:
        return int(self.repeat.most) if self.repeat.most else 0

    def _again(self, course: Course, token: Token) -> bool:
        data = token.internal_data
        if data["of"] and data["begun"] >= data["of"]:
            return False
        local = {"loopCounter": Decimal(data["begun"])}
        token.internal_data["variables"] = local
        return not self.repeat.again or course.holds_or_may(token, self.repeat.again)

    def member_left(self, course: Course, token: Token, member: Token) -> None:
        """An instance is through, or a person has answered."""
        if member.task_spec.node.id == self.asks:
            self._answered(course, token)
            return
        if member.task_spec.node.id != self.body:
            return
        token.internal_data["done"] += 1
        self._throw(course, token)
        if token.id not in course.tasks:
            return
        if not self.repeat.loop:
            self._go_on(course, token)
        elif self.asks:
            course.enter(self.asks, str(token.id))
        elif self._again(course, token):
            self._begin(course, token)

    def _answered(self, course: Course, token: Token) -> None:
        origin = self.node.origin
        if not self.repeat.loop:
            self._begin_all(course, token, course.doing.counts[origin])
        elif f"{origin}:ulangi" in course.doing.choices.get(origin, ()):
            self._begin(course, token)

    def _go_on(self, course: Course, token: Token) -> None:
        data = token.internal_data
        if self.repeat.until and course.holds_or_may(token, self.repeat.until):
            for each in course.members(str(token.id)):
                course.drop(each)
        elif self.repeat.sequential and data["begun"] < data["of"]:
            self._begin(course, token)

    def _throw(self, course: Course, token: Token) -> None:
        data = token.internal_data
        running = data["begun"] - data["done"]
        numbers = {"Instances": data["of"], "ActiveInstances": running}
        numbers |= {"CompletedInstances": data["done"], "TerminatedInstances": 0}
        data["variables"] = {
            f"{prefix}{name}": Decimal(number)
            for name, number in numbers.items()
            for prefix in ("nrOf", "numberOf")
        }
        for condition, trigger in self.repeat.events:
            once = self.repeat.behaviour == "One" and data["done"] > 1
            if not once and (not condition or course.holds_or_may(token, condition)):
                throw(course, token, trigger)

    def undoable(self, course: Course, token: Token) -> list[object]:  # noqa: ARG002 - as above
        """Each instance is undone by itself."""
        data = token.internal_data
        times: list[object] = [[self.node.id, []]] * data["done"]
        return times if self.undone_by else data.get("undoable", [])

    def emptied(self, course: Course, token: Token) -> None:  # noqa: ARG002
        """Every instance is through."""
        token.complete()
