"""Joins the SOPs that a case calls to the one it runs, each element under the key of its SOP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.domain.definition import Definition
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import CALL, Flow, MessageFlow, Node, Trigger


def inside(key: str, element: str) -> str:
    """The id that an element of the SOP `key` has where that SOP is called."""
    return f"{key}/{element}" if element else ""


def placed(graph: Graph, key: str) -> Graph:
    """A graph as drawn, to be called: under its key, and begun by a call alone."""
    own = {pool.id for pool in graph.pools}
    return replace(
        graph,
        pools=tuple(
            replace(pool, id=inside(key, pool.id), called=pool.called or pool.id == key)
            for pool in graph.pools
        ),
        nodes={inside(key, each.id): _node(each, key, own) for each in graph.nodes.values()},
        flows=tuple(_flow(each, key) for each in graph.flows),
        messages=tuple(_message(each, key) for each in graph.messages),
        handlers={inside(key, a): inside(key, b) for a, b in graph.handlers.items()},
        names={inside(key, element): name for element, name in graph.names.items()},
    )


def joined(caller: Graph, called: Iterable[Graph]) -> Graph:
    """One graph of them all."""
    graphs = [caller, *called]
    return replace(
        caller,
        pools=tuple(pool for graph in graphs for pool in graph.pools),
        nodes={key: node for graph in graphs for key, node in graph.nodes.items()},
        flows=tuple(flow for graph in graphs for flow in graph.flows),
        handlers={key: each for graph in graphs for key, each in graph.handlers.items()},
    )


def with_called(caller: Definition, called: Iterable[Definition]) -> Definition:
    """What the case means as a whole; it is begun at the caller's starts."""
    parts = [caller, *called]
    return replace(
        caller,
        lanes=tuple(dict.fromkeys(lane for each in parts for lane in each.lanes)),
        steps={key: step for each in parts for key, step in each.steps.items()},
        names={key: name for each in parts for key, name in each.names.items()},
        arrows=tuple(arrow for each in parts for arrow in each.arrows),
    )


def _node(node: Node, key: str, own: set[str]) -> Node:
    attributes = node.attributes
    if node.kind == CALL and attributes.get("calledElement") in own:
        attributes = {**attributes, "calledElement": inside(key, attributes["calledElement"])}
    return replace(
        node,
        id=inside(key, node.id),
        origin=inside(key, node.origin),
        scope=inside(key, node.scope),
        host=inside(key, node.host),
        default=inside(key, node.default),
        attributes=attributes,
        triggers=tuple(_trigger(each, key) for each in node.triggers),
    )


def _trigger(trigger: Trigger, key: str) -> Trigger:
    """Only compensation names an element; a message is told by its name within its SOP."""
    told_by_place = trigger.kind in {"compensate", "message", "link"}
    return replace(trigger, name=inside(key, trigger.name)) if told_by_place else trigger


def _flow(flow: Flow, key: str) -> Flow:
    source, target = inside(key, flow.source), inside(key, flow.target)
    return replace(flow, id=inside(key, flow.id), source=source, target=target)


def _message(flow: MessageFlow, key: str) -> MessageFlow:
    return replace(flow, source=inside(key, flow.source), target=inside(key, flow.target))
