"""Link events, the off-page connectors of an SOP, become the flow that they mean."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import CATCH, END, THROW, Flow, Node, Trigger, note

RULE = "link-events"


def follow_links(graph: Graph) -> Graph:
    """Each throwing link leads on to the catching one of its name in the same process.

    A link without a name is called by its label. Where names tell nothing, the only catching one
    that no other leads to is meant; what leads nowhere is refused.
    """
    links = [node for node in graph.nodes.values() if node.waits_for("link")]
    targets = {(n.scope, _name(n)): n for n in reversed(links) if n.kind == CATCH}
    throwing = [node for node in links if node.kind in {THROW, END}]
    meant = {(n.scope, _name(n)) for n in throwing}
    flows, notes = [], []
    for link in throwing:
        target = targets.get((link.scope, _name(link)))
        left = [n for key, n in targets.items() if key[0] == link.scope and key not in meant]
        if target is None and len(left) == 1:
            target = left[0]
            reason = f'tautan "{_name(link)}" dianggap menuju "{_name(target)}"'
            notes.append(note(NoteKind.ASSUMED, link, reason, rule=RULE))
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
