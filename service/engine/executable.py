"""Builds the specification that runs from a completed graph, element by element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from service.domain.definition import Lane
from service.engine.elements.activity import Activity, PersonTask, ScriptTask
from service.engine.elements.adhoc import AdHoc
from service.engine.elements.catching import Boundary, Catching, Receiving, SubprocessStart
from service.engine.elements.element import Element, executed_name
from service.engine.elements.event_based import EventBased
from service.engine.elements.gateways import Choosing, Exclusive
from service.engine.elements.joins import Complex, Inclusive, Parallel
from service.engine.elements.repeated import Repeated
from service.engine.elements.scope import Scope
from service.engine.elements.starting import PoolStart
from service.engine.elements.throwing import Throwing
from service.engine.intake.graph import (
    AD_HOC,
    BOUNDARY,
    CALL,
    CATCH,
    COMPLEX,
    END,
    EVENT_BASED,
    EXCLUSIVE,
    INCLUSIVE,
    PARALLEL,
    PROCESS,
    RECEIVE,
    SCRIPT,
    SEND,
    SPLIT,
    START,
    SUBPROCESS,
    THROW,
    TRANSACTION,
    Flow,
    Graph,
    Node,
    Pool,
)
from service.engine.plan import Plan


def plan_of(graph: Graph) -> Plan:
    """The plan that runs `graph`: an element for each node, a scope for each pool."""
    spec = BpmnProcessSpec(name=graph.main_pool.id)
    for pool in graph.pools:
        spec.start.connect(Scope(spec, _pool(pool), ()))
    for node in graph.nodes.values():
        _build(spec, graph, node)
    for flow in graph.flows:
        source, target = (spec.task_specs[executed_name(n)] for n in (flow.source, flow.target))
        source.connect(target)
    return Plan(graph, spec)


def body_of(node: Node) -> Node:
    """One instance of an activity that is done several times."""
    return replace(node, id=f"{node.id}#", repeat=None)


def _pool(pool: Pool) -> Node:
    return Node(
        id=pool.id,
        kind=PROCESS,
        name=pool.name,
        line=pool.line,
        lane=pool.lane,
        origin=pool.id,
        helper=True,
    )


def _build(spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
    flows = tuple(graph.outgoing(node.id))
    boundaries = tuple(graph.boundaries(node.id))
    if node.repeat is None:
        _element(spec, graph, node, flows, boundaries)
        return
    body = body_of(node)
    outer = replace(node, sends=(), helper=True)
    asks = f"{node.id}.{'ulangi' if node.repeat.loop else 'jumlah'}"
    asked = asks if asks in graph.nodes else ""
    Repeated(spec, outer, flows, boundaries, body=body.id, asks=asked)
    _element(spec, graph, body, (), ())


def _element(
    spec: BpmnProcessSpec,
    graph: Graph,
    node: Node,
    flows: tuple[Flow, ...],
    boundaries: tuple[Node, ...],
) -> Element:
    if (plain := _PLAIN.get(node.kind)) is not None:
        return plain(spec, node, flows)
    if (activity := _ACTIVITIES.get(node.kind)) is not None:
        return activity(spec, node, flows, boundaries)
    if node.kind in {SUBPROCESS, TRANSACTION, CALL}:
        return Scope(spec, node, flows, boundaries, inside=node.calls or node.id.rstrip("#"))
    if node.kind == AD_HOC:
        return AdHoc(spec, node, flows, boundaries, inside=node.id.rstrip("#"))
    if node.kind == START:
        return _start(spec, graph, node, flows)
    if node.kind in {PARALLEL, INCLUSIVE, COMPLEX}:
        return _join(spec, graph, node, flows)
    return PersonTask(spec, node, flows, boundaries)


def _start(spec: BpmnProcessSpec, graph: Graph, node: Node, flows: tuple[Flow, ...]) -> Element:
    around = graph.nodes.get(node.scope)
    if around is None:
        return PoolStart(spec, node, flows)
    return (SubprocessStart if around.event_subprocess else Element)(spec, node, flows)


def _join(spec: BpmnProcessSpec, graph: Graph, node: Node, flows: tuple[Flow, ...]) -> Element:
    arriving = tuple(f for f in graph.incoming(node.id) if f.source in graph.reached)
    if node.kind == PARALLEL:
        return Parallel(spec, node, flows, arriving)
    return (Complex if node.kind == COMPLEX else Inclusive)(spec, node, flows, arriving, graph)


_PLAIN: dict[str, Callable[[BpmnProcessSpec, Node, tuple[Flow, ...]], Element]] = {
    END: Throwing,
    THROW: Throwing,
    CATCH: Catching,
    BOUNDARY: Boundary,
    EXCLUSIVE: Exclusive,
    SPLIT: Choosing,
    EVENT_BASED: EventBased,
}
_ACTIVITIES: dict[
    str, Callable[[BpmnProcessSpec, Node, tuple[Flow, ...], tuple[Node, ...]], Element]
] = {
    SCRIPT: ScriptTask,
    SEND: Activity,
    RECEIVE: Receiving,
}
