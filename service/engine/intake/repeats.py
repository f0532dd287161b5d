"""How often an activity is done: as drawn, or as a person says where the drawing does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.confirmations import is_readable
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import DECISION, HOW_MANY, Node, Repeat, note

RULE = "repeats"


def complete_repeats(graph: Graph) -> Graph:
    """A loop without a condition or a limit, and several instances without a number, ask a person.

    A number below zero is refused.
    """
    for node in list(graph.nodes.values()):
        if node.repeat is not None:
            graph = _completed(graph, node, node.repeat)
    return graph


def _completed(graph: Graph, node: Node, repeat: Repeat) -> Graph:
    wrong = next((n for n in (repeat.count, repeat.most) if n.strip().startswith("-")), None)
    if wrong is not None:
        reason = f"jumlah pengulangan {wrong} tidak mungkin"
        remedy = "Tulis bilangan yang tidak negatif."
        return graph.noting([note(NoteKind.REFUSED, node, reason, remedy, rule=RULE)])
    read = replace(
        repeat,
        count=_read(repeat.count),
        items=_read(repeat.items),
        until=_read(repeat.until),
        again=_read(repeat.again),
        most=_limit(repeat.most),
        events=tuple((_read(condition), event) for condition, event in repeat.events),
    )
    graph = graph.with_nodes([replace(node, repeat=read)]).noting(_unread(node, repeat, read))
    graph = _letting_go_on(graph, node, read)
    return _asking(graph, node, repeat, read)


def _letting_go_on(graph: Graph, node: Node, repeat: Repeat) -> Graph:
    """What an instance tells the activity's own boundary, that it is through, ends no other one.

    Of behaviour Complex it is not sure: it may be meant to end the whole activity, or only what is
    left of it. An error always ends everything.
    """
    thrown = {(event.kind, event.name) for _, event in repeat.events if event.kind != "error"}
    told = [
        event
        for event in graph.boundaries(node.id)
        if event.interrupting and any((t.kind, t.name) in thrown for t in event.triggers)
    ]
    if repeat.behaviour == "Complex":
        reason = "tidak pasti apakah peristiwa ini mengakhiri kegiatannya atau sisa pengulangannya"
        remedy = "Gambar peristiwa yang tidak menghentikan, dan isi syarat selesai pengulangannya."
        refused = [note(NoteKind.REFUSED, event, reason, remedy, rule=RULE) for event in told]
        return graph.noting(refused)
    reason = "peristiwa dari satu pengulangan ini tidak menghentikan pengulangan lainnya"
    notes = [note(NoteKind.ASSUMED, event, reason, rule=RULE) for event in told]
    beside = (replace(e, attributes={**e.attributes, "cancelActivity": "false"}) for e in told)
    return graph.with_nodes(beside).noting(notes)


def _asking(graph: Graph, node: Node, drawn: Repeat, read: Repeat) -> Graph:
    """Put in the question that only a person can answer, if there is one.

    Of a list, too, it is known only when the case runs whether there is one.
    """
    if read.loop and not read.again and (drawn.again or not read.most):
        key, kind = "ulangi", DECISION
        reason = f"apakah langkah ini diulangi diputuskan oleh {node.lane.performer}"
    elif not read.loop and not read.count:
        key, kind = "jumlah", HOW_MANY
        unless = f', bila daftar "{read.items}" tidak ada' if read.items else ""
        reason = f"berapa kali langkah ini dilakukan diisi oleh {node.lane.performer}{unless}"
    else:
        return graph
    asks = replace(_bare(node), id=f"{node.id}.{key}", kind=kind)
    return graph.with_nodes([asks]).noting([note(NoteKind.ASSUMED, node, reason, rule=RULE)])


def _bare(node: Node) -> Node:
    """It hangs on the activity: nothing leads to it, and no token begins there by itself."""
    return Node(
        "", "", node.name, node.line, node.lane, node.origin, node.scope, host=node.id, helper=True
    )


def _unread(node: Node, drawn: Repeat, read: Repeat) -> Iterator[Note]:
    """What is said of conditions in words, and of limits that are no number."""
    if drawn.until and not read.until:
        reason = f'syarat selesai "{drawn.until}" tidak dapat dihitung; semuanya diselesaikan'
        yield note(NoteKind.ASSUMED, node, reason, rule=RULE)
    if drawn.most and not read.most:
        reason = f'batas pengulangan "{drawn.most}" bukan bilangan di atas nol; tidak dipakai'
        yield note(NoteKind.ASSUMED, node, reason, rule=RULE)
    for (condition, _), (kept, _) in zip(drawn.events, read.events, strict=True):
        if condition and not kept:
            reason = f'syarat "{condition}" untuk peristiwa pengulangan ini tidak dapat dihitung'
            remedy = "Tulis misalnya: nrOfCompletedInstances = 1"
            yield note(NoteKind.REFUSED, node, reason, remedy, rule=RULE)


def _read(text: str) -> str:
    return text if is_readable(text) else ""


def _limit(most: str) -> str:
    limit = most.strip()
    return limit if limit.isdecimal() and int(limit) else ""
