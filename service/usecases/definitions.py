"""What every list shares: the meanings of many deployments, past those that are damaged."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.domain.definition import Definition, DefinitionDamaged, Deployment
from service.usecases.ports import Engine


def readable(deployments: Iterable[Deployment], engine: Engine) -> dict[UUID, Definition]:
    """The definitions by deployment; one that cannot be read does not hide the others."""
    found: dict[UUID, Definition] = {}
    for deployment in deployments:
        try:
            found[deployment.id] = engine.definition(deployment)
        except DefinitionDamaged:
            continue
    return found
