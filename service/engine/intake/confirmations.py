"""A message from outside is confirmed by a person of the lane: "Diterima"."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import CONFIRMATION, Graph, Node, note


def confirm_messages(graph: Graph) -> Graph:
    """Message catch events become steps that wait for a person to confirm what came."""
    confirmed = [
        replace(node, kind=CONFIRMATION) for node in graph.nodes.values() if _awaits_message(node)
    ]
    notes = (
        note(
            NoteKind.ASSUMED,
            node,
            f"kedatangan pesan ini dikonfirmasi oleh {node.lane.performer}",
        )
        for node in confirmed
    )
    return graph.with_nodes(confirmed).noting(notes)


def _awaits_message(node: Node) -> bool:
    return node.kind == "intermediateCatchEvent" and node.event == "messageEventDefinition"
