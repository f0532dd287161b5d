"""What a graph means to people: its lanes, its steps with their forms, and its starts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from service.domain.definition import (
    Arrow,
    Definition,
    Lane,
    Note,
    NoteKind,
    Source,
    Start,
    Step,
    StepKind,
)
from service.domain.form import Form
from service.domain.form_builtin import (
    confirmation_form,
    form_of_standard,
    subject_form,
    with_decision,
    with_how_many,
)
from service.domain.form_decision import Decision, repetition
from service.domain.form_fields import InvalidForm
from service.domain.form_how_many import HowMany
from service.domain.standard_time import read_standard_time
from service.engine.intake.calls import called_by
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import (
    BOUNDARY,
    CATCH,
    DECISION,
    EVENTS,
    GATEWAYS,
    HOW_MANY,
    RECEIVE,
    START,
    TASKS,
    Node,
    note,
    step_key,
)

_AUTOMATIC = frozenset({"scriptTask", "sendTask"})
_CONFIRMED = frozenset({CATCH, BOUNDARY, START, RECEIVE})


@dataclass(frozen=True)
class Forms:
    """The forms that came with a diagram, read; `notes` refuse those that cannot be."""

    by_name: Mapping[str, Form]
    notes: tuple[Note, ...]


def read_forms(graph: Graph, source: Source) -> Forms:
    """Every form that a node names."""
    forms: dict[str, Form] = {}
    notes: list[Note] = []
    for node in graph.nodes.values():
        text = source.forms.get(node.form)
        if node.form and text is None:
            reason = f'formulir "{node.form}" tidak disertakan'
            remedy = f'Sertakan berkas "{node.form}.form" bersama diagram ini.'
            notes.append(note(NoteKind.REFUSED, node, reason, remedy, rule="forms"))
        elif text is not None:
            try:
                forms[node.form] = Form.parse(text, node.form)
            except InvalidForm as error:
                remedy = f'Perbaiki berkas "{node.form}.form", lalu ulangi.'
                notes.append(note(NoteKind.REFUSED, node, str(error), remedy, rule="forms"))
    return Forms(forms, tuple(notes))


def advise_on_times(graph: Graph) -> Iterator[Note]:
    """A standard time that cannot be read sets no limit."""
    for node in graph.nodes.values():
        if (waktu := node.one("waktu")) and read_standard_time(waktu) is None:
            reason = f'waktu "{waktu}" tidak terbaca, sehingga tugas ini tidak berbatas waktu'
            remedy = "Tulis misalnya: 15 Menit, 3 Hari, 1 Minggu."
            yield note(NoteKind.ADVICE, node, reason, remedy, rule="standard-times")


def define(
    graph: Graph, source: Source, forms: Mapping[str, Form], decisions: Mapping[str, Decision]
) -> Definition:
    """The definition of a graph that was completed and not refused."""
    steps = [
        _step(node, forms, decisions.get(node.id))
        for node in _in_order(graph)
        if _is_step(graph, node)
    ]
    main = graph.main_pool
    return Definition(
        hash=source.hash,
        key=main.id,
        name=dict(main.properties).get("nama_sop") or main.name,
        office_name=main.participant_name,
        lanes=_lanes(graph),
        starts={node.id: _start(graph, node, forms) for node in _starts(graph)},
        steps={step.element: step for step in steps},
        identity=tuple(pair for pair in main.properties if pair[1]),
        names={**graph.names, **_added_names(graph)},
        calls={node.id: called_by(node) for node in _calling_out(graph)},
        callable=all(pool.called or pool is main for pool in graph.pools),
    )


def _calling_out(graph: Graph) -> Iterator[Node]:
    """What calls something that is not in the file."""
    return (node for node in graph.nodes.values() if called_by(node) and not node.calls)


def arrows_of(graph: Graph) -> tuple[Arrow, ...]:
    """Every flow, in drawn order."""
    return tuple(
        Arrow(flow.id, flow.source, flow.target, flow.name, flow.condition or "")
        for flow in graph.flows
    )


def _lanes(graph: Graph) -> tuple[Lane, ...]:
    """The roles, in drawn order: only those that people may have to play."""
    used = {
        node.lane for node in graph.nodes.values() if _is_step(graph, node) or node.kind == START
    }
    return tuple(lane for lane in graph.lanes if lane in used)


def _in_order(graph: Graph) -> list[Node]:
    """The nodes as in the file where their rows are numbered, else as a case meets them."""
    nodes = list(graph.nodes.values())
    if any(node.one("nomor") for node in nodes):
        return nodes
    met: dict[str, None] = {}
    ahead = deque(node.id for node in (*_starts(graph), *nodes))
    while ahead:
        here = ahead.popleft()
        if here not in met:
            met[here] = None
            onward = [event.id for event in graph.boundaries(here)]
            inside = [node.id for node in graph.begun_in(here)]
            onward += [flow.target for flow in graph.outgoing(here)]
            ahead.extendleft(reversed([*inside, *onward]))
    return [graph.nodes[key] for key in met]


def _starts(graph: Graph) -> list[Node]:
    """The starts that a person may use, those of the main pool first."""
    starts = [
        node for node in graph.of_kind(START) if node.confirmed and node.scope not in graph.nodes
    ]
    return sorted(starts, key=lambda start: start.scope != graph.main)


def _is_step(graph: Graph, node: Node) -> bool:
    """Whether a case can wait for a person here.

    Also at what only may have to be confirmed, when nothing else can go on; and at the start of a
    pool that did not begin with the case.
    """
    if node.kind == START and node.scope not in graph.nodes:
        return node.confirmed and len({start.scope for start in _starts(graph)}) > 1
    if node.kind in {DECISION, HOW_MANY} or node.confirmed:
        return True
    if node.kind in _CONFIRMED:
        return any(t.kind in {"message", "signal"} for t in node.triggers) or bool(node.awaits)
    return node.kind in TASKS - _AUTOMATIC


def _added_names(graph: Graph) -> dict[str, str]:
    added = (node for node in graph.nodes.values() if step_key(node) != node.origin)
    return {node.id: node.name for node in added}


def _start(graph: Graph, node: Node, forms: Mapping[str, Form]) -> Start:
    form = forms[node.form] if node.form else subject_form()
    key = node.id
    return Start(key, node.name or graph.pool_of(node.id).name, node.lane, form)


def _step(node: Node, forms: Mapping[str, Form], decision: Decision | None) -> Step:
    form = _form(node, forms)
    if node.id.endswith(".ulangi"):
        decision = repetition(node.origin)
    if node.kind == HOW_MANY:
        form = with_how_many(form, HowMany(node.origin))
    return Step(
        element=step_key(node),
        name=node.name or node.origin,
        kind=_kind(node),
        lane=node.lane,
        form=with_decision(form, decision) if decision else form,
        number=node.one("nomor"),
        documentation=node.documentation,
        requirements=node.all("kelengkapan"),
        standard_time=node.one("waktu"),
        outputs=node.all("output"),
        remarks=node.all("keterangan"),
        documents=node.documents,
        beside=node.origin if step_key(node) != node.origin else "",
    )


def _kind(node: Node) -> StepKind:
    if node.kind == DECISION:
        return StepKind.DECISION
    return StepKind.CONFIRMATION if node.kind in EVENTS | {RECEIVE} else StepKind.TASK


def _form(node: Node, forms: Mapping[str, Form]) -> Form:
    if node.form:
        return forms[node.form]
    if node.kind in EVENTS | {RECEIVE} and (node.waits_for("message") or node.kind == RECEIVE):
        return confirmation_form()
    if node.kind in EVENTS | GATEWAYS | {DECISION, HOW_MANY}:
        return replace(form_of_standard((), ()), title=node.name)
    return form_of_standard(node.all("kelengkapan"), node.all("output"))
