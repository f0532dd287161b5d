"""What is drawn, in plain values: elements, arrows, and what triggers and repeats them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from service.domain.definition import Lane, Note, NoteKind
from service.engine.intake.timers import Timer

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
