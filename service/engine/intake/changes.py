"""What a rule changes in a graph, gathered and then made at once, however much it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from service.domain.definition import Note
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow, Node


@dataclass
class Changes:
    """`nodes` and `flows` are added, or take the place of those with their ids.

    `leaving`: node -> the one that the arrows drawn out of it come from now; `arriving`: node ->
    the one that the arrows drawn into it lead to now. An added arrow stays as it was made.
    """

    nodes: list[Node] = field(default_factory=list)
    flows: dict[str, Flow] = field(default_factory=dict)
    leaving: dict[str, str] = field(default_factory=dict)
    arriving: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def connect(self, source: Node, target: Node, line: int, key: str) -> None:
        """Add the arrow `key` between what a rule put in and what is there."""
        self.flows[key] = Flow(key, source.id, target.id, "", line)

    def made_in(self, graph: Graph) -> Graph:
        """The graph with all changes."""
        drawn = {flow.id: self._moved(self.flows.get(flow.id, flow)) for flow in graph.flows}
        added = {key: flow for key, flow in self.flows.items() if key not in drawn}
        flows = (*drawn.values(), *added.values())
        return replace(graph.with_nodes(self.nodes), flows=flows).noting(self.notes)

    def _moved(self, flow: Flow) -> Flow:
        source = self.leaving.get(flow.source, flow.source)
        target = self.arriving.get(flow.target, flow.target)
        if (source, target) == (flow.source, flow.target):
            return flow
        return replace(flow, source=source, target=target)
