"""Circles without a way out: a case that comes there never ends, which is told at deployment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.moves import Way, ends_all, ways_on
from service.engine.intake.nodes import COMPLEX, Node, note

RULE = "endless"


def advise_on_endless(graph: Graph) -> Graph:
    """One note for each pool or subprocess in which a token can come to such a circle.

    A token is there for ever when each of its ways on leads to a place where one is for ever; an
    activity with two arrows, one back to itself, too. What something else ends (a terminate end
    event, an interrupting event around it) is left alone.
    """
    mortal = _mortal(graph)
    first: dict[str, Node] = {}
    for node in graph.nodes.values():
        if node.id in graph.reached and node.id not in mortal:
            first.setdefault(node.scope, node)
    return graph.noting(
        _note(graph, _circle(graph, node, mortal))
        for scope, node in first.items()
        if not _is_ended_by_others(graph, scope)
    )


def _mortal(graph: Graph) -> set[str]:
    """The nodes at which a token may come to its end: some way leads only to such, or nowhere."""
    waiting: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    ahead: list[str] = []
    for node in graph.nodes.values():
        for way in _ways(graph, node):
            targets = {flow.target for flow in way}
            for target in targets:
                waiting[target].append((node.id, targets))
            ahead += [] if targets else [node.id]
    mortal: set[str] = set()
    while ahead:
        here = ahead.pop()
        mortal.add(here)
        for source, targets in waiting.pop(here, ()):
            targets.discard(here)
            ahead += [] if targets else [source]
    return mortal


def _ways(graph: Graph, node: Node) -> Iterator[Way]:
    """What comes late to a complex gateway may be swallowed there."""
    yield from ways_on(graph, node)
    if node.kind == COMPLEX and len(graph.incoming(node.id)) > 1:
        yield ()


def _is_ended_by_others(graph: Graph, scope: str) -> bool:
    """Whether something else can end what runs in the scope, or around it."""
    inside = graph.inside(scope)
    if any(ends_all(node) or _interrupts(graph, node) for node in inside):
        return True
    if any(event.interrupting for event in graph.boundaries(scope)):
        return True
    return scope in graph.nodes and _is_ended_by_others(graph, graph.nodes[scope].scope)


def _interrupts(graph: Graph, node: Node) -> bool:
    starts = graph.begun_in(node.id) if node.event_subprocess else []
    return any(start.interrupting for start in starts)


def _circle(graph: Graph, node: Node, mortal: set[str]) -> list[Node]:
    """The circle that a token comes to from here, when it always takes the first lasting arrow."""
    passed: list[Node] = []
    here = node
    while here not in passed:
        passed.append(here)
        ahead = (f.target for way in ways_on(graph, here) for f in way if f.target not in mortal)
        here = graph.nodes[next(ahead)]
    return passed[passed.index(here) :]


def _note(graph: Graph, circle: list[Node]) -> Note:
    splitting = max(circle, key=lambda node: len(graph.outgoing(node.id)))
    after = circle[(circle.index(splitting) + 1) % len(circle)]
    reason = (
        "permohonan yang sampai di sini tidak pernah berakhir: "
        f'panah menuju "{after.name or after.origin}" selalu kembali ke sini'
    )
    remedy = "Beri jalan keluar dari putaran ini dengan gerbang eksklusif (X)."
    return note(NoteKind.ADVICE, splitting, reason, remedy, rule=RULE)
