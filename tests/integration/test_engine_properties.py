"""However loosely gateways are drawn, and whatever is chosen, tokens move as BPMN says.

The judge is an interpreter of some thirty lines that knows arrows and tokens and nothing else. The
engine goes through a snapshot's bytes at every act.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from service.engine.spiff_engine import SpiffEngine
from service.engine.stepping import STUCK
from tests.integration.drawing import Run, diagram, flow, node

TASK, XOR, AND, START, END = (
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "startEvent",
    "endEvent",
)
MOST_STEPS = 150  # of one act, beyond which a drawing is a loop without people


@dataclass
class Drawing:
    """Elements with their kinds, and arrows as pairs."""

    kinds: dict[str, str] = field(default_factory=dict)
    arrows: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str) -> str:
        name = f"{kind[0]}{len(self.kinds)}"
        self.kinds[name] = kind
        return name

    def connect(self, source: str, target: str) -> None:
        self.arrows.append((source, target))

    def after(self, name: str) -> list[str]:
        return [target for source, target in self.arrows if source == name]

    def before(self, name: str) -> list[str]:
        return [source for source, target in self.arrows if target == name]

    def reached(self) -> set[str]:
        """What a token can come to: a join does not wait for what it cannot."""
        seen: set[str] = set()
        ahead = [name for name, kind in self.kinds.items() if kind == START]
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead.extend(self.after(here))
        return seen

    def decides(self, name: str) -> bool:
        return self.kinds[name] == XOR and len(self.after(name)) > 1

    def decided_at(self, gateway: str) -> str:
        """The task whose form asks, or the gateway itself."""
        before = self.before(gateway)
        if len(before) == 1 and self.kinds[before[0]] == TASK:
            return before[0]
        return gateway

    def to_bpmn(self) -> bytes:
        # Each arrow's label is its target, by which the test chooses.
        nodes = (node(kind, name) for name, kind in self.kinds.items())
        return diagram(*nodes, *(flow(a, b, b) for a, b in self.arrows))


class Endless(Exception):
    """More steps than any drawing with people in its loops takes."""


class Judge:
    """Where the tokens are: open steps, and what waits at each join by the arrow it came on."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.reached = drawing.reached()
        self.open: Counter[str] = Counter()
        self.arrived: Counter[tuple[str, str]] = Counter()
        self.left: Counter[str] = Counter()
        self._leave(next(n for n, kind in drawing.kinds.items() if kind == START))

    @property
    def tokens(self) -> Counter[str]:
        waiting: Counter[str] = Counter(self.open)
        for (_, join), count in self.arrived.items():
            waiting[join] += count
        return +waiting

    def do(self, element: str, choice: str) -> None:
        self.left = Counter()
        self.open[element] -= 1
        if self.drawing.decides(element):
            self._pass(element, [choice])
            return
        (target,) = self.drawing.after(element)
        if choice:
            self.left[element] += 1
            self._pass(target, [choice])
        else:
            self._leave(element)

    def _leave(self, name: str) -> None:
        self._pass(name, self.drawing.after(name))

    def _pass(self, name: str, targets: Sequence[str]) -> None:
        self.left[name] += 1
        if self.left.total() > MOST_STEPS:
            raise Endless
        for target in targets:
            self._enter(name, target)

    def _enter(self, source: str, name: str) -> None:
        kind = self.drawing.kinds[name]
        if kind == TASK or self.drawing.decides(name):
            self.open[name] += 1
        elif kind == AND:
            self._join(source, name)
        else:
            self._leave(name)

    def _join(self, source: str, name: str) -> None:
        self.arrived[source, name] += 1
        arrows = [(each, name) for each in self.drawing.before(name) if each in self.reached]
        if all(self.arrived[arrow] for arrow in arrows):
            self.arrived.subtract(arrows)
            self._leave(name)


@st.composite
def loose(draw: st.DrawFn) -> Drawing:
    """Arrows from anywhere to anywhere: joins that deadlock, branches that merge without one."""
    drawing = Drawing()
    first, last = drawing.add(START), drawing.add(END)
    names = [
        drawing.add(kind)
        for kind in draw(st.lists(st.sampled_from([TASK, XOR, AND]), min_size=2, max_size=8))
    ]
    targets = st.sampled_from([*names, last])
    drawing.connect(first, names[0])
    for name in names:
        most = 1 if drawing.kinds[name] == TASK else 3
        for target in draw(st.lists(targets, min_size=1, max_size=most, unique=True)):
            drawing.connect(name, target)
    return drawing


choices = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=25)
thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENGINE = SpiffEngine()


@thorough
@given(loose(), choices)
def test_loose_diagrams_run_as_drawn(drawing: Drawing, picks: list[tuple[int, int]]) -> None:
    compare(drawing, picks)


def compare(drawing: Drawing, picks: list[tuple[int, int]]) -> None:
    """Carry a case on by these picks of an open step and an option; every act must agree."""
    try:
        judge = Judge(drawing)
    except Endless:
        assume(False)
    run = Run(drawing.to_bpmn(), ENGINE)
    agree(run, judge)
    for which, way in picks:
        steps = sorted((+judge.open).elements())
        if not steps:
            break
        element = steps[which % len(steps)]
        choice = chosen(drawing, element, way)
        try:
            judge.do(element, choice)
        except Endless:
            break
        run.do(element, choice)
        agree(run, judge)


def chosen(drawing: Drawing, element: str, way: int) -> str:
    """The target that is chosen at `element`, where its form asks for one."""
    asked = [
        name
        for name in drawing.kinds
        if drawing.decides(name) and drawing.decided_at(name) == element
    ]
    if not asked:
        return ""
    options = drawing.after(asked[0])
    return options[way % len(options)]


def agree(run: Run, judge: Judge) -> None:
    assert Counter(run.last.tokens) == judge.tokens
    assert Counter(run.waiting) == +judge.open
    assert Counter(run.last.left) == judge.left
    assert run.ended == (not judge.tokens)
    assert run.last.withdrawn == ()
    stuck = bool(judge.tokens) and not (+judge.open)
    assert (run.incident.reason if run.incident else None) == (STUCK if stuck else None)
