"""A whole drawing: its pools, its elements and arrows, and what lies ahead of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.nodes import (
    BOUNDARY,
    START,
    SUBPROCESSES,
    Flow,
    MessageFlow,
    Node,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Pool:
    """A process with content: `id` is the process's, `participant` its pool's, if it has one.

    `lane` is the role of what lies in no lane. `called`: runs only where a call activity says so.
    """

    id: str
    name: str
    participant: str
    participant_name: str
    line: int
    lane: Lane
    properties: tuple[tuple[str, str], ...] = ()
    called: bool = False


@dataclass(frozen=True)
class Graph:
    """A diagram: its nodes by id over all pools, its arrows, and what was noted on the way.

    `handlers`: compensation boundary event -> the activity that it is associated with. `boxes`:
    participants without content, id -> name. `deployed`: the keys of the SOPs that calls out of
    the file run; what else they name a person confirms.
    """

    pools: tuple[Pool, ...]
    lanes: tuple[Lane, ...]
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    messages: tuple[MessageFlow, ...] = ()
    handlers: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    main: str = ""
    deployed: frozenset[str] = frozenset()

    @property
    def main_pool(self) -> Pool:
        """The pool that the SOP is named after: `main`, else the first that is drawn."""
        return next((pool for pool in self.pools if pool.id == self.main), self.pools[0])

    def outgoing(self, node: str) -> list[Flow]:
        """The arrows out of `node`, in drawn order."""
        return self._outgoing.get(node, [])

    def incoming(self, node: str) -> list[Flow]:
        """The arrows into `node`, in drawn order."""
        return self._incoming.get(node, [])

    def of_kind(self, *kinds: str) -> list[Node]:
        """The nodes of these kinds, in drawn order."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    def inside(self, scope: str) -> list[Node]:
        """What lies directly in a pool's process or a subprocess, in drawn order."""
        return self._inside.get(scope, [])

    def boundaries(self, host: str) -> list[Node]:
        """The boundary events of an activity, in drawn order."""
        return self._boundaries.get(host, [])

    def pool_of(self, node: str) -> Pool:
        """The pool that a node lies in, however deep."""
        scope = node
        while scope in self.nodes:
            scope = self.nodes[scope].scope
        return next(pool for pool in self.pools if pool.id == scope)

    def reached_from(self, places: Iterable[str], without: str = "") -> frozenset[str]:
        """These places and where a token goes on to from them, not through `without`.

        A token goes along arrows, from an activity to its boundary events, and by itself no
        deeper: what lies in a subprocess is not among them.
        """
        seen = {without}
        ahead = list(places)
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead.extend(flow.target for flow in self.outgoing(here))
                ahead.extend(event.id for event in self.boundaries(here))
        return frozenset(seen - {without})

    @cached_property
    def reached(self) -> frozenset[str]:
        """The nodes that a token can come to, in every pool and subprocess."""
        seen: frozenset[str] = frozenset()
        ahead = [
            node.id
            for pool in self.pools
            for node in (
                *(self.begun_in(pool.id) if pool.called else self.first_in(pool.id)),
                *self._listening_in(pool.id),
            )
        ]
        while ahead:
            seen |= self.reached_from(ahead)
            within = [node for key in seen for node in self._entered_from(key)]
            ahead = [node.id for node in within if node.id not in seen]
        return seen

    def first_in(self, pool: str) -> list[Node]:
        """Where a pool begins: its starts, else what nothing leads to and something follows."""
        inside = [node for node in self.inside(pool) if not node.event_subprocess]
        starts = [node for node in inside if node.kind == START]
        first = [node for node in inside if self._is_first(node)]
        return starts or [node for node in first if self.outgoing(node.id)] or first

    def begun_in(self, scope: str) -> list[Node]:
        """Where tokens begin in a subprocess or a called process when the flow comes to it.

        At its plain starts, else at those that wait for something, else at whatever nothing leads
        to.
        """
        inside = [node for node in self.inside(scope) if not node.event_subprocess]
        starts = [node for node in inside if node.kind == START]
        plain = [start for start in starts if not start.triggers]
        return plain or starts or [node for node in inside if self._is_first(node)]

    def _is_first(self, node: Node) -> bool:
        return not (self.incoming(node.id) or node.host or node.for_compensation)

    def _listening_in(self, scope: str) -> list[Node]:
        inside = self.inside(scope)
        return [node for node in inside if node.event_subprocess and self.inside(node.id)]

    def _entered_from(self, node: str) -> Iterator[Node]:
        """Where tokens come to besides the arrows once one is at `node`."""
        here = self.nodes.get(node)
        if here is None:
            return
        if here.kind in SUBPROCESSES:
            yield from self.begun_in(node)
            yield from self._listening_in(node)
        if here.kind == BOUNDARY and node in self.handlers:
            yield self.nodes[self.handlers[node]]

    @cached_property
    def _outgoing(self) -> Mapping[str, list[Flow]]:
        return _by(self.flows, lambda flow: flow.source)

    @cached_property
    def _incoming(self) -> Mapping[str, list[Flow]]:
        return _by(self.flows, lambda flow: flow.target)

    @cached_property
    def _inside(self) -> Mapping[str, list[Node]]:
        return _by(self.nodes.values(), lambda node: node.scope)

    @cached_property
    def _boundaries(self) -> Mapping[str, list[Node]]:
        return _by(self.of_kind(BOUNDARY), lambda node: node.host)

    def with_nodes(self, nodes: Iterable[Node]) -> Graph:
        """The graph with these nodes added or put in place of those with their ids."""
        return replace(self, nodes={**self.nodes, **{node.id: node for node in nodes}})

    def noting(self, notes: Iterable[Note]) -> Graph:
        """The graph with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def refused(self) -> Iterator[Note]:
        """The notes that forbid to run it."""
        return (note for note in self.notes if note.kind is NoteKind.REFUSED)


def _by(things: Iterable[T], key: Callable[[T], str]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for each in things:
        found.setdefault(key(each), []).append(each)
    return found
