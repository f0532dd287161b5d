"""List the inbox: what waits for a person, their own tasks and those nobody has claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.actor import Actor
from service.domain.definition import Definition
from service.usecases.definitions import meaning_of
from service.usecases.ports import Engine
from service.usecases.repositories import InboxLine, Store

INBOX_SIZE = 200  # more than anybody clears in a day; the soonest due come first


@dataclass(frozen=True)
class Inbox:
    """Lines soonest due first; `definitions` by the deployment that a line names, damaged ones too.

    `more`: there are tasks beyond these, due later.
    """

    mine: Sequence[InboxLine]
    unclaimed: Sequence[InboxLine]
    definitions: dict[UUID, Definition]
    more: bool


def list_inbox(actor: Actor, *, store: Store, engine: Engine) -> Inbox:
    """Read what the person's roles may do now; what somebody else holds is left out."""
    with store.read() as work:
        found = work.tasks.waiting_for(actor, INBOX_SIZE + 1)
        definitions = {
            key: meaning_of(key, work, engine) for key in {line.deployment for line in found}
        }
    lines = found[:INBOX_SIZE]
    return Inbox(
        mine=[line for line in lines if line.task.holder is not None],
        unclaimed=[line for line in lines if line.task.holder is None],
        definitions=definitions,
        more=len(found) > INBOX_SIZE,
    )
