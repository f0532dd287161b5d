"""Which start events a person may use, and where a circle of pools is entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import START, Graph, Node, note

RULE = "entries"


def open_starts(graph: Graph) -> Graph:
    """A person may use each start of a pool that nothing in the diagram feeds.

    Where all are fed, the one from which the messages reach the most pools is the entry; the
    message that it was drawn with is then taken as come, and as sent when it is.
    """
    pools = {pool.id for pool in graph.pools if not pool.called}
    starts = [start for start in graph.of_kind(START) if start.scope in pools]
    signals = thrown(graph, "signal")
    unfed = [start for start in starts if not _is_fed(start, signals)]
    if unfed or not starts:
        graph = graph.with_nodes(replace(start, confirmed=True) for start in unfed)
        main = next((s for s in unfed if not s.triggers), unfed[0]) if unfed else None
        return replace(graph, main=main.scope if main else "")
    entry = max(starts, key=lambda start: len(_told_by(graph, start.scope)))
    reason = (
        "semua peristiwa mulai menunggu pesan dari kolam lain; permohonan dimulai di sini, "
        "seakan-akan pesannya sudah datang"
    )
    said = note(NoteKind.ASSUMED, entry, reason, rule=RULE)
    graph = graph.with_nodes([replace(entry, confirmed=True, awaits=())]).noting([said])
    sending = (n for n in graph.nodes.values() if set(n.sends) & set(entry.awaits))
    silent = [replace(n, sends=_without(n.sends, entry.awaits)) for n in sending]
    return replace(graph.with_nodes(silent), main=entry.scope)


def _is_fed(start: Node, signals: set[str]) -> bool:
    own = {t.name for t in start.triggers if t.kind == "signal"}
    return bool(start.awaits) or bool(own & signals)


def thrown(graph: Graph, kind: str) -> set[str]:
    """The names of what some event of the diagram throws."""
    own = {
        t.name
        for n in graph.of_kind("endEvent", "intermediateThrowEvent")
        for t in n.triggers
        if t.kind == kind
    }
    repeated = (n.repeat for n in graph.nodes.values() if n.repeat)
    return own | {t.name for repeat in repeated for _, t in repeat.events if t.kind == kind}


def _told_by(graph: Graph, pool: str) -> set[str]:
    """The pools that begin when this one does, by its messages and theirs."""
    begun: set[str] = set()
    ahead = [pool]
    while ahead:
        here = ahead.pop()
        if here in begun:
            continue
        begun.add(here)
        sent = {m for n in graph.nodes.values() if graph.pool_of(n.id).id == here for m in n.sends}
        ahead += [s.scope for s in graph.of_kind(START) if sent & set(s.awaits)]
    return begun


def _without(messages: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    return tuple(message for message in messages if message not in set(gone))
