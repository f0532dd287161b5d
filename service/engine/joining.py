"""Parallel gateways that count tokens, as BPMN says: one from each incoming arrow, no more.

The library's own join asks which tasks ever came to it. It loses a second token on the same
arrow, fires again on what it has already used, and cuts off work that a first firing began, as
soon as two branches run through one block.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState


class TokenJoin(BpmnTaskSpec):  # type: ignore[misc]  # untyped library
    """Waits with each token that arrives until there is one from every arrow, then goes on once.

    Tokens beyond that stay for the next time. A fork is a join of one arrow.
    """

    def _update_hook(self, token: Token) -> bool:
        token._set_state(TaskState.WAITING)
        waiting: defaultdict[str, list[Token]] = defaultdict(list)
        for each in token.workflow.tasks.values():
            if each.task_spec is self and each.has_state(TaskState.WAITING):
                waiting[each.parent.task_spec.name].append(each)
        needed: Counter[str] = Counter(self._inputs)
        if any(len(waiting[source]) < count for source, count in needed.items()):
            return False
        for source, count in needed.items():
            for each in waiting[source][:count]:
                if each is not token:
                    each.cancel()
        return True
