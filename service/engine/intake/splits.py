"""Arrows with conditions that do not come out of a choosing gateway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.changes import Changes
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import (
    ACTIVITIES,
    COMPLEX,
    EXCLUSIVE,
    GATEWAYS,
    INCLUSIVE,
    SPLIT,
    Flow,
    Node,
    note,
)

RULE = "conditional-flows"
_CHOOSES = {EXCLUSIVE, INCLUSIVE, COMPLEX}


def split_flows(graph: Graph) -> Graph:
    """A choice is put after each activity whose arrows have conditions; elsewhere they say nothing.

    So BPMN 2.0.2, 8.3.13: a condition needs another arrow beside it, and none out of a parallel or
    event-based gateway.
    """
    changes = Changes()
    for node in graph.nodes.values():
        flows = graph.outgoing(node.id)
        if node.kind in _CHOOSES:
            continue
        if all(flow.condition is None for flow in flows):
            changes.notes += _all_taken(node, flows)
        elif node.kind in GATEWAYS or len(flows) == 1:
            _drop_conditions(changes, flows)
        else:
            _choose_after(changes, node)
    return changes.made_in(graph)


def _all_taken(node: Node, flows: list[Flow]) -> Iterator[Note]:
    """Labels on all of an activity's arrows look like a choice, which they are not in BPMN."""
    if node.kind in ACTIVITIES and len(flows) > 1 and all(flow.name for flow in flows):
        labels = ", ".join(f'"{flow.name}"' for flow in flows)
        reason = f"panah {labels} dari langkah ini ditempuh semuanya, bukan salah satunya"
        remedy = "Bila hanya satu yang ditempuh, beri gerbang eksklusif (X) setelah langkah ini."
        yield note(NoteKind.ADVICE, node, reason, remedy, rule=RULE)


def _drop_conditions(changes: Changes, flows: list[Flow]) -> None:
    for flow in flows:
        if flow.condition is None:
            continue
        said = note(
            NoteKind.ADVICE,
            flow,
            "syarat pada panah ini tidak berlaku, karena tidak ada pilihan di asalnya",
            "Beri gerbang eksklusif sebelum panah bersyarat, atau hapus syaratnya.",
            rule=RULE,
        )
        changes.notes.append(said)
        changes.flows[flow.id] = replace(flow, condition=None)


def _choose_after(changes: Changes, node: Node) -> None:
    choice = Node(
        f"{node.id}.pilihan",
        SPLIT,
        node.name,
        node.line,
        node.lane,
        node.origin,
        node.scope,
        default=node.default,
        helper=True,
    )
    changes.nodes.append(choice)
    changes.leaving[node.id] = choice.id
    changes.connect(node, choice, node.line, f"{choice.id}.alir")
