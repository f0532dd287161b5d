"""What lies in what: the process or subprocess of each step, and what an event is attached to."""

from __future__ import annotations

from service.domain.definition import Note, NoteKind
from service.engine.intake.drawing.layout import Layout
from service.engine.intake.drawing.markup import Element, note_at, tag_of
from service.engine.intake.drawing.references import References, listed
from service.engine.intake.drawing.sheet import Sheet, scope_of
from service.engine.intake.nodes import ACTIVITIES, BOUNDARY


class Scopes:
    """A step lies where it was written; an attached event where its activity lies."""

    def __init__(self, sheet: Sheet, references: References, layout: Layout) -> None:
        self.hosts: dict[Element, Element] = {}
        self.notes: list[Note] = []
        self._scopes: dict[Element, Element] = {}
        for event in sheet.nodes:
            if tag_of(event) == BOUNDARY:
                host = references.one(event.get("attachedToRef") or "", event, ACTIVITIES)
                if host is None:
                    host = _drawn_on(event, layout)
                    self.notes.append(_detached(event) if host is None else _edged(event, host))
                if host is not None:
                    self.hosts[event] = host

    def of(self, node: Element) -> Element:
        """The process or subprocess that a node lies in."""
        if node not in self._scopes:
            self._scopes[node] = scope_of(self.hosts.get(node, node))
        return self._scopes[node]

    def process_of(self, node: Element) -> Element:
        """The process that a node lies in, however deep."""
        while tag_of(node) != "process":
            node = self.of(node)
        return node

    def joinable(self, node: Element, other: Element) -> bool:
        """Whether an arrow can lead from one to the other: within one scope, or at the top.

        Two pools that an arrow joins are one process drawn as two.
        """
        scopes = self.of(node), self.of(other)
        return scopes[0] is scopes[1] or all(tag_of(each) == "process" for each in scopes)


def _drawn_on(event: Element, layout: Layout) -> Element | None:
    found = [each for each in layout.on_edge(event) if tag_of(each) in ACTIVITIES]
    return found[0] if len(found) == 1 else None


def _edged(event: Element, host: Element) -> Note:
    reason = f"peristiwa ini dianggap menempel pada {listed([host])}, tempat ia digambar"
    return note_at(NoteKind.ASSUMED, event, reason, rule="references")


def _detached(event: Element) -> Note:
    reason = "peristiwa ini tidak menempel pada kegiatan mana pun"
    remedy = "Tempelkan pada tepi tugas atau subproses, atau gambar sebagai peristiwa antara."
    return note_at(NoteKind.REFUSED, event, reason, remedy, rule="references")
