"""Cuts the finished past out of a run, so that a case costs the same however long it was.

SpiffWorkflow keeps every task that ever was in one tree: a loop grows slower with each lap.
History belongs to the record; of the tree only that is kept which something may still read:

- the root, and everything unfinished with its direct parent (a join asks whence a token came);
- a finished task from which several kept branches go out, so that they stay apart.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState


def prune(workflow: BpmnWorkflow) -> None:
    """Remove what nothing can read any more; every live token stays where it is."""
    for token in _children_first(workflow.task_tree):
        if token is workflow.task_tree or not _is_past(token):
            continue
        children = token.children
        if not children:
            _cut(workflow, token)
        elif len(children) == 1 and _is_past(children[0]):
            _splice(workflow, token, children[0])


def depth(workflow: BpmnWorkflow) -> int:
    """How many tasks lie above the deepest one."""
    return max((token.depth for token in workflow.tasks.values()), default=0)


def _is_past(token: Token) -> bool:
    return bool(token.has_state(TaskState.FINISHED_MASK))


def _children_first(root: Token) -> list[Token]:
    order: list[Token] = []
    ahead = [root]
    while ahead:
        token = ahead.pop()
        order.append(token)
        ahead.extend(token.children)
    order.reverse()
    return order


def _cut(workflow: BpmnWorkflow, leaf: Token) -> None:
    parent = leaf.parent
    parent.children = [child for child in parent.children if child is not leaf]
    del workflow.tasks[leaf.id]


def _splice(workflow: BpmnWorkflow, token: Token, child: Token) -> None:
    parent = token.parent
    parent.children = [child if each is token else each for each in parent.children]
    child.parent = parent
    del workflow.tasks[token.id]
