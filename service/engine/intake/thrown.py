"""What the events of a diagram throw, and the levels that it passes on its way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from service.engine.intake.graph import Graph
from service.engine.intake.nodes import BOUNDARY, CALL, CATCH, END, START, THROW, Node, Trigger

_ALWAYS_INTERRUPT = {"error", "cancel"}


@dataclass(frozen=True)
class Thrown:
    """Looked up once for all elements of `graph`."""

    graph: Graph

    @cached_property
    def signals(self) -> frozenset[str]:
        """The names of the signals that something in the diagram sends."""
        return frozenset(t.name for _, t in self._thrown() if t.kind == "signal")

    @cached_property
    def heard(self) -> frozenset[str]:
        """The names of the signals that something in the diagram waits for."""
        waiting = self.graph.of_kind(CATCH, BOUNDARY, START)
        return frozenset(t.name for n in waiting for t in n.triggers if t.kind == "signal")

    def comes_to(self, event: Node, trigger: Trigger) -> bool:
        """Whether what `event` listens at throws such an error, escalation or cancellation."""
        names = self._within.get(self.listened_at(event), {}).get(trigger.kind, set())
        return bool(names) if not trigger.name else trigger.name in names

    def is_caught(self, thrower: Node, trigger: Trigger) -> bool:
        """Whether something on a level around `thrower` listens for it.

        An event subprocess that interrupts has ended the others beside it.
        """
        wanted = {(trigger.kind, trigger.name), (trigger.kind, "")}
        levels = list(self.around(thrower))
        ended = {scope for level in levels for scope in self._ended_by(level)}
        return any(
            wanted & self._beside[level] or (level not in ended and wanted & self._inside[level])
            for level in levels
        )

    def _ended_by(self, level: str) -> Iterator[str]:
        for start in self.graph.inside(level):
            at = self.listened_at(start)
            if at and start.kind == START and interrupts(start):
                yield at

    def listened_at(self, event: Node) -> str:
        """The activity or pool that a boundary event or an event subprocess's start listens at."""
        inside = self.graph.nodes.get(event.scope)
        return event.host or (inside.scope if inside and inside.event_subprocess else "")

    def around(self, node: Node) -> Iterator[str]:
        """What a node lies in, the innermost first; a called process lies where it is called."""
        ahead, seen = [node.scope], set()
        while ahead:
            level = ahead.pop(0)
            if level and level not in seen:
                seen.add(level)
                yield level
                inner = self.graph.nodes.get(level)
                ahead += [inner.scope] if inner is not None else self._callers[level]

    @cached_property
    def _callers(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for call in self.graph.of_kind(CALL):
            found[call.calls] += [call.id]
        return found

    @cached_property
    def _within(self) -> Mapping[str, Mapping[str, set[str]]]:
        """Level -> kind -> the names that are thrown on it or deeper."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for node, trigger in self._thrown():
            own = [node.id] if node.repeat else []
            for level in (*own, *self.around(node)):
                found[level][trigger.kind].add(trigger.name)
        return found

    @cached_property
    def _beside(self) -> Mapping[str, set[tuple[str, str]]]:
        return self._listening(BOUNDARY)

    @cached_property
    def _inside(self) -> Mapping[str, set[tuple[str, str]]]:
        return self._listening(START)

    def _listening(self, kind: str) -> Mapping[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for event in self.graph.of_kind(kind):
            found[self.listened_at(event)] |= {(t.kind, t.name) for t in event.triggers}
        return found

    def _thrown(self) -> Iterator[tuple[Node, Trigger]]:
        """Also what an activity that is done several times throws between its instances."""
        for node in self.graph.nodes.values():
            if node.kind in {END, THROW}:
                yield from ((node, trigger) for trigger in node.triggers)
            if node.repeat is not None:
                yield from ((node, trigger) for _, trigger in node.repeat.events)


def interrupts(event: Node) -> bool:
    """Whether an event ends what it listens at: after an error, whatever the drawing says.

    So BPMN 2.0.2, 10.5.6.
    """
    return event.interrupting or any(t.kind in _ALWAYS_INTERRUPT for t in event.triggers)
