"""Lets SpiffWorkflow ask Laksana's own expression language, over the variables of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from SpiffWorkflow.task import Task as Token

from service.engine.expressions import (
    Expression,
    Script,
    Value,
    parse_expression,
    parse_script,
)


class Scripting:
    """The script engine of one run. Variables belong to the case, not to a branch of it.

    `choices` are what people chose at gateways in this act; they are read like variables and not
    kept, since the gateway follows at once.
    """

    def __init__(
        self, variables: dict[str, Value], choices: Mapping[str, str], now: datetime
    ) -> None:
        self.variables = variables
        self._choices = choices
        self._now = now

    def evaluate(self, _task: Token, expression: str, **_context: object) -> bool:
        """A condition: null counts as false."""
        known = {**self.variables, **self._choices}
        return _expression(expression).is_true(known, self._now)

    def execute(self, _task: Token, script: str) -> bool:
        """A script task: its assignments become variables of the case."""
        self.variables.update(_script(script).run(self.variables, self._now))
        return True

    def values_of(self, expressions: list[str]) -> dict[str, str]:
        """What the names in these expressions stand for, to explain why no arrow was taken."""
        names = sorted({name for each in expressions for name in _expression(each).names})
        known: Mapping[str, object] = {**self.variables, **self._choices}
        return {name: "null" if known.get(name) is None else str(known[name]) for name in names}


@lru_cache(maxsize=4096)
def _expression(text: str) -> Expression:
    return parse_expression(text)


@lru_cache(maxsize=1024)
def _script(text: str) -> Script:
    return parse_script(text)
