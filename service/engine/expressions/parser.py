"""From text to nodes: runs the grammar, and says in words what did not fit it."""

from __future__ import annotations

from functools import cache
from typing import cast

from lark import Lark, UnexpectedCharacters, UnexpectedToken

from service.engine.expressions.builder import Assignment, Builder, shown
from service.engine.expressions.errors import (
    AssignmentExpected,
    AttributeRefused,
    ExpressionInvalid,
    ExpressionUnfinished,
    OperatorExpected,
    SubscriptRefused,
    TextUnclosed,
    ValueExpected,
)
from service.engine.expressions.grammar import GRAMMAR
from service.engine.expressions.nodes import Node

_ASSIGNMENT_STARTS = {"NAME", "QUOTED", "_SET"}

_REFUSED: dict[str, type[ExpressionInvalid]] = {
    "": ExpressionUnfinished,
    ".": AttributeRefused,
    "[": SubscriptRefused,
    '"': TextUnclosed,
    "'": TextUnclosed,
    "`": TextUnclosed,
}


def read_expression(text: str) -> Node:
    """The expression that `text` is; raises ExpressionInvalid."""
    return cast("Node", _read(text, "expression"))


def read_assignment(line: str) -> Assignment:
    """The `name = expression` that `line` is; raises ExpressionInvalid."""
    return cast("Assignment", _read(line, "assignment"))


def _read(text: str, start: str) -> object:
    try:
        return _parser().parse(text, start=start)
    except (UnexpectedToken, UnexpectedCharacters) as unexpected:
        raise _refusal(unexpected, text) from None


def _refusal(unexpected: UnexpectedToken | UnexpectedCharacters, text: str) -> ExpressionInvalid:
    if isinstance(unexpected, UnexpectedToken):
        found, possible = str(unexpected.token), unexpected.expected
    else:
        found, possible = unexpected.char, unexpected.allowed
    line, column = unexpected.line, unexpected.column
    if possible <= _ASSIGNMENT_STARTS:
        return AssignmentExpected(line=line, column=column, found=shown(text.strip()))
    if not found:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    general = ValueExpected if "NAME" in possible else OperatorExpected
    error = _REFUSED.get(found, general)
    return error(line=line, column=column, found=shown(found))


@cache
def _parser() -> Lark:
    """Built at the first use, as it takes a sixth of a second."""
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer="contextual",
        start=["expression", "assignment"],
        maybe_placeholders=False,
        transformer=Builder(),
    )
