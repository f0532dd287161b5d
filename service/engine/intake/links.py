"""Link events, the off-page connectors of an SOP, become the flow that they mean."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import CATCH, END, THROW, Flow, Graph, Node, Trigger, note

RULE = "link-events"


def follow_links(graph: Graph) -> Graph:
    """Each throwing link leads on to the catching one of its name in the same process.

    A link without a name is called by its label; one that leads nowhere is refused.
    """
    links = [node for node in graph.nodes.values() if node.waits_for("link")]
    targets = {(n.scope, _name(n)): n for n in reversed(links) if n.kind == CATCH}
    flows, notes = [], []
    for link in links:
        if link.kind not in {THROW, END}:
            continue
        target = targets.get((link.scope, _name(link)))
        if target is None:
            remedy = "Gambar peristiwa tautan penerima dengan nama yang sama pada kolam ini."
            reason = f'tautan "{_name(link)}" tidak memiliki tujuan'
            notes.append(note(NoteKind.REFUSED, link, reason, remedy, rule=RULE))
        else:
            flows.append(Flow(f"{link.id}.tautan", link.id, target.id, "", link.line))
    passed = (replace(link, kind=THROW, triggers=_without_link(link)) for link in links)
    return replace(graph.with_nodes(passed), flows=(*graph.flows, *flows)).noting(notes)


def _name(link: Node) -> str:
    return next(t.name for t in link.triggers if t.kind == "link") or link.name


def _without_link(link: Node) -> tuple[Trigger, ...]:
    return tuple(trigger for trigger in link.triggers if trigger.kind != "link")
