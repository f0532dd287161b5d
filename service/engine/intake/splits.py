"""Arrows with conditions that do not come out of a choosing gateway."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import (
    COMPLEX,
    EXCLUSIVE,
    GATEWAYS,
    INCLUSIVE,
    SPLIT,
    Flow,
    Graph,
    Node,
    note,
)

RULE = "conditional-flows"
_CHOOSES = {EXCLUSIVE, INCLUSIVE, COMPLEX}


def split_flows(graph: Graph) -> Graph:
    """A choice is put after each activity whose arrows have conditions; elsewhere they say nothing.

    So BPMN 2.0.2, 8.3.13: a condition needs another arrow beside it, and none out of a parallel or
    event-based gateway.
    """
    for node in list(graph.nodes.values()):
        flows = graph.outgoing(node.id)
        if node.kind in _CHOOSES or all(flow.condition is None for flow in flows):
            continue
        if node.kind in GATEWAYS or len(flows) == 1:
            graph = _without_conditions(graph, node)
        else:
            graph = _choosing(graph, node, flows)
    return graph


def _without_conditions(graph: Graph, node: Node) -> Graph:
    notes = [
        note(
            NoteKind.ADVICE,
            flow,
            "syarat pada panah ini tidak berlaku, karena tidak ada pilihan di asalnya",
            "Beri gerbang eksklusif sebelum panah bersyarat, atau hapus syaratnya.",
            rule=RULE,
        )
        for flow in graph.outgoing(node.id)
        if flow.condition is not None
    ]
    flows = (replace(f, condition=None) if f.source == node.id else f for f in graph.flows)
    return replace(graph, flows=tuple(flows)).noting(notes)


def _choosing(graph: Graph, node: Node, leaving: list[Flow]) -> Graph:
    made = f"{node.id}.pilihan"
    choice = Node(
        made,
        SPLIT,
        node.name,
        node.line,
        node.lane,
        node.origin,
        node.scope,
        default=node.default,
        helper=True,
    )
    flows = [replace(f, source=made) if f in leaving else f for f in graph.flows]
    flows.append(Flow(f"{made}.alir", node.id, made, "", node.line))
    return replace(graph.with_nodes([choice]), flows=tuple(flows))
