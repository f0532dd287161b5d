"""List the claims of an office: who holds which task, for an administrator to release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain import policy
from service.domain.actor import Actor
from service.domain.task import Task
from service.usecases.repositories import Store


@dataclass(frozen=True)
class Claim:
    """A task that somebody holds, with the number of its case and the name of its SOP."""

    task: Task
    number: str
    sop: str


def list_claims(actor: Actor, *, store: Store) -> Sequence[Claim]:
    """Every claim of one's own office, longest held first. Raises NotOverseer."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        return [
            Claim(line.task, line.number, work.deployments.get(line.deployment).name)
            for line in work.tasks.claimed(actor.office)
        ]
