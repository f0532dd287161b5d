"""The arrows between pools: who sends to whom."""

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
)
from service.engine.intake.drawing.pools import PROCESS, Pools
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import Sheet
from service.engine.intake.nodes import MessageFlow

_ENDS = NODES | {"participant"}


@dataclass
class Messages:
    """Reads the message flows of a file; `notes` are what was found on the way."""

    sheet: Sheet
    references: References
    layout: Layout
    pools: Pools
    scopes: Scopes
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Whose pool each participant is."""
        taking_part = self.pools.participants.items()
        self._content = {participant: process for process, participant in taking_part}

    def flows(self) -> Iterator[MessageFlow]:
        """Those with both ends; what comes from or goes to nowhere is outside the diagram."""
        for arrow in self.sheet.messages:
            source, target = self._ends(arrow)
            if source is None or target is None:
                self._note(arrow, "tidak tersambung pada kedua ujungnya; dianggap di luar diagram")
            else:
                ends = self._identity(source), self._identity(target)
                yield MessageFlow(id_of(arrow), *ends, name_of(arrow), line_of(arrow))

    def _ends(self, arrow: Element) -> tuple[Element | None, Element | None]:
        source, target = self._meant(arrow, "sourceRef"), self._meant(arrow, "targetRef")
        if source is None and target is not None:
            source = self._touched(arrow, "sourceRef", target)
        elif target is None and source is not None:
            target = self._touched(arrow, "targetRef", source)
        return source, target

    def _meant(self, arrow: Element, end: str) -> Element | None:
        """A step or a participant, also where it is told of by its process."""
        found = self.references.one(plain(arrow.get(end)), arrow, _ENDS)
        if found is None:
            process = self.references.one(plain(arrow.get(end)), arrow, PROCESS)
            return None if process is None else self.pools.participants.get(process)
        return found

    def _touched(self, arrow: Element, end: str, other: Element) -> Element | None:
        """What the loose end lies at: a step of another pool, else a pool without content."""
        home = self._process(other)
        near = self.layout.at_end(arrow, end)
        steps = [each for each in near if tag_of(each) in NODES and self._process(each) is not home]
        found = steps or [each for each in near if each in self.pools.boxes and each is not other]
        touched = found[0] if len(found) == 1 else None
        if touched is not None:
            self._note(
                arrow, f"dianggap tersambung pada {quoted(name_of(touched) or id_of(touched))}"
            )
        return touched

    def _process(self, at: Element) -> Element | None:
        return None if tag_of(at) == "participant" else self.scopes.process_of(at)

    def _identity(self, end: Element) -> str:
        """A pool that was made one with another is told of by that one's participant."""
        process = self._content.get(end)
        home = None if process is None else self.pools.home(process)
        return id_of(end if home is None else self.pools.participants.get(home, end))

    def _note(self, arrow: Element, what: str) -> None:
        reason = f"arus pesan ini {what}"
        self.notes.append(note_at(NoteKind.ASSUMED, arrow, reason, rule="loose-messages"))
