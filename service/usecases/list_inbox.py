"""List the inbox: what waits for a person, their own tasks and those nobody has claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.definitions import meaning_of
from service.usecases.ports import Engine
from service.usecases.repositories import Store
from service.usecases.stored import InboxLine

PAGE = 50
MOST_HELD = 200  # more than anybody holds at once; the soonest due come first


@dataclass(frozen=True)
class Inbox:
    """Lines soonest due first; `definitions` by the deployment that a line names, damaged ones too.

    `after`: the unclaimed task to go on from, None at the end. Of one's own all are on the first
    page; `more_held`: there are some beyond these, due later.
    """

    mine: Sequence[InboxLine]
    unclaimed: Sequence[InboxLine]
    definitions: dict[UUID, Definition]
    after: UUID | None
    more_held: bool


def list_inbox(actor: Actor, after: UUID | None, *, store: Store, engine: Engine) -> Inbox:
    """Read what the person's roles may do now; what somebody else holds is left out.

    `after`: the page that follows this task; None: the first one.
    """
    with store.read() as work:
        held = [] if after else work.tasks.held_by(actor, MOST_HELD + 1)
        waiting = work.tasks.waiting_for(actor, PAGE + 1, after)
        mine, unclaimed = held[:MOST_HELD], waiting[:PAGE]
        shown = {line.deployment for line in (*mine, *unclaimed)}
        definitions = {key: meaning_of(key, work, engine) for key in shown}
    return Inbox(
        mine,
        unclaimed,
        definitions,
        after=unclaimed[-1].task.id if len(waiting) > PAGE else None,
        more_held=len(held) > MOST_HELD,
    )
