"""A process as drawn: nodes and flows in plain values, which the rules of the intake rewrite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from service.domain.definition import Lane, Note, NoteKind

EXCLUSIVE = "exclusiveGateway"
PARALLEL = "parallelGateway"
SCRIPT = "scriptTask"
START = "startEvent"
CONFIRMATION = "confirmation"  # a message from outside that a person confirms
DECISION = "decision"  # a choice at a gateway that no single task leads to
PERSON_TASKS = frozenset({"userTask", "manualTask", "task"})
WAITING = PERSON_TASKS | {CONFIRMATION, DECISION}  # what waits for a person


@dataclass(frozen=True)
class Node:
    """One drawn element. `kind` is its BPMN tag, or what a rule made of it.

    `origin` is the id of the element it was drawn as; `properties` are the pairs that the
    modeller's panel shows, in order, names repeated; `event` is the tag of an event definition.
    """

    id: str
    kind: str
    name: str
    line: int
    lane: Lane
    origin: str
    properties: tuple[tuple[str, str], ...] = ()
    documentation: str = ""
    form: str = ""
    event: str = ""
    script: str = ""
    default: str = ""
    unsupported: str = ""

    def all(self, name: str) -> tuple[str, ...]:
        """The values of every property called `name`."""
        return tuple(value for key, value in self.properties if key == name and value)

    def one(self, name: str) -> str:
        """The first value of the property called `name`, or nothing."""
        return next(iter(self.all(name)), "")


@dataclass(frozen=True)
class Flow:
    """An arrow. `condition` is the expression that was drawn on it, or None."""

    id: str
    source: str
    target: str
    name: str
    line: int
    condition: str | None = None


@dataclass(frozen=True)
class Graph:
    """A process: its nodes by id, its arrows, and what was noted on the way."""

    id: str
    name: str
    pool: str
    line: int
    lanes: tuple[Lane, ...]
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def outgoing(self, node: str) -> list[Flow]:
        """The arrows out of `node`, in drawn order."""
        return self._outgoing.get(node, [])

    def incoming(self, node: str) -> list[Flow]:
        """The arrows into `node`, in drawn order."""
        return self._incoming.get(node, [])

    def of_kind(self, *kinds: str) -> list[Node]:
        """The nodes of these kinds, in drawn order."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    @cached_property
    def reached(self) -> frozenset[str]:
        """The nodes that a token can come to."""
        return self.reached_from(start.id for start in self.of_kind(START))

    def reached_from(self, places: Iterable[str], without: str = "") -> frozenset[str]:
        """These places and where a token goes on to from them, not through `without`."""
        seen = {without}
        ahead = list(places)
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead.extend(flow.target for flow in self.outgoing(here))
        return frozenset(seen - {without})

    @cached_property
    def _outgoing(self) -> Mapping[str, list[Flow]]:
        return _by(self.flows, lambda flow: flow.source)

    @cached_property
    def _incoming(self) -> Mapping[str, list[Flow]]:
        return _by(self.flows, lambda flow: flow.target)

    def with_nodes(self, nodes: Iterable[Node]) -> Graph:
        """The graph with these nodes added or put in place of those with their ids."""
        return replace(self, nodes={**self.nodes, **{node.id: node for node in nodes}})

    def noting(self, notes: Iterable[Note]) -> Graph:
        """The graph with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def refused(self) -> Iterator[Note]:
        """The notes that forbid to run it."""
        return (note for note in self.notes if note.kind is NoteKind.REFUSED)


def _by(flows: Iterable[Flow], end: Callable[[Flow], str]) -> Mapping[str, list[Flow]]:
    found: dict[str, list[Flow]] = {}
    for flow in flows:
        found.setdefault(end(flow), []).append(flow)
    return found


def note(kind: NoteKind, at: Node | Flow, reason: str, remedy: str = "") -> Note:
    """A note on `at` that names it as it was drawn."""
    element = at.origin if isinstance(at, Node) else at.id
    return Note(kind, element, at.name, at.line, reason, remedy)
