"""Subprocesses with an event subprocess, which interrupts the rest or runs beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.integration.blocks.activities import Inside
from tests.integration.blocks.basic import Block
from tests.integration.blocks.case import Scope, Then
from tests.integration.blocks.events import Caught, Event
from tests.integration.blocks.sheet import Sheet, Way


@dataclass
class Handled:
    """A subprocess and what an event starts within it."""

    inside: Inside
    event: Event | Caught
    interrupting: bool
    path: Block
    element: str = field(default="", init=False, repr=False)
    handler: str = field(default="", init=False, repr=False)
    end: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        with sheet.inside() as lines:
            self.inside.draw(sheet)
            with sheet.inside() as own:
                told = {} if self.interrupting else {"isInterrupting": "false"}
                self.event.element = sheet.add("startEvent", self.event.inside(sheet), **told)
                ends = self.path.draw(sheet, [Way(self.event.element)])
                self.end = sheet.put("endEvent", ends)
            self.handler = sheet.add("subProcess", "\n".join(own), triggeredByEvent="true")
        self.element = sheet.put("subProcess", ways, "\n".join(lines))
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.element)
            then()

        whole = Scope(scope.case, scope, through)
        work = Scope(scope.case, whole, whole.through)
        whole.running = 1
        self._listen(whole, work)
        work.begin(self.inside)

    def _listen(self, whole: Scope, work: Scope) -> None:
        def come() -> None:
            if self.interrupting:
                work.end()
                _Handler(self).run(whole, whole.through)
                return
            if self.event.again:
                self._listen(whole, work)
            work.begin(_Handler(self))

        self.event.run(work, come)


@dataclass
class _Handler:
    """The event subprocess, from after its start."""

    of: Handled

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.of.handler)
            then()

        def ended() -> None:
            scope.case.passed(self.of.end)
            own.through()

        own = Scope(scope.case, scope, through)
        own.running = 1
        self.of.path.run(own, ended)
