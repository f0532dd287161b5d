"""How often an activity is done: as drawn, or as a person says where the drawing does not."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.confirmations import is_readable
from service.engine.intake.graph import DECISION, HOW_MANY, Graph, Node, Repeat, note

RULE = "repeats"


def complete_repeats(graph: Graph) -> Graph:
    """A loop without a condition or a limit, and several instances without a number, ask a person.

    A number below zero is refused.
    """
    for node in [node for node in graph.nodes.values() if node.repeat]:
        graph = _completed(graph, node, node.repeat)  # type: ignore[arg-type]  # asked just above
    return graph


def _completed(graph: Graph, node: Node, repeat: Repeat) -> Graph:
    wrong = next((n for n in (repeat.count, repeat.most) if n.strip().startswith("-")), None)
    if wrong is not None:
        reason = f"jumlah pengulangan {wrong} tidak mungkin"
        remedy = "Tulis bilangan yang tidak negatif."
        return graph.noting([note(NoteKind.REFUSED, node, reason, remedy, rule=RULE)])
    read = replace(
        repeat,
        count=_read(repeat.count),
        until=_read(repeat.until),
        again=_read(repeat.again),
        most=repeat.most if repeat.most.strip().isdigit() else "",
    )
    graph = graph.with_nodes([replace(node, repeat=read)])
    if read.loop and not (read.again or read.most):
        asks = _asking(node, "ulangi", DECISION)
        reason = f"apakah langkah ini diulangi diputuskan oleh {node.lane.performer}"
    elif not read.loop and not (read.count or read.items):
        asks = _asking(node, "jumlah", HOW_MANY)
        reason = f"berapa kali langkah ini dilakukan diisi oleh {node.lane.performer}"
    else:
        return graph
    return graph.with_nodes([asks]).noting([note(NoteKind.ASSUMED, node, reason, rule=RULE)])


def _asking(node: Node, key: str, kind: str) -> Node:
    return Node(f"{node.id}.{key}", kind, node.name, node.line, node.lane, node.id, helper=True)


def _read(text: str) -> str:
    return text if is_readable(text) else ""
