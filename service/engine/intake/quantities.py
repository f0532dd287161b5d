"""Activities that want or make several tokens at once are refused."""

from __future__ import annotations

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import note

RULE = "quantities"


def refuse_quantities(graph: Graph) -> Graph:
    """A start or completion quantity other than 1."""
    return graph.noting(
        note(
            NoteKind.REFUSED,
            node,
            f"{attribute} {node.attributes[attribute]} tidak dapat dijalankan",
            "Hapus atribut itu, lalu gambar percabangan dengan gerbang paralel.",
            rule=RULE,
        )
        for node in graph.nodes.values()
        for attribute in ("startQuantity", "completionQuantity")
        if node.attributes.get(attribute, "1").strip() != "1"
    )
