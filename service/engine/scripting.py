"""Expressions and scripts of diagrams, each read once."""

from __future__ import annotations

from functools import lru_cache

from service.engine.expressions import Expression, Script, parse_expression, parse_script


@lru_cache(maxsize=4096)
def expression(text: str) -> Expression:
    """Raises ExpressionInvalid."""
    return parse_expression(text)


@lru_cache(maxsize=1024)
def script(text: str) -> Script:
    """Raises ExpressionInvalid."""
    return parse_script(text)
