"""Blocks of several pools, and the sheet on which a whole diagram of them is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.integration.blocks.activities import Inside
from tests.integration.blocks.basic import Block, Task
from tests.integration.blocks.case import Case, Scope, Then
from tests.integration.blocks.events import CATCH, THROW
from tests.integration.blocks.sheet import Sheet, Way

MESSAGE = "<messageEventDefinition/>"
SENDERS = (THROW, "sendTask", "userTask")
REPLIES = (*SENDERS, "endEvent")
CATCHERS = (CATCH, "receiveTask", "userTask", "")


@dataclass
class Post:
    """An element that a message leaves or reaches; people work at a user task."""

    kind: str
    element: str = field(default="", init=False, repr=False)
    task: Task | None = field(default=None, init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        if self.kind == "userTask":
            self.task = Task()
            out = self.task.draw(sheet, ways)
            self.element = self.task.element
            return out
        inside = "" if self.kind.endswith("Task") else MESSAGE
        self.element = sheet.put(self.kind, ways, inside)
        return [Way(self.element)]

    def run(self, scope: Scope, then: Then) -> None:
        if self.task is not None:
            self.task.run(scope, then)
        else:
            scope.case.passed(self.element)
            then()


@dataclass
class Exchange:
    """A message to another pool, which begins with it, and the wait for its answer.

    With the catcher "" the step that sends waits for the answer itself.
    """

    partner: Block
    sender: str
    reply: str
    catcher: str
    between: Block | None = None
    ends: dict[str, Post] = field(default_factory=dict, init=False, repr=False)
    start: str = field(default="", init=False, repr=False)
    end: str = field(default="", init=False, repr=False)

    def draw(self, sheet: Sheet, ways: list[Way]) -> list[Way]:
        sender = Post(self.sender if self.catcher else "userTask")
        reply, catcher = Post(self.reply), Post(self.catcher)
        self.ends = {"sender": sender, "reply": reply, "catcher": catcher}
        ways = sender.draw(sheet, ways)
        with sheet.pool(sheet.name("mitra")):
            self.start = sheet.add("startEvent", MESSAGE)
            sent = reply.draw(sheet, self.partner.draw(sheet, [Way(self.start)]))
            if self.reply != "endEvent":
                self.end = sheet.put("endEvent", sent)
        sheet.message(sender.element, self.start)
        if not self.catcher:
            sheet.message(reply.element, sender.element)
            return [Way(sender.element)]
        if self.between is not None:
            ways = self.between.draw(sheet, ways)
        ways = catcher.draw(sheet, ways)
        sheet.message(reply.element, catcher.element)
        return ways

    def run(self, scope: Scope, then: Then) -> None:
        def caught() -> None:
            if self.catcher:
                self.ends["catcher"].run(scope, then)
            else:
                then()

        def wait() -> None:
            scope.case.receive(self.start, scope, caught)

        def sent() -> None:
            scope.case.pool().begin(_Partner(self))
            if self.between is not None and self.catcher:
                self.between.run(scope, wait)
            else:
                wait()

        self.ends["sender"].run(scope, sent)


@dataclass
class _Partner:
    """The other pool of an exchange."""

    of: Exchange

    def run(self, scope: Scope, then: Then) -> None:
        def replied() -> None:
            scope.case.passed(self.of.end)
            scope.case.send(self.of.start)
            then()

        scope.case.passed(self.of.start)
        self.of.partner.run(scope, lambda: self.of.ends["reply"].run(scope, replied))


@dataclass
class Diagram:
    """A diagram of blocks: the pool in which people begin, and one that begins beside it.

    Other pools hang on exchanges.
    """

    inside: Inside
    beside: Inside | None = None

    @property
    def at(self) -> str:
        """The start that is used, where there are two."""
        return self.inside.start if self.beside else ""

    def to_bpmn(self) -> bytes:
        """Draws it, once."""
        sheet = Sheet()
        for key, inside in (("sop", self.inside), ("lain", self.beside)):
            if inside is not None:
                with sheet.pool(key):
                    inside.draw(sheet)
        return sheet.to_bpmn()

    def case(self) -> Case:
        """A case of what was drawn."""
        case = Case()
        for inside in (self.inside, self.beside):
            if inside is not None:
                case.pool().begin(inside)
        return case
