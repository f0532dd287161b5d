"""Tiny diagrams as the intake reads them, before any rule: graphs, notes and refusals."""

from __future__ import annotations

from collections.abc import Mapping

from service.domain.definition import DiagramRefused, Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Node
from service.engine.intake.reading import read_graph
from tests.integration.drawing import diagram, node

DI = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'


def refused(drawn: bytes) -> list[Note]:
    """Why a diagram cannot be read; empty when it can."""
    try:
        return list(read_graph(drawn).refused())
    except DiagramRefused as error:
        return [note for note in error.notes if note.kind is NoteKind.REFUSED]


def assumed(drawn: bytes | Graph, rule: str) -> list[Note]:
    """What a rule has noted on a diagram that can be read."""
    graph = read_graph(drawn) if isinstance(drawn, bytes) else drawn
    return [note for note in graph.notes if note.rule == rule]


def only_node(element: str) -> Node:
    """The one step of a process, as read."""
    (read,) = read_graph(diagram(element)).nodes.values()
    return read


def participant(key: str, name: str = "", process: str = "", inside: str = "") -> str:
    """A pool; without a process it is a box."""
    return node("participant", key, name, inside, processRef=process)


def collaboration(*inside: str) -> str:
    """The pools and the arrows between them."""
    return node("collaboration", "kolaborasi", inside="\n".join(inside))


def message_flow(source: str, target: str, key: str = "pesan", name: str = "") -> str:
    """An arrow between pools."""
    return node("messageFlow", key, name, sourceRef=source, targetRef=target)


def picture(
    boxes: Mapping[str, tuple[int, int, int, int]], **lines: tuple[tuple[int, int], ...]
) -> str:
    """Where elements stand (x, y, width, height) and arrows (their points) run."""
    shapes = (
        f'<di:BPMNShape bpmnElement="{key}">'
        f'<di:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></di:BPMNShape>'
        for key, (x, y, w, h) in boxes.items()
    )
    edges = (
        f'<di:BPMNEdge bpmnElement="{key}">'
        + "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
        + "</di:BPMNEdge>"
        for key, points in lines.items()
    )
    return f"<di:BPMNDiagram {DI}>{''.join((*shapes, *edges))}</di:BPMNDiagram>"
