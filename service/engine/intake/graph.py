"""A diagram as drawn: nodes and arrows in plain values, which the rules of the intake rewrite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.timers import Timer

T = TypeVar("T")

START = "startEvent"
END = "endEvent"
THROW = "intermediateThrowEvent"
CATCH = "intermediateCatchEvent"
BOUNDARY = "boundaryEvent"
EXCLUSIVE = "exclusiveGateway"
INCLUSIVE = "inclusiveGateway"
PARALLEL = "parallelGateway"
COMPLEX = "complexGateway"
EVENT_BASED = "eventBasedGateway"
SCRIPT = "scriptTask"
SEND = "sendTask"
RECEIVE = "receiveTask"
CALL = "callActivity"
SUBPROCESS = "subProcess"
TRANSACTION = "transaction"
AD_HOC = "adHocSubProcess"
PROCESS = "process"
SPLIT = "split"  # arrows with conditions out of an activity
DECISION = "decision"  # a choice at a gateway that no single task leads to
HOW_MANY = "howMany"  # how often an activity is done
PERSON_TASKS = frozenset({"userTask", "manualTask", "task"})
TASKS = PERSON_TASKS | {SCRIPT, SEND, RECEIVE, "serviceTask", "businessRuleTask"}
SUBPROCESSES = frozenset({SUBPROCESS, TRANSACTION, AD_HOC})
ACTIVITIES = TASKS | SUBPROCESSES | {CALL}
EVENTS = frozenset({START, END, THROW, CATCH, BOUNDARY})
GATEWAYS = frozenset({EXCLUSIVE, INCLUSIVE, PARALLEL, COMPLEX, EVENT_BASED})


@dataclass(frozen=True)
class Trigger:
    """One event definition. `kind` is its tag without "EventDefinition" ("message", "timer" ...).

    `name` is what tells it from others of its kind: the name of the message, signal or link, the
    code of the error or escalation, the activity to compensate; "" where nothing was given.
    `timer` and `text` (the texts of a timer or condition as written) are for those two kinds.
    """

    kind: str
    name: str = ""
    text: str = ""
    timer_kind: str = ""
    timer: Timer | None = None


@dataclass(frozen=True)
class Repeat:
    """A multi-instance marker (`loop` False) or a loop marker.

    `count`: loopCardinality; `items`: the collection's name; `item`: the name of one of it;
    `until`: completionCondition, or `again`: loopCondition; `most`: loopMaximum. `behaviour`:
    None, One, All or Complex, with the `events` (condition, trigger) that it throws.
    """

    loop: bool
    sequential: bool = False
    count: str = ""
    items: str = ""
    item: str = ""
    until: str = ""
    again: str = ""
    most: str = ""
    test_before: bool = False
    behaviour: str = "All"
    events: tuple[tuple[str, Trigger], ...] = ()


@dataclass(frozen=True)
class Node:
    """One drawn element. `kind` is its BPMN tag, or what a rule made of it.

    `origin` is the id of the element it was drawn as; a `helper` was put in by a rule, and nothing
    is told of it when it is passed. `scope` is the id of the pool's process or of the subprocess
    that it lies in. `properties` are the pairs that the modeller's panel shows, in order, names
    repeated; `attributes` are the element's own, `texts` those of its simple children (script,
    completionCondition, activationCondition). `documents`: names of the data that it is
    associated with. `host`: what a boundary event is attached to.

    What the rules find out: `confirmed` events wait for a person who says that they came; people
    choose at a `decided` gateway; `calls` is the process of this file that a call activity runs;
    `sends` and `awaits` are the messages of this diagram that leave here and are waited for here.
    """

    id: str
    kind: str
    name: str
    line: int
    lane: Lane
    origin: str
    scope: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    documentation: str = ""
    documents: tuple[str, ...] = ()
    form: str = ""
    triggers: tuple[Trigger, ...] = ()
    repeat: Repeat | None = None
    host: str = ""
    default: str = ""
    helper: bool = False
    confirmed: bool = False
    decided: bool = False
    calls: str = ""
    sends: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """The values of every property called `name`."""
        return tuple(value for key, value in self.properties if key == name and value)

    def one(self, name: str) -> str:
        """The first value of the property called `name`, or nothing."""
        return next(iter(self.all(name)), "")

    def says(self, attribute: str, *, unless: bool = False) -> bool:
        """A yes or no of the element's own; `unless` is what BPMN means where none is given."""
        return self.attributes.get(attribute, str(unless)).strip().lower() in {"true", "1"}

    @property
    def interrupting(self) -> bool:
        """Whether the event, when it comes, ends what it is attached to or lies in."""
        attribute = "cancelActivity" if self.kind == BOUNDARY else "isInterrupting"
        return self.says(attribute, unless=True)

    @property
    def event_subprocess(self) -> bool:
        """Whether this is a subprocess that an event of its scope starts."""
        return self.kind in SUBPROCESSES and self.says("triggeredByEvent")

    @property
    def for_compensation(self) -> bool:
        """Whether this activity runs only to undo another."""
        return self.says("isForCompensation")

    def waits_for(self, kind: str) -> bool:
        """Whether one of its triggers is of `kind`."""
        return any(trigger.kind == kind for trigger in self.triggers)


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
class MessageFlow:
    """An arrow between pools; its ends are nodes or participants."""

    id: str
    source: str
    target: str
    name: str
    line: int


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
            for node in (self.begun_in(pool.id) if pool.called else self.first_in(pool.id))
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

    def _entered_from(self, node: str) -> Iterator[Node]:
        """Where tokens come to besides the arrows once one is at `node`."""
        here = self.nodes.get(node)
        if here is None:
            return
        if here.kind in SUBPROCESSES:
            yield from self.begun_in(node)
            yield from (each for each in self.inside(node) if each.event_subprocess)
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


def note(kind: NoteKind, at: Node | Flow, reason: str, remedy: str = "", *, rule: str) -> Note:
    """A note on `at` that names it as it was drawn; `rule` names the rule that found it."""
    element = at.origin if isinstance(at, Node) else at.id
    return Note(kind, element, at.name, at.line, reason, remedy, rule)


def instance_of(node: Node) -> Node:
    """One time that an activity is done which is done several times."""
    return replace(node, id=f"{node.id}{_INSTANCE}", repeat=None)


def drawn_as(node: str) -> str:
    """The id in the graph of what may be an instance."""
    return node.removesuffix(_INSTANCE)


_INSTANCE = "#"


def step_key(node: Node) -> str:
    """The name of what a person does at a node: the drawn element, or what a rule added to it.

    A decision stands for the gateway that it was put before, unless it hangs on an activity.
    """
    for_gateway = node.kind == DECISION and not node.host
    return node.id if node.helper and not for_gateway else node.origin
