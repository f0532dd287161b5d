"""Who does what: the lanes, and the lane of each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.drawing.layout import Layout
from service.engine.intake.drawing.markup import (
    NODES,
    Element,
    bpmn,
    children,
    id_of,
    name_of,
    note_at,
    plain,
    quoted,
    tag_of,
)
from service.engine.intake.drawing.pools import NAMELESS, Pools, represented
from service.engine.intake.drawing.references import References
from service.engine.intake.drawing.scopes import Scopes
from service.engine.intake.drawing.sheet import Sheet, scope_of


@dataclass
class Lanes:
    """The lanes of a sheet in drawn order, with the steps that each of them lists or shows."""

    pools: Pools
    scopes: Scopes
    lanes: dict[Element, Lane] = field(default_factory=dict)
    placed: dict[Element, Element] = field(default_factory=dict)
    _nameless: dict[Element, Note] = field(default_factory=dict)

    def of(self, node: Element) -> Lane:
        """Its own lane, else that of what it is attached to or lies in, else the whole pool."""
        at = node
        while tag_of(at) != "process":
            if at in self.placed:
                return self.lanes[self.placed[at]]
            host = self.scopes.hosts.get(at)
            at = self.scopes.of(at) if host is None else host
        if not self.pools.named(at):
            reason = f"kolam dan proses ini tanpa nama; pelaksananya disebut {quoted(NAMELESS)}"
            self._nameless[at] = note_at(NoteKind.ASSUMED, at, reason, rule="lanes")
        return self.pools.whole(at)

    @property
    def notes(self) -> Iterable[Note]:
        """On the processes in which something lies that nobody is named for."""
        return self._nameless.values()

    def used(self, lanes: Iterable[Lane]) -> tuple[Lane, ...]:
        """Those of the lanes that something lies in, in drawn order, pool by pool."""
        used = set(lanes)
        own: dict[Element, list[Lane]] = {process: [] for process in self.pools.processes}
        for element, lane in self.lanes.items():
            own.setdefault(_process_of(element), []).append(lane)
        drawn = ((*lanes, self.pools.whole(process)) for process, lanes in own.items())
        return tuple(dict.fromkeys(lane for each in drawn for lane in each if lane in used))


def lanes_of(
    sheet: Sheet, references: References, layout: Layout, pools: Pools, scopes: Scopes
) -> Lanes:
    """Innermost lanes count; of several partitions of a process the first that tells."""
    lanes = Lanes(pools, scopes)
    for lane_set in sheet.lane_sets:
        if scope_of(lane_set) is None:
            continue
        elements = list(lane_set.iter(bpmn("lane")))
        for element in elements:
            lanes.lanes[element] = _lane(element, references, lanes)
        here = {node: lane for lane in elements for node in _listed(lane, references)}
        if not here:
            here = _shown(elements, sheet, layout)
        lanes.placed = {**here, **lanes.placed}
    return lanes


def _lane(element: Element, references: References, lanes: Lanes) -> Lane:
    """A lane without a name is that of the lane or the pool around it."""
    name = name_of(element) or _partition(element, references)
    role = represented(element)
    if name:
        return Lane(id_of(element), name, role)
    outer = next(element.iterancestors(bpmn("lane")), None)
    around = lanes.pools.whole(_process_of(element)) if outer is None else lanes.lanes[outer]
    return replace(around, id=id_of(element), represented_by=role) if role else around


def _partition(element: Element, references: References) -> str:
    """What a lane stands for may be told by another element."""
    named = references.anything(element.get("partitionElementRef") or "")
    inside = next(children(element, "partitionElement"), None)
    return next((name_of(each) for each in (named, inside) if each is not None), "")


def _listed(lane: Element, references: References) -> Iterable[Element]:
    for reference in children(lane, "flowNodeRef"):
        yield from references.all(plain(reference.text), lane, NODES)
    yield from children(lane, *NODES)


def _shown(lanes: list[Element], sheet: Sheet, layout: Layout) -> dict[Element, Element]:
    """Where a tool lists no steps in its lanes, the picture shows them."""
    scope = scope_of(lanes[0]) if lanes else None
    nodes = [node for node in sheet.nodes if scope_of(node) is scope]
    return {node: lane for lane in lanes for node in nodes if layout.within(node, lane)}


def _process_of(lane: Element) -> Element:
    return next(lane.iterancestors(bpmn("process")))
