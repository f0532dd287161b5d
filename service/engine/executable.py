"""Builds the specification that runs from a completed graph, element by element."""

from __future__ import annotations

from dataclasses import replace

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from service.engine.elements.activity import Activity, PersonTask, ScriptTask
from service.engine.elements.adhoc import AdHoc
from service.engine.elements.catching import Boundary, Catching, Receiving, SubprocessStart
from service.engine.elements.element import Element
from service.engine.elements.event_based import EventBased
from service.engine.elements.gateways import Choosing, Exclusive
from service.engine.elements.joins import Complex, Inclusive, Parallel
from service.engine.elements.repeated import Repeated
from service.engine.elements.scope import Scope
from service.engine.elements.starting import PoolStart
from service.engine.elements.throwing import Throwing
from service.engine.intake.graph import Graph, Pool
from service.engine.intake.nodes import (
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
    Node,
    instance_of,
)
from service.engine.plan import Plan, executed_name

# Everything else waits for a person.
_ELEMENTS: dict[str, type[Element]] = {
    END: Throwing,
    THROW: Throwing,
    CATCH: Catching,
    BOUNDARY: Boundary,
    EXCLUSIVE: Exclusive,
    INCLUSIVE: Inclusive,
    PARALLEL: Parallel,
    COMPLEX: Complex,
    SPLIT: Choosing,
    EVENT_BASED: EventBased,
    SCRIPT: ScriptTask,
    SEND: Activity,
    RECEIVE: Receiving,
    SUBPROCESS: Scope,
    TRANSACTION: Scope,
    CALL: Scope,
    AD_HOC: AdHoc,
}


def plan_of(graph: Graph) -> Plan:
    """The plan that runs `graph`: an element for each node, a scope for each pool."""
    spec = BpmnProcessSpec(name=graph.main_pool.id)
    for pool in graph.pools:
        spec.start.connect(Scope(spec, graph, _scope_of(pool)))
    for node in graph.nodes.values():
        if node.repeat is None:
            _element(graph, node)(spec, graph, node)
        else:
            Repeated(spec, graph, replace(node, sends=(), helper=True))
            _element(graph, node)(spec, graph, instance_of(node))
    for flow in graph.flows:
        source, target = (spec.task_specs[executed_name(n)] for n in (flow.source, flow.target))
        source.connect(target)
    return Plan(graph, spec)


def _scope_of(pool: Pool) -> Node:
    return Node(pool.id, PROCESS, pool.name, pool.line, pool.lane, pool.id, helper=True)


def _element(graph: Graph, node: Node) -> type[Element]:
    if node.kind != START:
        return _ELEMENTS.get(node.kind, PersonTask)
    around = graph.nodes.get(node.scope)
    if around is None:
        return Element if graph.pool_of(node.id).called else PoolStart
    return SubprocessStart if around.event_subprocess else Element
