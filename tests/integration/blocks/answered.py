"""Blocks that answers end: ad-hoc subprocesses, and repetitions until there is enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.integration.blocks.basic import Task
from tests.integration.blocks.case import Said, Scope, Then
from tests.integration.blocks.sheet import Sheet, Way, text


@dataclass
class AdHoc:
    """Steps in any order, each once; with `enough`, until an answer says so."""

    members: list[Task]
    enough: bool
    element: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        name = sheet.name("cukup")
        with sheet.inside() as lines:
            for member in self.members:
                member.draw(sheet, [])
                if self.enough:
                    member.ways = tuple(Said(answers={name: Decimal(n)}) for n in (0, 1))
        until = text("completionCondition", f"{name} = 1") if self.enough else ""
        self.element = sheet.put("adHocSubProcess", ways, "\n".join([*lines, until]))
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.element)
            then()

        Scope(scope.case, scope, through).begin(*(_Member(each, self) for each in self.members))


@dataclass
class _Member:
    """A step within an ad-hoc subprocess, after which there may be enough."""

    task: Task
    of: AdHoc | Until

    def run(self, scope: Scope, then: Then) -> None:
        def done() -> None:
            if self.of.enough and scope.case.decided:
                scope.raised("terminate")
            else:
                then()

        self.task.run(scope, done)


@dataclass
class Until:
    """A step that is done several times, until an answer says that it is enough.

    `how`: at most three times "parallel" or "sequential", or in a "loop" without a limit.
    """

    how: str
    enough: bool = field(default=True, init=False, repr=False)
    task: Task = field(default_factory=Task, init=False, repr=False)

    @property
    def element(self) -> str:
        return self.task.element

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        name = sheet.name("cukup")
        self.task.ways = tuple(Said(answers={name: Decimal(n)}) for n in (0, 1))
        if self.how == "loop":
            again = text("loopCondition", f"{name} = 0")
            marker = f"<standardLoopCharacteristics>{again}</standardLoopCharacteristics>"
        else:
            inside = text("loopCardinality", "3") + text("completionCondition", f"{name} = 1")
            tag, one_by_one = "multiInstanceLoopCharacteristics", str(self.how == "sequential")
            marker = f'<{tag} isSequential="{one_by_one.lower()}">{inside}</{tag}>'
        self.task.marker = marker
        self.task.draw(sheet, ways)
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        own = Scope(scope.case, scope, then)
        if self.how == "parallel":
            own.begin(*[_Member(self.task, self)] * 3)
        else:
            own.begin(_Again(_Member(self.task, self), 3 if self.how == "sequential" else None))


@dataclass
class _Again:
    """The same once more, until it ends its scope or `most` times."""

    member: _Member
    most: int | None

    def run(self, scope: Scope, then: Then) -> None:
        if self.most == 0:
            then()
            return
        most = None if self.most is None else self.most - 1
        self.member.run(scope, lambda: _Again(self.member, most).run(scope, then))
