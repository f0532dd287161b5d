"""Ad-hoc subprocesses: when they are over, and what "one after the other" cannot mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.intake.confirmations import is_readable
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import AD_HOC, TASKS, Node, note

RULE = "ad-hoc"


def complete_ad_hoc(graph: Graph) -> Graph:
    """Without a condition that can be reckoned, one is over when everything in it was done."""
    found = graph.of_kind(AD_HOC)
    in_words = [node for node in found if not is_readable(_condition(node) or "true")]
    read = [replace(n, texts={**n.texts, "completionCondition": ""}) for n in in_words]
    return graph.with_nodes(read).noting((*map(_unread, in_words), *_interleaved(graph, found)))


def _condition(node: Node) -> str:
    return node.texts.get("completionCondition", "")


def _unread(node: Node) -> Note:
    reason = (
        f'syarat selesai "{_condition(node)}" tidak dapat dihitung; subproses ini selesai setelah '
        "semua isinya dikerjakan"
    )
    return note(NoteKind.ASSUMED, node, reason, rule=RULE)


def _interleaved(graph: Graph, found: list[Node]) -> Iterator[Note]:
    """Single steps are one after the other by themselves; activities of several steps are not."""
    for node in found:
        if node.attributes.get("ordering") != "Sequential":
            continue
        for member in graph.begun_in(node.id):
            if member.kind not in TASKS or member.repeat is not None:
                reason = "langkah lain dapat dikerjakan di antara langkah-langkah kegiatan ini"
                yield note(NoteKind.ASSUMED, member, reason, rule=RULE)
