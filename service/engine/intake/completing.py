"""Runs the rules in order: from a source as handed in to what it means and what is executed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace

from service.domain.definition import Definition, DiagramRefused, Note, Source
from service.domain.form_decision import Decision
from service.engine.intake.adhoc import complete_ad_hoc
from service.engine.intake.begun import read_begun
from service.engine.intake.calls import resolve_calls
from service.engine.intake.compensation import check_compensation
from service.engine.intake.confirmations import confirm_events
from service.engine.intake.deadlocks import advise_on_deadlocks
from service.engine.intake.decisions import ask_people, read_conditions
from service.engine.intake.endless import advise_on_endless
from service.engine.intake.entries import open_starts
from service.engine.intake.graph import Graph
from service.engine.intake.joining import inside, placed
from service.engine.intake.links import follow_links
from service.engine.intake.meaning import advise_on_times, arrows_of, define, read_forms
from service.engine.intake.messages import connect_messages
from service.engine.intake.multiples import read_multiples
from service.engine.intake.nodes import SCRIPT, Node
from service.engine.intake.proof import prove
from service.engine.intake.quantities import refuse_quantities
from service.engine.intake.races import complete_races
from service.engine.intake.reading import read_graph
from service.engine.intake.repeats import complete_repeats
from service.engine.intake.signals import name_signals
from service.engine.intake.splits import split_flows
from service.engine.intake.starts import complete_starts
from service.engine.intake.timing import read_timers
from service.engine.intake.uncaught import tell_uncaught
from service.engine.intake.unreached import advise_on_unreached
from service.engine.intake.unset import advise_on_unset
from service.engine.intake.waits import read_waits
from service.engine.intake.work import give_to_people
from service.engine.scripting import expression, script

# In this order: what a rule finds out is what those after it go by.
_RULES: tuple[Callable[[Graph], Graph], ...] = (
    refuse_quantities,
    read_begun,
    read_multiples,
    read_waits,
    follow_links,
    name_signals,
    resolve_calls,
    complete_starts,
    read_timers,
    connect_messages,
    give_to_people,
    complete_races,
    confirm_events,
    tell_uncaught,
    open_starts,
    complete_repeats,
    complete_ad_hoc,
    check_compensation,
    split_flows,
    read_conditions,
    advise_on_unreached,
    advise_on_deadlocks,
    advise_on_endless,
)


@dataclass(frozen=True)
class Intake:
    """A completed diagram; `names` are the answers that its expressions read."""

    graph: Graph
    definition: Definition
    notes: tuple[Note, ...]
    names: frozenset[str]


def complete(source: Source, deployed: Set[str] = frozenset(), called_as: str = "") -> Intake:
    """Complete and check one diagram with its forms. Raises DiagramRefused with every reason.

    `deployed`: the keys of the SOPs that run where it calls them. `called_as`: its own key, where
    it is one of these.
    """
    drawn = replace(read_graph(source.diagram), deployed=frozenset(deployed))
    if called_as:
        drawn = placed(drawn, called_as)
    forms = read_forms(drawn, source)
    graph, decisions = _completed(drawn, (*forms.notes, *advise_on_times(drawn)))
    if called_as:
        graph = replace(graph, main=inside(called_as, called_as))
    definition = define(graph, source, forms.by_name, decisions)
    definition = replace(definition, arrows=arrows_of(drawn))
    if not called_as:  # who calls it may set what it reads
        graph = graph.noting(advise_on_unset(graph, definition))
    return Intake(graph, definition, graph.notes, frozenset(_names(graph)))


def complete_flow(diagram: bytes) -> Graph:
    """What runs, whatever its forms are and whether they are there. Raises DiagramRefused."""
    graph, _ = _completed(read_graph(diagram), ())
    return graph


def _completed(drawn: Graph, notes: tuple[Note, ...]) -> tuple[Graph, dict[str, Decision]]:
    """The graph that runs, and the decisions by deciding node. Raises DiagramRefused."""
    graph = drawn.noting(notes)
    for rule in _RULES:
        graph = rule(graph)
    _check(graph)
    graph, decisions = ask_people(graph)
    graph = prove(drawn, graph)
    _check(graph)
    return graph, decisions


def _check(graph: Graph) -> None:
    if any(True for _ in graph.refused()):
        raise DiagramRefused(graph.notes)


def _names(graph: Graph) -> Iterator[str]:
    """What expressions and scripts read; answers under other names stay with the record."""
    for flow in graph.flows:
        if flow.condition is not None:
            yield from expression(flow.condition).names
    for node in graph.nodes.values():
        for text in _expressions_of(node):
            yield from expression(text).names
        if node.kind == SCRIPT:
            yield from script(node.texts["script"]).names_read
        for trigger in node.triggers:
            if trigger.timer is not None and trigger.timer.expression is not None:
                yield from trigger.timer.expression.names


def _expressions_of(node: Node) -> Iterator[str]:
    """The conditions and numbers that an element states."""
    for name in ("activationCondition", "completionCondition"):
        if text := node.texts.get(name):
            yield text
    yield from (t.text for t in node.triggers if t.kind == "conditional" and t.text)
    if node.repeat is not None:
        repeat = node.repeat
        yield from (
            text for text in (repeat.count, repeat.until, repeat.again, repeat.items) if text
        )
        yield from (condition for condition, _ in repeat.events if condition)
