"""Compare two versions of an SOP: what the newer has otherwise than the older."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor
from service.domain.definition import Definition, DefinitionUnknown, Deployment
from service.domain.difference import Difference, difference
from service.usecases.ports import Engine
from service.usecases.repositories import Store


@dataclass(frozen=True)
class Version:
    """A deployed version with its meaning."""

    deployment: Deployment
    definition: Definition


@dataclass(frozen=True)
class Comparison:
    """Two versions, the older first, and what differs."""

    old: Version
    new: Version
    difference: Difference


def compare_versions(
    actor: Actor, one: UUID, other: UUID, *, store: Store, engine: Engine
) -> Comparison:
    """Compare two versions of one SOP, given in any order.

    Raises DefinitionUnknown (also for two SOPs, or another office's), NotVersionReader,
    DefinitionDamaged.
    """
    with store.read() as work:
        found = [work.deployments.get(each) for each in (one, other)]
    for each in found:
        policy.check_can_see_definition(actor, each)
    policy.check_can_see_versions(actor)
    if found[0].key != found[1].key:
        raise DefinitionUnknown
    old, new = (
        Version(each, engine.definition(each))
        for each in sorted(found, key=lambda each: each.version)
    )
    return Comparison(old, new, difference(old.definition, new.definition))
