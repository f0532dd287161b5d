"""Reads snapshots of the first format (0.1), which held SpiffWorkflow's own tree of tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from SpiffWorkflow.util.task import TaskState

from service.domain.case import SnapshotDamaged
from service.engine.intake.graph import Graph
from service.engine.plan import executed_name

FIRST_FORMAT = 1
_SERIALIZER = "1.5"


def from_first(plain: dict[str, Any], graph: Graph) -> dict[str, Any]:
    """The same state in the present format: one pool, its live tasks as tokens within it."""
    if plain["serializer"] != _SERIALIZER:
        raise SnapshotDamaged
    [(pool, workflow)] = plain["pools"].items()
    tasks: dict[str, Any] = workflow["tasks"]
    nodes = {executed_name(node): node for node in graph.nodes}
    holder = str(uuid5(NAMESPACE_OID, str(workflow["root"])))
    taken: Counter[tuple[str, str]] = Counter()
    tokens = [{"id": holder, "at": pool, "state": TaskState.STARTED, "scope": ""}]
    for task in tasks.values():
        if task["task_spec"] not in nodes or task["state"] not in _LIVE:
            continue
        at = nodes[task["task_spec"]]
        came_from = nodes.get(tasks[task["parent"]]["task_spec"], "")
        flows = [flow.id for flow in graph.incoming(at) if flow.source == came_from] or [""]
        flow = flows[taken[at, came_from] % len(flows)]
        taken[at, came_from] += 1
        state = task["state"]
        tokens.append({"id": task["id"], "at": at, "state": state, "scope": holder, "flow": flow})
    return {"format": 2, "variables": plain["variables"], "post": [], "tokens": tokens}


_LIVE = frozenset({TaskState.READY, TaskState.WAITING})
