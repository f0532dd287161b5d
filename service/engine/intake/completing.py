"""Runs the rules in order: from a source as handed in to what it means and what is executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.domain.definition import Definition, DiagramRefused, Note, Source
from service.engine.expressions import parse_expression, parse_script
from service.engine.intake.confirmations import confirm_messages
from service.engine.intake.decisions import ask_people, choice_name
from service.engine.intake.graph import SCRIPT, Graph
from service.engine.intake.meaning import arrows_of, define, read_forms
from service.engine.intake.reading import read_graph
from service.engine.intake.support import notes_on


@dataclass(frozen=True)
class Intake:
    """A completed diagram; `names` are the answers that its expressions read."""

    graph: Graph
    definition: Definition
    notes: tuple[Note, ...]
    names: frozenset[str]


def complete(source: Source) -> Intake:
    """Complete and check one diagram with its forms. Raises DiagramRefused with every reason."""
    graph = confirm_messages(read_graph(source.diagram))
    forms = read_forms(graph, source)
    graph = graph.noting((*notes_on(graph), *forms.notes))
    if any(True for _ in graph.refused()):
        raise DiagramRefused(graph.notes)
    arrows = arrows_of(graph)  # before decisions add their own
    graph, decisions = ask_people(graph)
    definition = replace(define(graph, source, forms.by_name, decisions), arrows=arrows)
    chosen = {choice_name(decision.gateway) for decision in decisions.values()}
    return Intake(graph, definition, graph.notes, frozenset(_names(graph)) - chosen)


def _names(graph: Graph) -> Iterator[str]:
    for flow in graph.flows:
        if flow.condition is not None:
            yield from parse_expression(flow.condition).names
    for node in graph.of_kind(SCRIPT):
        yield from parse_script(node.script).names_read
