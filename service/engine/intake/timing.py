"""Timers: what is defined, else what the label says; what says neither a person confirms."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Node, Trigger, note
from service.engine.intake.timers import in_words, read_label, read_timer

RULE = "timers"


def read_timers(graph: Graph) -> Graph:
    """Every timer that can be read has its `timer`."""
    nodes, notes = [], []
    for node in graph.nodes.values():
        if not node.waits_for("timer"):
            continue
        read = replace(node, triggers=tuple(_read(node, each) for each in node.triggers))
        nodes.append(read)
        for trigger in read.triggers:
            if trigger.kind == "timer" and trigger.text and not trigger.timer:
                reason = f'waktu "{trigger.text}" tidak terbaca, sehingga terjadinya dikonfirmasi'
                remedy = "Tulis misalnya PT2H, P3D, atau R3/PT1H."
                notes.append(note(NoteKind.ADVICE, node, reason, remedy, rule=RULE))
            if trigger.kind == "timer" and trigger.timer and not trigger.text:
                reason = f'label "{node.name}" dibaca sebagai waktu: {in_words(trigger.timer)}'
                notes.append(note(NoteKind.ASSUMED, node, reason, rule=RULE))
    return graph.with_nodes(nodes).noting(notes)


def _read(node: Node, trigger: Trigger) -> Trigger:
    if trigger.kind != "timer":
        return trigger
    if trigger.text:
        return replace(trigger, timer=read_timer(trigger.timer_kind, trigger.text))
    return replace(trigger, timer=read_label(node.name))
