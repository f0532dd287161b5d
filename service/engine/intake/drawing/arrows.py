"""The arrows within a pool: what each leads from and to, also where it was not snapped to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.domain.definition import Note, NoteKind
from service.engine.intake.drawing.layout import Layout
from service.engine.intake.drawing.markup import (
    NODES,
    Element,
    id_of,
    line_of,
    name_of,
    note_at,
    plain,
    quoted,
    tag_of,
    written,
)
from service.engine.intake.drawing.references import References, listed
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import Sheet
from service.engine.intake.nodes import BOUNDARY, END, START, Flow

_AGAIN = "Hapus panah itu, lalu gambar ulang dari langkah ke langkah."
_NEVER = {"sourceRef": {END}, "targetRef": {START, BOUNDARY}}


@dataclass
class Arrows:
    """The arrows with both of their ends, and what was noted."""

    ends: dict[Element, tuple[Element, Element]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def flows(self) -> tuple[Flow, ...]:
        """The arrows as the graph has them."""
        return tuple(
            Flow(
                id=id_of(arrow),
                source=id_of(source),
                target=id_of(target),
                name=name_of(arrow),
                line=line_of(arrow),
                condition=written(arrow, "conditionExpression") or None,
            )
            for arrow, (source, target) in self.ends.items()
        )

    def across(self, scopes: Scopes) -> Iterator[tuple[Element, Element]]:
        """The processes that an arrow joins although they were drawn as two."""
        for source, target in self.ends.values():
            if scopes.of(source) is not scopes.of(target):
                yield scopes.of(source), scopes.of(target)


def arrows_of(sheet: Sheet, references: References, layout: Layout, scopes: Scopes) -> Arrows:
    """Every arrow is kept, left out as a leftover that joins nothing, or refused."""
    arrows = Arrows()
    for arrow in sheet.flows:
        _Reading(arrow, references, layout, scopes).into(arrows)
    return arrows


@dataclass
class _Reading:
    """One arrow while its ends are looked for."""

    arrow: Element
    references: References
    layout: Layout
    scopes: Scopes

    def into(self, arrows: Arrows) -> None:
        found = {end: self._meant(end) for end in ("sourceRef", "targetRef")}
        unclear = next((each for each in found.values() if len(each) > 1), None)
        if unclear:
            reason = f"panah ini menunjuk id yang dipakai bersama oleh {listed(unclear[:2])}"
            arrows.notes.append(self._refused(reason, "Gambar ulang salah satunya."))
            return
        ends = {end: each[0] for end, each in found.items() if each}
        for end in found:
            if end not in ends and (touched := self._touched(end, ends)) is not None:
                ends[end] = touched
                arrows.notes.append(self._assumed(end, touched))
        if len(ends) == len(found):
            self._keep(arrows, ends["sourceRef"], ends["targetRef"])
        else:
            arrows.notes.append(self._loose(bool(ends)))

    def _meant(self, end: str) -> list[Element]:
        return self.references.all(plain(self.arrow.get(end)), self.arrow, NODES)

    def _touched(self, end: str, ends: dict[str, Element]) -> Element | None:
        found = [
            node
            for node in self.layout.at_end(self.arrow, end)
            if tag_of(node) in NODES - _NEVER[end]
            and all(
                node is not other and self.scopes.joinable(node, other) for other in ends.values()
            )
        ]
        return found[0] if len(found) == 1 else None

    def _keep(self, arrows: Arrows, source: Element, target: Element) -> None:
        if self.scopes.joinable(source, target):
            arrows.ends[self.arrow] = (source, target)
        else:
            reason = f"panah ini menembus batas subproses: {listed([source, target])}"
            remedy = "Akhiri panah pada subproses itu, bukan pada langkah di dalamnya."
            arrows.notes.append(self._refused(reason, remedy))

    def _assumed(self, end: str, touched: Element) -> Note:
        where = "pangkal" if end == "sourceRef" else "ujung"
        reason = f"{where} panah ini tidak tersambung; dianggap menempel pada {listed([touched])}"
        return note_at(NoteKind.ASSUMED, self.arrow, reason, rule="loose-arrows")

    def _loose(self, half: bool) -> Note:
        if half or any(self._other(end) is not None for end in ("sourceRef", "targetRef")):
            return self._refused(self._reason(), _AGAIN)
        reason = "kedua ujung panah ini tidak tersambung; panah ini diabaikan"
        return note_at(NoteKind.ASSUMED, self.arrow, reason, rule="loose-arrows")

    def _reason(self) -> str:
        for end in ("sourceRef", "targetRef"):
            if not self._meant(end) and (named := plain(self.arrow.get(end))):
                other = self._other(end)
                if other is None:
                    return f"panah ini menunjuk elemen {quoted(named)} yang tidak ada"
                return f"panah ini menunjuk {listed([other])}, yang bukan langkah"
        return "panah ini tidak tersambung pada salah satu ujungnya"

    def _other(self, end: str) -> Element | None:
        return self.references.anything(self.arrow.get(end) or "")

    def _refused(self, reason: str, remedy: str) -> Note:
        return note_at(NoteKind.REFUSED, self.arrow, reason, remedy, rule="loose-arrows")
