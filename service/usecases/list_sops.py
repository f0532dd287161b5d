"""List the SOPs of an office, and show one: what it says, and where it may be started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition, Deployment, Start
from service.usecases.definitions import readable
from service.usecases.ports import Engine
from service.usecases.repositories import Store


@dataclass(frozen=True)
class Sop:
    """A deployed version with its meaning, and the starts that the person may use."""

    deployment: Deployment
    definition: Definition
    starts: Sequence[Start]


def list_sops(actor: Actor, *, store: Store, engine: Engine) -> Sequence[Sop]:
    """The newest version of each SOP of the person's office, by name."""
    with store.read() as work:
        newest = work.deployments.newest(actor.office)
    definitions = readable(newest, engine)
    return [_sop(actor, each, definitions[each.id]) for each in newest if each.id in definitions]


def show_sop(actor: Actor, deployment: UUID, *, store: Store, engine: Engine) -> Sop:
    """One version. Raises DefinitionUnknown (also for another office's)."""
    with store.read() as work:
        found = work.deployments.get(deployment)
    policy.check_can_see_definition(actor, found)
    return _sop(actor, found, engine.definition(found))


def _sop(actor: Actor, deployment: Deployment, definition: Definition) -> Sop:
    starts = [s for s in definition.starts.values() if policy.can_start(actor, s)]
    return Sop(deployment, definition, starts)
