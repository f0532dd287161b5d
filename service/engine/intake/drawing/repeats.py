"""How often a step is done: its loop or multi-instance marker."""

from __future__ import annotations

from collections.abc import Iterator

from service.engine.intake.drawing.markup import (
    Element,
    added,
    children,
    extension,
    id_of,
    name_of,
    plain,
    said,
    tag_of,
    written,
)
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.triggers import Triggers
from service.engine.intake.nodes import Repeat, Trigger

_DATA = frozenset(
    {"dataInput", "dataObject", "dataObjectReference", "dataStoreReference", "property"}
)


def repeat_of(node: Element, references: References, triggers: Triggers) -> Repeat | None:
    """The marker of an activity, if it has one."""
    for marker in children(node, "standardLoopCharacteristics"):
        return Repeat(
            loop=True,
            again=written(marker, "loopCondition"),
            most=said(marker, "loopMaximum"),
            test_before=marker.get("testBefore", "").strip() in {"true", "1"},
        )
    for marker in children(node, "multiInstanceLoopCharacteristics"):
        return Repeat(
            loop=False,
            sequential=marker.get("isSequential", "").strip() in {"true", "1"},
            count=written(marker, "loopCardinality"),
            items=_items(marker, node, references),
            item=_item(marker),
            until=written(marker, "completionCondition"),
            behaviour=plain(marker.get("behavior")) or "All",
            events=tuple(_events(marker, node, triggers)),
        )
    return None


def _items(marker: Element, node: Element, references: References) -> str:
    if named := added(marker, "collection") or _zeebe(marker, "inputCollection"):
        return named
    reference = plain(said(marker, "loopDataInputRef"))
    data = references.one(reference, marker, _DATA)
    if data is not None and tag_of(data) == "dataInput":
        for association in children(node, "dataInputAssociation"):
            if references.one(written(association, "targetRef"), marker, _DATA) is data:
                source = references.one(written(association, "sourceRef"), marker, _DATA)
                data = data if source is None else source
    return reference if data is None else name_of(data) or id_of(data)


def _item(marker: Element) -> str:
    if named := added(marker, "elementVariable") or _zeebe(marker, "inputElement"):
        return named
    item = next(children(marker, "inputDataItem"), None)
    return "" if item is None else name_of(item) or id_of(item)


def _zeebe(marker: Element, name: str) -> str:
    """Zeebe marks an expression with a sign of equality."""
    found = extension(marker, "loopCharacteristics")
    return "" if found is None else (found.get(name) or "").removeprefix("=").strip()


def _events(marker: Element, node: Element, triggers: Triggers) -> Iterator[tuple[str, Trigger]]:
    """All throws nothing, None and One the event that they refer to, Complex those drawn."""
    behaviour = plain(marker.get("behavior"))
    if behaviour in {"None", "One"}:
        if reference := plain(said(marker, f"{behaviour.lower()}BehaviorEventRef")):
            trigger = triggers.by_reference(reference, node)
            if trigger is not None:
                yield "", trigger
    elif behaviour == "Complex":
        for each in children(marker, "complexBehaviorDefinition"):
            for event in children(each, "event"):
                for trigger in triggers.of(event):
                    yield written(each, "condition"), trigger
