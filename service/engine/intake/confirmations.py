"""Events that nothing in the diagram brings about are confirmed by a person: "Diterima"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.domain.definition import Note, NoteKind
from service.engine.expressions import ExpressionInvalid
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import BOUNDARY, CATCH, RECEIVE, START, Node, Trigger, note
from service.engine.intake.thrown import Thrown
from service.engine.scripting import expression

RULE = "confirmed-by-people"
_FROM_WITHIN = {"error", "escalation", "cancel"}


def confirm_events(graph: Graph) -> Graph:
    """Catching events, also at boundaries and at starts of event subprocesses; receive tasks.

    An event with several triggers is confirmed as soon as one of them comes from outside; where
    all must come (`parallelMultiple`), it keeps those that the case itself brings about.
    """
    thrown = Thrown(graph)
    outside = [node for node in _catching(graph) if _comes_from_outside(thrown, node)]
    read = [replace(node, triggers=tuple(_kept(thrown, node))) for node in outside]
    return graph.with_nodes(replace(node, confirmed=True) for node in read).noting(_notes(outside))


def _catching(graph: Graph) -> Iterator[Node]:
    for node in graph.of_kind(CATCH, BOUNDARY, START, RECEIVE):
        around = graph.nodes.get(node.scope)
        if node.kind != CATCH and node.waits_for("compensate"):
            continue
        if node.kind != START or (around is not None and around.event_subprocess):
            yield node


def _comes_from_outside(thrown: Thrown, node: Node) -> bool:
    if node.awaits and not node.says("parallelMultiple"):
        return False
    return not node.triggers or any(not _is_own(thrown, node, each) for each in node.triggers)


def _kept(thrown: Thrown, node: Node) -> Iterator[Trigger]:
    """A condition in words is asked of people, and never reckoned."""
    for each in node.triggers:
        if not node.says("parallelMultiple") or _is_own(thrown, node, each):
            unread = each.kind == "conditional" and not is_readable(each.text)
            yield replace(each, text="") if unread else each


def _is_own(thrown: Thrown, node: Node, trigger: Trigger) -> bool:
    """Whether the case itself brings the trigger about."""
    match trigger.kind:
        case "message":
            own = bool(node.awaits)
        case "timer":
            own = trigger.timer is not None
        case "conditional":
            own = is_readable(trigger.text)
        case "signal":
            own = trigger.name in thrown.signals
        case _:
            own = trigger.kind in _FROM_WITHIN and thrown.comes_to(node, trigger)
    return own


def is_readable(condition: str) -> bool:
    """Whether a text is an expression."""
    try:
        expression(condition)
    except ExpressionInvalid:
        return False
    return True


def _notes(outside: list[Node]) -> Iterator[Note]:
    for node in outside:
        if node.helper:
            continue  # the rule that put it in has told why
        letter = node.kind == RECEIVE or node.waits_for("message")
        what = "kedatangan pesan ini" if letter else "terjadinya peristiwa ini"
        reason = f"{what} dikonfirmasi oleh {node.lane.performer}"
        yield note(NoteKind.ASSUMED, node, reason, rule=RULE)
