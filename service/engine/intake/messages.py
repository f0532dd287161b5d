"""Messages between the pools of a diagram: who sends them, and where they are waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import (
    ACTIVITIES,
    BOUNDARY,
    CATCH,
    END,
    RECEIVE,
    SEND,
    START,
    SUBPROCESS,
    THROW,
    Flow,
    MessageFlow,
    Node,
    Trigger,
)

RULE = "messages"

_SENDS = ACTIVITIES | {THROW, END}
_WAITS = {CATCH, BOUNDARY, START, RECEIVE}


def connect_messages(graph: Graph) -> Graph:
    """Every node that sends a message to another, or waits for one, says which.

    A message is called by who receives it, or by its arrow where every message must come; without
    an arrow, throwing and catching events with the same message mean each other. A task that a
    message leads to waits for it, before it begins; if the message answers what the task itself
    sends, before it is left.
    """
    sends: dict[str, list[str]] = defaultdict(list)
    awaits: dict[str, list[str]] = defaultdict(list)
    graph = graph.noting(_misdrawn(graph))
    for flow in _to_starts(graph):
        if _is_between_nodes(graph, flow):
            every = graph.nodes[flow.target].says("parallelMultiple")
            message = f"arus:{flow.id}" if every else f"kepada:{flow.target}"
            sends[flow.source].append(message)
            awaits[flow.target].append(message)
    for sender, receivers in _by_name(graph, sends, awaits):
        for receiver, message in receivers.items():
            sends[sender].append(message)
            awaits[receiver].append(message)
    nodes = (
        replace(
            graph.nodes[key],
            sends=tuple(dict.fromkeys(sends[key])),
            awaits=tuple(dict.fromkeys(awaits[key])),
        )
        for key in {**sends, **awaits}
    )
    graph = graph.with_nodes(list(nodes))
    talking = dict.fromkeys([*sends, *awaits])  # of two that ask each other, whose arrow is first
    for key in [key for key in talking if key in awaits and graph.nodes[key].kind not in _WAITS]:
        graph = _holding_up(graph, graph.nodes[key])
    return graph


def _is_between_nodes(graph: Graph, flow: MessageFlow) -> bool:
    """Whether it leads from what can send to what can wait; others are for people."""
    source, target = graph.nodes.get(flow.source), graph.nodes.get(flow.target)
    if source is None or target is None:
        return False
    return source.kind in _SENDS and target.kind in _WAITS | ACTIVITIES


def _to_starts(graph: Graph) -> Iterator[MessageFlow]:
    """An arrow to a pool or event subprocess leads to the one start that waits for one there."""
    drawn_to = {flow.target for flow in graph.messages}
    processes = {pool.participant: pool.id for pool in graph.pools}
    for flow in graph.messages:
        target = graph.nodes.get(flow.target)
        whole = processes.get(flow.target, "")
        if target is not None and target.event_subprocess:
            whole = target.id
        starts = [
            start.id
            for start in graph.inside(whole)
            if start.kind == START and start.waits_for("message") and start.id not in drawn_to
        ]
        yield replace(flow, target=starts[0]) if len(starts) == 1 else flow


def _misdrawn(graph: Graph) -> Iterator[Note]:
    """Arrows between steps of which the one cannot send, or the other cannot receive."""
    for flow in graph.messages:
        if {flow.source, flow.target} <= graph.nodes.keys() and not _is_between_nodes(graph, flow):
            reason = "arus pesan ini tidak menghubungkan pengirim dengan penerima; tidak dipakai"
            remedy = "Tarik dari tugas atau peristiwa pengirim ke tugas atau peristiwa penerima."
            named = flow.name or graph.nodes[flow.source].name
            yield Note(NoteKind.ADVICE, flow.id, named, flow.line, reason, remedy, RULE)


def _by_name(
    graph: Graph, sends: Mapping[str, object], awaits: Mapping[str, object]
) -> Iterator[tuple[str, dict[str, str]]]:
    """What an arrow joins with a pool without content comes from outside, or goes there."""
    outside = {
        end
        for f in graph.messages
        if {f.source, f.target} & graph.boxes.keys()
        for end in (f.source, f.target)
    }
    receivers: dict[str, list[str]] = defaultdict(list)
    for node in graph.nodes.values():
        if node.kind in _WAITS and node.id not in {*awaits, *outside}:
            for name in _messages(node):
                receivers[name].append(node.id)
    for node in list(graph.nodes.values()):
        if node.kind in {THROW, END, SEND} and node.id not in {*sends, *outside}:
            for name in _messages(node):
                yield node.id, dict.fromkeys(receivers[name], f"bernama:{name}")


def _messages(node: Node) -> list[str]:
    return [t.name for t in node.triggers if t.kind == "message" and t.name]


def _holding_up(graph: Graph, task: Node) -> Graph:
    """A message event before or after a task that a message leads to."""
    answers = _answers(graph, task)
    first = tuple(message for message in task.awaits if message not in answers)
    last = tuple(message for message in task.awaits if message in answers)
    graph = graph.with_nodes([replace(task, awaits=())])
    if first:
        graph = _insert(graph, task, f"{task.id}.pesan", first, before=True)
    if last:
        answer = f"{task.id}.balasan"
        graph = _insert(graph, task, answer, last, before=False)
        if graph.boundaries(task.id):
            graph = _as_one(graph, task, answer)
    return graph


def _as_one(graph: Graph, task: Node, answer: str) -> Graph:
    """Put the task and its waiting in one, so that the events at its boundary listen to the end."""
    whole = Node(
        f"{task.id}.tanya",
        SUBPROCESS,
        task.name,
        task.line,
        task.lane,
        task.origin,
        task.scope,
        helper=True,
    )
    inner = [replace(graph.nodes[key], scope=whole.id) for key in (task.id, answer)]
    events = [replace(event, host=whole.id) for event in graph.boundaries(task.id)]
    flows = (
        replace(
            flow,
            source=whole.id if flow.source == answer else flow.source,
            target=whole.id if flow.target == task.id else flow.target,
        )
        for flow in graph.flows
    )
    return replace(graph.with_nodes([whole, *inner, *events]), flows=tuple(flows))


def _insert(
    graph: Graph, task: Node, key: str, messages: tuple[str, ...], *, before: bool
) -> Graph:
    waiting = Node(
        key,
        CATCH,
        f"Pesan masuk: {task.name}",
        task.line,
        task.lane,
        task.origin,
        task.scope,
        triggers=(Trigger("message"),),
        helper=True,
        awaits=messages,
    )
    flows = [_through(flow, task.id, key, before=before) for flow in graph.flows]
    source, target = (key, task.id) if before else (task.id, key)
    flows.append(Flow(f"{key}.alir", source, target, "", task.line))
    return replace(graph.with_nodes([waiting]), flows=tuple(flows))


def _through(flow: Flow, task: str, key: str, *, before: bool) -> Flow:
    if before and flow.target == task:
        return replace(flow, target=key)
    if not before and flow.source == task:
        return replace(flow, source=key)
    return flow


def _answers(graph: Graph, task: Node) -> set[str]:
    """The messages to the task whose senders come only after what the task sends."""
    waiting = {message: node for node in graph.nodes.values() for message in node.awaits}
    told = [waiting[message].id for message in task.sends if message in waiting]
    after = graph.reached_from(told)
    return {
        message
        for message in task.awaits
        if any(message in graph.nodes[node].sends for node in after)
    }
