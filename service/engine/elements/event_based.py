"""The event-based gateway: every event after it waits, and the first that comes is the way."""

from __future__ import annotations

from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.element import Element
from service.engine.intake.moves import waits_for_all
from service.engine.intake.nodes import Flow


class EventBased(Element):
    """All events wait at once; where one has come already, the others never begin to.

    One that is drawn as parallel needs every event: there is no race between them.
    """

    def act(self, course: Course, token: Token) -> bool:
        """The events take the token's place."""
        course.tell(token)
        scope = token.internal_data["scope"]
        race = "" if waits_for_all(self.node) else str(token.id)
        rivals = [course.place(f.target, scope, flow=f.id, race=race) for f in self.flows]
        course.arrive(rivals)
        return True

    def chosen(self, course: Course, token: Token) -> tuple[Flow, ...]:
        """The tokens went on already."""
        return ()
