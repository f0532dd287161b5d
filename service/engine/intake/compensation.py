"""Compensation and cancelling: whether what is to be undone says how."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import BOUNDARY, END, THROW, TRANSACTION, note
from service.engine.intake.thrown import Thrown

RULE = "compensation"


def check_compensation(graph: Graph) -> Graph:
    """A compensation event at a boundary needs the activity that undoes its host."""
    return graph.noting((*_handlers(graph), *_cancellations(graph)))


def _handlers(graph: Graph) -> Iterator[Note]:
    for event in graph.of_kind(BOUNDARY):
        if event.waits_for("compensate") and event.id not in graph.handlers:
            yield note(
                NoteKind.REFUSED,
                event,
                "peristiwa kompensasi ini tidak terhubung dengan kegiatan yang membatalkan",
                "Hubungkan dengan asosiasi ke kegiatan kompensasinya.",
                rule=RULE,
            )


def _cancellations(graph: Graph) -> Iterator[Note]:
    thrown = Thrown(graph)
    for event in graph.of_kind(END, THROW):
        if not event.waits_for("cancel"):
            continue
        scopes = [graph.nodes[key] for key in thrown.around(event) if key in graph.nodes]
        whole = next((each for each in scopes if each.kind == TRANSACTION), None)
        if whole is None:
            reason = "pembatalan ini tidak berada dalam transaksi; semua langkah di sini diakhiri"
            yield note(NoteKind.ASSUMED, event, reason, rule=RULE)
        elif not any(each.waits_for("cancel") for each in graph.boundaries(whole.id)):
            reason = f'setelah transaksi "{whole.name or whole.id}" dibatalkan, alurnya berakhir'
            remedy = "Tambahkan peristiwa batal pada batas transaksi itu."
            yield note(NoteKind.ADVICE, event, reason, remedy, rule=RULE)
