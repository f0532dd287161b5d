"""Proves that nothing was lost: each node and arrow that was drawn is in what runs."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import note

RULE = "nothing-is-lost"


def prove(drawn: Graph, made: Graph) -> Graph:
    """`made` with a refusal of whatever of `drawn` it has not kept."""
    return made.noting(_losses(drawn, made))


def _losses(drawn: Graph, made: Graph) -> Iterator[Note]:
    remedy = "Laporkan diagram ini kepada pengembang Laksana."
    for key, node in drawn.nodes.items():
        if key not in made.nodes or (key in drawn.reached and key not in made.reached):
            reason = "elemen ini tidak dapat dicapai dalam proses yang dijalankan"
            yield note(NoteKind.REFUSED, node, reason, remedy, rule=RULE)
    arrows = {flow.id: flow for flow in made.flows}
    for flow in drawn.flows:
        kept = arrows.get(flow.id)
        if (
            kept is None
            or not _leads_alike(made, flow.source, kept.source, back=True)
            or not _leads_alike(made, flow.target, kept.target, back=False)
        ):
            reason = "panah ini tidak ada dalam proses yang dijalankan"
            yield note(NoteKind.REFUSED, flow, reason, remedy, rule=RULE)


def _leads_alike(made: Graph, drawn: str, kept: str, *, back: bool) -> bool:
    """Whether only what rules put in lies between the end of an arrow as drawn and as it runs.

    What was put in for the drawn element itself stands for it: an arrow into a start leads past it.
    """
    seen: set[str] = set()
    ahead = [kept]
    while ahead:
        here = ahead.pop()
        node = made.nodes[here]
        if here == drawn or (node.helper and node.origin == drawn):
            return True
        if here in seen or not node.helper:
            continue
        seen.add(here)
        flows = made.incoming(here) if back else made.outgoing(here)
        ahead += [flow.source if back else flow.target for flow in flows]
        ahead += [node.id for node in made.inside(here)]
    return False
