"""Ad-hoc subprocesses: what nothing leads to may be done in any order, each once."""

from __future__ import annotations

from SpiffWorkflow.task import Task as Token

from service.engine.course import Course
from service.engine.elements.scope import Scope


class AdHoc(Scope):
    """Is finished when its completion condition is true, or everything was done.

    `ordering` needs no care: one step is finished after the other, whichever people do first.
    """

    def member_left(self, course: Course, token: Token, member: Token) -> None:
        """With the condition all is over, also what would come next inside.

        Where the remaining work is drawn not to be cancelled, it is waited for.
        """
        condition = self.node.texts.get("completionCondition")
        cancels = self.node.says("cancelRemainingInstances", unless=True)
        if not condition or not cancels or not course.holds_or_may(member, condition):
            return
        for each in course.members(str(token.id)):
            course.drop(each)
        self.emptied(course, token)
