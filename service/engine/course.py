"""A case in motion: its tokens, its variables, and what they tell each other.

SpiffWorkflow holds the tokens and moves them through their states; it is not asked to predict, and
its tree stays empty, so that a case costs the same however long it was: what is finished is gone,
since history belongs to the record. Where a token belongs is said by its `scope`: the token of the
subprocess, the pool or the repeated activity that it runs within.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID, uuid4

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.identity import new_id
from service.domain.standard_time import StandardTime
from service.engine.expressions import Value
from service.engine.intake.nodes import Flow, Node
from service.engine.plan import Plan, executed_name
from service.engine.scripting import expression, script


@dataclass(frozen=True)
class Act:
    """What moves the case now: the moment, in the office's zone, and what a person decided.

    `working_due`: when a standard time ends that begins at a moment. `choices`: gateway -> flows;
    `counts`: element -> how many times. `chance`: where a case is only played, decides what is to
    be reckoned from values that nobody gave.
    """

    at: datetime
    working_due: Callable[[StandardTime, datetime], datetime]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    chance: random.Random | None = None


_ROOT = uuid4()
"""Of the token that SpiffWorkflow wants above all others; no snapshot can name it."""


class Course(BpmnWorkflow):  # type: ignore[misc]  # untyped library
    """One run of a plan.

    `post`: messages sent that nobody has taken yet, oldest first. `ready`: what became ready to
    run, events that came before all else.
    """

    def __init__(
        self, plan: Plan, variables: dict[str, Value], act: Act, post: Iterable[str] = ()
    ) -> None:
        super().__init__(plan.spec, deserializing=True)  # it would begin every pool by itself
        self.task_tree = Token(self, plan.spec.start, state=TaskState.COMPLETED, id=_ROOT)
        self.plan = plan
        self.variables = variables
        self.doing = act
        self.post = list(post)
        self.left: list[str] = []
        self.ready: deque[Token] = deque()
        self._emptied: deque[UUID] = deque()
        self._near: dict[str, dict[UUID, Token]] = defaultdict(dict)

    # -- tokens --------------------------------------------------------------------------------

    def tokens(self) -> list[Token]:
        """Every live token, oldest first."""
        return [token for token in self.tasks.values() if token is not self.task_tree]

    def place(self, node: str, scope: str, **data: object) -> Token:
        """A new token at `node`, which has not arrived yet. `scope`: a token's id, or ""."""
        spec = self.spec.task_specs[executed_name(node)]
        token = Token(self, spec, state=TaskState.FUTURE, id=new_id())
        self.keep(token, {"scope": scope, **data})
        return token

    def keep(self, token: Token, data: dict[str, object]) -> None:
        """Give a new token its `data`, by which it is found from where it lies or listens."""
        token.internal_data = data
        for near in (data["scope"], data.get("host")):
            if near:
                self._near[str(near)][token.id] = token

    def enter(self, node: str, scope: str, **data: object) -> Token:
        """A token arrives at `node`."""
        token = self.place(node, scope, **data)
        self.arrive([token])
        return token

    def arrive(self, tokens: Iterable[Token]) -> None:
        """The placed tokens arrive; one may end another of them before it does."""
        for token in tokens:
            if token.id in self.tasks:
                token.task_spec._update(token)

    def leave(self, token: Token, flows: Iterable[Flow]) -> None:
        """The token is finished where it is and goes on along `flows`."""
        self.tell(token)
        scope = scope_of(token)
        holder = self.find(scope)
        self.drop(token)
        if holder is not None:
            element_of(holder).member_left(self, holder, token)
        if holder is None or holder.id in self.tasks:
            self.follow(flows, scope)
        for message in element_of(token).node.sends:
            self.send(message)

    def follow(self, flows: Iterable[Flow], scope: str) -> None:
        """New tokens go along `flows`."""
        self.arrive([self.place(flow.target, scope, flow=flow.id) for flow in flows])

    def tell(self, token: Token) -> None:
        """Say, once, that the token's element was passed."""
        node = element_of(token).node
        if not node.helper and not token.internal_data.get("told"):
            token.internal_data["told"] = True
            self.left.append(node.origin)

    def drop(self, token: Token) -> None:
        """Take the token away with everything that runs within it or listens for it."""
        ahead = [token]
        while ahead:
            each = ahead.pop()
            if self.tasks.pop(each.id, None) is None:
                continue
            if scope := scope_of(each):
                self._near[scope].pop(each.id, None)
                self._emptied.append(UUID(scope))
            own = str(each.id)
            near = self._near.pop(own, {}).values()
            ahead += [t for t in near if own in (scope_of(t), t.internal_data.get("host"))]

    def find(self, token: str) -> Token | None:
        """The live token with this id."""
        return self.tasks.get(UUID(token)) if token else None

    def members(self, scope: str) -> list[Token]:
        """What runs directly within the token `scope`; what only listens there does not."""
        return list(self._members(scope))

    def _members(self, scope: str) -> Iterator[Token]:
        near = self._near.get(scope, {}).values()
        return (t for t in near if scope_of(t) == scope and not listens(t))

    def settle(self) -> None:
        """Finish every scope whose last token is gone; an event that came acts before that."""
        while self._emptied and not self._is_interrupted():
            holder = self.tasks.get(self._emptied.popleft())
            if holder is None or not holder.has_state(TaskState.STARTED):
                continue
            if not any(True for _ in self._members(str(holder.id))):
                element_of(holder).emptied(self, holder)

    def _is_interrupted(self) -> bool:
        return any(listens(token) and token.internal_data.get("came") for token in self.tokens())

    def places(self, scope: str) -> set[str]:
        """The nodes where tokens are directly within `scope`."""
        return {element_of(token).node.id for token in self.members(scope)}

    def touch(self, holder: Token) -> None:
        """Look whether anything runs within `holder` when the step is over."""
        self._emptied.append(holder.id)

    def within(self, token: Token) -> list[Token]:
        """The token's scopes, the innermost first."""
        found = []
        holder = self.find(scope_of(token))
        while holder is not None:
            found.append(holder)
            holder = self.find(scope_of(holder))
        return found

    # -- variables -----------------------------------------------------------------------------

    def known(self, token: Token) -> dict[str, object]:
        """The variables as the token sees them: those of its scopes before the case's."""
        seen: dict[str, object] = dict(self.variables)
        for each in (*reversed(self.within(token)), token):
            seen |= each.internal_data.get("variables", {})
        return seen

    def value(self, token: Token, text: str) -> Value:
        """What an expression yields for the token."""
        return expression(text).evaluate(self.known(token), self.doing.at)

    def lacks(self, token: Token, texts: Iterable[str]) -> bool:
        """Whether expressions read what nobody has given a value, so that only chance decides."""
        names = {name for text in texts for name in expression(text).names}
        return self.doing.chance is not None and not names <= self.known(token).keys()

    def holds(self, token: Token, condition: str) -> bool:
        """Whether a condition is true for the token; null counts as false."""
        return expression(condition).is_true(self.known(token), self.doing.at)

    def holds_or_may(self, token: Token, condition: str) -> bool:
        """`holds`, or as chance decides where that is to be decided by chance."""
        chance = self.doing.chance
        if chance is not None and self.lacks(token, [condition]):
            return chance.choice((True, False))
        return self.holds(token, condition)

    def run_script(self, token: Token, text: str) -> None:
        """Run assignments; a name that a scope of the token has is changed there.

        What is null for want of a value, in a case that is only played, stays without one.
        """
        known = self.known(token)
        unsure = self.doing.chance is not None and not script(text).names_read <= known.keys()
        for name, value in script(text).run(known, self.doing.at).items():
            if unsure and value is None:
                continue
            for each in (token, *self.within(token)):
                if name in each.internal_data.get("variables", {}):
                    each.internal_data["variables"][name] = value
                    break
            else:
                self.variables[name] = value
        for each in self.tokens():
            element_of(each).is_true(self, each)

    # -- messages and signals ------------------------------------------------------------------

    def send(self, message: str) -> None:
        """Hand a message of this diagram to who waits for it, else keep it until somebody does."""
        for token in self.tokens():
            element = element_of(token)
            if message in element.node.awaits and element.take(self, token, message):
                return
        for start in self.plan.started_by(message):
            self.begin(start)
            return
        self.post.append(message)

    def broadcast(self, signal: str) -> None:
        """A signal reaches everybody who waits for it now."""
        for token in self.tokens():
            if token.id in self.tasks:
                element_of(token).hear(self, token, "signal", signal)
        for start in self.plan.started_by_signal(signal):
            self.begin(start)

    def begin(self, start: str) -> None:
        """A new run of the pool that the start event `start` lies in."""
        self.enter(self.plan.graph.nodes[start].scope, "", via=start)

    def _task_completed_notify(self, task: Token) -> None:
        """The library would look at every waiting token again."""


class Place(Protocol):
    """What a course asks of the element that a token is at; see `elements`."""

    node: Node

    def take(self, course: Course, token: Token, message: str) -> bool:
        """A message came that the token waits for; False where it was not waiting."""

    def hear(self, course: Course, token: Token, kind: str, name: str) -> bool:
        """Something of `kind` happened; whether the token was waiting for it."""

    def is_true(self, course: Course, token: Token) -> bool:
        """Values changed; whether a condition became true that the token was waiting for."""

    def emptied(self, course: Course, token: Token) -> None:
        """The last token within this one is gone."""

    def member_left(self, course: Course, token: Token, member: Token) -> None:
        """A token within this one finished at `member`."""


def element_of(token: Token) -> Place:
    """The element that the token is at."""
    return cast("Place", token.task_spec)


def scope_of(token: Token) -> str:
    """The id of the token that this one runs within, or ""."""
    return str(token.internal_data["scope"])


def listens(token: Token) -> bool:
    """Whether the token only listens for an event beside what runs."""
    return "host" in token.internal_data


def due_of(token: Token) -> datetime | None:
    """When the token's timer fires; None when it has, also where others must come beside it."""
    data = token.internal_data
    if data.get("came") or "timer:" in data.get("seen", ()):
        return None
    due = data.get("due")
    return None if due is None else datetime.fromisoformat(due)
