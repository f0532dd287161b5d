"""What each part of an expression does when it is run, as closures over its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from service.engine.expressions.arithmetic import calculated
from service.engine.expressions.errors import ExpressionTooDeep
from service.engine.expressions.functions import Function
from service.engine.expressions.values import (
    Value,
    all_of,
    as_value,
    bounded_list,
    equal,
    guarded,
    ordered,
)

MAX_DEPTH = 50

Compare: TypeAlias = Callable[[Any, Any], bool]


class Scope:
    """What an expression may see: the variables, each converted at most once, and the time.

    `first` is the number of a list's first element: 1 in FEEL, 0 elsewhere.
    """

    def __init__(self, variables: Mapping[str, object], now: datetime, first: int = 0) -> None:
        self._variables = variables
        self._read: dict[str, Value] = {}
        self.now = now
        self.first = first

    def from_one(self) -> Scope:
        """The same for FEEL."""
        return Scope(self._variables, self.now, first=1)

    def value(self, name: str) -> Value:
        """The variable's value; null if there is none. Raises ExpressionTooLarge."""
        if name not in self._read:
            self._read[name] = as_value(self._variables.get(name), self.now)
        return self._read[name]


Run: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression: what it yields, the variables it reads, its levels of nesting.

    `text` is what stands between the quotes if the part is a text that was written out.
    """

    run: Run
    names: frozenset[str] = frozenset()
    depth: int = 0
    text: str | None = None


Bound: TypeAlias = tuple[Compare, Node]


def node(run: Run, parts: Iterable[Node]) -> Node:
    """A node over `parts`; raises ExpressionTooDeep, so that no run can exhaust the stack."""
    parts = tuple(parts)
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > MAX_DEPTH:
        raise ExpressionTooDeep(limit=MAX_DEPTH)
    return Node(run, frozenset[str]().union(*(part.names for part in parts)), depth)


def constant(value: Value) -> Node:
    """The same value always."""
    return Node(lambda _scope: value, text=value if isinstance(value, str) else None)


def variable(name: str) -> Node:
    """The variable's value; null if there is none."""
    return Node(lambda scope: scope.value(name), frozenset({name}))


def feel(inner: Node) -> Node:
    """The same, with the elements of lists numbered from one."""
    return replace(inner, run=lambda scope: inner.run(scope.from_one()))


def parenthesis(inner: Node) -> Node:
    """The same, one level deeper."""
    return node(inner.run, [inner])


def elements(parts: Sequence[Node]) -> Node:
    """A list of what `parts` yield."""
    return node(lambda scope: bounded_list([part.run(scope) for part in parts]), parts)


def unary(operation: Callable[[Value], Value], operand: Node) -> Node:
    """`operation` on the operand's value."""
    return node(lambda scope: guarded(operation, operand.run(scope)), [operand])


def chain(first: Node, rest: Sequence[tuple[str, Node]]) -> Node:
    """`first + a - b ...` from left to right; `rest` pairs each operator with its operand."""

    def run(scope: Scope) -> Value:
        value = first.run(scope)
        for sign, operand in rest:
            value = calculated(value, sign, operand.run(scope))
        return value

    return node(run, [first, *(operand for _, operand in rest)])


def junction(decisive: bool, parts: Sequence[Node]) -> Node:
    """And (decided by False) or or (by True); null where undecided and one part is no bool."""

    def run(scope: Scope) -> Value:
        result: bool | None = not decisive
        for part in parts:
            value = part.run(scope)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                result = None
        return result

    return node(run, parts)


def choice(condition: Node, then: Node, otherwise: Node) -> Node:
    """`then` where the condition is true; `otherwise` where it is anything else."""

    def run(scope: Scope) -> Value:
        chosen = then if condition.run(scope) is True else otherwise
        return chosen.run(scope)

    return node(run, [condition, then, otherwise])


def equality(left: Node, right: Node, holds: bool) -> Node:
    """Whether the two being equal is what `holds` says."""
    return node(lambda scope: equal(left.run(scope), right.run(scope)) is holds, [left, right])


def order(first: Node, rest: Sequence[Bound]) -> Node:
    """`first < a <= b ...`: whether each stands so to the next; null where undecided.

    A pair without a common order decides nothing; a pair that does not hold decides it all.
    """

    def run(scope: Scope) -> Value:
        held = []
        left = first.run(scope)
        for compare, operand in rest:
            right = operand.run(scope)
            held.append(ordered(compare, left, right))
            left = right
        return all_of(held)

    return node(run, [first, *(operand for _, operand in rest)])


def within(value: Node, lower: Bound, upper: Bound) -> Node:
    """Whether the value lies between two bounds, each with how it compares; null if unordered."""
    (above, low), (below, high) = lower, upper

    def run(scope: Scope) -> Value:
        # Once, as nested ranges would otherwise double the work at each level.
        inner = value.run(scope)
        held = ordered(above, inner, low.run(scope)), ordered(below, inner, high.run(scope))
        return all_of(held)

    return node(run, [value, low, high])


def tests(parts: Sequence[Node]) -> Node:
    """The list `(1, b)` after `in`: what a part that is a list holds belongs to it too."""

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        spread = [inner for value in values if isinstance(value, list) for inner in value]
        return bounded_list(values + spread)

    return node(run, parts)


def subscript(whole: Node, index: Node) -> Node:
    """One element of a list or character of a text, from its end if negative; null if none."""

    def run(scope: Scope) -> Value:
        elements, number = whole.run(scope), index.run(scope)
        if not isinstance(elements, list | str) or not isinstance(number, Decimal):
            return None
        # Compared first, as int() of a huge number takes long.
        if not -len(elements) <= number < len(elements) + scope.first or number != int(number):
            return None
        place = int(number)
        if place < 0:
            return elements[place]
        return elements[place - scope.first] if place >= scope.first else None

    return node(run, [whole, index])


def call(function: Function, arguments: Sequence[Node]) -> Node:
    """What the function answers for the arguments."""

    def run(scope: Scope) -> Value:
        values = [argument.run(scope) for argument in arguments]
        return guarded(function.apply, values, scope.now)

    return node(run, arguments)
