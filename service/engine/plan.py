"""A completed diagram, ready to run: the specification and what its elements ask of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from service.engine.intake.graph import Graph
from service.engine.intake.nodes import START, Node, drawn_as


def executed_name(node: str) -> str:
    """The name of a node in the specification, which has names of its own as well."""
    return f"drawn:{node}"


@dataclass(frozen=True)
class Plan:
    """A graph and the specification made of it."""

    graph: Graph
    spec: BpmnProcessSpec

    def listened_in(self, scope: str) -> list[Node]:
        """The starts of the event subprocesses that lie directly in `scope`."""
        return [
            start
            for node in self.graph.inside(scope)
            if node.event_subprocess
            for start in self.graph.inside(node.id)
            if start.kind == START and not start.waits_for("compensate")
        ]

    def undoing(self, scope: str) -> Node | None:
        """The event subprocess in `scope` that undoes what was done in it."""
        found = (
            node
            for node in self.graph.inside(scope)
            if node.event_subprocess
            and any(s.waits_for("compensate") for s in self.graph.inside(node.id))
        )
        return next(found, None)

    def begun_by_undoing(self, handler: str) -> dict[str, str]:
        """Where an event subprocess that undoes begins; other handlers begin as they always do."""
        starts = (s for s in self.graph.inside(handler) if s.waits_for("compensate"))
        start = next((s for s in starts if s.kind == START), None)
        return {} if start is None else {"via": start.id}

    def undone_by(self, entry: Sequence[Any]) -> list[tuple[str, list[Any]]]:
        """The handlers that undo an activity that was done: (its node, the same for what it held).

        Its own handler, else its compensation subprocess with what it may undo, else those of
        what was done in it.
        """
        activity, within = entry
        node = drawn_as(activity)
        for event in self.graph.boundaries(node):
            if event.waits_for("compensate") and event.id in self.graph.handlers:
                return [(self.graph.handlers[event.id], [])]
        if (subprocess := self.undoing(self.graph.nodes[node].calls or node)) is not None:
            return [(subprocess.id, within)]
        return [handler for each in reversed(within) for handler in self.undone_by(each)]

    def usable(self, pool: str) -> list[Node]:
        """The starts of a pool that a person may use."""
        return [node for node in self._starts.get(pool, []) if node.confirmed]

    def started_by(self, message: str) -> Iterator[str]:
        """The starts of pools that the message begins."""
        return (s.id for starts in self._starts.values() for s in starts if message in s.awaits)

    def started_by_signal(self, signal: str) -> Iterator[str]:
        """The starts of pools that the signal begins; those that a person uses are not."""
        return (
            start.id
            for starts in self._starts.values()
            for start in starts
            if not start.confirmed
            and any(t.kind == "signal" and t.name == signal for t in start.triggers)
        )

    @cached_property
    def _starts(self) -> Mapping[str, list[Node]]:
        return {
            pool.id: [node for node in self.graph.inside(pool.id) if node.kind == START]
            for pool in self.graph.pools
            if not pool.called
        }
