"""What follows an event-based gateway: where it is no event, a person says that it is the way."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import (
    CATCH,
    EVENT_BASED,
    RECEIVE,
    Flow,
    Graph,
    Node,
    note,
)

RULE = "event-based-gateways"


def complete_races(graph: Graph) -> Graph:
    """Before anything else than an event a person confirms the way that the case takes."""
    for gateway in graph.of_kind(EVENT_BASED):
        for flow in graph.outgoing(gateway.id):
            if graph.nodes[flow.target].kind not in {CATCH, RECEIVE}:
                graph = _asking(graph, gateway, flow)
    return graph


def _asking(graph: Graph, gateway: Node, flow: Flow) -> Graph:
    target = graph.nodes[flow.target]
    made = f"{flow.id}.pilih"
    name = flow.name or target.name
    event = Node(
        made,
        CATCH,
        name,
        flow.line,
        gateway.lane,
        target.origin,
        gateway.scope,
        helper=True,
    )
    flows = [replace(f, target=made) if f.id == flow.id else f for f in graph.flows]
    flows.append(Flow(f"{made}.alir", made, target.id, "", flow.line))
    reason = (
        "setelah gerbang peristiwa ini tidak digambar peristiwa, sehingga jalannya dipilih "
        f"oleh {gateway.lane.performer}"
    )
    said = note(NoteKind.ASSUMED, target, reason, rule=RULE)
    return replace(graph.with_nodes([event]), flows=tuple(flows)).noting([said])
