"""Names that a condition reads and nothing sets: what depends on them never comes true."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.definition import Definition, Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import SCRIPT, Flow, Node, note
from service.engine.scripting import expression, script

RULE = "unset-names"


def advise_on_unset(graph: Graph, definition: Definition) -> Iterator[Note]:
    """Conditions on arrows and of events; what an SOP calls may set more than it shows."""
    if definition.calls:
        return
    forms = [step.form for step in definition.steps.values()]
    forms += [start.form for start in definition.starts.values()]
    known = {key for form in forms for key in form.keys}
    for node in graph.of_kind(SCRIPT):
        known |= script(node.texts["script"]).names_written
    for node in graph.nodes.values():
        if node.repeat is not None and node.repeat.item:
            known.add(node.repeat.item)
    for at, condition in _conditions(graph):
        lacking = sorted(expression(condition).names - known)
        if lacking:
            reason = f"tidak ada formulir atau skrip yang mengisi {', '.join(lacking)}"
            remedy = "Beri isian dengan nama itu pada formulir, atau hapus syaratnya."
            yield note(NoteKind.ADVICE, at, reason, remedy, rule=RULE)


def _conditions(graph: Graph) -> Iterator[tuple[Node | Flow, str]]:
    for flow in graph.flows:
        if flow.condition is not None:
            yield flow, flow.condition
    for node in graph.nodes.values():
        for trigger in node.triggers:
            if trigger.kind == "conditional" and trigger.text:
                yield node, trigger.text
