"""The words of BPMN's XML, and how an element is asked for what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from service.domain.definition import Note, NoteKind
from service.engine.intake.nodes import ACTIVITIES, EVENTS, GATEWAYS

Element: TypeAlias = etree._Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
# What these engines add to an element means the same under each of their names.
_ADDED_BY = (CAMUNDA, "http://flowable.org/bpmn", "http://activiti.org/bpmn")

NODES = ACTIVITIES | EVENTS | GATEWAYS
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
DEFINITION = "EventDefinition"
_SHOWN = 60


def bpmn(tag: str) -> str:
    """The tag as lxml writes it."""
    return f"{{{BPMN}}}{tag}"


def tag_of(element: Element) -> str:
    """The tag without its name space; nothing for what is not BPMN."""
    space, _, tag = str(element.tag).rpartition("}")
    return tag if space == f"{{{BPMN}" else ""


def plain(value: str | None) -> str:
    """White space and line breaks of a drawing are layout, not meaning."""
    return " ".join((value or "").split())


def name_of(element: Element) -> str:
    """The label that is drawn on it."""
    return plain(element.get("name"))


def quoted(text: str) -> str:
    """A few words of the file for a sentence about it."""
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN] + "..."}"'


def id_of(element: Element) -> str:
    """Its id; nothing where it has none."""
    return element.get("id") or ""


def line_of(element: Element) -> int:
    """The line of the file on which it begins."""
    return element.sourceline or 0


def children(element: Element, *tags: str) -> Iterator[Element]:
    """Its own parts of these kinds, in drawn order."""
    yield from element.iterchildren(*map(bpmn, tags))


def written(element: Element, tag: str) -> str:
    """The text of its part `tag`, as written but for the space around it."""
    return (element.findtext(bpmn(tag)) or "").strip()


def said(element: Element, name: str) -> str:
    """What it says as an attribute or, as other tools write it, as a part."""
    return element.get(name) or written(element, name)


def added(element: Element, name: str) -> str:
    """The attribute `name` that an engine's own modeller has added."""
    values = (element.get(f"{{{space}}}{name}") for space in _ADDED_BY)
    return next((value for value in values if value), "")


def extension(element: Element, tag: str) -> Element | None:
    """The Zeebe modeller's `tag` among the element's extensions."""
    return element.find(f"{bpmn('extensionElements')}/{{{ZEEBE}}}{tag}")


def properties_of(element: Element) -> tuple[tuple[str, str], ...]:
    """Read from the XML: parsers that make a dictionary of them keep one of a repeated name."""
    panel = f"{bpmn('extensionElements')}/{{{CAMUNDA}}}properties/{{{CAMUNDA}}}property"
    return tuple((name_of(each), plain(each.get("value"))) for each in element.iterfind(panel))


def note_at(
    kind: NoteKind, at: Element, reason: str, remedy: str = "", *, rule: str, label: str = ""
) -> Note:
    """A note that names the element as the file does; a `label` stands in for a missing name."""
    return Note(kind, id_of(at), name_of(at) or label, line_of(at), reason, remedy, rule)
