"""Where pools and subprocesses begin: starts that were left out, or that arrows lead back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.changes import Changes
from service.engine.intake.graph import Graph, Pool
from service.engine.intake.nodes import (
    CATCH,
    END,
    EVENT_BASED,
    EXCLUSIVE,
    RECEIVE,
    START,
    SUBPROCESSES,
    THROW,
    Flow,
    Node,
    note,
)

RULE = "starts-and-ends"
_ENDING = ("terminate", "error", "cancel")


def complete_starts(graph: Graph) -> Graph:
    """Every pool has a start, every subprocess at most one, and no arrow leads into one."""
    for pool in graph.pools:
        graph = _start_of_pool(graph, pool)
        graph = _one_start(graph, pool) if pool.called else graph
    for node in graph.of_kind(*SUBPROCESSES):
        graph = _start_of_subprocess(graph, node)
    changes = Changes()
    for start in graph.of_kind(START):
        if graph.incoming(start.id):
            _lead_past(changes, start)
    graph = changes.made_in(graph)
    return graph.noting(_ends(graph))


def _start_of_pool(graph: Graph, pool: Pool) -> Graph:
    """Receive tasks and gateways that instantiate are starts, too."""
    first = graph.first_in(pool.id)
    instantiating = [
        node
        for node in graph.inside(pool.id)
        if node.kind in {RECEIVE, EVENT_BASED}
        and node.says("instantiate")
        and not graph.incoming(node.id)
    ]
    if any(node.kind == START for node in first):
        for node in instantiating:
            graph = _before(graph, pool, [node])
        return graph
    return _before(graph, pool, first) if first else graph.noting([_no_start(pool)])


def _start_of_subprocess(graph: Graph, node: Node) -> Graph:
    begun = graph.begun_in(node.id)
    if node.event_subprocess:
        begun = [each for each in begun if each.kind == START]
    if graph.inside(node.id) and not begun:
        return graph.noting([_no_start(node)])
    return graph if node.event_subprocess else _one_start(graph, node)


def _one_start(graph: Graph, around: Pool | Node) -> Graph:
    """The flow into a subprocess or a called process begins one of its starts (BPMN, 10.5.2).

    Of several plain ones people choose. Where all wait for something, the first that comes goes
    on; what is called does not wait for what would have begun it otherwise.
    """
    starts = [each for each in graph.begun_in(around.id) if each.kind == START]
    waits = isinstance(around, Node) and any(start.triggers for start in starts)
    if not waits and len(starts) <= 1:
        return graph
    entry = _helper(around, "mulai", START)
    fork = _helper(around, "awal", EVENT_BASED if waits and len(starts) > 1 else EXCLUSIVE)
    inner = [
        replace(start, kind=CATCH if waits else THROW, triggers=start.triggers if waits else ())
        for start in starts
    ]
    flows = [Flow(f"{fork.id}.alir", entry.id, fork.id, "", around.line)]
    flows += [Flow(f"{start.id}.alir", fork.id, start.id, "", start.line) for start in inner]
    how = "yang lebih dahulu terjadi" if waits else f"yang dipilih oleh {fork.lane.performer}"
    reason = f"di sini dimulai dari satu peristiwa mulai saja: {how}"
    notes = [note(NoteKind.ASSUMED, start, reason, rule=RULE) for start in starts]
    graph = graph.with_nodes([entry, fork, *inner])
    return replace(graph, flows=(*graph.flows, *flows)).noting(notes)


def _helper(around: Pool | Node, key: str, kind: str) -> Node:
    made = f"{around.id}.{key}"
    name, line, lane = around.name, around.line, around.lane
    return Node(made, kind, name, line, lane, around.id, around.id, helper=True)


def _before(graph: Graph, pool: Pool, first: list[Node]) -> Graph:
    made = f"{first[0].id}.mulai"
    lane = first[0].lane
    start = Node(made, START, pool.name, first[0].line, lane, first[0].id, pool.id, helper=True)
    flows = [Flow(f"{made}.{each.id}", made, each.id, "", each.line) for each in first]
    reason = "kolam ini tidak memiliki peristiwa mulai, sehingga dimulai di sini"
    notes = [note(NoteKind.ASSUMED, each, reason, rule=RULE) for each in first]
    return replace(graph.with_nodes([start]), flows=(*graph.flows, *flows)).noting(notes)


def _lead_past(changes: Changes, start: Node) -> None:
    """Arrows into a start go where it leads."""
    past = replace(start, id=f"{start.id}.lewat", kind=EXCLUSIVE, helper=True, triggers=(), form="")
    changes.nodes.append(past)
    changes.leaving[start.id] = changes.arriving[start.id] = past.id
    changes.connect(start, past, start.line, f"{past.id}.alir")
    reason = "panah menuju peristiwa mulai diteruskan ke langkah sesudahnya"
    changes.notes.append(note(NoteKind.ASSUMED, start, reason, rule=RULE))


def _ends(graph: Graph) -> Iterator[Note]:
    """Where the flow stops without an end event being drawn, or goes on after one."""
    for node in graph.nodes.values():
        if node.kind in {END, THROW} and graph.outgoing(node.id):
            yield from _led_on(node)
        around = graph.nodes.get(node.scope)
        bare = node.kind == END or node.helper or graph.outgoing(node.id) or node.event_subprocess
        if bare or node.for_compensation or (around and around.kind == "adHocSubProcess"):
            continue
        if node.kind != START and not node.waits_for("compensate") and graph.incoming(node.id):
            reason = "alur berakhir di sini, karena tidak ada panah yang keluar"
            yield note(NoteKind.ASSUMED, node, reason, rule=RULE)


def _led_on(node: Node) -> Iterator[Note]:
    """Whether the arrow out of an event that is thrown is followed, where that is a question."""
    if any(node.waits_for(kind) for kind in _ENDING):
        reason = "panah yang keluar tidak ditempuh, karena peristiwa ini mengakhiri alurnya"
        remedy = "Hapus panah itu, atau gambar peristiwa ini tanpa pemicu."
        yield note(NoteKind.ADVICE, node, reason, remedy, rule=RULE)
    elif node.kind == END:
        reason = "alur diteruskan dari peristiwa akhir ini, karena ada panah yang keluar"
        yield note(NoteKind.ASSUMED, node, reason, rule=RULE)


def _no_start(at: Pool | Node) -> Note:
    return Note(
        NoteKind.REFUSED,
        at.id,
        at.name,
        at.line,
        "tidak diketahui di mana proses ini dimulai",
        "Tambahkan satu peristiwa mulai (start event) sebelum kegiatan pertama.",
        RULE,
    )
