"""The label is the decision: a gateway without conditions is decided by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from service.domain.form_decision import Decision, DecisionOption
from service.engine.intake.graph import DECISION, EXCLUSIVE, PERSON_TASKS, START, Flow, Graph, Node


def choice_name(gateway: str) -> str:
    """The name under which an expression reads what was chosen at the gateway."""
    return f"keputusan:{gateway}"


def decided_by_people(graph: Graph) -> list[Node]:
    """The gateways that split and have no condition on any of their arrows."""
    return [
        gateway
        for gateway in graph.of_kind(EXCLUSIVE)
        if len(flows := graph.outgoing(gateway.id)) > 1
        and all(flow.condition is None for flow in flows)
    ]


def decision_at(graph: Graph, gateway: Node, asked_at: Node) -> Decision:
    """The choice between the gateway's arrows, named by their labels or their targets."""
    options = (
        DecisionOption(
            flow=flow.id,
            label=label_of(graph, flow),
            needs_reason=_leads_back(graph, flow, gateway),
        )
        for flow in graph.outgoing(gateway.id)
    )
    return Decision(gateway.id, gateway.name or asked_at.name, tuple(options))


def label_of(graph: Graph, flow: Flow) -> str:
    """What an arrow is called among the options: its label, else what it leads to."""
    return flow.name or graph.nodes[flow.target].name or flow.target


def _leads_back(graph: Graph, flow: Flow, gateway: Node) -> bool:
    """Whether the arrow returns the case: what it leads to leads to the gateway again, and came
    before it, or has no other way on (a step for repairs, drawn beside the way).

    What comes after the gateway is no return, even if a later decision leads back from there.
    """
    if gateway.id not in graph.reached_from([flow.target]):
        return False
    starts = (start.id for start in graph.of_kind(START))
    came_before = flow.target in graph.reached_from(starts, without=gateway.id)
    ahead = graph.reached_from([flow.target], without=gateway.id)
    return came_before or all(graph.outgoing(node) for node in ahead)


def ask_people(graph: Graph) -> tuple[Graph, dict[str, Decision]]:
    """The graph in which every such gateway is decided, and the decisions by deciding node.

    If exactly one person's task leads straight to the gateway, in the same lane, the choice stands
    in that task's form. In every other case a decision task is put before the gateway.
    """
    decisions: dict[str, Decision] = {}
    gateways = {gateway.id: gateway for gateway in decided_by_people(graph)}
    before: dict[str, Node] = {}
    for gateway in gateways.values():
        asked_at = _task_before(graph, gateway)
        if asked_at is None:
            asked_at = before[gateway.id] = _decision_task(graph, gateway)
        decisions[asked_at.id] = decision_at(graph, gateway, asked_at)
    flows = [_decided(flow, gateways, before) for flow in graph.flows]
    flows += [Flow(f"{task.id}.alir", task.id, key, "", task.line) for key, task in before.items()]
    undefaulted = (replace(gateway, default="") for gateway in gateways.values())
    return replace(
        graph.with_nodes([*before.values(), *undefaulted]), flows=tuple(flows)
    ), decisions


def _decided(flow: Flow, gateways: Mapping[str, Node], before: Mapping[str, Node]) -> Flow:
    """An arrow out of such a gateway is taken when it was chosen; one into it asks first."""
    if flow.source in gateways:
        flow = replace(flow, condition=f'`{choice_name(flow.source)}` = "{flow.id}"')
    if flow.target in before:
        flow = replace(flow, target=before[flow.target].id)
    return flow


def _task_before(graph: Graph, gateway: Node) -> Node | None:
    arriving = graph.incoming(gateway.id)
    if len(arriving) != 1:
        return None
    task = graph.nodes[arriving[0].source]
    if task.kind in PERSON_TASKS and task.lane == gateway.lane:
        return task
    return None


def _decision_task(graph: Graph, gateway: Node) -> Node:
    name = f"{gateway.id}.keputusan"
    while name in graph.nodes:
        name += "_"
    return replace(gateway, id=name, kind=DECISION, default="")
