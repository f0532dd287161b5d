"""Events drawn as thrown that BPMN only knows as waited for: a time or a condition."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import CATCH, END, THROW, note

RULE = "waiting-events"
_ONLY_WAITED_FOR = {"timer", "conditional"}


def read_waits(graph: Graph) -> Graph:
    """They are waited for: nobody can bring about a time."""
    drawn = [
        node
        for node in graph.of_kind(THROW, END)
        if node.triggers and {each.kind for each in node.triggers} <= _ONLY_WAITED_FOR
    ]
    reason = "waktu atau syarat tidak dapat dipicu, sehingga di sini ditunggu"
    notes = [note(NoteKind.ASSUMED, node, reason, rule=RULE) for node in drawn]
    return graph.with_nodes(replace(node, kind=CATCH) for node in drawn).noting(notes)
