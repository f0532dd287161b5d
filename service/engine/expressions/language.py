"""Parse an expression or a script, and answer what it yields for a case's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.engine.expressions.errors import ExpressionEmpty, ExpressionTooLong
from service.engine.expressions.nodes import Node, Scope
from service.engine.expressions.parser import read_expression, read_line
from service.engine.expressions.values import Value

MAX_LENGTH = 2_000
MAX_SCRIPT_LENGTH = 10_000


@dataclass(frozen=True)
class Expression:
    """A condition, a timer or any other value that a diagram states as a text.

    `names` are the variables it reads. Variables are numbers (int, float, Decimal), texts, bools,
    dates, datetimes, timedeltas, None and lists of these; anything else counts as null. `now` is
    aware, in the office's zone.
    """

    text: str
    names: frozenset[str]
    _root: Node

    def evaluate(self, variables: Mapping[str, object], now: datetime) -> Value:
        """The value, null (None) where there is none. Raises only ExpressionTooLarge."""
        return self._root.run(Scope(variables, now))

    def is_true(self, variables: Mapping[str, object], now: datetime) -> bool:
        """Whether the value is true; null and everything else count as false."""
        return self.evaluate(variables, now) is True


@dataclass(frozen=True)
class Script:
    """Assignments, each of which sees what those before it assigned.

    `names_read` are the variables it takes from outside, `names_written` those it assigns.
    """

    names_read: frozenset[str]
    names_written: frozenset[str]
    _assignments: tuple[tuple[str, Node], ...]

    def run(self, variables: Mapping[str, object], now: datetime) -> dict[str, Value]:
        """What was assigned; `variables` stay as they are. Raises only ExpressionTooLarge."""
        assigned: dict[str, Value] = {}
        known = dict(variables)
        for name, node in self._assignments:
            known[name] = assigned[name] = node.run(Scope(known, now))
        return assigned


def parse_expression(text: str) -> Expression:
    """Read `text` in any of the spellings; raises ExpressionInvalid, which says where and why.

    The elements of lists count from one in a text that begins with `=`, as FEEL's, else from zero.
    """
    if not text.strip():
        raise ExpressionEmpty
    root = read_expression(_bounded(text, MAX_LENGTH))
    return Expression(text, root.names, root)


def parse_script(text: str) -> Script:
    """Read assignments, one a line or parted by semicolons, with `#` and `//` comments.

    Besides `a = 1` these are `var a = 1`, `a += 1`, `a++`, `a.append(1)` and
    `execution.setVariable("a", 1)`. One statement that is none of these refuses the whole script.

    Raises ExpressionInvalid, which names the line and column and says why.
    """
    assignments: list[tuple[str, Node]] = []
    read: set[str] = set()
    written: set[str] = set()
    for number, line in enumerate(_bounded(text, MAX_SCRIPT_LENGTH).split("\n")):
        if not line.strip() or line.lstrip().startswith(("#", "//")):
            continue
        # The empty lines before it make an error name the line's own number.
        for name, node in read_line("\n" * number + _bounded(line, MAX_LENGTH)):
            read |= node.names - written
            written.add(name)
            assignments.append((name, node))
    return Script(frozenset(read), frozenset(written), tuple(assignments))


def _bounded(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ExpressionTooLong(length=len(text), limit=limit)
    return text
