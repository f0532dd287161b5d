"""What a graph means to people: its lanes, its steps with their forms, and its starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.domain.definition import (
    Arrow,
    Definition,
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
)
from service.domain.form_decision import Decision
from service.domain.form_fields import InvalidForm
from service.engine.intake.graph import CONFIRMATION, DECISION, START, WAITING, Graph, Node, note

_KINDS = {CONFIRMATION: StepKind.CONFIRMATION, DECISION: StepKind.DECISION}


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
            notes.append(note(NoteKind.REFUSED, node, reason, remedy))
        elif text is not None:
            try:
                forms[node.form] = Form.parse(text, node.form)
            except InvalidForm as error:
                remedy = f'Perbaiki berkas "{node.form}.form", lalu ulangi.'
                notes.append(note(NoteKind.REFUSED, node, str(error), remedy))
    return Forms(forms, tuple(notes))


def define(
    graph: Graph, source: Source, forms: Mapping[str, Form], decisions: Mapping[str, Decision]
) -> Definition:
    """The definition of a graph that was completed and not refused."""
    steps = (
        _step(node, forms, decisions.get(node.id))
        for node in graph.nodes.values()
        if node.kind in WAITING
    )
    return Definition(
        hash=source.hash,
        key=graph.id,
        name=dict(graph.properties).get("nama_sop") or graph.name,
        office_name=graph.pool,
        lanes=graph.lanes,
        starts={node.id: _start(graph, node, forms) for node in graph.of_kind(START)},
        steps={step.element: step for step in steps},
        identity=tuple(pair for pair in graph.properties if pair[1]),
        names=graph.names,
    )


def arrows_of(graph: Graph) -> tuple[Arrow, ...]:
    """Every flow, in drawn order."""
    return tuple(
        Arrow(flow.id, flow.source, flow.target, flow.name, flow.condition or "")
        for flow in graph.flows
    )


def _start(graph: Graph, node: Node, forms: Mapping[str, Form]) -> Start:
    form = forms[node.form] if node.form else subject_form()
    return Start(node.id, node.name or graph.name, node.lane, form)


def _step(node: Node, forms: Mapping[str, Form], decision: Decision | None) -> Step:
    form = _form(node, forms)
    return Step(
        element=node.origin,
        name=node.name or node.origin,
        kind=_KINDS.get(node.kind, StepKind.TASK),
        lane=node.lane,
        form=with_decision(form, decision) if decision else form,
        number=node.one("nomor"),
        documentation=node.documentation,
        requirements=node.all("kelengkapan"),
        standard_time=node.one("waktu"),
        outputs=node.all("output"),
        remarks=node.all("keterangan"),
    )


def _form(node: Node, forms: Mapping[str, Form]) -> Form:
    if node.form:
        return forms[node.form]
    if node.kind == CONFIRMATION:
        return confirmation_form()
    if node.kind == DECISION:
        return replace(form_of_standard((), ()), title=node.name)
    return form_of_standard(node.all("kelengkapan"), node.all("output"))
