"""The engine: SpiffWorkflow behind `ports.Engine`, with each diagram read once."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from SpiffWorkflow.task import Task as Token

from service.domain.case import Advance, Incident, Opened, SnapshotDamaged
from service.domain.definition import (
    Definition,
    DefinitionDamaged,
    Deployment,
    DiagramRefused,
    Source,
    start_of,
)
from service.engine.course import Act, Course, due_of, element_of, listens
from service.engine.executable import plan_of
from service.engine.intake.completing import Intake, complete
from service.engine.intake.joining import joined, with_called
from service.engine.intake.nodes import PROCESS, SUBPROCESS, step_key
from service.engine.intake.reading import form_names
from service.engine.plan import Plan
from service.engine.snapshots import pack, unpack
from service.engine.stepping import hand_in, is_open, run_on
from service.engine.variables import read_by_expressions
from service.memory import Memory
from service.usecases.ports import Completion, Message, MessageNotAwaited, OfficeTime, Reading

_MOST_KEPT = 64 * 1024 * 1024  # bytes of diagrams and forms; read, they take about twice that


@dataclass(frozen=True)
class _Loaded:
    """A diagram ready to run; `called`: what the SOPs mean that it calls, by key.

    `names` are the answers that the expressions of them all read.
    """

    intake: Intake
    plan: Plan
    called: Mapping[str, Definition]
    names: frozenset[str]


class SpiffEngine:
    """See `ports.Engine`. Holds nothing but what can be read again from the diagrams."""

    def __init__(self) -> None:
        self._loaded: Memory[str, _Loaded] = Memory(_MOST_KEPT)

    def form_names(self, diagram: bytes) -> tuple[str, ...]:
        """Raises DiagramRefused."""
        return form_names(diagram)

    def read(self, source: Source) -> Reading:
        """Raises DiagramRefused. Not kept: what is reviewed may never be deployed."""
        loaded = self._loaded.get(source.hash) or _load(source, {})
        return Reading(loaded.intake.definition, loaded.intake.notes)

    def definition(self, deployment: Deployment) -> Definition:
        """Raises DefinitionDamaged. Diagrams are kept by hash: the roles are each office's own."""
        loaded = self._deployed(deployment)
        own = loaded.intake.definition.under(deployment.roles)
        if not deployment.calls:
            return own
        called = deployment.calls.items()
        return with_called(own, (loaded.called[key].under(each.roles) for key, each in called))

    def start(
        self,
        deployment: Deployment,
        element: str,
        answers: Mapping[str, object],
        time: OfficeTime,
    ) -> Advance:
        """The start event itself is the first element that is left. Raises DefinitionUnknown."""
        loaded = self._deployed(deployment)
        start_of(loaded.intake.definition, element)
        variables = read_by_expressions(answers, loaded.names)
        course = begun(loaded.plan, element, Course(loaded.plan, variables, _act(time)))
        return _advance(course, _Before(), run_on(course))

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        """Raises SnapshotDamaged, also when the task is not open in the snapshot."""
        loaded = self._deployed(deployment)
        course = unpack(snapshot, loaded.plan, _act(done.time, done))
        course.variables |= read_by_expressions(done.answers, loaded.names)
        token = course.tasks.get(done.task)
        if token is None or token is course.task_tree or not is_open(token):
            raise SnapshotDamaged
        before = _before(course)
        token.run()
        return _advance(course, before, run_on(course), done.task)

    def pass_time(self, deployment: Deployment, snapshot: bytes, time: OfficeTime) -> Advance:
        """Raises SnapshotDamaged."""
        loaded = self._deployed(deployment)
        course = unpack(snapshot, loaded.plan, _act(time))
        return _advance(course, _before(course), run_on(course))

    def deliver(
        self, deployment: Deployment, snapshot: bytes, message: Message, time: OfficeTime
    ) -> Advance:
        """Raises MessageNotAwaited, SnapshotDamaged. Of several who wait, the first takes it."""
        loaded = self._deployed(deployment)
        course = unpack(snapshot, loaded.plan, _act(time))
        course.variables |= read_by_expressions(message.values, loaded.names)
        before = _before(course)
        if not hand_in(course, message.name):
            raise MessageNotAwaited(name=message.name)
        return _advance(course, before, run_on(course))

    def check(self, deployment: Deployment, snapshot: bytes) -> None:
        """Raises SnapshotDamaged."""
        unpack(snapshot, self._deployed(deployment).plan, _NO_ACT)

    def _deployed(self, deployment: Deployment) -> _Loaded:
        versions = [deployment, *deployment.calls.values()]
        if any(each.source.hash != each.hash for each in versions):
            raise DefinitionDamaged  # also where its true meaning is still known
        key = " ".join(each.hash for each in versions)
        kept = self._loaded.get(key)
        if kept is not None:
            return kept
        try:
            called = {key: each.source for key, each in deployment.calls.items()}
            loaded = _load(deployment.source, called)
        except DiagramRefused as error:
            raise DefinitionDamaged from error
        self._loaded.keep(key, loaded, sum(each.source.size for each in versions))
        return loaded


def _load(source: Source, called: Mapping[str, Source]) -> _Loaded:
    intake = complete(source, called.keys())
    others = {key: complete(each, called.keys(), key) for key, each in called.items()}
    plan = plan_of(joined(intake.graph, (each.graph for each in others.values())))
    meant = {key: each.definition for key, each in others.items()}
    return _Loaded(
        intake, plan, meant, intake.names.union(*(each.names for each in others.values()))
    )


def begun(plan: Plan, element: str, course: Course) -> Course:
    """Begin at a start event; pools with one plain start begin too, other starts are offered."""
    started = plan.graph.nodes[element].scope
    course.begin(element)
    for pool in plan.graph.pools:
        usable = plan.usable(pool.id) if pool.id != started else []
        plain = [start.id for start in usable if not start.triggers]
        own = plain if len(plain) == 1 else []
        for start in usable:
            if start.id in own:
                course.begin(start.id)
            else:
                course.enter(start.id, "", host="")
    return course


def _act(time: OfficeTime, done: Completion | None = None) -> Act:
    if done is None:
        return Act(time.at, time.due)
    return Act(time.at, time.due, done.choices, done.counts)


_NO_ACT = Act(datetime.min.replace(tzinfo=UTC), lambda _standard, opened: opened)


@dataclass(frozen=True)
class _Before:
    """Where a case stood: ids of its tokens, and of those that waited for people."""

    live: Set[UUID] = frozenset()
    open: Set[UUID] = frozenset()


def _before(course: Course) -> _Before:
    return _Before(frozenset(course.tasks), frozenset(t.id for t in course.tokens() if is_open(t)))


def _advance(
    course: Course, before: _Before, incident: Incident | None, done: UUID | None = None
) -> Advance:
    ended = all(listens(token) for token in course.tokens())
    for token in course.tokens() if ended else ():
        course.drop(token)
    resting = [token for token in course.tokens() if _rests(token)]
    waiting = [token for token in course.tokens() if is_open(token)]
    return Advance(
        snapshot=pack(course),
        left=tuple(course.left),
        entered=tuple(_origin(token) for token in resting if token.id not in before.live),
        tokens=tuple(_origin(token) for token in resting),
        opened=tuple(
            Opened(token.id, step_key(element_of(token).node))
            for token in waiting
            if token.id not in before.open
        ),
        withdrawn=tuple(before.open - {done} - {token.id for token in waiting}),
        incident=incident,
        ended=ended,
        due=min((due for token in course.tokens() if (due := due_of(token))), default=None),
    )


def _rests(token: Token) -> bool:
    """Whether the drawing would show the token: not a pool's, a listener's, or put in around it."""
    node = element_of(token).node
    put_in = node.helper and node.kind == SUBPROCESS and node.repeat is None
    return not (node.kind == PROCESS or put_in or listens(token))


def _origin(token: Token) -> str:
    return element_of(token).node.origin
