"""Compensation: whether what is to be undone says how."""

from __future__ import annotations

from service.domain.definition import NoteKind
from service.engine.intake.graph import BOUNDARY, Graph, note

RULE = "compensation"


def check_compensation(graph: Graph) -> Graph:
    """A compensation event at a boundary needs the activity that undoes its host."""
    return graph.noting(
        note(
            NoteKind.REFUSED,
            event,
            "peristiwa kompensasi ini tidak terhubung dengan kegiatan yang membatalkan",
            "Hubungkan dengan asosiasi ke kegiatan kompensasinya.",
            rule=RULE,
        )
        for event in graph.of_kind(BOUNDARY)
        if event.waits_for("compensate") and event.id not in graph.handlers
    )
