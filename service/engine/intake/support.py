"""What the engine cannot run truly is refused, each with its place, the reason and the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from service.domain.definition import Note, NoteKind
from service.domain.standard_time import read_standard_time
from service.engine.expressions import ExpressionInvalid, parse_expression, parse_script
from service.engine.intake.decisions import decided_by_people, label_of
from service.engine.intake.graph import (
    CONFIRMATION,
    EXCLUSIVE,
    PARALLEL,
    PERSON_TASKS,
    SCRIPT,
    START,
    Flow,
    Graph,
    Node,
    note,
)

_RUNS = PERSON_TASKS | {CONFIRMATION, EXCLUSIVE, PARALLEL, SCRIPT, START, "endEvent"}
_EVENTS_THAT_RUN = {CONFIRMATION: "messageEventDefinition"}


def notes_on(graph: Graph) -> Iterator[Note]:
    """Every refusal and every advice on a graph whose messages are already confirmed by people."""
    yield from _starts(graph)
    for node in graph.nodes.values():
        yield from _node(graph, node)
    for flow in graph.flows:
        yield from _flow(graph, flow)
    for gateway in decided_by_people(graph):
        yield from _options(graph, gateway)
    if graph.of_kind(START):
        yield from _unreached(graph)


def _starts(graph: Graph) -> Iterator[Note]:
    starts = graph.of_kind(START)
    if not starts:
        yield Note(
            NoteKind.REFUSED,
            graph.id,
            graph.name,
            graph.line,
            "proses ini tidak memiliki awal",
            "Tambahkan satu peristiwa mulai (start event) sebelum kegiatan pertama.",
        )
    for extra in starts[1:]:
        yield note(
            NoteKind.REFUSED,
            extra,
            "proses ini memiliki lebih dari satu awal",
            "Sisakan satu peristiwa mulai (start event).",
        )


def _node(graph: Graph, node: Node) -> Iterator[Note]:
    if node.kind not in _RUNS or node.event != _EVENTS_THAT_RUN.get(node.kind, ""):
        yield note(NoteKind.REFUSED, node, f"elemen {_drawn(node)} belum dapat dijalankan", _USE)
    if node.unsupported:
        yield note(
            NoteKind.REFUSED,
            node,
            f"{node.unsupported} belum dapat dijalankan",
            "Gambar pengulangan dengan gerbang eksklusif dan panah kembali.",
        )
    if node.kind not in {EXCLUSIVE, PARALLEL} and len(graph.outgoing(node.id)) > 1:
        yield note(
            NoteKind.REFUSED,
            node,
            "lebih dari satu panah keluar dari elemen ini",
            "Beri gerbang (eksklusif atau paralel) di antaranya.",
        )
    if node.kind == SCRIPT:
        yield from _script(node)
    if (waktu := node.one("waktu")) and read_standard_time(waktu) is None:
        yield note(
            NoteKind.ADVICE,
            node,
            f'waktu "{waktu}" tidak terbaca, sehingga tugas ini tidak berbatas waktu',
            "Tulis misalnya: 15 Menit, 3 Hari, 1 Minggu.",
        )


_USE = "Gunakan tugas, gerbang eksklusif atau paralel, peristiwa mulai, selesai, atau pesan masuk."


def _drawn(node: Node) -> str:
    return f"{node.kind} ({node.event})" if node.event else node.kind


def _script(node: Node) -> Iterator[Note]:
    try:
        parse_script(node.script)
    except ExpressionInvalid as error:
        reason = f"skrip tidak dapat dibaca: {_said(error)}"
        yield note(NoteKind.REFUSED, node, reason, "Perbaiki skrip pada elemen ini.")


def _options(graph: Graph, gateway: Node) -> Iterator[Note]:
    """People choose by the labels, so that each must be another."""
    flows = [flow for flow in graph.outgoing(gateway.id) if flow.target in graph.nodes]
    labels = Counter(label_of(graph, flow) for flow in flows)
    for label, count in labels.items():
        if count > 1:
            yield note(
                NoteKind.REFUSED,
                gateway,
                f'{count} panah keluar dari gerbang ini bernama "{label}"',
                "Beri setiap panah label sendiri, misalnya Ya dan Tidak.",
            )


def _flow(graph: Graph, flow: Flow) -> Iterator[Note]:
    for end in (flow.source, flow.target):
        if end not in graph.nodes:
            reason = f'panah ini menunjuk elemen "{end}" yang tidak ada'
            if not end:
                reason = "panah ini tidak tersambung pada salah satu ujungnya"
            yield note(NoteKind.REFUSED, flow, reason, "Hapus panah itu, lalu gambar ulang.")
            return
    source = graph.nodes[flow.source]
    if flow.condition is None:
        yield from _without_condition(graph, flow, source)
    elif source.kind != EXCLUSIVE:
        yield note(
            NoteKind.REFUSED,
            flow,
            "syarat pada panah ini tidak berasal dari gerbang eksklusif",
            "Beri gerbang eksklusif sebelum panah bersyarat.",
        )
    else:
        yield from _condition(flow, flow.condition)


def _without_condition(graph: Graph, flow: Flow, source: Node) -> Iterator[Note]:
    siblings = graph.outgoing(source.id)
    mixed = source.kind == EXCLUSIVE and any(each.condition is not None for each in siblings)
    if mixed and source.default != flow.id:
        yield note(
            NoteKind.REFUSED,
            flow,
            "panah ini tidak bersyarat, padahal panah lain dari gerbang yang sama bersyarat",
            "Beri syarat, atau jadikan panah ini aliran baku (default).",
        )


def _condition(flow: Flow, condition: str) -> Iterator[Note]:
    try:
        parse_expression(condition)
    except ExpressionInvalid as error:
        reason = f"syarat tidak dapat dibaca: {_said(error)}"
        remedy = "Perbaiki syarat pada panah ini, atau hapus agar diputuskan oleh pelaksana."
        yield note(NoteKind.REFUSED, flow, reason, remedy)


def _said(error: ExpressionInvalid) -> str:
    return " ".join(str(error).split())


def _unreached(graph: Graph) -> Iterator[Note]:
    for node in graph.nodes.values():
        if node.id not in graph.reached:
            yield note(
                NoteKind.ADVICE,
                node,
                "elemen ini tidak dicapai dari awal mana pun",
                "Sambungkan dengan panah, atau hapus.",
            )
