"""Activities that are done several times: in parallel, one after another, or in a loop."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.activity import Activity
from service.engine.elements.throwing import throw
from service.engine.expressions import Value
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Node, Repeat, instance_of

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
        token.internal_data |= {"begun": 0, "done": 0, "of": int(self.repeat.most or 0)}
        if not self.repeat.loop:
            self._begin_counted(course, token)
        elif self.repeat.test_before:
            self._begin_again(course, token)
        else:
            self._begin(course, token)
        course.touch(token)
        return False

    def _begin_counted(self, course: Course, token: Token) -> None:
        count = self._count(course, token)
        if count is None:
            course.enter(self.asks, str(token.id))
        else:
            self._begin_all(course, token, count)

    def _begin_all(self, course: Course, token: Token, count: int) -> None:
        token.internal_data["of"] = count
        for _ in range(min(count, 1) if self.repeat.sequential else count):
            self._begin(course, token)

    def _begin(self, course: Course, token: Token) -> None:
        number = token.internal_data["begun"]
        local: dict[str, object] = {"loopCounter": Decimal(number)}
        if self.repeat.items and self.repeat.item:
            items = self._items(course, token) or []
            local[self.repeat.item] = items[number] if number < len(items) else None
        token.internal_data["begun"] += 1
        self._tell_numbers(token)
        course.enter(self.body, str(token.id), variables=local)

    def _begin_again(self, course: Course, token: Token) -> None:
        """In a loop: once more, below the limit, if the condition or else a person says so."""
        begun, most = (token.internal_data[key] for key in ("begun", "of"))
        if most and begun >= most:
            return
        self._tell_numbers(token)
        if self.asks:
            course.enter(self.asks, str(token.id))
        elif not self.repeat.again or self._is_wanted(course, token):
            self._begin(course, token)

    def _is_wanted(self, course: Course, token: Token) -> bool:
        return course.holds_or_may(token, self.repeat.again)

    def _items(self, course: Course, token: Token) -> list[Value] | None:
        items = course.value(token, self.repeat.items) if self.repeat.items else None
        return items if isinstance(items, list) else None

    def _count(self, course: Course, token: Token) -> int | None:
        """How many instances there are; None where only a person can say."""
        stated = self.repeat.count or self.repeat.items
        if stated and course.doing.chance and course.lacks(token, [stated]):
            return course.doing.chance.randint(1, MOST_PLAYED)
        if not self.repeat.count:
            items = self._items(course, token)
            return None if items is None else _checked(Decimal(len(items)))
        return _checked(course.value(token, self.repeat.count))

    def member_left(self, course: Course, token: Token, member: Token) -> None:
        """A person has answered, or an instance is through."""
        if member.task_spec.node.id == self.asks:
            self._answered(course, token)
            return
        token.internal_data["done"] += 1
        self._tell_numbers(token)
        self._throw(course, token, member)
        if token.id not in course.tasks:
            return
        if self.repeat.loop:
            self._begin_again(course, token)
        else:
            self._go_on(course, token, member)

    def _answered(self, course: Course, token: Token) -> None:
        origin = self.node.origin
        if not self.repeat.loop:
            self._begin_all(course, token, course.doing.counts[origin])
        elif f"{origin}:ulangi" in course.doing.choices.get(origin, ()):
            self._begin(course, token)

    def _go_on(self, course: Course, token: Token, member: Token) -> None:
        data = token.internal_data
        if self.repeat.until and course.holds_or_may(member, self.repeat.until):
            for each in course.members(str(token.id)):
                course.drop(each)
        elif self.repeat.sequential and data["begun"] < data["of"]:
            self._begin(course, token)

    def _tell_numbers(self, token: Token) -> None:
        """What expressions may read of the repetition as a whole; a loop only counts its laps."""
        data = token.internal_data
        if self.repeat.loop:
            data["variables"] = {"loopCounter": Decimal(data["begun"])}
            return
        numbers = {"Instances": data["of"], "ActiveInstances": data["begun"] - data["done"]}
        numbers |= {"CompletedInstances": data["done"], "TerminatedInstances": 0}
        data["variables"] = {
            f"{prefix}{name}": Decimal(number)
            for name, number in numbers.items()
            for prefix in ("nrOf", "numberOf")
        }

    def _throw(self, course: Course, token: Token, member: Token) -> None:
        """What the instance sets off, from within: the events at the boundary may catch it."""
        if self.repeat.behaviour == "One" and token.internal_data["done"] > 1:
            return
        for condition, trigger in self.repeat.events:
            if token.id in course.tasks and (
                not condition or course.holds_or_may(member, condition)
            ):
                throw(course, member, trigger)

    def undoable(self, course: Course, token: Token) -> list[object]:
        """Each instance is undone by itself."""
        data = token.internal_data
        times: list[object] = [[self.node.id, []]] * data["done"]
        return times if self.undone_by else data.get("undoable", [])

    def emptied(self, course: Course, token: Token) -> None:
        """Every instance is through."""
        token.complete()


def _checked(count: Value) -> int:
    if isinstance(count, Decimal) and count == int(count) and 0 <= count <= MOST_INSTANCES:
        return int(count)
    raise CountInvalid(str(count))
