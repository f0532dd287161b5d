"""What follows an event-based gateway: where it is no event, a person says that it is the way."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.changes import Changes
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import CATCH, EVENT_BASED, RECEIVE, Flow, Node, note

RULE = "event-based-gateways"


def complete_races(graph: Graph) -> Graph:
    """Before anything else than an event a person confirms the way that the case takes."""
    changes = Changes()
    for gateway in graph.of_kind(EVENT_BASED):
        for flow in graph.outgoing(gateway.id):
            target = graph.nodes[flow.target]
            if target.kind not in {CATCH, RECEIVE}:
                _ask(changes, gateway, flow, target)
    return changes.made_in(graph)


def _ask(changes: Changes, gateway: Node, flow: Flow, target: Node) -> None:
    event = Node(
        f"{flow.id}.pilih",
        CATCH,
        flow.name or target.name,
        flow.line,
        gateway.lane,
        target.origin,
        gateway.scope,
        helper=True,
    )
    reason = (
        "setelah gerbang peristiwa ini tidak digambar peristiwa, sehingga jalannya dipilih "
        f"oleh {gateway.lane.performer}"
    )
    changes.notes.append(note(NoteKind.ASSUMED, target, reason, rule=RULE))
    changes.nodes.append(event)
    changes.flows[flow.id] = replace(flow, target=event.id)
    changes.connect(event, target, flow.line, f"{event.id}.alir")
