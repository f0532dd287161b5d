"""Blocks with something inside: subprocesses, and activities that are done several times."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from tests.integration.blocks.basic import Aside, Block, Task
from tests.integration.blocks.branches import Fork
from tests.integration.blocks.case import Offer, Said, Scope, Then
from tests.integration.blocks.sheet import Sheet, Way, text


@dataclass
class Inside:
    """What fills a pool or a subprocess: a block, its start and its ends as far as drawn.

    `spread`: branches at the end that nothing joins any more. An end is drawn wherever an arrow
    that says something would else lead nowhere.
    """

    body: Block
    begun: bool = True
    ended: bool = True
    spread: Fork | None = None
    start: str = field(default="", init=False, repr=False)
    ends: list[str] = field(default_factory=list, init=False, repr=False)

    def draw(self, sheet: Sheet, trigger: str = "", **start: str) -> None:
        """`trigger`: what the start waits for."""
        if self.begun:
            self.start = sheet.add("startEvent", trigger, **start)
        ways = self.body.draw(sheet, [Way(self.start)] if self.begun else [])
        branches = self.spread.draw_branches(sheet, ways) if self.spread else [ways]
        self.ends = [self._end(sheet, each) for each in branches]

    def _end(self, sheet: Sheet, ways: list[Way]) -> str:
        if self.ended or any(way.task is None for way in ways):
            return sheet.put("endEvent", ways)
        return ""

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(*self.ends)
            then()

        scope.case.passed(self.start)
        fork = self.spread
        self.body.run(scope, partial(self._spread, fork, scope, then) if fork else through)

    def _spread(self, fork: Fork, scope: Scope, then: Then) -> None:
        def apart() -> None:
            pairs = zip(fork.branches, self.ends, strict=True)
            scope.begin(*(Aside(branch, end) for branch, end in pairs))
            then()

        fork.split_up(scope, apart)


@dataclass
class Sub:
    """A subprocess, drawn where it is or (`called`) as a process of its own."""

    inside: Inside
    called: bool = False
    element: str = field(default="", init=False, repr=False)
    marker: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        if self.called:
            with sheet.pool(called := sheet.name("dipanggil"), taking_part=False):
                self.inside.draw(sheet)
            self.element = sheet.put("callActivity", ways, self.marker, calledElement=called)
            return [Way(self.element)]
        with sheet.inside() as lines:
            self.inside.draw(sheet)
        self.element = sheet.put("subProcess", ways, "\n".join([*lines, self.marker]))
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.element)
            then()

        Scope(scope.case, scope, through).begin(self.inside)


@dataclass
class Repeated:
    """An activity that is done several times.

    `how`: "parallel" or "sequential" so often as `times` says (None: a person does), "most" that
    often at most and without a condition, "counted" so often by a condition that is asked before.
    """

    body: Task | Sub
    how: str
    times: int | None = None

    @property
    def element(self) -> str:
        return self.body.element

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.body.marker = self._marker()
        self.body.draw(sheet, ways)
        return [Way(self.element)]

    def _marker(self) -> str:
        if self.how == "most":
            return f'<standardLoopCharacteristics loopMaximum="{self.times}"/>'
        if self.how == "counted":
            condition = text("loopCondition", f"loopCounter < {self.times}")
            tag = "standardLoopCharacteristics"
            return f'<{tag} testBefore="true">{condition}</{tag}>'
        count = "" if self.times is None else text("loopCardinality", str(self.times))
        sequential = str(self.how == "sequential").lower()
        tag = "multiInstanceLoopCharacteristics"
        return f'<{tag} isSequential="{sequential}">{count}</{tag}>'

    def run(self, scope: Scope, then: Then) -> None:
        own = Scope(scope.case, scope, then)
        if self.times is not None:
            self._begin(own, self.times)
            return
        ways = tuple(Said(times=each) for each in (1, 2, 3))
        offer = Offer(f"{self.element}.jumlah", own, lambda way: self._begin(own, way + 1), ways)
        scope.case.offer(offer)

    def _begin(self, own: Scope, times: int) -> None:
        if not times:
            own.over = True
            own.then()
        elif self.how == "parallel":
            own.begin(*[self.body] * times)
        else:
            own.begin(_Times(self.body, times))


@dataclass
class _Times:
    """One time after the other."""

    body: Task | Sub
    times: int

    def run(self, scope: Scope, then: Then) -> None:
        if not self.times:
            then()
        else:
            self.body.run(scope, lambda: _Times(self.body, self.times - 1).run(scope, then))
