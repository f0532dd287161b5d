"""The blocks of every diagram: steps, choices, branches that run beside each other, and loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from tests.integration.blocks.case import Offer, Said, Scope, Then
from tests.integration.blocks.sheet import Sheet, Way, text


class Block(Protocol):
    """Draws itself at the end of some ways, which gives the ways out of it, and runs."""

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        """Called once, before `run`."""

    def run(self, scope: Scope, then: Then) -> None:
        """Go through the block within `scope`, and on with `then`."""


PERSONS = {
    "userTask": "",
    "manualTask": "",
    "task": "",
    "serviceTask": "",
    "businessRuleTask": "",
    "sendTask": "",  # to nobody in the diagram
    "receiveTask": "",  # from nobody in the diagram
    "scriptTask": text("script", "hitung dahulu, lalu catat"),  # words
    "subProcess": "",  # without content
    "callActivity": "",  # of an SOP that nobody has deployed
}
"""The tasks that wait for a person, and what stands in them."""


@dataclass
class Task:
    """A step of a person. `ways`: what may be said in its form; `marker`: how often it is done."""

    kind: str = "userTask"
    element: str = field(default="", init=False, repr=False)
    marker: str = field(default="", init=False, repr=False)
    ways: tuple[Said, ...] = field(default=(Said(),), init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.element = sheet.put(self.kind, ways, PERSONS[self.kind] + self.marker)
        return [Way(self.element, task=self)]

    def run(self, scope: Scope, then: Then) -> None:
        def done(_way: int) -> None:
            scope.case.passed(self.element)
            then()

        scope.case.offer(Offer(self.element, scope, done, self.ways))


@dataclass
class Passed:
    """What waits for nobody: an event that is only marked, a script, or a pair of links."""

    kind: str
    elements: tuple[str, ...] = field(default=(), init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        if self.kind == "link":
            return self._draw_link(sheet, ways)
        inside = text("script", "sudah = 1") if self.kind == "scriptTask" else ""
        self.elements = (sheet.put(self.kind, ways, inside),)
        return [Way(self.elements[0])]

    def _draw_link(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        link = f'<linkEventDefinition name="{sheet.name("tautan")}"/>'
        there = sheet.put("intermediateThrowEvent", ways, link)
        here = sheet.add("intermediateCatchEvent", link)
        self.elements = (there, here)
        return [Way(here)]

    def run(self, scope: Scope, then: Then) -> None:
        scope.case.passed(*self.elements)
        then()


@dataclass
class Row:
    """One after the other."""

    parts: list[Block]

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        for part in self.parts:
            ways = part.draw(sheet, ways)
        return ways

    def run(self, scope: Scope, then: Then) -> None:
        self._run(scope, 0, then)

    def _run(self, scope: Scope, number: int, then: Then) -> None:
        if number == len(self.parts):
            then()
        else:
            self.parts[number].run(scope, lambda: self._run(scope, number + 1, then))


@dataclass
class Aside:
    """A path that ends by itself, at an end event if one is drawn."""

    path: Block | None
    end: str

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.end)
            then()

        if self.path is None:
            through()
        else:
            self.path.run(scope, through)
