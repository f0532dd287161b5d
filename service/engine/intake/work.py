"""Tasks wait for a person of their lane, unless something real is bound to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.expressions import ExpressionInvalid
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import EVENT_BASED, RECEIVE, SCRIPT, SEND, SUBPROCESSES, Node, note
from service.engine.scripting import script

RULE = "people-do-it"
_DONE_BY_PEOPLE = {
    "serviceTask": "tugas layanan (service task)",
    "businessRuleTask": "tugas aturan (business rule task)",
    SEND: "pengiriman ini",
    RECEIVE: "penerimaan ini",
    SCRIPT: "skrip ini",
}


def give_to_people(graph: Graph) -> Graph:
    """What nothing real is bound to becomes a person's task."""
    given = [node for node in graph.nodes.values() if _waits_for_person(graph, node)]
    return graph.with_nodes(replace(node, kind="task") for node in given).noting(_notes(given))


def _waits_for_person(graph: Graph, node: Node) -> bool:
    if node.kind in SUBPROCESSES:
        return not graph.inside(node.id) and not node.event_subprocess
    bound = {
        SEND: bool(node.sends),
        RECEIVE: bool(node.awaits) or _races(graph, node),
        SCRIPT: _runs(node.texts.get("script", "")),
    }
    return node.kind in _DONE_BY_PEOPLE and not bound.get(node.kind)


def _races(graph: Graph, node: Node) -> bool:
    """After an event-based gateway it is an event, which ends the others when it comes."""
    return any(graph.nodes[f.source].kind == EVENT_BASED for f in graph.incoming(node.id))


def _runs(text: str) -> bool:
    try:
        script(text)
    except ExpressionInvalid:
        return False
    return bool(text.strip())


def _notes(given: list[Node]) -> Iterator[Note]:
    for node in given:
        what = _DONE_BY_PEOPLE.get(node.kind, "subproses tanpa isi ini")
        reason = f"{what} dikerjakan oleh {node.lane.performer}"
        yield note(NoteKind.ASSUMED, node, reason, rule=RULE)
