"""Blocks of events: waiting for a time or a message, races, and what interrupts an activity."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from tests.integration.blocks.basic import Aside, Block, Task
from tests.integration.blocks.branches import Question
from tests.integration.blocks.case import Offer, Said, Scope, Then
from tests.integration.blocks.sheet import Sheet, Way, text

CATCH, THROW, BOUNDARY = "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"


@dataclass
class Event:
    """What is waited for: a time, or a message from outside that a person confirms."""

    timer: bool
    element: str = field(default="", init=False, repr=False)
    minutes: int = field(default=0, init=False, repr=False)

    @property
    def again(self) -> bool:
        """Whether it may come several times."""
        return not self.timer

    def inside(self, sheet: Sheet) -> str:
        """Each timer has a length of its own."""
        if not self.timer:
            return "<messageEventDefinition/>"
        self.minutes = 60 + 17 * sheet.made
        duration = text("timeDuration", f"PT{self.minutes}M")
        return f"<timerEventDefinition>{duration}</timerEventDefinition>"

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.element = sheet.put(CATCH, ways, self.inside(sheet))
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        def come(_way: int) -> None:
            scope.case.passed(self.element)
            then()

        due = scope.case.now + self.minutes if self.timer else None
        scope.case.offer(Offer(self.element, scope, come, due=due))


@dataclass
class Picked:
    """No event at all: after an event-based gateway people say that what comes next is the way."""

    arrow: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.arrow = sheet.name("panah")
        return [replace(way, key=self.arrow) for way in ways]

    def run(self, scope: Scope, then: Then) -> None:
        scope.case.offer(Offer(f"{self.arrow}.pilih", scope, lambda _way: then()))


@dataclass
class Race:
    """An event-based gateway: the first event that comes is the way. `bare`: no gateway merges."""

    branches: list[tuple[Event | Picked, Block | None]]
    bare: bool = False
    before: str = field(default="", init=False, repr=False)
    gateway: str = field(default="", init=False, repr=False)
    join: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.before, ways = sheet.merged(ways)
        self.gateway = sheet.put("eventBasedGateway", ways)
        ends: list[Way] = []
        for event, branch in self.branches:
            out = event.draw(sheet, [Way(self.gateway)])
            ends += out if branch is None else branch.draw(sheet, out)
        if self.bare:
            return ends
        self.join = sheet.put("exclusiveGateway", ends)
        return [Way(self.join)]

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.join)
            then()

        def won(branch: Block | None) -> None:
            race.end()
            if branch is None:
                through()
            else:
                branch.run(scope, through)

        scope.case.passed(self.before, self.gateway)
        race = Scope(scope.case, scope, then)
        for event, branch in self.branches:
            event.run(race, partial(won, branch))


@dataclass
class Caught:
    """What is raised within the activity that it is attached to: an error or an escalation."""

    kind: str
    element: str = field(default="", init=False, repr=False)

    @property
    def again(self) -> bool:
        return True

    def inside(self, sheet: Sheet) -> str:  # noqa: ARG002 - as events in the flow
        return f"<{self.kind}EventDefinition/>"

    def run(self, scope: Scope, then: Then) -> None:
        def come() -> None:
            scope.case.passed(self.element)
            then()

        scope.hears[self.kind] = come


@dataclass
class Raise:
    """A step after which people end the scope, or fail it, or go on; an escalation only tells."""

    kind: str
    task: Task = field(default_factory=Task, init=False, repr=False)
    question: Question | None = field(default=None, init=False, repr=False)
    event: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        ways = self.task.draw(sheet, ways)
        inside = f"<{self.kind}EventDefinition/>"
        if self.kind == "escalation":
            self.event = sheet.put(THROW, ways, inside)
            return [Way(self.event)]
        gateway = sheet.put("exclusiveGateway", ways)
        said = [Said(("Lanjut",)), Said(("Berhenti",))]
        self.question = Question.at(gateway, ways, said)
        self.event = sheet.put("endEvent", [Way(gateway, "Berhenti")], inside)
        return [Way(gateway, "Lanjut")]

    def run(self, scope: Scope, then: Then) -> None:
        def raised() -> None:
            scope.case.passed(self.event)
            scope.raised(self.kind)
            if scope.alive:
                then()

        def done() -> None:
            if self.question is None:
                raised()
            else:
                self.question.ask(scope, lambda way: raised() if way else then())

        self.task.run(scope, done)


class Hosted(Block, Protocol):
    """An activity that events can be attached to."""

    element: str


@dataclass
class Guard:
    """An activity with an event at its boundary, which ends it or goes on in addition to it.

    Where the event ends it, the way from the event leads to where the activity's leads
    (`bare`: without a gateway); else it ends by itself.
    """

    body: Hosted
    event: Event | Caught
    interrupting: bool
    path: Block
    bare: bool = False
    join: str = field(default="", init=False, repr=False)
    end: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        ends = self.body.draw(sheet, ways)
        inside = self.event.inside(sheet)
        attached = {"attachedToRef": self.body.element}
        if not self.interrupting:
            attached["cancelActivity"] = "false"
        self.event.element = sheet.add(BOUNDARY, inside, **attached)
        beside = self.path.draw(sheet, [Way(self.event.element)])
        if not self.interrupting:
            self.end = sheet.put("endEvent", beside)
            return ends
        if self.bare:
            return ends + beside
        self.join = sheet.put("exclusiveGateway", ends + beside)
        return [Way(self.join)]

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.join)
            then()

        inner = Scope(scope.case, scope, through)
        self._listen(scope, inner, through)
        inner.begin(self.body)

    def _listen(self, scope: Scope, inner: Scope, through: Then) -> None:
        def come() -> None:
            if self.interrupting:
                inner.end()
                self.path.run(scope, through)
                return
            if self.event.again:
                self._listen(scope, inner, through)
            scope.begin(Aside(self.path, self.end))

        self.event.run(inner, come)
