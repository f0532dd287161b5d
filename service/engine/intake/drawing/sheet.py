"""All that was drawn, by what it is: the elements of the file that mean something to a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.domain.definition import DiagramRefused, Note, NoteKind
from service.engine.intake.drawing.markup import (
    GLOBAL_TASKS,
    NODES,
    Element,
    bpmn,
    line_of,
    note_at,
    tag_of,
)
from service.engine.intake.nodes import SUBPROCESSES

MOST_ELEMENTS = 10_000
MOST_AROUND = 500
_AROUND = {"process", "participant", "lane", "messageFlow"}

OTHER_DIAGRAMS = {
    "choreography": "koreografi",
    "globalChoreographyTask": "koreografi",
    "globalConversation": "percakapan (conversation)",
    "conversation": "percakapan (conversation)",
}
_UNREAD = {"extensionElements", *OTHER_DIAGRAMS}
_SCOPES = SUBPROCESSES | {"process"}
_SCOPE_TAGS = tuple(map(bpmn, _SCOPES))
# Where a run's elements lie side by side with what is drawn for people, or told of an activity;
# a lane is one, because some tools write its elements into it.
_FLOWING = _SCOPES | {"lane"}
_KNOWN = frozenset(
    {
        "extensionElements",
        "documentation",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataStore",
        "textAnnotation",
        "association",
        "group",
        "property",
        "ioSpecification",
        "ioBinding",
        "dataInputAssociation",
        "dataOutputAssociation",
        "auditing",
        "monitoring",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "supports",
        "supportedInterfaceRef",
        "artifact",
        "laneSet",
        "childLaneSet",
        "lane",
        "incoming",
        "outgoing",
        "completionCondition",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "flowNodeRef",
        "partitionElement",
        # Definitions that belong beside the process, and other tools' own words.
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "",
    }
)


@dataclass(frozen=True)
class Sheet:
    """The elements of a diagram in drawn order; `strange` are of no kind that BPMN knows."""

    root: Element
    everything: list[Element] = field(default_factory=list)
    processes: list[Element] = field(default_factory=list)
    participants: list[Element] = field(default_factory=list)
    lane_sets: list[Element] = field(default_factory=list)
    global_tasks: list[Element] = field(default_factory=list)
    nodes: list[Element] = field(default_factory=list)
    flows: list[Element] = field(default_factory=list)
    messages: list[Element] = field(default_factory=list)
    strange: list[Element] = field(default_factory=list)

    def identified(self) -> Iterator[Element]:
        """What a graph knows by its id; of two with one id the former keeps it."""
        yield from self.processes
        yield from self.global_tasks
        yield from self.nodes
        yield from self.flows
        yield from self.participants
        yield from self.messages

    def refused(self) -> Iterator[Note]:
        """What can be no part of a run, wherever it was drawn."""
        for element in self.strange:
            yield note_at(
                NoteKind.REFUSED,
                element,
                f'elemen "{tag_of(element)}" tidak dikenal dalam proses BPMN 2.0',
                "Ganti dengan tugas, peristiwa, atau gerbang BPMN 2.0.",
                rule="kinds",
            )
        for element in self.nodes:
            if scope_of(element) is None:
                yield note_at(
                    NoteKind.REFUSED,
                    element,
                    "elemen ini tidak berada di dalam proses",
                    "Pindahkan ke dalam kolam (pool) pada pemodel BPMN.",
                    rule="kinds",
                )


def sheet_of(root: Element) -> Sheet:
    """What stands in the file. Raises DiagramRefused where it is too much for one case."""
    sheet = Sheet(root)
    kinds = {
        "process": sheet.processes,
        "participant": sheet.participants,
        "laneSet": sheet.lane_sets,
        "sequenceFlow": sheet.flows,
        "messageFlow": sheet.messages,
        **dict.fromkeys(GLOBAL_TASKS, sheet.global_tasks),
        **dict.fromkeys(NODES, sheet.nodes),
    }
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        tag = tag_of(element)
        if tag in _UNREAD:
            walk.skip_subtree()
        elif tag:
            sheet.everything.append(element)
            if tag in kinds:
                kinds[tag].append(element)
            elif _is_strange(element, tag):
                sheet.strange.append(element)
    _check_size(sheet)
    return sheet


def _is_strange(element: Element, tag: str) -> bool:
    parent = element.getparent()
    inside = "" if parent is None else tag_of(parent)
    return inside in _FLOWING and tag not in _KNOWN


def _check_size(sheet: Sheet) -> None:
    around = [each for each in sheet.everything if tag_of(each) in _AROUND]
    for elements, most, what in (
        ([*sheet.nodes, *sheet.flows], MOST_ELEMENTS, "langkah dan panah"),
        (around, MOST_AROUND, "kolam, lajur, dan arus pesan"),
    ):
        if len(elements) > most:
            reason = f"diagram ini memuat lebih dari {most} {what}"
            remedy = "Pecah menjadi beberapa SOP."
            line = line_of(elements[most])
            raise DiagramRefused((Note(NoteKind.REFUSED, "", "", line, reason, remedy, "file"),))


def scope_of(element: Element) -> Element | None:
    """The process or subprocess that an element was written into; None outside of any."""
    return next(element.iterancestors(*_SCOPE_TAGS), None)
