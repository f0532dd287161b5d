"""Builds the node for each rule of the grammar as soon as the parser has recognised it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from typing import NamedTuple

from lark import Token, Transformer, v_args

from service.engine.expressions import nodes
from service.engine.expressions.arithmetic import minus
from service.engine.expressions.errors import (
    ArgumentsWrong,
    DateUnreadable,
    DurationUnreadable,
    ExpressionInvalid,
    FunctionUnknown,
    MethodUnknown,
    NumberTooLarge,
    SubscriptRefused,
)
from service.engine.expressions.functions import FUNCTIONS, METHODS, Function, date_of, duration_of
from service.engine.expressions.nodes import Bound, Compare, Node
from service.engine.expressions.tokens import checked, name_of, place, target_of, unescaped
from service.engine.expressions.values import is_empty, negated

_COMPARE: dict[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_DIFFERS = {"!=", "!==", "<>", "ne"}

# A number that is written out must be kept exactly, unlike one that is reckoned.
_EXACT = Context(prec=34, Emin=-6143, Emax=6144, traps=[Overflow, InvalidOperation, Inexact])

# Functions whose argument, where it is written out, can be checked at once.
_WRITTEN: dict[str, tuple[Callable[[str], object], type[ExpressionInvalid]]] = {
    "date": (date_of, DateUnreadable),
    "duration": (duration_of, DurationUnreadable),
}


class Assignment(NamedTuple):
    """What one statement of a script does."""

    name: str
    value: Node


class _Step(NamedTuple):
    """An operator and what stands to its right."""

    sign: str
    operand: Node


def _changed(target: Token, sign: str, operand: Node) -> Assignment:
    """`target = target sign operand`."""
    name = target_of(target)
    return Assignment(name, nodes.chain(nodes.variable(name), [(sign, operand)]))


@v_args(inline=True)
class Builder(Transformer[Token, Node]):
    """One method a rule; `grammar.py` has the rules."""

    def line(self, *assignments: Assignment) -> tuple[Assignment, ...]:
        return assignments

    def assignment(self, target: Token, value: Node) -> Assignment:
        return Assignment(target_of(target), value)

    def augmented(self, target: Token, sign: Token, value: Node) -> Assignment:
        return _changed(target, sign.removesuffix("="), value)

    def counted(self, target: Token, sign: Token) -> Assignment:
        return _changed(target, sign[0], nodes.constant(Decimal(1)))

    def extended(self, target: Token, element: Node) -> Assignment:
        return _changed(target, "+", nodes.elements([element]))

    def stored(self, name: Token, value: Node) -> Assignment:
        return Assignment(checked(name, unescaped(name)), value)

    def if_then_else(self, condition: Node, then: Node, otherwise: Node) -> Node:
        return nodes.choice(condition, then, otherwise)

    def value_if_else(self, then: Node, condition: Node, otherwise: Node) -> Node:
        return nodes.choice(condition, then, otherwise)

    def disjunction(self, *parts: Node) -> Node:
        return nodes.junction(decisive=True, parts=parts)

    def conjunction(self, *parts: Node) -> Node:
        return nodes.junction(decisive=False, parts=parts)

    def negative(self, operand: Node) -> Node:
        return nodes.unary(negated, operand)

    def equality(self, left: Node, sign: Token, right: Node) -> Node:
        return nodes.equality(left, right, holds=sign not in _DIFFERS)

    def is_constant(self, value: Node, constant: Node) -> Node:
        return nodes.equality(value, constant, holds=True)

    def is_not_constant(self, value: Node, constant: Node) -> Node:
        return nodes.equality(value, constant, holds=False)

    def order(self, first: Node, *rest: Bound) -> Node:
        return nodes.order(first, rest)

    def stands(self, sign: Token, operand: Node) -> Bound:
        return _COMPARE[sign], operand

    def between(self, value: Node, low: Node, high: Node) -> Node:
        return nodes.within(value, (operator.ge, low), (operator.le, high))

    def membership(self, value: Node, members: Node) -> Node:
        return nodes.call(FUNCTIONS["contains"], [members, value])

    def no_membership(self, value: Node, members: Node) -> Node:
        return nodes.unary(negated, self.membership(value, members))

    def tests(self, *parts: Node) -> Node:
        return nodes.tests(parts)

    def within(self, value: Node, lower: Bound, upper: Bound) -> Node:
        return nodes.within(value, lower, upper)

    def not_within(self, value: Node, lower: Bound, upper: Bound) -> Node:
        return nodes.unary(negated, nodes.within(value, lower, upper))

    def above(self, bound: Node) -> Bound:
        return operator.gt, bound

    def at_least(self, bound: Node) -> Bound:
        return operator.ge, bound

    def below(self, bound: Node) -> Bound:
        return operator.lt, bound

    def at_most(self, bound: Node) -> Bound:
        return operator.le, bound

    def addition(self, first: Node, *rest: _Step) -> Node:
        return nodes.chain(first, rest)

    def multiplication(self, first: Node, *rest: _Step) -> Node:
        return nodes.chain(first, rest)

    def addend(self, sign: Token, operand: Node) -> _Step:
        return _Step(str(sign), operand)

    def factor(self, sign: Token, operand: Node) -> _Step:
        return _Step(str(sign), operand)

    def power(self, base: Node, exponent: Node) -> Node:
        return nodes.chain(base, [_Step("**", exponent)])

    def minus(self, operand: Node) -> Node:
        return nodes.unary(minus, operand)

    def empty(self, operand: Node) -> Node:
        return nodes.unary(is_empty, operand)

    def parenthesis(self, inner: Node) -> Node:
        return nodes.parenthesis(inner)

    def list(self, *parts: Node) -> Node:
        return nodes.elements(parts)

    def feel(self, inner: Node) -> Node:
        return nodes.feel(inner)

    def variable(self, token: Token) -> Node:
        return nodes.variable(name_of(token))

    def variable_of(self, token: Token) -> Node:
        return nodes.variable(checked(token, unescaped(token)))

    def subscript(self, whole: Node, opening: Token, index: Node) -> Node:
        if index.text is not None:  # data["nama"]: there are no values with named parts
            raise SubscriptRefused(**place(opening, opening))
        return nodes.subscript(whole, index)

    def number(self, token: Token) -> Node:
        try:
            return nodes.constant(_EXACT.create_decimal(str(token)))
        except DecimalException:
            raise NumberTooLarge(**place(token, str(token))) from None

    def text(self, token: Token) -> Node:
        return nodes.constant(unescaped(token))

    def null(self) -> Node:
        return nodes.constant(None)

    def true(self) -> Node:
        return nodes.constant(True)

    def false(self) -> Node:
        return nodes.constant(False)

    def call(self, token: Token, *arguments: Node) -> Node:
        name = " ".join(token.split())
        function = FUNCTIONS.get(name)
        if function is None:
            available = ", ".join((*sorted(FUNCTIONS), "not"))
            raise FunctionUnknown(**place(token, name), available=available)
        _check_number(function, token, name, arguments)
        _check_written(name, token, arguments)
        return nodes.call(function, arguments)

    def method(self, receiver: Node, token: Token, *arguments: Node) -> Node:
        name = token.lstrip(".").strip()
        function = METHODS.get(name)
        if function is None:
            raise MethodUnknown(**place(token, name), available=", ".join(METHODS))
        _check_number(function, token, name, arguments, before=1)
        return nodes.call(function, [receiver, *arguments])


def _check_number(
    function: Function, token: Token, name: str, arguments: Sequence[Node], before: int = 0
) -> None:
    """Refuse too few or too many arguments; `before` are those that stand before the name."""
    least, most = function.least - before, function.most - before
    if not least <= len(arguments) <= most:
        raise ArgumentsWrong(
            **place(token, name),
            given=len(arguments),
            accepted="-".join(map(str, sorted({least, most}))),
        )


def _check_written(name: str, token: Token, arguments: Sequence[Node]) -> None:
    """Refuse a date or a duration that is written out but is none: it could only ever be null."""
    if name not in _WRITTEN:
        return
    read, error = _WRITTEN[name]
    text = arguments[0].text
    if text is not None and read(text) is None:
        raise error(**place(token, text))
