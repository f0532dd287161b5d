"""Builds the specification that SpiffWorkflow runs, element by element, from a completed graph.

The library's own parser is not asked: it walks a diagram by recursion, and so fails at some 400
steps in a row, and it shares one name space with its own tasks, so that a start event whose id is
"Start" breaks it.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, ScriptTask, UserTask

from service.engine.intake.graph import PARALLEL, SCRIPT, START, WAITING, Graph, Node
from service.engine.joining import TokenJoin


def specification(graph: Graph) -> BpmnProcessSpec:
    """What a token can reach in `graph`; nothing that was drawn for people only is in it."""
    spec = BpmnProcessSpec(name=graph.id)
    made = {
        node.id: _task(spec, graph, node)
        for node in graph.nodes.values()
        if node.id in graph.reached
    }
    for start in graph.of_kind(START):
        spec.start.connect(made[start.id])
    for node, task in made.items():
        default = graph.nodes[node].default
        for flow in graph.outgoing(node):
            if flow.condition is None or flow.id == default:
                task.connect(made[flow.target])
            else:
                task.connect_outgoing_if(flow.condition, made[flow.target])
    return spec


def executed_name(node: str) -> str:
    """The name of a drawn node in the specification, which has names of its own as well."""
    return f"drawn:{node}"


def _task(spec: BpmnProcessSpec, graph: Graph, node: Node) -> BpmnTaskSpec:
    name = executed_name(node.id)
    if node.kind == SCRIPT:
        return ScriptTask(spec, name, node.script)
    if node.kind in WAITING:
        kind = UserTask
    elif node.kind == PARALLEL:
        kind = TokenJoin
    elif any(flow.condition is not None for flow in graph.outgoing(node.id)):
        kind = ExclusiveGateway
    else:
        kind = SimpleBpmnTask  # lets a token pass: an event, or where arrows only meet
    return kind(spec, name)
