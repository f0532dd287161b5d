"""Joins that may wait for ever, as the drawing stands: told when it is deployed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from service.domain.definition import NoteKind
from service.engine.intake.graph import Graph
from service.engine.intake.moves import Way, ends_all, leading_to, ways_on
from service.engine.intake.nodes import (
    AD_HOC,
    COMPLEX,
    INCLUSIVE,
    PARALLEL,
    START,
    SUBPROCESSES,
    Flow,
    Node,
    note,
)

RULE = "deadlocks"

_MOST_MOVES = 20_000  # for all pools of a diagram: a few tenths of a second
_MOST_TOKENS = 4  # on one arrow; where more gather, they gather without end

Place = tuple[str, str]  # where a token rests: a node, and for joins the arrow that it came along
Marking = Counter[Place]


def advise_on_deadlocks(graph: Graph) -> Graph:
    """Each join at which a case may be stuck, with the choices that make it so.

    Plays every choice of each pool and subprocess, whatever the data: arrows with conditions are
    true or not, events come or not, boundary events interrupt or not. What is found can happen
    (if the data can be so). What does not depend on a choice runs at once, since the order of what
    is independent makes no difference to where it all ends; so parallel blocks do not multiply.

    Not found: what lies beyond the bound, waiting for messages that never come, complex gateways
    whose condition never holds, and what only a race of two tokens brings about.
    """
    search = _Search(graph)
    for begun in _beginnings(graph):
        search.play(begun)
    return graph.noting(
        note(
            NoteKind.ADVICE,
            graph.nodes[join],
            f"gerbang ini dapat menunggu tanpa akhir: {'; '.join(reasons)}",
            "Satukan jalan yang dipilih dengan gerbang eksklusif (X) sebelum gerbang ini, "
            "atau bawa setiap cabang yang ditunggu sampai ke sini.",
            rule=RULE,
        )
        for join, reasons in search.reasons.items()
    )


def _beginnings(graph: Graph) -> Iterator[list[Node]]:
    """What begins together: one start of a pool or an event subprocess, all of any other scope."""
    scopes = [pool.id for pool in graph.pools if not pool.called]
    scopes += [node.id for node in graph.of_kind(*SUBPROCESSES) if node.event_subprocess]
    for scope in scopes:
        yield from ([node] for node in graph.inside(scope) if node.kind == START)
    others = [pool.id for pool in graph.pools if pool.called]
    others += [n.id for n in graph.of_kind(*SUBPROCESSES - {AD_HOC}) if n.id not in scopes]
    yield from (graph.begun_in(scope) for scope in others)


@dataclass
class _Search:
    """`reasons`: join -> why it may wait for ever, in the order in which it was found."""

    graph: Graph
    reasons: dict[str, dict[str, None]] = field(default_factory=dict)
    moves: int = 0
    _known: dict[str, list[Way]] = field(default_factory=dict)
    _led_from: dict[str, frozenset[str]] = field(default_factory=dict)

    def play(self, begun: list[Node]) -> None:
        """Every run from here on, until the bound is reached."""
        first = self._settled(Counter(), [(node.id, "") for node in begun])
        ahead, seen = [first], set()
        while ahead and self.moves < _MOST_MOVES:
            resting = ahead.pop()
            key = frozenset(resting.items())
            if key in seen:
                continue
            seen.add(key)
            taken = self._taken(resting)
            if taken is None:
                self._explain(resting)
                continue
            node, rest = taken
            for way in self._ways(node):
                ahead.append(self._settled(rest.copy(), _entered(way)))

    def _settled(self, resting: Marking, moving: list[Place]) -> Marking:
        """Where tokens rest once all has run that needs no choice; empty where all has ended."""
        while moving and self.moves < _MOST_MOVES:
            self.moves += 1
            node, arrow = moving.pop()
            ways = self._ways(node)
            if ends_all(self.graph.nodes[node]):
                return Counter()
            if node not in self._joins and len(ways) == 1:
                moving += _entered(ways[0])
                continue
            place = (node, arrow if node in self._joins else "")
            resting[place] += 1
            if resting[place] > _MOST_TOKENS:
                return Counter()
            if self._is_full(node, resting):
                self._take_from_each(node, resting)
                moving += _entered(ways[0])
        return resting if self.moves < _MOST_MOVES else Counter()

    def _taken(self, resting: Marking) -> tuple[str, Marking] | None:
        """What goes on next, and what then rests: an inclusive join that can, else a choice."""
        rest = resting.copy()
        for node in dict.fromkeys(at for at, _ in resting if at in self._joins):
            if self.graph.nodes[node].kind != PARALLEL and self._waits_no_more(node, resting):
                self._take_from_each(node, rest)
                return node, rest
        for place in resting:
            if place[0] not in self._joins:
                rest -= Counter([place])
                return place[0], rest
        return None

    def _take_from_each(self, node: str, resting: Marking) -> None:
        for flow in self._joins[node]:
            resting -= Counter([(node, flow.id)])

    def _is_full(self, node: str, resting: Marking) -> bool:
        arriving = self._joins.get(node, ())
        full = bool(arriving) and all((node, flow.id) in resting for flow in arriving)
        return full and self.graph.nodes[node].kind == PARALLEL

    def _waits_no_more(self, node: str, resting: Marking) -> bool:
        """Whether no other token can come to an inclusive join, but along arrows that have one."""
        self.moves += len(resting)
        others = {at for at, _ in resting if at != node}
        if not others:
            return True
        full = {arrow for at, arrow in resting if at == node}
        ahead = {f.id: others & self._before(f) for f in self._joins[node]}
        late = {at for arrow, places in ahead.items() if arrow not in full for at in places}
        return not late - {at for arrow in full for at in ahead[arrow]}

    def _explain(self, resting: Marking) -> None:
        """Note each join at which tokens rest, though nothing moves any more."""
        for node in dict.fromkeys(at for at, _ in resting):
            reasons = self.reasons.setdefault(node, {})
            came = [flow for flow in self._joins[node] if (node, flow.id) in resting]
            for flow in self._joins[node]:
                if flow not in came:
                    reasons[self._why(flow, came)] = None

    def _why(self, missing: Flow, came: list[Flow]) -> str:
        """The nearest choice by which nothing comes along an arrow, else where that comes from."""
        for node in leading_to(self.graph, missing):
            if any(self._leads_past(node, way, missing, came) for way in self._ways(node)):
                choice = _called(self.graph, node)
                return f"di {choice} dapat dipilih jalan yang tidak sampai ke sini"
        if missing.source == missing.target:
            return "salah satu panah yang ditunggu berasal dari gerbang ini sendiri"
        source = _called(self.graph, missing.source)
        return f"lewat panah dari {source} tidak ada lagi yang datang"

    def _leads_past(self, node: str, way: Way, missing: Flow, came: list[Flow]) -> bool:
        """Whether a way leads past an arrow, while something still comes along the others."""
        before = self._before(missing)
        if any(flow.target in before or flow == missing for flow in way):
            return False
        return any(
            node not in self._before(other)
            or any(flow.target in self._before(other) or flow == other for flow in way)
            for other in came
        )

    def _ways(self, node: str) -> list[Way]:
        if node not in self._known:
            self._known[node] = ways_on(self.graph, self.graph.nodes[node])
        return self._known[node]

    def _before(self, flow: Flow) -> frozenset[str]:
        """The nodes from which a token can come along an arrow into a join."""
        if flow.id not in self._led_from:
            self._led_from[flow.id] = frozenset(leading_to(self.graph, flow))
        return self._led_from[flow.id]

    @cached_property
    def _joins(self) -> dict[str, list[Flow]]:
        """The gateways that wait for one another's tokens, with the arrows into them."""
        found = {
            node.id: [f for f in self.graph.incoming(node.id) if f.source in self.graph.reached]
            for node in self.graph.of_kind(PARALLEL, INCLUSIVE, COMPLEX)
        }
        return {node: flows for node, flows in found.items() if len(flows) > 1}


def _entered(way: Way) -> list[Place]:
    return [(flow.target, flow.id) for flow in way]


def _called(graph: Graph, node: str) -> str:
    """The element's name, else its id, between quotation marks."""
    return f'"{graph.nodes[node].name or graph.nodes[node].origin}"'
