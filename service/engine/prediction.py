"""Bounds how far SpiffWorkflow looks ahead, which is exponential in parallel blocks otherwise.

The library draws every possible future below each live task: ten parallel blocks of two make 8,189
tasks, and a predicted second lap confuses a join inside a loop. One step ahead is all that running
needs, if what is about to run is looked at again: a task that was left in FUTURE would otherwise
never get its own children, and the case would stall.
"""

from __future__ import annotations

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

_DEPTH = 1
_AHEAD = TaskState.PREDICTED_MASK | TaskState.FUTURE


def bound_prediction() -> None:
    """Make every specification look one step ahead; doing it again changes nothing."""
    TaskSpec._predict = _predict
    TaskSpec._update = _update


def _predict(
    spec: TaskSpec,
    token: Token,
    seen: object = None,  # noqa: ARG001 - the library's own signature
    looked_ahead: int = 0,
    mask: int = TaskState.PREDICTED_MASK,
) -> None:
    if token.has_state(mask):
        spec._predict_hook(token)
    if looked_ahead >= _DEPTH:
        return
    for child in token.children:
        if child.has_state(mask):
            child.task_spec._predict(child, None, looked_ahead + 1, mask)


def _update(spec: TaskSpec, token: Token) -> None:
    if token.has_state(_AHEAD):
        spec._predict(token, mask=_AHEAD)
    if spec._update_hook(token):
        token._ready()
