"""What no token can come to is told: it may be a forgotten arrow."""

from __future__ import annotations

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import note

RULE = "unreached"


def advise_on_unreached(graph: Graph) -> Graph:
    """Each node that lies on no way from a start."""
    return graph.noting(
        note(
            NoteKind.ADVICE,
            node,
            "elemen ini tidak dicapai dari awal mana pun",
            "Sambungkan dengan panah, atau hapus.",
            rule=RULE,
        )
        for node in graph.nodes.values()
        if node.id not in graph.reached and not node.helper
    )
