"""Event subprocesses that an arrow leads into: they are begun by it, as any other subprocess."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import note

RULE = "event-subprocesses"


def read_begun(graph: Graph) -> Graph:
    """An event subprocess has no arrow into it (BPMN 2.0.2, 10.3.5); what is drawn so is none."""
    drawn = [
        node for node in graph.nodes.values() if node.event_subprocess and graph.incoming(node.id)
    ]
    reason = (
        "panah menuju subproses peristiwa ini, sehingga dijalankan sebagai subproses biasa "
        "ketika alurnya sampai"
    )
    read = [replace(n, attributes={**n.attributes, "triggeredByEvent": "false"}) for n in drawn]
    notes = [note(NoteKind.ASSUMED, node, reason, rule=RULE) for node in drawn]
    return graph.with_nodes(read).noting(notes)
