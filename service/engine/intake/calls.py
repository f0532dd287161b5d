"""Call activities: what they call in the same file runs, and the deployed SOPs that they name."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.joining import inside
from service.engine.intake.nodes import CALL, Node, note

RULE = "call-activities"


def resolve_calls(graph: Graph) -> Graph:
    """A called process of this file runs only where it is called; a circle of calls is refused.

    What is neither in this file nor among the deployed SOPs of the case a person confirms.
    """
    runs = {key: inside(key, key) for key in graph.deployed} | {p.id: p.id for p in graph.pools}
    calls = graph.of_kind(CALL)
    found = [replace(c, calls=runs[called_by(c)]) for c in calls if called_by(c) in runs]
    missing = [replace(call, kind="task") for call in calls if called_by(call) not in runs]
    called = {call.calls for call in found}
    pools = tuple(replace(p, called=p.called or p.id in called) for p in graph.pools)
    graph = replace(graph.with_nodes([*found, *missing]), pools=pools)
    circles = (
        note(
            NoteKind.REFUSED,
            call,
            "panggilan ini kembali memanggil dirinya sendiri",
            "Hapus salah satu panggilan dalam lingkaran itu.",
            rule=RULE,
        )
        for call in found
        if _calls_itself(graph, call)
    )
    return graph.noting((*map(_outside, missing), *circles))


def _outside(call: Node) -> Note:
    confirmed = f"selesainya dikonfirmasi oleh {call.lane.performer}"
    if not called_by(call):
        reason = f"tidak disebutkan SOP mana yang dipanggil, sehingga {confirmed}"
        return note(NoteKind.ADVICE, call, reason, rule=RULE)
    reason = (
        f'SOP "{called_by(call)}" tidak ada dalam berkas ini: yang dijalankan adalah versi '
        f"terbarunya di unit kerja ini; bila belum dipasang, {confirmed}"
    )
    return note(NoteKind.ASSUMED, call, reason, rule=RULE)


def called_by(call: Node) -> str:
    """The id of the process that a call activity names."""
    return call.attributes.get("calledElement", "").rpartition(":")[2].strip()


def _calls_itself(graph: Graph, call: Node) -> bool:
    within: dict[str, set[str]] = {}
    for each in graph.of_kind(CALL):
        within.setdefault(graph.pool_of(each.id).id, set()).add(each.calls)
    seen: set[str] = set()
    ahead = [call.calls]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += within.get(here, set()) - {""}
    return graph.pool_of(call.id).id in seen
