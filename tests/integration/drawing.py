"""Tiny diagrams, drawn arrow by arrow, and runs of them through the real engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from service.domain.calendar import DEFAULT_HOURS, WorkingCalendar
from service.domain.case import Advance, Incident
from service.domain.definition import Definition, Deployment, DiagramRefused, Note, NoteKind, Source
from service.engine.spiff_engine import SpiffEngine
from service.usecases.ports import Completion, OfficeTime

NOW = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
CALENDAR = WorkingCalendar(DEFAULT_HOURS, ZoneInfo("Asia/Jakarta"), lambda _year: {})
TIME = OfficeTime(NOW, CALENDAR.due)
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"


def node(kind: str, key: str, name: str = "", inside: str = "", **attributes: str) -> str:
    """One element; without a name it carries none."""
    given = {"id": key, "name": name, **attributes}
    written = "".join(
        f" {key.replace('_', ':')}={quoteattr(value)}" for key, value in given.items() if value
    )
    return f"<{kind}{written}>{inside}</{kind}>"


def start(key: str = "mulai", **attributes: str) -> str:
    return node("startEvent", key, **attributes)


def end(key: str = "selesai") -> str:
    return node("endEvent", key)


def task(key: str, name: str = "", **properties: str | Sequence[str]) -> str:
    """A user task with properties as the modeller's panel writes them; a list repeats the name."""
    pairs = [
        (said, value)
        for said, values in properties.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return node("userTask", key, name, extension(pairs))


def tasks(*keys: str) -> str:
    return "".join(task(key) for key in keys)


def extension(pairs: Sequence[tuple[str, str]]) -> str:
    written = "".join(
        f"<camunda:property name={quoteattr(name)} value={quoteattr(value)}/>"
        for name, value in pairs
    )
    inside = f"<camunda:properties>{written}</camunda:properties>"
    return f"<extensionElements>{inside}</extensionElements>" if pairs else ""


def xor(key: str, name: str = "", default: str = "") -> str:
    return node("exclusiveGateway", key, name, default=default)


def both(*keys: str) -> str:
    return "".join(node("parallelGateway", key) for key in keys)


def script(key: str, text: str) -> str:
    return node("scriptTask", key, inside=f"<script>{escape(text)}</script>")


def message(key: str) -> str:
    return node("intermediateCatchEvent", key, inside="<messageEventDefinition/>")


def flow(source: str, target: str, name: str = "", when: str = "", key: str = "") -> str:
    """An arrow; its id `key` is `source-target` unless given."""
    condition = f"<conditionExpression>{escape(when)}</conditionExpression>" if when else ""
    ends = {"sourceRef": source, "targetRef": target}
    return node("sequenceFlow", key or f"{source}-{target}", name, condition, **ends)


def path(*keys: str) -> str:
    """Arrows from each element to the next."""
    return "".join(flow(a, b) for a, b in pairwise(keys))


def lanes(**members: str) -> str:
    """A lane for each name, with the ids of its elements between spaces."""
    written = (
        node("lane", f"lajur_{n}", name, "".join(map(_reference, keys.split())))
        for n, (name, keys) in enumerate(members.items())
    )
    return node("laneSet", "lajur", inside="".join(written))


def _reference(key: str) -> str:
    return f"<flowNodeRef>{key}</flowNodeRef>"


def process(*elements: str, key: str = "sop", **attributes: str) -> str:
    return node("process", key, inside="\n".join(elements), **attributes)


def file(*inside: str) -> bytes:
    """The bytes of a file, an element a line; the first stands in line 2."""
    spaces = f'xmlns="{BPMN}" xmlns:camunda="{CAMUNDA}"'
    return "\n".join([f"<definitions {spaces}>", *inside, "</definitions>"]).encode()


def diagram(*elements: str) -> bytes:
    """A file with one process of these elements, an element a line, from line 2 on."""
    return file(process(*elements))


def deployed(diagram: bytes, forms: Mapping[str, str] | None = None) -> Deployment:
    """The diagram as an office would have deployed it."""
    source = Source(diagram, forms or {})
    return Deployment(uuid4(), uuid4(), "sop", 1, "SOP", source.hash, source, NOW)


def definition(diagram: bytes, forms: Mapping[str, str] | None = None) -> Definition:
    """What the diagram means."""
    return SpiffEngine().read(Source(diagram, forms or {})).definition


def notes(diagram: bytes, forms: Mapping[str, str] | None = None) -> tuple[Note, ...]:
    """What was noted on a diagram that runs."""
    return SpiffEngine().read(Source(diagram, forms or {})).notes


def refusals(diagram: bytes, forms: Mapping[str, str] | None = None) -> list[Note]:
    """Why the diagram is refused; empty when it runs."""
    try:
        SpiffEngine().read(Source(diagram, forms or {}))
    except DiagramRefused as refused:
        return [note for note in refused.notes if note.kind is NoteKind.REFUSED]
    return []


def only(found: list[Note]) -> Note:
    """The one refusal, where several would hide what a test is about."""
    (one,) = found
    return one


class Run:
    """One case, carried on step by step; each act begins and ends with a snapshot's bytes."""

    def __init__(
        self,
        drawn: bytes | Deployment,
        engine: SpiffEngine | None = None,
        *,
        at: str = "",
        **answers: object,
    ) -> None:
        """`at`: the start event that is used, where there are several."""
        self.time = TIME
        self.engine = engine or SpiffEngine()
        self.deployment = drawn if isinstance(drawn, Deployment) else deployed(drawn)
        self.definition = self.engine.definition(self.deployment)
        self.open: dict[UUID, str] = {}
        (element,) = [at] if at else self.definition.starts
        self.last = self._after(self.engine.start(self.deployment, element, answers, self.time))

    @property
    def tokens(self) -> list[str]:
        return sorted(self.last.tokens)

    @property
    def waiting(self) -> list[str]:
        """The elements of the open tasks."""
        return sorted(self.open.values())

    @property
    def ended(self) -> bool:
        return self.last.ended

    @property
    def incident(self) -> Incident | None:
        return self.last.incident

    def do(self, element: str, *choices: str, **answers: object) -> Advance:
        """Finish the oldest open task at `element`; `choices` are the labels of options."""
        key = next(key for key, at in self.open.items() if at == element)
        return self.complete(key, self._chosen(element, choices), answers)

    def say(self, element: str, times: int) -> Advance:
        """Answer the question how many times."""
        key = next(key for key, at in self.open.items() if at == element)
        asked = self.definition.steps[element].form.how_many
        assert asked is not None
        return self._completed(Completion(key, {}, {}, self.time, {asked.element: times}))

    def wait(self, **length: float) -> Advance:
        """Let time go by, and fire what is due then."""
        self.time = OfficeTime(self.time.at + timedelta(**length), CALENDAR.due)
        self.last = self._after(
            self.engine.pass_time(self.deployment, self.last.snapshot, self.time)
        )
        return self.last

    def complete(
        self, key: UUID, choices: Mapping[str, tuple[str, ...]], answers: Mapping[str, object]
    ) -> Advance:
        return self._completed(Completion(key, answers, choices, self.time))

    def _completed(self, done: Completion) -> Advance:
        advance = self.engine.complete(self.deployment, self.last.snapshot, done)
        self.open.pop(done.task, None)
        self.last = self._after(advance)
        return advance

    def _chosen(self, element: str, labels: Sequence[str]) -> dict[str, tuple[str, ...]]:
        decision = self.definition.steps[element].form.decision
        if decision is None or not labels:
            return {}
        return {decision.gateway: tuple(o.flow for o in decision.options if o.label in labels)}

    def _after(self, advance: Advance) -> Advance:
        self.open |= {each.id: each.element for each in advance.opened}
        for key in advance.withdrawn:
            del self.open[key]
        return advance


LOOP = (
    start(),
    tasks("ulang"),
    xor("m"),
    xor("g"),
    end(),
    path("mulai", "m", "ulang", "g"),
    flow("g", "m", "Lagi"),
    flow("g", "selesai", "Cukup"),
)
"""A step that its person repeats ("Lagi") until it is enough ("Cukup")."""

LAPS = (
    start(),
    xor("m"),
    both("f"),
    tasks("a", "b", "z"),
    xor("g", "Lagi?"),
    end(),
    path("mulai", "m", "f", "a", "j", "z", "g"),
    path("f", "b", "j"),
    flow("g", "m", "Ya"),
    flow("g", "selesai", "Tidak"),
)
"""Two parallel branches into the gateway `j`, then z, and once more as its person says."""
