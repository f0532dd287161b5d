"""Events that wait: in the flow, at the boundary of an activity, or at the start of a subprocess.

What comes is a message or signal of the diagram, a time, a condition that became true, an error or
an escalation from within; or a person says that it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.engine.course import Course
from service.engine.elements.activity import Activity
from service.engine.elements.element import Element
from service.engine.expressions import ExpressionTooLarge
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import Flow, Node, Trigger
from service.engine.intake.thrown import interrupts
from service.engine.intake.timers import TimerUnreadable, next_due


class Catching(Element):
    """A token waits here until one of the triggers came, or every one (`parallelMultiple`).

    `wanted`: what comes from within the case. Of several triggers that only come together a person
    confirms those from outside last.
    """

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.manual = node.confirmed
        self.together = node.says("parallelMultiple")
        self.timers = [t.timer for t in node.triggers if t.timer]
        self.recurs = any(timer.firings != 1 for timer in self.timers)
        self.told = any(t.kind in {"message", "signal"} for t in node.triggers) or bool(node.awaits)
        self.conditions = [t.text for t in node.triggers if t.kind == "conditional" and t.text]
        self.wanted = {*node.awaits, *(_key(t) for t in node.triggers if t.kind != "message")}
        self.interrupting = interrupts(node)

    def arrive(self, course: Course, token: Token) -> bool:
        """What was sent before is taken, what is true already has come."""
        token._set_state(TaskState.WAITING)
        try:
            if self.timers and not self.set_due(course, token):
                course.drop(token)  # a cycle that is over
                return False
        except (TimerUnreadable, ExpressionTooLarge):
            token.internal_data["unread"] = True
            return True  # to fail where it is told
        for message in self.node.awaits:
            if message in course.post and self.take(course, token, message):
                course.post.remove(message)
        self.is_true(course, token)
        return self.manual and not self._lacks_others(token)

    def set_due(self, course: Course, token: Token) -> bool:
        """When a timer fires next, or the last of several that come together; False: never again.

        Raises TimerUnreadable, ExpressionTooLarge.
        """
        data = token.internal_data
        armed = datetime.fromisoformat(data.setdefault("armed", course.doing.at.isoformat()))
        times = data.setdefault("times", 0)
        working, known = course.doing.working_due, course.known(token)
        dues = [
            next_due(t, armed, times, working_due=working, variables=known) for t in self.timers
        ]
        left = [due for due in dues if due is not None]
        if left:
            data["due"] = (max if self.together else min)(left).isoformat()
        return bool(left)

    def take(self, course: Course, token: Token, message: str) -> bool:
        """A message came that this waits for; False where it was taken already."""
        return self._came(course, token, message)

    def hear(self, course: Course, token: Token, kind: str, name: str) -> bool:
        """Something of `kind` happened; whether this was waiting for it."""
        heard = [t for t in self.node.triggers if t.kind == kind and fits(t, name)]
        return bool(heard) and self._came(course, token, _key(heard[0]))

    def receive(self, course: Course, token: Token, name: str) -> bool:
        """A message came from outside; one drawn without a name has that of the event."""
        messages = [t for t in self.node.triggers if t.kind == "message"]
        meant = next((t for t in messages if name == (t.name or self.node.name)), None)
        if meant is None or token.internal_data.get("came"):
            return False
        unread = token.internal_data.pop("unread", False)  # no time is waited for any more
        if token.has_state(TaskState.READY) and not unread:  # a person would else confirm it
            token.run()
            return True
        return self._came(course, token, _key(meant))

    def is_due(self, course: Course, token: Token) -> bool:
        """Fire a timer whose time has come."""
        due = token.internal_data.get("due")
        if due is None or datetime.fromisoformat(due) > course.doing.at:
            return False
        return self._came(course, token, "timer:")

    def is_true(self, course: Course, token: Token) -> bool:
        """Fire a condition that became true; one that stays true fires once."""
        if not self.conditions:
            return False
        every = all if self.together else any
        true = every(course.holds(token, condition) for condition in self.conditions)
        was, token.internal_data["true"] = token.internal_data.get("true", False), true
        return true and not was and self._came(course, token, "conditional:")

    def catches_all(self, kind: str) -> bool:
        """Whether it waits for what was thrown of `kind` under any name."""
        return any(t.kind == kind and not t.name for t in self.node.triggers)

    def _came(self, course: Course, token: Token, key: str) -> bool:
        """Whether it was news; where all come together, the last of them is the event."""
        data = token.internal_data
        if data.get("came") or key in data.get("seen", ()):
            return False
        if self.together:
            data["seen"] = [*data.get("seen", ()), key]
            if self._lacks_others(token):
                return True
        if self.together and self.manual:
            token._ready()
            return True
        data["came"] = True
        token._ready()
        _end_rivals(course, token)
        return True

    def _lacks_others(self, token: Token) -> bool:
        return self.together and not self.wanted <= set(token.internal_data.get("seen", ()))

    def act(self, course: Course, token: Token) -> bool:
        """What a person confirmed ends the rivals, too; a cycle waits for its next time.

        One without an end means its next time only: the case could else never be over.
        """
        _end_rivals(course, token)
        if any(timer.firings not in {1, None} for timer in self.timers):
            self.listen_again(course, token)
        return True

    def listen_again(self, course: Course, token: Token) -> None:
        """Another token waits for the next time."""
        times = token.internal_data.get("times", 0) + 1
        self._replace(course, token, ("host", "armed", "true"), times=times)

    def _replace(self, course: Course, token: Token, keys: Iterable[str], **more: object) -> None:
        data = token.internal_data
        kept = {key: data[key] for key in keys if key in data}
        course.enter(self.node.id, data["scope"], **kept, **more)

    def _run_hook(self, token: Token) -> bool | None:
        """A timer that was not to be read is tried again: what it is read from may have changed."""
        if not token.internal_data.get("unread") or self.manual:
            return super()._run_hook(token)
        course: Course = token.workflow
        self.set_due(course, token)
        self._replace(course, token, ("host", "armed", "true", "race", "flow"))
        course.drop(token)
        return True


class Receiving(Catching, Activity):
    """A task that waits for a message of this diagram, with its own boundary events."""

    def arrive(self, course: Course, token: Token) -> bool:
        """The boundary events listen first."""
        return Activity.arrive(self, course, token) and super().arrive(course, token)


class Boundary(Catching):
    """Beside an activity: interrupting it, or in addition to it."""

    def act(self, course: Course, token: Token) -> bool:
        """The host ends, or goes on while this listens again."""
        host = course.find(token.internal_data["host"])
        if self.interrupting:
            course.tell(token)
            token.internal_data.pop("host")
            if host is not None:
                _end_rivals(course, host)
                course.drop(host)
        elif not self.timers or self.recurs:
            self.listen_again(course, token)
        else:
            token.internal_data.pop("host")
        return True


class SubprocessStart(Catching):
    """The start of an event subprocess: listens within the scope that the subprocess lies in."""

    def act(self, course: Course, token: Token) -> bool:
        """The scope's own work ends, or goes on beside the event subprocess."""
        scope = token.internal_data["scope"]
        if self.interrupting:
            for each in course.tokens():
                if each is not token and each.internal_data["scope"] == scope:
                    course.drop(each)
        elif not self.timers or self.recurs:
            self.listen_again(course, token)
        course.tell(token)
        course.enter(self.node.scope, scope, via=self.node.id)
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """The event subprocess goes on from here by itself."""
        return ()


def fits(trigger: Trigger, name: str) -> bool:
    """Whether what happened under `name` is what the trigger means.

    An error or escalation without a code catches every one.
    """
    return trigger.name == name or (not trigger.name and trigger.kind in {"error", "escalation"})


def _key(trigger: Trigger) -> str:
    named = trigger.kind not in {"timer", "conditional"}  # one each, whenever the last comes
    return f"{trigger.kind}:{trigger.name if named else ''}"


def _end_rivals(course: Course, token: Token) -> None:
    """Of the events after an event-based gateway the first one ends the others."""
    race = token.internal_data.get("race")
    for rival in course.tokens() if race else ():
        if rival is not token and rival.internal_data.get("race") == race:
            course.drop(rival)
