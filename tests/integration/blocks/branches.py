"""Blocks that go several ways: choices by people or by conditions, branches, and loops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, combinations

from tests.integration.blocks.basic import Block, Task
from tests.integration.blocks.case import Offer, Said, Scope, Then
from tests.integration.blocks.sheet import Sheet, Way, text


@dataclass
class Question:
    """Where people choose: in the form of the one task before a gateway, else at the gateway."""

    gateway: str
    task: Task | None
    ways: tuple[Said, ...]

    @classmethod
    def at(cls, gateway: str, before: list[Way], ways: Sequence[Said]) -> Question:
        """The question at a gateway that was drawn at the end of the ways `before`."""
        task = before[0].task if len(before) == 1 else None
        if task is not None:
            task.ways = tuple(ways)
        return cls(gateway, task, tuple(ways))

    def ask(self, scope: Scope, then: Callable[[int], None]) -> None:
        def chosen(way: int) -> None:
            scope.case.passed(self.gateway)
            then(way)

        if self.task is None:
            scope.case.offer(Offer(self.gateway, scope, chosen, self.ways))
        else:
            chosen(scope.case.decided)


def sets(count: int, *, many: bool) -> list[tuple[int, ...]]:
    """What may be chosen of `count` ways: one, or any of them but none."""
    most = count if many else 1
    return [each for size in range(1, most + 1) for each in combinations(range(count), size)]


def along(branches: Sequence[Block | None], sheet: Sheet, ways: list[Way]) -> list[list[Way]]:
    """Each branch drawn at the end of its way; None is an arrow and nothing else."""
    return [
        [way] if branch is None else branch.draw(sheet, [way])
        for branch, way in zip(branches, ways, strict=True)
    ]


class Gathered:
    """Goes on when so many branches are through, past the gateway that joins them."""

    def __init__(self, scope: Scope, count: int, join: str, then: Then) -> None:
        self.scope, self.count, self.join, self.then = scope, count, join, then

    def through(self) -> None:
        self.count -= 1
        if not self.count:
            self.scope.case.passed(self.join)
            self.then()

    def run(self, branches: Sequence[Block | None]) -> None:
        for branch in branches:
            if branch is None:
                self.through()
            else:
                branch.run(self.scope, self.through)


@dataclass
class Choice:
    """One of several branches, or any of them (`many`), as people decide.

    `labelled`: whether the arrows have labels; `merged`: whether a gateway brings the branches
    together, which for several it must.
    """

    branches: list[Block | None]
    many: bool = False
    labelled: bool = True
    merged: bool = True
    before: str = field(default="", init=False, repr=False)
    join: str = field(default="", init=False, repr=False)
    question: Question = field(init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        kind = "inclusiveGateway" if self.many else "exclusiveGateway"
        if self.many:
            self.before, ways = sheet.merged(ways)
        gateway = sheet.put(kind, ways)
        names = [sheet.name("panah") for _ in self.branches]
        arrows = [f"Jalan {name}" if self.labelled else name for name in names]
        said = [Said(tuple(arrows[n] for n in each)) for each in self._sets()]
        self.question = Question.at(gateway, ways, said)
        labels = arrows if self.labelled else [""] * len(arrows)
        keys = [""] * len(arrows) if self.labelled else names
        out = [Way(gateway, label, key=key) for label, key in zip(labels, keys, strict=True)]
        ends = list(chain(*along(self.branches, sheet, out)))
        if not (self.merged or self.many):
            return ends
        self.join = sheet.put(kind, ends)
        return [Way(self.join)]

    def _sets(self) -> list[tuple[int, ...]]:
        return sets(len(self.branches), many=self.many)

    def run(self, scope: Scope, then: Then) -> None:
        def chosen(way: int) -> None:
            taken = [self.branches[n] for n in self._sets()[way]]
            Gathered(scope, len(taken), self.join, then).run(taken)

        scope.case.passed(self.before)
        self.question.ask(scope, chosen)


@dataclass
class Condition:
    """What a person answers, and arrows with conditions that read it; the last is the default.

    `at`: whether the arrows leave a gateway, one behind a script, or the task itself.
    """

    branches: list[Block | None]
    at: str = "gateway"
    many: bool = False
    told: bool = True
    task: Task = field(init=False, repr=False)
    passed: tuple[str, ...] = field(default=(), init=False, repr=False)
    join: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        kind = "inclusiveGateway" if self.many or self.at == "task" else "exclusiveGateway"
        keys = [sheet.name("panah") for _ in self.branches]
        default = {"default": keys[-1]} if self.told or self.at == "task" else {}
        name = f"jawab_{keys[0]}"
        if self.at == "task":
            self.task = Task()
            source = self.task.element = sheet.put("userTask", ways, **default)
        else:
            source = self._draw_gateway(sheet, ways, kind, name, default)
        self.task.ways = tuple(
            Said(answers={f"{name}_{n}": Decimal(n in each) for n in range(len(keys) - 1)})
            for each in self._sets()
        )
        read = f"{name}_baca" if self.at == "script" else name
        whens = [f"{read}_{n} = 1" for n in range(len(keys) - 1)]
        out = [Way(source, when=w, key=k) for w, k in zip([*whens, ""], keys, strict=True)]
        self.join = sheet.put(kind, chain(*along(self.branches, sheet, out)))
        return [Way(self.join)]

    def _draw_gateway(
        self, sheet: Sheet, ways: list[Way], kind: str, name: str, default: dict[str, str]
    ) -> str:
        self.task = Task()
        ways = self.task.draw(sheet, ways)
        if self.at == "script":
            numbers = range(len(self.branches) - 1)
            lines = "\n".join(f"{name}_baca_{n} = {name}_{n}" for n in numbers)
            reader = sheet.put("scriptTask", ways, text("script", lines))
            self.passed, ways = (reader,), [Way(reader)]
        gateway = sheet.put(kind, ways, **default)
        self.passed += (gateway,)
        return gateway

    def _sets(self) -> list[tuple[int, ...]]:
        """The branches that are taken, by what is answered."""
        last = len(self.branches) - 1
        return [*sets(last, many=self.many or self.at == "task"), (last,)]

    def run(self, scope: Scope, then: Then) -> None:
        def answered() -> None:
            scope.case.passed(*self.passed)
            taken = [self.branches[n] for n in self._sets()[scope.case.decided]]
            Gathered(scope, len(taken), self.join, then).run(taken)

        self.task.run(scope, answered)


@dataclass
class Single:
    """A block with one way out of it, for a gateway that waits for each arrow into it."""

    block: Block
    join: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.join, ways = sheet.merged(self.block.draw(sheet, ways))
        return ways

    def run(self, scope: Scope, then: Then) -> None:
        def through() -> None:
            scope.case.passed(self.join)
            then()

        self.block.run(scope, through)


@dataclass
class Fork:
    """Branches beside each other, out of a gateway or (`bare`) straight out of a task."""

    branches: list[Block | None]
    bare: bool = False
    before: str = field(default="", init=False, repr=False)
    join: str = field(default="", init=False, repr=False)
    task: Task | None = field(default=None, init=False, repr=False)
    split: str = field(default="", init=False, repr=False)

    def __post_init__(self) -> None:
        self.branches = [None if each is None else Single(each) for each in self.branches]

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        self.join = sheet.put("parallelGateway", chain(*self.draw_branches(sheet, ways)))
        return [Way(self.join)]

    def draw_branches(self, sheet: Sheet, ways: list[Way]) -> list[list[Way]]:
        """The ends of the branches."""
        if self.bare:
            self.task = Task()
            (way,) = self.task.draw(sheet, ways)
            source = way.source
        else:
            self.before, ways = sheet.merged(ways)
            source = self.split = sheet.put("parallelGateway", ways)
        return along(self.branches, sheet, [Way(source) for _ in self.branches])

    def run(self, scope: Scope, then: Then) -> None:
        gathered = Gathered(scope, len(self.branches), self.join, then)
        self.split_up(scope, lambda: gathered.run(self.branches))

    def split_up(self, scope: Scope, then: Then) -> None:
        """Go as far as where the branches begin."""

        def go_on() -> None:
            scope.case.passed(self.before, self.split)
            then()

        if self.task is None:
            go_on()
        else:
            self.task.run(scope, go_on)


@dataclass
class Loop:
    """A block that people repeat: at its end, or (`first`) they say before each time.

    `merged`: whether a gateway stands where the arrow leads back to.
    """

    body: Block
    first: bool = False
    merged: bool = True
    entry: str = field(default="", init=False, repr=False)
    question: Question = field(init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        gateway = sheet.name("ulangan")
        back, out = Way(gateway, "Lagi"), Way(gateway, "Cukup")
        said = [Said(("Cukup",)), Said(("Lagi",))]
        if self.first:
            sheet.put("exclusiveGateway", ways, key=gateway)
            sheet.lead(self.body.draw(sheet, [back]), gateway)
            self.question = Question(gateway, None, tuple(said))
            return [out]
        ways = [*ways, back]
        if self.merged:
            self.entry = sheet.put("exclusiveGateway", ways)
            ways = [Way(self.entry)]
        ends = self.body.draw(sheet, ways)
        sheet.put("exclusiveGateway", ends, key=gateway)
        self.question = Question.at(gateway, ends, said)
        return [out]

    def run(self, scope: Scope, then: Then) -> None:
        def lap() -> None:
            scope.case.passed(self.entry)
            self.body.run(scope, ask)

        def ask() -> None:
            self.question.ask(scope, lambda way: lap() if way else then())

        if self.first:
            ask()
        else:
            lap()
