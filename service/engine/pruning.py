"""Cuts the finished past out of a run, so that a case costs the same however long it was.

SpiffWorkflow keeps every task that ever was in one tree: a loop grows slower with each lap, and at
a depth of 1000 its searches find nothing and say nothing of it. History belongs to the record. Of
the tree only that is kept which something may still read: the root, and everything unfinished with
its direct parent, since a join asks whence a token came. Those parents hang on the root, so that
the tree is as deep after a thousand laps as after one.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState


def prune(workflow: BpmnWorkflow) -> None:
    """Remove what nothing can read any more; every live token stays."""
    root = workflow.task_tree
    past = [token for token in workflow.tasks.values() if _is_past(token)]
    going_on = {token.id: [each for each in token.children if not _is_past(each)] for token in past}
    for token in past:
        token.children = going_on[token.id]
        if token is root:
            continue
        if token.children:
            token.parent = root
            going_on[root.id].append(token)
        else:
            del workflow.tasks[token.id]
    root.children = going_on[root.id]


def _is_past(token: Token) -> bool:
    return bool(token.has_state(TaskState.FINISHED_MASK))
