"""The pools: which process each participant stands for, and which of them hold something to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.drawing.layout import Layout
from service.engine.intake.drawing.markup import (
    Element,
    children,
    id_of,
    line_of,
    name_of,
    note_at,
    properties_of,
    quoted,
)
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import Sheet
from service.engine.intake.graph import Pool

NAMELESS = "Pelaksana"
PROCESS = frozenset({"process"})


@dataclass
class Pools:
    """The processes with content, who takes part in which, and what was noted.

    `merged`: a process that an arrow joins to one drawn before it -> that one.
    """

    processes: list[Element]
    participants: dict[Element, Element] = field(default_factory=dict)
    boxes: dict[Element, str] = field(default_factory=dict)
    merged: dict[Element, Element] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def home(self, process: Element) -> Element:
        """The process as which this one runs."""
        while process in self.merged:
            process = self.merged[process]
        return process

    def whole(self, process: Element) -> Lane:
        """The role of what lies in no lane of a process."""
        drawn_as = self.participants.get(process, process)
        return Lane("", self.named(process) or NAMELESS, represented(drawn_as))

    def named(self, process: Element) -> str:
        """The name of a process's pool, else its own."""
        return name_of(self.participants.get(process, process)) or name_of(process)

    def pools(self, called: Iterable[Element], global_tasks: Iterable[Element]) -> tuple[Pool, ...]:
        """The pools as the graph has them; `called` are processes that activities call."""
        calls = set(called)
        drawn = [each for each in self.processes if each not in self.merged]
        alone = [each for each in drawn if each in calls and each not in self.participants]
        # If every process is called, the first is where it begins.
        only_called = set(alone) if len(alone) < len(drawn) else set(alone[1:])
        pools = [self._pool(each, called=each in only_called) for each in drawn]
        return (*pools, *(self._pool(each, called=True) for each in global_tasks))

    def _pool(self, process: Element, *, called: bool) -> Pool:
        taking_part = self.participants.get(process)
        there = taking_part is not None
        participant_name = name_of(taking_part) if there else ""
        return Pool(
            id=id_of(process),
            name=name_of(process) or participant_name or id_of(process),
            participant=id_of(taking_part) if there else "",
            participant_name=participant_name,
            line=line_of(process),
            lane=self.whole(process),
            properties=properties_of(process),
            called=called,
        )

    def join(self, pairs: Iterable[tuple[Element, Element]]) -> Iterator[Note]:
        """Makes one of the processes that arrows join; yields a note on each that was drawn apart.

        Who draws an arrow of the flow from pool to pool means departments of one process.
        """
        order = {process: place for place, process in enumerate(self.processes)}
        for pair in pairs:
            first, later = sorted(map(self.home, pair), key=order.__getitem__)
            if first is not later:
                self.merged[later] = first
                there, here = self.whole(first).name, self.whole(later).name
                both = f"{quoted(there)} dan {quoted(here)}"
                reason = f"panah alir menyambung kolam {both}; keduanya satu proses"
                yield note_at(NoteKind.ASSUMED, later, reason, rule="joined-pools")


def represented(element: Element) -> str | None:
    """The role that enters the steps of a lane or pool that stands for the public."""
    values = (value for name, value in properties_of(element) if name == "diwakili")
    return next(filter(None, values), None)


def pools_of(sheet: Sheet, references: References, layout: Layout, scopes: Scopes) -> Pools:
    """Who takes part in what: as the participants say, or where one is left for one."""
    filled = dict.fromkeys(scopes.process_of(node) for node in sheet.nodes)
    pools = Pools([process for process in sheet.processes if process in filled])
    for participant in sheet.participants:
        process = _process_of(participant, references)
        if process in filled and process not in pools.participants:
            pools.participants[process] = participant
            pools.notes += _many(participant)
        else:
            pools.boxes[participant] = name_of(participant)
            if process in filled:
                pools.notes.append(_twice(participant))
    _pair_the_last(pools, sheet, references, layout, scopes)
    return pools


def _process_of(participant: Element, references: References) -> Element | None:
    return references.one(participant.get("processRef") or "", participant, PROCESS)


def _twice(participant: Element) -> Note:
    reason = "proses kolam ini sudah dimiliki kolam lain; kolam ini dianggap pihak luar"
    return note_at(NoteKind.ASSUMED, participant, reason, rule="participants")


def _many(participant: Element) -> Iterator[Note]:
    for multiplicity in children(participant, "participantMultiplicity"):
        if multiplicity.get("maximum", "1").strip() not in {"0", "1"}:
            reason = "kolam ini berganda (multi-instance); isinya dijalankan satu kali"
            yield note_at(NoteKind.ASSUMED, participant, reason, rule="participants")


def _pair_the_last(
    pools: Pools, sheet: Sheet, references: References, layout: Layout, scopes: Scopes
) -> None:
    """A pool that names no process is that of the one process that no pool names.

    Unless the picture shows that process outside of it, or messages run between the two.
    """
    without = [each for each in pools.boxes if _process_of(each, references) is None]
    left = [process for process in pools.processes if process not in pools.participants]
    if len(without) != 1 or len(left) != 1:
        return
    (participant,), (process,) = without, left
    nodes = [node for node in sheet.nodes if scopes.process_of(node) is process]
    if any(layout.within(node, participant) is False for node in nodes):
        return
    for message in sheet.messages:
        ends = [references.anything(message.get(end) or "") for end in ("sourceRef", "targetRef")]
        if participant in ends and any(node in ends for node in nodes):
            return
    pools.participants[process] = participant
    del pools.boxes[participant]
    reason = f"kolam ini tidak menyebut prosesnya; isinya dianggap proses {quoted(id_of(process))}"
    pools.notes.append(note_at(NoteKind.ASSUMED, participant, reason, rule="participants"))
