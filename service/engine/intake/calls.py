"""Call activities: what they call in the same file runs; anything else a person confirms."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import CALL, Graph, Node, note

RULE = "call-activities"


def resolve_calls(graph: Graph) -> Graph:
    """A called process of this file runs only where it is called; a circle of calls is refused."""
    own = {pool.id for pool in graph.pools}
    calls = graph.of_kind(CALL)
    found = [replace(call, calls=called_by(call)) for call in calls if called_by(call) in own]
    missing = [replace(call, kind="task") for call in calls if called_by(call) not in own]
    called = {call.calls for call in found}
    pools = tuple(replace(p, called=p.called or p.id in called) for p in graph.pools)
    graph = replace(graph.with_nodes([*found, *missing]), pools=pools)
    advice = (
        note(
            NoteKind.ADVICE,
            call,
            f'SOP yang dipanggil ("{called_by(call) or "-"}") tidak ada dalam berkas ini, '
            f"sehingga selesainya dikonfirmasi oleh {call.lane.performer}",
            rule=RULE,
        )
        for call in missing
    )
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
    return graph.noting((*advice, *circles))


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
