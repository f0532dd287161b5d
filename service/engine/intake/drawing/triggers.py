"""What an event waits for or sets off: its definitions, with the names that they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.domain.definition import Note, NoteKind
from service.engine.intake.drawing.markup import (
    DEFINITION,
    Element,
    id_of,
    name_of,
    note_at,
    plain,
    quoted,
    said,
    tag_of,
    written,
)
from service.engine.intake.drawing.references import References, local_part
from service.engine.intake.nodes import ACTIVITIES, RECEIVE, SEND, Trigger

_TIMES = ("timeDuration", "timeDate", "timeCycle")
# By kind: the reference, what it may refer to, and what such an element is told apart by.
_REFERENCES = {
    "message": (("messageRef", "message", "name"), ("operationRef", "operation", "name")),
    "signal": (("signalRef", "signal", "name"),),
    "error": (("errorRef", "error", "errorCode"),),
    "escalation": (("escalationRef", "escalation", "escalationCode"),),
}


@dataclass
class Triggers:
    """Reads the event definitions of a file; `notes` are what was found on the way."""

    references: References
    notes: list[Note] = field(default_factory=list)

    def of(self, node: Element) -> tuple[Trigger, ...]:
        """What is drawn in an event, in order; a message that a task names is one too."""
        if tag_of(node) in {SEND, RECEIVE}:
            name = self._name("message", node, node)
            return (Trigger("message", name),) if name else ()
        return tuple(self._trigger(each, node) for each in self._definitions(node))

    def by_reference(self, reference: str, node: Element) -> Trigger | None:
        """The trigger that an attribute of `node` refers to."""
        found = self._referred(reference, node)
        return None if found is None else self._trigger(found, node)

    def _definitions(self, node: Element) -> Iterator[Element]:
        for each in node:
            if tag_of(each) == "eventDefinitionRef":
                found = self._referred(plain(each.text), node)
                if found is not None:
                    yield found
            elif tag_of(each).endswith(DEFINITION):
                yield each

    def _referred(self, reference: str, node: Element) -> Element | None:
        found = self.references.anything(reference)
        if found is not None and tag_of(found).endswith(DEFINITION):
            return found
        reason = f"pemicu {quoted(reference)} yang ditunjuk elemen ini tidak ada"
        remedy = "Pilih pemicunya (pesan, pewaktu, ...) pada peristiwa itu sendiri."
        self.notes.append(note_at(NoteKind.REFUSED, node, reason, remedy, rule="references"))
        return None

    def _trigger(self, definition: Element, node: Element) -> Trigger:
        kind = tag_of(definition).removesuffix(DEFINITION)
        name = self._name(kind, definition, node)
        if kind == "timer":
            times = ((text, each) for each in _TIMES if (text := written(definition, each)))
            return Trigger(kind, name, *next(times, ("", "")))
        text = written(definition, "condition") if kind == "conditional" else ""
        return Trigger(kind, name, text)

    def _name(self, kind: str, definition: Element, node: Element) -> str:
        if kind == "link":
            return name_of(definition)
        if kind == "compensate":
            return self._activity(definition, node)
        for attribute, tag, told_by in _REFERENCES.get(kind, ()):
            if reference := plain(said(definition, attribute)):
                return self._referred_name(reference, (tag, told_by), node)
        return ""

    def _activity(self, definition: Element, node: Element) -> str:
        reference = plain(said(definition, "activityRef"))
        activity = self.references.one(reference, node, ACTIVITIES)
        if activity is None and reference:
            self._unresolved(reference, node, "")
        return "" if activity is None else id_of(activity)

    def _referred_name(self, reference: str, kind: tuple[str, str], node: Element) -> str:
        tag, told_by = kind
        found = self.references.one(reference, node, frozenset({tag}))
        if found is None:
            self._unresolved(reference, node, "; itu dibaca sebagai namanya")
            return local_part(reference)
        return plain(found.get(told_by)) or name_of(found) or id_of(found)

    def _unresolved(self, reference: str, node: Element, read_as: str) -> None:
        reason = f"{quoted(reference)} yang ditunjuk elemen ini tidak ada{read_as}"
        self.notes.append(note_at(NoteKind.ASSUMED, node, reason, rule="references"))
