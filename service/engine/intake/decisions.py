"""The label is the decision: a gateway without conditions is decided by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.domain.form_decision import Decision, DecisionOption
from service.engine.intake.changes import Changes
from service.engine.intake.confirmations import is_readable
from service.engine.intake.graph import Graph
from service.engine.intake.moves import circles_of
from service.engine.intake.nodes import (
    COMPLEX,
    DECISION,
    EXCLUSIVE,
    INCLUSIVE,
    PERSON_TASKS,
    SPLIT,
    START,
    Flow,
    Node,
    note,
)

RULE = "label-is-the-decision"
CHOOSING = (EXCLUSIVE, INCLUSIVE, COMPLEX, SPLIT)


def read_conditions(graph: Graph) -> Graph:
    """Where conditions decide nothing, people do; of a gateway one arrow without is the default."""
    changes = Changes()
    for gateway in graph.of_kind(*CHOOSING):
        flows = graph.outgoing(gateway.id)
        conditioned = [flow for flow in flows if flow.condition is not None]
        unread = [flow for flow in conditioned if not is_readable(flow.condition or "")]
        bare = [flow for flow in flows if flow.condition is None and flow.id != gateway.default]
        if unread:
            _take_as_words(changes, gateway, flows, unread, "bukan ungkapan yang dapat dihitung")
        elif (
            conditioned
            and gateway.kind == EXCLUSIVE
            and (len(bare) > 1 or (bare and gateway.default))
        ):
            why = "tidak cukup, karena panah lain dari gerbang ini tidak bersyarat"
            _take_as_words(changes, gateway, flows, conditioned, why)
        elif conditioned and gateway.kind == EXCLUSIVE and bare:
            reason = "panah tanpa syarat ini dipakai bila tidak ada syarat lain yang terpenuhi"
            changes.notes.append(note(NoteKind.ASSUMED, bare[0], reason, rule=RULE))
            changes.nodes.append(replace(gateway, default=bare[0].id))
        elif gateway.kind in {INCLUSIVE, COMPLEX} and conditioned:
            reason = "panah tanpa syarat ini selalu dilewati, di samping yang syaratnya terpenuhi"
            changes.notes += [note(NoteKind.ASSUMED, flow, reason, rule=RULE) for flow in bare]
    for gateway in graph.of_kind(COMPLEX):
        changes.notes += _counting(graph, gateway)
    return changes.made_in(graph)


def _take_as_words(
    changes: Changes, gateway: Node, flows: list[Flow], asked: list[Flow], why: str
) -> None:
    """The words of a condition are the label of its arrow, unless it has one."""
    for flow in asked:
        reason = (
            f'syarat "{flow.condition}" {why}, sehingga diputuskan oleh {gateway.lane.performer}'
        )
        changes.notes.append(note(NoteKind.ASSUMED, flow, reason, rule=RULE))
    for flow in flows:
        named = flow.name or flow.condition or ""
        changes.flows[flow.id] = replace(flow, name=named, condition=None)


def _counting(graph: Graph, gateway: Node) -> Iterator[Note]:
    """What a complex gateway waits for."""
    condition = gateway.texts.get("activationCondition", "")
    if len(graph.incoming(gateway.id)) <= 1 or is_readable(condition):
        return
    if condition:
        reason = f'syarat "{condition}" bukan ungkapan yang dapat dihitung'
        remedy = "Tulis misalnya activationCount >= 2: dua cabang cukup. Atau kosongkan."
        yield note(NoteKind.REFUSED, gateway, reason, remedy, rule=RULE)
    else:
        reason = (
            "gerbang kompleks ini tanpa syarat, sehingga menunggu setiap cabang yang masih berjalan"
        )
        yield note(NoteKind.ASSUMED, gateway, reason, rule=RULE)


def decided_by_people(graph: Graph) -> list[Node]:
    """The gateways that split and have no condition on any of their arrows."""
    return [
        gateway
        for gateway in graph.of_kind(*CHOOSING)
        if len(flows := graph.outgoing(gateway.id)) > 1
        and all(flow.condition is None for flow in flows)
    ]


def _decision(graph: Graph, gateway: Node, asked_at: Node, circles: Mapping[str, str]) -> Decision:
    """The choice between the gateway's arrows, named by their labels or their targets."""
    labels = labels_of(graph, gateway)
    options = (
        DecisionOption(
            flow=flow.id,
            label=labels[flow.id],
            needs_reason=circles[flow.target] == circles[gateway.id]
            and _leads_back(graph, flow, gateway),
        )
        for flow in graph.outgoing(gateway.id)
    )
    question = gateway.name or asked_at.name
    return Decision(gateway.origin, question, tuple(options), many=gateway.kind != EXCLUSIVE)


def labels_of(graph: Graph, gateway: Node) -> dict[str, str]:
    """What the arrows out of a gateway are called: flow id -> label.

    The label drawn, else what the arrow leads to; where two are called the same, both.
    """
    flows = graph.outgoing(gateway.id)
    drawn = {flow.id: flow.name or _leads_to(graph, flow) for flow in flows}
    uses = Counter(drawn.values())
    told = {
        flow.id: label if uses[label] == 1 else f"{label} ({_leads_to(graph, flow)})"
        for flow in flows
        for label in [drawn[flow.id]]
    }
    uses = Counter(told.values())
    return {
        key: label if uses[label] == 1 else f"{label} {number}"
        for number, (key, label) in enumerate(told.items(), 1)
    }


def _leads_to(graph: Graph, flow: Flow) -> str:
    """The first thing with a name that the arrow leads to."""
    seen, here = set(), flow.target
    while here not in seen:
        seen.add(here)
        if graph.nodes[here].name:
            return graph.nodes[here].name
        onward = graph.outgoing(here)
        if len(onward) == 1:
            here = onward[0].target
    return graph.nodes[flow.target].origin


def _leads_back(graph: Graph, flow: Flow, gateway: Node) -> bool:
    """Whether an arrow that lies on a circle returns the case: what it leads to came before the
    gateway, or has no other way on (a step for repairs, drawn beside the way).

    What comes after the gateway is no return, even if a later decision leads back from there.
    """
    starts = (start.id for start in graph.of_kind(START))
    came_before = flow.target in graph.reached_from(starts, without=gateway.id)
    ahead = graph.reached_from([flow.target], without=gateway.id)
    return came_before or all(graph.outgoing(node) for node in ahead)


def ask_people(graph: Graph) -> tuple[Graph, dict[str, Decision]]:
    """The graph in which every such gateway is decided, and the decisions by deciding node.

    If exactly one person's task leads straight to the gateway, in the same lane, the choice stands
    in that task's form. In every other case a decision task is put before the gateway.
    """
    circles = circles_of(graph)
    decisions: dict[str, Decision] = {}
    changes = Changes()
    for gateway in decided_by_people(graph):
        asked_at = _task_before(graph, gateway)
        decision = _decision(graph, gateway, asked_at or gateway, circles)
        if asked_at is None:
            asked_at = _decision_task(gateway)
            joins = gateway.kind != EXCLUSIVE and len(graph.incoming(gateway.id)) > 1
            ask = _ask_after_join if joins else _ask_before
            ask(changes, gateway, asked_at)
        else:
            changes.nodes.append(replace(gateway, decided=True, default=""))
        decisions[asked_at.id] = decision
    return changes.made_in(graph), decisions


def _ask_before(changes: Changes, gateway: Node, task: Node) -> None:
    """The decision task stands between the gateway and what led to it."""
    changes.nodes += [replace(gateway, decided=True, default=""), task]
    changes.arriving[gateway.id] = task.id
    changes.connect(task, gateway, task.line, f"{task.id}.alir")


def _ask_after_join(changes: Changes, gateway: Node, task: Node) -> None:
    """A gateway that joins and splits joins first, then asks, then splits."""
    key = f"{gateway.id}.pilihan"
    split = replace(gateway, id=key, decided=True, default="", helper=True)
    changes.nodes += [task, split]
    changes.leaving[gateway.id] = split.id
    changes.connect(gateway, task, task.line, f"{task.id}.alir")
    changes.connect(task, split, task.line, f"{split.id}.alir")


def _task_before(graph: Graph, gateway: Node) -> Node | None:
    arriving = graph.incoming(gateway.id)
    if len(arriving) != 1:
        return None
    task = graph.nodes[arriving[0].source]
    alone = task.repeat is None and len(graph.outgoing(task.id)) == 1 and not task.helper
    if task.kind in PERSON_TASKS and task.lane == gateway.lane and alone:
        return task
    return None


def _decision_task(gateway: Node) -> Node:
    return Node(
        f"{gateway.id}.keputusan",
        DECISION,
        gateway.name,
        gateway.line,
        gateway.lane,
        gateway.origin,
        gateway.scope,
        helper=True,
        properties=gateway.properties,
        documentation=gateway.documentation,
        form=gateway.form,
    )
