"""Builds the node for each rule of the grammar as soon as the parser has recognised it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from decimal import Context, DecimalException, Inexact, InvalidOperation, Overflow
from typing import NamedTuple

from lark import Token, Transformer, v_args

from service.engine.expressions import nodes
from service.engine.expressions.arithmetic import minus
from service.engine.expressions.errors import (
    ArgumentsWrong,
    DateUnreadable,
    DurationUnreadable,
    EscapeUnknown,
    ExpressionInvalid,
    FunctionUnknown,
    NameRefused,
    NumberTooLarge,
)
from service.engine.expressions.functions import FUNCTIONS, date_of, duration_of
from service.engine.expressions.nodes import Bound, Compare, Node
from service.engine.expressions.values import negated

MAX_SHOWN = 30

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

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "/": "/"}

# Functions whose argument, where it is written out, can be checked at once.
_WRITTEN: dict[str, tuple[Callable[[str], object], type[ExpressionInvalid]]] = {
    "date": (date_of, DateUnreadable),
    "duration": (duration_of, DurationUnreadable),
}


class Assignment(NamedTuple):
    """One line of a script."""

    name: str
    value: Node


class _Step(NamedTuple):
    """An operator and what stands to its right."""

    sign: str
    operand: Node


def shown(found: str) -> str:
    """`found` as a message quotes it."""
    return found if len(found) <= MAX_SHOWN else f"{found[:MAX_SHOWN]}…"


def _place(token: Token, found: str) -> dict[str, object]:
    """What a message says about `found` at the token; line and column count from 1."""
    return {"line": token.line, "column": token.column, "found": shown(found)}


def _name(token: Token) -> str:
    name = token.strip("`")
    if name.startswith("__"):
        raise NameRefused(**_place(token, name))
    return name


def _unescaped(token: Token) -> str:
    """What the text between the quotes says."""

    def meant(escape: re.Match[str]) -> str:
        code = escape[1]
        character = chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, "")
        # Neither a lone half of a pair nor a null character can be stored.
        if not character or character == "\0" or "\ud800" <= character <= "\udfff":
            raise EscapeUnknown(**_place(token, escape[0]))
        return character

    return _ESCAPE.sub(meant, token[1:-1])


@v_args(inline=True)
class Builder(Transformer[Token, Node]):
    """One method a rule; `grammar.py` has the rules."""

    def assignment(self, target: Token, value: Node) -> Assignment:
        return Assignment(_name(target), value)

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
        return nodes.unary(nodes.is_empty, operand)

    def parenthesis(self, inner: Node) -> Node:
        return nodes.parenthesis(inner)

    def list(self, *parts: Node) -> Node:
        return nodes.elements(parts)

    def variable(self, token: Token) -> Node:
        return nodes.variable(_name(token))

    def number(self, token: Token) -> Node:
        try:
            return nodes.constant(_EXACT.create_decimal(str(token)))
        except DecimalException:
            raise NumberTooLarge(**_place(token, str(token))) from None

    def text(self, token: Token) -> Node:
        return nodes.constant(_unescaped(token))

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
            raise FunctionUnknown(**_place(token, name), available=available)
        if not function.least <= len(arguments) <= function.most:
            raise ArgumentsWrong(
                **_place(token, name),
                given=len(arguments),
                accepted="-".join(map(str, sorted({function.least, function.most}))),
            )
        _check_written(name, token, arguments)
        return nodes.call(function, arguments)


def _check_written(name: str, token: Token, arguments: Sequence[Node]) -> None:
    """Refuse a date or a duration that is written out but is none: it could only ever be null."""
    if name not in _WRITTEN:
        return
    read, error = _WRITTEN[name]
    text = arguments[0].text
    if text is not None and read(text) is None:
        raise error(**_place(token, text))
