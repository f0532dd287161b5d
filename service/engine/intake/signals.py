"""Signals without a name: their labels tell them apart where a label says who means whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import BOUNDARY, CATCH, END, START, THROW, Node, note

RULE = "unnamed-signals"


def name_signals(graph: Graph) -> Graph:
    """A bare signal is called by its label where one is thrown and caught under that label.

    All others are one signal, as BPMN has it for signals without a reference.
    """
    thrown = list(_bare(graph, END, THROW))
    caught = list(_bare(graph, CATCH, BOUNDARY, START))
    labels = {each.name for each in thrown} & {each.name for each in caught} - {""}
    named = [each for each in (*thrown, *caught) if each.name in labels]
    left = [each for each in thrown if each.name not in labels]
    hearing = [each for each in caught if each.name not in labels]
    reason = "sinyal tanpa nama; dianggap sama dengan semua sinyal tanpa nama yang lain"
    notes = (note(NoteKind.ASSUMED, each, reason, rule=RULE) for each in (*left, *hearing))
    graph = graph.with_nodes(map(_named, named))
    return graph.noting(notes) if left and hearing else graph


def _bare(graph: Graph, *kinds: str) -> Iterator[Node]:
    return (
        node
        for node in graph.of_kind(*kinds)
        if any(each.kind == "signal" and not each.name for each in node.triggers)
    )


def _named(node: Node) -> Node:
    triggers = (
        replace(each, name=node.name) if each.kind == "signal" and not each.name else each
        for each in node.triggers
    )
    return replace(node, triggers=tuple(triggers))
