"""What is drawn beside the flow: documents of a step, and the step that undoes another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.engine.intake.drawing.markup import (
    NODES,
    Element,
    bpmn,
    children,
    id_of,
    name_of,
    plain,
    tag_of,
    written,
)
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.sheet import Sheet
from service.engine.intake.nodes import ACTIVITIES, BOUNDARY, Node

_REFERS_TO = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}
_MEANT = frozenset({"dataObject", "dataStore"})
_DATA = frozenset({"dataObject", "dataStore", "dataInput", "dataOutput", *_REFERS_TO})
_ASSOCIATED = NODES | _DATA | {"sequenceFlow"}


def documents_of(sheet: Sheet, references: References) -> dict[Element, tuple[str, ...]]:
    """The names of the data that each step is associated with, in drawn order."""
    found: dict[Element, dict[str, None]] = {}
    for node, data in (*_used(sheet, references), *_attached(sheet, references)):
        if name := _data_name(data, references):
            found.setdefault(node, {})[name] = None
    return {node: tuple(names) for node, names in found.items()}


def handlers_of(sheet: Sheet, references: References, nodes: Mapping[str, Node]) -> dict[str, str]:
    """Compensation boundary event -> the activity that it is associated with."""
    return {
        id_of(event): id_of(activity)
        for pair in _associations(sheet, references)
        for event, activity in (pair, pair[::-1])
        if tag_of(event) == BOUNDARY
        and tag_of(activity) in ACTIVITIES
        and nodes[id_of(event)].waits_for("compensate")
    }


def _used(sheet: Sheet, references: References) -> Iterator[tuple[Element, Element]]:
    """By the data associations of the steps themselves."""
    ends = {"dataInputAssociation": "sourceRef", "dataOutputAssociation": "targetRef"}
    for node in sheet.nodes:
        for association in children(node, *ends):
            data = references.one(written(association, ends[tag_of(association)]), node, _DATA)
            if data is not None:
                yield node, data


def _attached(sheet: Sheet, references: References) -> Iterator[tuple[Element, Element]]:
    """By a plain line; one to an arrow is a document that its two steps hand over."""
    for pair in _associations(sheet, references):
        for at, data in (pair, pair[::-1]):
            if tag_of(data) in _DATA:
                for node in _steps(at, references):
                    yield node, data


def _steps(at: Element, references: References) -> Iterator[Element]:
    if tag_of(at) in NODES:
        yield at
    if tag_of(at) == "sequenceFlow":
        for end in ("sourceRef", "targetRef"):
            node = references.one(plain(at.get(end)), at, NODES)
            if node is not None:
                yield node


def _associations(sheet: Sheet, references: References) -> Iterator[tuple[Element, Element]]:
    for association in sheet.root.iter(bpmn("association")):
        ends = [
            references.one(plain(association.get(end)), association, _ASSOCIATED)
            for end in ("sourceRef", "targetRef")
        ]
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1]


def _data_name(data: Element, references: References) -> str:
    attribute = _REFERS_TO.get(tag_of(data))
    if name_of(data) or attribute is None:
        return name_of(data)
    meant = references.one(data.get(attribute) or "", data, _MEANT)
    return "" if meant is None else name_of(meant)
