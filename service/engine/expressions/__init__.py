"""The expressions that diagrams carry: FEEL, `${...}` and Python spellings with one meaning."""

from service.engine.expressions.errors import ExpressionInvalid, ExpressionTooLarge
from service.engine.expressions.language import (
    Expression,
    Script,
    parse_expression,
    parse_script,
)
from service.engine.expressions.values import Value

__all__ = [
    "Expression",
    "ExpressionInvalid",
    "ExpressionTooLarge",
    "Script",
    "Value",
    "parse_expression",
    "parse_script",
]
