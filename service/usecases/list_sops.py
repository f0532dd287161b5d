"""List the SOPs of an office, and show one: what it says, its versions, and where it starts."""

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


def list_damaged_sops(actor: Actor, *, store: Store, engine: Engine) -> Sequence[Deployment]:
    """The SOPs whose newest version cannot be read, by name."""
    with store.read() as work:
        newest = work.deployments.newest(actor.office)
    definitions = readable(newest, engine)
    return [each for each in newest if each.id not in definitions]


def list_versions(actor: Actor, of: Deployment, *, store: Store) -> Sequence[Deployment]:
    """Every version of an SOP, newest first. Raises DefinitionUnknown, NotVersionReader."""
    policy.check_can_see_definition(actor, of)
    policy.check_can_see_versions(actor)
    with store.read() as work:
        deployed = work.deployments.of_office(of.office)
    versions = [each for each in deployed if each.key == of.key]
    return sorted(versions, key=lambda each: each.version, reverse=True)


def show_sop(actor: Actor, deployment: UUID, *, store: Store, engine: Engine) -> Sop:
    """One version. Raises DefinitionUnknown (also for another office's)."""
    with store.read() as work:
        found = work.deployments.get(deployment)
    policy.check_can_see_definition(actor, found)
    return _sop(actor, found, engine.definition(found))


def _sop(actor: Actor, deployment: Deployment, definition: Definition) -> Sop:
    starts = [s for s in definition.starts.values() if policy.can_start(actor, s)]
    return Sop(deployment, definition, starts)
