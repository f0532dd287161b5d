"""How tokens may move through a drawing, whatever its data: for checks that run nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from service.engine.intake.graph import Graph
from service.engine.intake.nodes import (
    COMPLEX,
    END,
    EVENT_BASED,
    EXCLUSIVE,
    INCLUSIVE,
    SPLIT,
    Flow,
    Node,
)

Way = tuple[Flow, ...]

_MOST_COMBINED = 5  # of more arrows only each alone, and all of them, are looked at
_SEVERAL = {INCLUSIVE, COMPLEX, SPLIT}
_ENDS_ALL = ("terminate", "error", "cancel")


def ways_on(graph: Graph, node: Node) -> list[Way]:
    """Each set of arrows that a token may leave `node` along; an empty one where it ends."""
    ways = _own_ways(graph, node)
    events = [e for e in graph.boundaries(node.id) if not e.waits_for("compensate")]
    beside: list[Way] = []
    for event in events:
        after = tuple(graph.outgoing(event.id))
        beside += [after] if event.interrupting else [(*way, *after) for way in ways]
    return [*ways, *beside]


def waits_for_all(node: Node) -> bool:
    """Whether an event-based gateway needs every event that follows it."""
    return node.attributes.get("eventGatewayType") == "Parallel"


def ends_all(node: Node) -> bool:
    """Whether whatever runs beside the token ends when it comes here."""
    return node.kind == END and any(node.waits_for(kind) for kind in _ENDS_ALL)


def leading_to(graph: Graph, flow: Flow) -> list[str]:
    """The nodes from which a token can come along `flow`, the nearest first.

    Not through what the arrow leads to; a token comes from an activity to its boundary events.
    """
    found: dict[str, None] = {}
    ahead = [flow.source] if flow.source != flow.target else []
    while ahead:
        further: list[str] = []
        for here in ahead:
            if here not in found and here != flow.target:
                found[here] = None
                further += (each.source for each in graph.incoming(here))
                further += [graph.nodes[here].host] if graph.nodes[here].host else []
        ahead = further
    return list(found)


def circles_of(graph: Graph) -> dict[str, str]:
    """Each node with a name of the circle that it lies on: one that no other circle has.

    Two nodes have the same when a token can come from each to the other (Kosaraju's two passes).
    """
    order, seen = [], set()
    for root in graph.nodes:
        ahead = [(root, False)]
        while ahead:
            here, passed = ahead.pop()
            if passed:
                order.append(here)
            elif here not in seen:
                seen.add(here)
                ahead.append((here, True))
                ahead += [(flow.target, False) for flow in graph.outgoing(here)]
                ahead += [(event.id, False) for event in graph.boundaries(here)]
    return _named(graph, reversed(order))


def _named(graph: Graph, roots: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for root in roots:
        back = [root]
        while back:
            here = back.pop()
            if here not in found:
                found[here] = root
                back += [flow.source for flow in graph.incoming(here)]
                back += [graph.nodes[here].host] if graph.nodes[here].host else []
    return found


def _own_ways(graph: Graph, node: Node) -> list[Way]:
    flows = tuple(graph.outgoing(node.id))
    if node.kind in {EXCLUSIVE, EVENT_BASED} and flows and not waits_for_all(node):
        return [(flow,) for flow in flows]
    return _several(node, flows) if node.kind in _SEVERAL and len(flows) > 1 else [flows]


def _several(node: Node, flows: Way) -> list[Way]:
    """Those without a condition always, beside others with; the default when none is true."""
    if all(flow.condition is None for flow in flows):
        return list(_combined(flows))
    default = tuple(flow for flow in flows if flow.id == node.default)
    always = tuple(f for f in flows if f.condition is None and f.id != node.default)
    choosable = tuple(f for f in flows if f not in default and f not in always)
    otherwise = (*always, *default) if node.kind == SPLIT else always or default
    none = [otherwise] if otherwise else []
    return [*((*always, *way) for way in _combined(choosable)), *none]


def _combined(flows: Way) -> Iterable[Way]:
    many = len(flows) > _MOST_COMBINED
    sizes = {1, len(flows)} if many else range(1, len(flows) + 1)
    return (way for size in sizes for way in combinations(flows, size))
