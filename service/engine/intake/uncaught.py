"""What is thrown or sent and nothing in the diagram catches: the analyst is told what then is."""

from __future__ import annotations

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import END, THROW, Node, Trigger, note
from service.engine.intake.thrown import Thrown

RULE = "uncaught"


def tell_uncaught(graph: Graph) -> Graph:
    """An error that nothing catches ends its pool; what nobody receives is recorded as sent."""
    thrown = Thrown(graph)
    drawn = {flow.source for flow in graph.messages}
    notes: list[Note] = []
    for node in graph.of_kind(END, THROW):
        for trigger in node.triggers:
            if trigger.kind == "error" and not thrown.is_caught(node, trigger):
                notes.append(_uncaught(node, trigger))
            elif trigger.kind == "signal" and trigger.name not in thrown.heard:
                notes.append(_only_sent(node, "sinyal"))
            elif trigger.kind == "message" and not node.sends and node.id not in drawn:
                notes.append(_only_sent(node, "pesan"))
    return graph.noting(notes)


def _uncaught(node: Node, error: Trigger) -> Note:
    name = error.name or node.name
    what = f'galat "{name}"' if name else "galat ini"
    return note(
        NoteKind.ADVICE,
        node,
        f"{what} tidak ditangkap di mana pun, sehingga kolamnya "
        "berakhir di sini beserta semua langkah yang masih berjalan",
        "Tambahkan peristiwa galat pada batas subproses, atau subproses peristiwa.",
        rule=RULE,
    )


def _only_sent(node: Node, what: str) -> Note:
    reason = f"{what} ini tidak diterima siapa pun dalam diagram; dicatat sebagai terkirim"
    return note(NoteKind.ASSUMED, node, reason, rule=RULE)
