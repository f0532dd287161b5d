"""List the inbox: what waits for a person, their own tasks and those nobody has claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.ports import Engine, InboxLine, Store

INBOX_SIZE = 200  # more than anybody clears in a day; the soonest due come first


@dataclass(frozen=True)
class Inbox:
    """Lines soonest due first; `definitions` by the deployment that a line names."""

    mine: Sequence[InboxLine]
    unclaimed: Sequence[InboxLine]
    definitions: dict[UUID, Definition]


def list_inbox(actor: Actor, *, store: Store, engine: Engine) -> Inbox:
    """Read what the person's roles may do now; what somebody else holds is left out."""
    with store.read() as work:
        lines = work.tasks.waiting_for(actor, INBOX_SIZE)
        deployments = {key: work.deployments.get(key) for key in {li.deployment for li in lines}}
    return Inbox(
        mine=[line for line in lines if line.task.holder is not None],
        unclaimed=[line for line in lines if line.task.holder is None],
        definitions={key: engine.definition(each) for key, each in deployments.items()},
    )
