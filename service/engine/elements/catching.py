"""Events that wait: in the flow, at the boundary of an activity, or at the start of a subprocess.

What comes is a message or signal of the diagram, a time, a condition that became true, an error or
an escalation from within; or a person says that it came.
"""

from __future__ import annotations

from datetime import datetime

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.engine.course import Course
from service.engine.elements.activity import Activity
from service.engine.elements.element import Element
from service.engine.intake.graph import Flow, Graph, Node, Trigger
from service.engine.intake.timers import Timer, next_due

# BPMN 2.0.2, 10.5.6: what was thrown there cannot go on, whatever the drawing says.
_ALWAYS_INTERRUPT = {"error", "cancel"}


class Catching(Element):
    """A token waits here until one of the triggers came, or every one (`parallelMultiple`)."""

    def __init__(self, spec: BpmnProcessSpec, graph: Graph, node: Node) -> None:
        super().__init__(spec, graph, node)
        self.manual = node.confirmed
        self.timer = next((t.timer for t in node.triggers if t.timer), None)
        self.told = any(t.kind in {"message", "signal"} for t in node.triggers) or bool(node.awaits)
        self.conditions = [t.text for t in node.triggers if t.kind == "conditional" and t.text]
        always = any(t.kind in _ALWAYS_INTERRUPT for t in node.triggers)
        self.interrupting = node.interrupting or always

    def arrive(self, course: Course, token: Token) -> bool:
        """What was sent before is taken, what is true already has come."""
        token._set_state(TaskState.WAITING)
        if self.timer is not None and not self.set_due(course, token, self.timer):
            course.drop(token)  # a cycle that is over
            return False
        for message in self.node.awaits:
            if message in course.post and self.take(course, token):
                course.post.remove(message)
                return False
        if self.is_true(course, token):
            return False
        return self.manual

    def set_due(self, course: Course, token: Token, timer: Timer) -> bool:
        """When the timer fires next; False when it never does again."""
        data = token.internal_data
        armed = datetime.fromisoformat(data.setdefault("armed", course.doing.at.isoformat()))
        due = next_due(
            timer,
            armed,
            data.setdefault("times", 0),
            working_due=course.doing.working_due,
            variables=course.known(token),
        )
        if due is not None:
            data["due"] = due.isoformat()
        return due is not None

    def take(self, course: Course, token: Token) -> bool:
        """A message came that this waits for; False where it was taken already."""
        return self._came(course, token, "message", "")

    def hear(self, course: Course, token: Token, kind: str, name: str) -> bool:
        """Something of `kind` happened; whether this was waiting for it."""
        wanted = any(t.kind == kind and fits(t, name) for t in self.node.triggers)
        return wanted and self._came(course, token, kind, name)

    def is_due(self, course: Course, token: Token) -> bool:
        """Fire a timer whose time has come."""
        due = token.internal_data.get("due")
        return (
            due is not None
            and datetime.fromisoformat(due) <= course.doing.at
            and self._came(course, token, "timer", "")
        )

    def is_true(self, course: Course, token: Token) -> bool:
        """Fire a condition that became true; one that stays true fires once."""
        if not self.conditions:
            return False
        true = any(course.holds(token, condition) for condition in self.conditions)
        was, token.internal_data["true"] = token.internal_data.get("true", False), true
        return true and not was and self._came(course, token, "conditional", "")

    def catches_all(self, kind: str) -> bool:
        """Whether it waits for what was thrown of `kind` under any name."""
        return any(t.kind == kind and not t.name for t in self.node.triggers)

    def _came(self, course: Course, token: Token, kind: str, name: str) -> bool:
        data = token.internal_data
        if data.get("came") is True:
            return False
        if self.node.says("parallelMultiple"):
            seen = {*data.get("seen", ()), f"{kind}:{name}"}
            data["seen"] = sorted(seen)
            if len(seen) < len({f"{t.kind}:{t.name}" for t in self.node.triggers}):
                return True
        data["came"] = True
        token._ready()
        _end_rivals(course, token)
        return True

    def act(self, course: Course, token: Token) -> bool:
        """What a person confirmed ends the rivals, too; a cycle waits for its next time."""
        _end_rivals(course, token)
        if self.timer is not None and self.timer.firings != 1:
            self.listen_again(course, token)
        return True

    def listen_again(self, course: Course, token: Token) -> None:
        """Another token waits for the next time."""
        data = token.internal_data
        kept = {key: data[key] for key in ("host", "armed", "true") if key in data}
        course.enter(self.node.id, data["scope"], **kept, times=data.get("times", 0) + 1)


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
        elif self.timer is None or self.timer.firings != 1:
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
        elif self.timer is None or self.timer.firings != 1:
            self.listen_again(course, token)
        course.tell(token)
        course.enter(self.node.scope, scope, via=self.node.id)
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:  # noqa: ARG002
        """The event subprocess goes on from here by itself."""
        return ()


def fits(trigger: Trigger, name: str) -> bool:
    """Whether what happened under `name` is what the trigger means.

    An error or escalation without a code catches every one.
    """
    return trigger.name == name or (not trigger.name and trigger.kind in {"error", "escalation"})


def _end_rivals(course: Course, token: Token) -> None:
    """Of the events after an event-based gateway the first one ends the others."""
    race = token.internal_data.get("race")
    for rival in course.tokens() if race else ():
        if rival is not token and rival.internal_data.get("race") == race:
            course.drop(rival)
