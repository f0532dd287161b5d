"""Reads BPMN 2.0 bytes as a graph: all that was drawn, or every reason why that is no diagram."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from lxml import etree

from service.domain.definition import DiagramRefused, Note, NoteKind
from service.engine.intake.drawing.arrows import arrows_of
from service.engine.intake.drawing.identities import identify
from service.engine.intake.drawing.lanes import lanes_of
from service.engine.intake.drawing.layout import Layout
from service.engine.intake.drawing.markup import (
    CAMUNDA,
    bpmn,
    id_of,
    line_of,
    name_of,
    tag_of,
)
from service.engine.intake.drawing.messages import Messages
from service.engine.intake.drawing.nodes import Nodes
from service.engine.intake.drawing.papers import handlers_of
from service.engine.intake.drawing.parsing import parse
from service.engine.intake.drawing.pools import pools_of
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import OTHER_DIAGRAMS, Sheet, sheet_of
from service.engine.intake.drawing.triggers import Triggers
from service.engine.intake.graph import Graph


def read_graph(diagram: bytes) -> Graph:
    """Everything drawn, in all pools and subprocesses.

    What cannot be kept is left out with a note that refuses it, so that the rules after this can
    add their reasons. Raises DiagramRefused where there is nothing that they could look at.
    """
    root, notes = parse(diagram)
    sheet = sheet_of(root)
    if refused := tuple(sheet.refused()):
        raise DiagramRefused(refused)
    references = References(sheet.everything)
    notes += tuple(identify(sheet))
    graph = _graph(sheet, references)
    return replace(graph, notes=(*notes, *graph.notes))


def form_names(diagram: bytes) -> tuple[str, ...]:
    """The forms that the diagram names, in drawn order. Raises DiagramRefused."""
    root, _ = parse(diagram)
    named = (each.get(f"{{{CAMUNDA}}}formRef") for each in root.iter(etree.Element))
    return tuple(dict.fromkeys(name for name in named if name))


def _graph(sheet: Sheet, references: References) -> Graph:
    layout = Layout(sheet.root, references)
    scopes = Scopes(sheet, references, layout)
    pools = pools_of(sheet, references, layout, scopes)
    if not pools.processes:
        raise DiagramRefused((_nothing(sheet),))
    arrows = arrows_of(sheet, references, layout, scopes)
    joined = tuple(pools.join(arrows.across(scopes)))
    triggers = Triggers(references)
    lanes = lanes_of(sheet, references, layout, pools, scopes)
    reader = Nodes(references, triggers, scopes, pools, lanes)
    nodes = reader.all(sheet)
    drawn_pools = pools.pools(reader.called_processes(), sheet.global_tasks)
    messages = Messages(sheet, references, layout, pools, scopes)
    message_flows = tuple(messages.flows())
    found = (pools.notes, joined, scopes.notes, arrows.notes, reader.notes, triggers.notes)
    return Graph(
        pools=drawn_pools,
        lanes=lanes.used(node.lane for node in nodes.values()),
        nodes=nodes,
        flows=arrows.flows(),
        messages=message_flows,
        handlers=handlers_of(sheet, references, nodes),
        boxes={id_of(box): name for box, name in pools.boxes.items()},
        notes=(*chain(*found), *messages.notes, *lanes.notes),
        names=_names(sheet) | {pool.id: pool.name for pool in drawn_pools},
    )


def _names(sheet: Sheet) -> dict[str, str]:
    return {id_of(each): name_of(each) for each in (*sheet.nodes, *sheet.flows)}


def _nothing(sheet: Sheet) -> Note:
    """Why a file of BPMN 2.0 holds nothing to run."""
    other = next(sheet.root.iter(*map(bpmn, OTHER_DIAGRAMS)), None)
    if other is not None:
        reason = f"berkas ini hanya memuat {OTHER_DIAGRAMS[tag_of(other)]}, tidak memuat proses"
    elif sheet.participants:
        reason = "semua kolam (pool) kosong: berkas ini tidak memuat proses"
    else:
        reason = "berkas ini tidak memuat proses"
    at = sheet.root if other is None else other
    remedy = "Gambar langkah-langkahnya dalam setidaknya satu kolam (pool)."
    return Note(NoteKind.REFUSED, "", "", line_of(at), reason, remedy, "file")
