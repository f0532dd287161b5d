"""The steps as drawn: every activity, event and gateway with all that it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.drawing.lanes import Lanes
from service.engine.intake.drawing.markup import (
    CAMUNDA,
    GLOBAL_TASKS,
    Element,
    children,
    extension,
    id_of,
    line_of,
    name_of,
    note_at,
    plain,
    properties_of,
    quoted,
    tag_of,
    written,
)
from service.engine.intake.drawing.papers import documents_of
from service.engine.intake.drawing.pools import NAMELESS, PROCESS, Pools
from service.engine.intake.drawing.references import References, local_part
from service.engine.intake.drawing.repeats import repeat_of
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import Sheet
from service.engine.intake.drawing.triggers import Triggers
from service.engine.intake.nodes import CALL, Node

_GLOBAL = frozenset(GLOBAL_TASKS)
_TEXTS = ("script", "completionCondition", "activationCondition")


@dataclass
class Nodes:
    """Reads the steps of a file; `notes` are what was found on the way.

    `called`: call activity -> the process or global task of this file that it calls.
    """

    references: References
    triggers: Triggers
    scopes: Scopes
    pools: Pools
    lanes: Lanes
    notes: list[Note] = field(default_factory=list)
    called: dict[Element, Element] = field(default_factory=dict)

    def all(self, sheet: Sheet) -> dict[str, Node]:
        """Every step by its id, in drawn order, and the one step of each global task."""
        documents = documents_of(sheet, self.references)
        drawn = [self._node(each, documents.get(each, ())) for each in sheet.nodes]
        nodes = {node.id: node for node in drawn}
        for element in sheet.global_tasks:
            key = f"{id_of(element)}.tugas"
            while key in nodes:
                key += "_"
            nodes[key] = self._global(element, key)
        return nodes

    def called_processes(self) -> set[Element]:
        """The processes of this file that an activity of another one calls."""
        return {
            process
            for activity, process in self.called.items()
            if self.scopes.process_of(activity) is not process
        }

    def _node(self, element: Element, documents: tuple[str, ...]) -> Node:
        host = self.scopes.hosts.get(element)
        return replace(
            _step(element),
            lane=self.lanes.of(element),
            scope=id_of(self.pools.home(self.scopes.of(element))),
            attributes=self._attributes(element),
            documents=documents,
            triggers=self.triggers.of(element),
            repeat=repeat_of(element, self.references, self.triggers),
            host="" if host is None else id_of(host),
            default=self._default(element),
        )

    def _global(self, element: Element, key: str) -> Node:
        """A global task is a process of its own, with one step, done by whoever calls it."""
        callers = (activity for activity, called in self.called.items() if called is element)
        caller = next(callers, None)
        return replace(
            _step(element),
            id=key,
            kind=GLOBAL_TASKS[tag_of(element)],
            lane=Lane("", NAMELESS) if caller is None else self.lanes.of(caller),
            scope=id_of(element),
        )

    def _attributes(self, element: Element) -> dict[str, str]:
        own = _own_attributes(element)
        return own | {"calledElement": self._called(element)} if tag_of(element) == CALL else own

    def _default(self, element: Element) -> str:
        reference = plain(element.get("default"))
        arrow = self.references.one(reference, element, frozenset({"sequenceFlow"}))
        if arrow is None and reference:
            reason = f"panah baku (default) {quoted(reference)} elemen ini tidak ada; diabaikan"
            self.notes.append(note_at(NoteKind.ASSUMED, element, reason, rule="references"))
        return "" if arrow is None else id_of(arrow)

    def _called(self, element: Element) -> str:
        """The id of what is called: of this file, else without the prefix of a name space."""
        zeebe = extension(element, "calledElement")
        reference = plain(element.get("calledElement"))
        if zeebe is not None:
            reference = plain(zeebe.get("processId")) or reference
        for kind in (PROCESS, _GLOBAL):  # Signavio writes both, with one id
            called = self.references.one(reference, element, kind)
            if called is not None:
                self.called[element] = called
                return id_of(self.pools.home(called))
        prefix = reference.rpartition(":")[0]
        return local_part(reference) if prefix in element.nsmap else reference


def _step(element: Element) -> Node:
    """What an element says of itself, wherever it lies."""
    return Node(
        id=id_of(element),
        kind=tag_of(element),
        name=name_of(element),
        line=line_of(element),
        lane=Lane("", ""),
        origin=id_of(element),
        properties=properties_of(element),
        attributes=_own_attributes(element),
        texts={tag: text for tag in _TEXTS if (text := written(element, tag))},
        documentation=plain(
            " ".join(each.text or "" for each in children(element, "documentation"))
        ),
        form=element.get(f"{{{CAMUNDA}}}formRef") or "",
    )


def _own_attributes(element: Element) -> dict[str, str]:
    return {str(name): value for name, value in element.attrib.items() if "}" not in name}
