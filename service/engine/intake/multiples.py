"""Multiple events of which the tool does not say what they are: a pentagon without triggers.

Signavio writes them as a cancel and a terminate definition together, which no event can have.
"""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import CATCH, END, EVENT_BASED, RECEIVE, THROW, Node, note

RULE = "multiple-events"
_NOTHING = {"cancel", "terminate"}


def read_multiples(graph: Graph) -> Graph:
    """Without their triggers they are for people; before several events, a choice among those."""
    for node in [node for node in graph.nodes.values() if _says_nothing(node)]:
        triggers = tuple(each for each in node.triggers if each.kind not in _NOTHING)
        if _is_choice(graph, node):
            read = replace(node, kind=EVENT_BASED, triggers=())
            reason = "peristiwa ganda ini dibaca sebagai gerbang peristiwa di depan yang berikutnya"
        elif node.kind in {THROW, END}:
            read = replace(node, triggers=triggers)
            reason = "apa yang dipicu peristiwa ganda ini tidak disebutkan; dicatat sebagai terjadi"
        else:
            read = replace(node, triggers=triggers)
            reason = "apa yang ditunggu peristiwa ganda ini tidak disebutkan"
        said = note(NoteKind.ASSUMED, node, reason, rule=RULE)
        graph = graph.with_nodes([read]).noting([said])
    return graph


def _says_nothing(node: Node) -> bool:
    return {trigger.kind for trigger in node.triggers} >= _NOTHING


def _is_choice(graph: Graph, node: Node) -> bool:
    ahead = [graph.nodes[flow.target] for flow in graph.outgoing(node.id)]
    waiting = all(each.kind in {CATCH, RECEIVE} for each in ahead)
    return node.kind == CATCH and len(ahead) > 1 and waiting
