"""From text to nodes: runs the grammar, and says in words what did not fit it."""

from __future__ import annotations

from functools import cache
from typing import cast

from lark import Lark, UnexpectedCharacters, UnexpectedToken

from service.engine.expressions.builder import Assignment, Builder
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
from service.engine.expressions.tokens import shown

# One of these may come where a script's statement begins, or goes on after its target.
_IN_STATEMENT = {"_TYPE", "_SET"}

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


def read_line(line: str) -> tuple[Assignment, ...]:
    """What the statements of a line assign, one after the other; raises ExpressionInvalid."""
    return cast("tuple[Assignment, ...]", _read(line, "line"))


def _read(text: str, start: str) -> object:
    try:
        return _parser().parse(text, start=start)
    except (UnexpectedToken, UnexpectedCharacters) as unexpected:
        raise _refusal(unexpected, text) from None


def _refusal(unexpected: UnexpectedToken | UnexpectedCharacters, text: str) -> ExpressionInvalid:
    if isinstance(unexpected, UnexpectedToken):
        found, possible = str(unexpected.token), set(unexpected.expected)
    else:
        found, possible = unexpected.char, unexpected.allowed
    line, column = unexpected.line, unexpected.column
    if possible & _IN_STATEMENT and "NUMBER" not in possible:
        return AssignmentExpected(line=line, column=column, found=shown(text.strip()))
    if not found:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    general = ValueExpected if possible & {"NAME", "TEXT"} else OperatorExpected
    error = _REFUSED.get(found, general)
    return error(line=line, column=column, found=shown(found))


@cache
def _parser() -> Lark:
    """Built at the first use, as it takes a sixth of a second."""
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer="contextual",
        start=["expression", "line"],
        maybe_placeholders=False,
        transformer=Builder(),
    )
