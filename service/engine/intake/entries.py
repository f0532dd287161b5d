"""Which start events a person may use, and where a circle of pools is entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import END, START, THROW, Node, note
from service.engine.intake.thrown import Thrown

RULE = "entries"


def open_starts(graph: Graph) -> Graph:
    """A person may use each start of a pool that nothing in the diagram feeds.

    Of pools that only feed each other, the one from which the messages reach the most pools is the
    entry; the message that it was drawn with is then taken as come, and as sent when it is.
    """
    pools = {pool.id for pool in graph.pools if not pool.called}
    starts = [start for start in graph.of_kind(START) if start.scope in pools]
    signals = Thrown(graph).signals
    unfed = [start for start in starts if not (start.awaits or _signals([start]) & signals)]
    graph = graph.with_nodes(replace(start, confirmed=True) for start in unfed)
    graph = graph.noting(_by_hand(unfed))
    feeds = _feeds(graph)
    begun = {pool for start in unfed for pool in _told_by(feeds, start.scope)}
    entries = sorted(unfed, key=lambda start: bool(start.triggers))
    while left := [start for start in starts if start.scope not in begun]:
        entry = max(left, key=lambda start: len(_told_by(feeds, start.scope)))
        begun |= _told_by(feeds, entry.scope)
        graph = _entered(graph, entry)
        entries.append(entry)
    return replace(graph, main=entries[0].scope if entries else "")


def _by_hand(unfed: list[Node]) -> Iterator[Note]:
    """No case is begun without a person, not by a time or a condition either."""
    for start in unfed:
        if start.waits_for("timer") or start.waits_for("conditional"):
            who = start.lane.performer
            reason = f"waktu atau syarat tidak memulai permohonan sendiri; {who} yang memulainya"
            yield note(NoteKind.ASSUMED, start, reason, rule=RULE)


def _entered(graph: Graph, entry: Node) -> Graph:
    """A person may use `entry`, though a message was drawn to it."""
    reason = (
        "semua peristiwa mulai di sini menunggu pesan dari kolam lain; permohonan dimulai di sini, "
        "seakan-akan pesannya sudah datang"
    )
    said = note(NoteKind.ASSUMED, entry, reason, rule=RULE)
    sending = (n for n in graph.nodes.values() if set(n.sends) & set(entry.awaits))
    silent = [replace(n, sends=_without(n.sends, entry.awaits)) for n in sending]
    opened = replace(entry, confirmed=True, awaits=())
    return graph.with_nodes([*silent, opened]).noting([said])


def _signals(nodes: Iterable[Node]) -> set[str]:
    return {t.name for node in nodes for t in node.triggers if t.kind == "signal"}


def _feeds(graph: Graph) -> dict[str, set[str]]:
    """Pool -> the pools that it can begin, by messages or signals, and those that it calls."""
    starts = [start for start in graph.of_kind(START) if start.scope not in graph.nodes]
    found: dict[str, set[str]] = defaultdict(set)
    for node in graph.nodes.values():
        signals = _signals([node]) if node.kind in {END, THROW} else set()
        if node.sends or signals or node.calls:
            begun = {s.scope for s in starts if set(node.sends) & set(s.awaits)}
            begun |= {s.scope for s in starts if signals & _signals([s])}
            found[graph.pool_of(node.id).id] |= begun | {node.calls} - {""}
    return found


def _told_by(feeds: Mapping[str, set[str]], pool: str) -> set[str]:
    """The pools that begin when this one does, and itself."""
    begun: set[str] = set()
    ahead = [pool]
    while ahead:
        here = ahead.pop()
        if here not in begun:
            begun.add(here)
            ahead += feeds.get(here, set())
    return begun


def _without(messages: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    return tuple(message for message in messages if message not in set(gone))
