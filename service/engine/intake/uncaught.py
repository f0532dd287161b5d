"""What is thrown or sent and nothing in the diagram catches: the analyst is told what then is."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.engine.intake.confirmations import around
from service.engine.intake.graph import (
    BOUNDARY,
    CATCH,
    END,
    START,
    THROW,
    Graph,
    Node,
    Trigger,
    note,
)

RULE = "uncaught"


def tell_uncaught(graph: Graph) -> Graph:
    """An error that nothing catches ends its pool; what nobody receives is recorded as sent."""
    signals = {
        trigger.name
        for node in graph.of_kind(CATCH, BOUNDARY, START)
        for trigger in node.triggers
        if trigger.kind == "signal"
    }
    drawn = {flow.source for flow in graph.messages}
    notes: list[Note] = []
    for node in graph.of_kind(END, THROW):
        for trigger in node.triggers:
            if trigger.kind == "error":
                notes += _uncaught(graph, node, trigger)
            elif trigger.kind == "signal" and trigger.name not in signals:
                notes.append(_only_sent(node, "sinyal"))
            elif trigger.kind == "message" and not node.sends and node.id not in drawn:
                notes.append(_only_sent(node, "pesan"))
    return graph.noting(notes)


def _uncaught(graph: Graph, node: Node, error: Trigger) -> Iterator[Note]:
    scopes = set(around(graph, node))
    catching = (
        trigger.name
        for event in graph.of_kind(BOUNDARY, START)
        if _listens_at(graph, event) in scopes
        for trigger in event.triggers
        if trigger.kind == "error"
    )
    if not {"", error.name} & set(catching):
        yield note(
            NoteKind.ADVICE,
            node,
            f'galat "{error.name or node.name}" tidak ditangkap di mana pun, sehingga kolamnya '
            "berakhir di sini beserta semua langkah yang masih berjalan",
            "Tambahkan peristiwa galat pada batas subproses, atau subproses peristiwa.",
            rule=RULE,
        )


def _listens_at(graph: Graph, event: Node) -> str:
    """The subprocess or pool that a boundary event or an event subprocess's start listens for."""
    inside = graph.nodes.get(event.scope)
    return event.host or (inside.scope if inside is not None and inside.event_subprocess else "")


def _only_sent(node: Node, what: str) -> Note:
    reason = f"{what} ini tidak diterima siapa pun dalam diagram; dicatat sebagai terkirim"
    return note(NoteKind.ASSUMED, node, reason, rule=RULE)
