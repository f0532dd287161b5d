"""What every list shares: the meanings of many deployments, also past those that are damaged."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.domain.case import Case
from service.domain.definition import (
    Definition,
    DefinitionDamaged,
    DefinitionUnknown,
    Deployment,
    left_of,
)
from service.usecases.calling import version_of
from service.usecases.ports import Engine
from service.usecases.repositories import Work


def readable(deployments: Iterable[Deployment], engine: Engine) -> dict[UUID, Definition]:
    """The definitions by deployment; one that cannot be read does not hide the others."""
    return {key: found for key, found in known(deployments, engine).items() if not found.damaged}


def known(deployments: Iterable[Deployment], engine: Engine) -> dict[UUID, Definition]:
    """The definitions by deployment; of one that cannot be read what is known of it."""
    return {each.id: _meaning(each, engine) for each in deployments}


def meaning_of(deployment: UUID, work: Work, engine: Engine) -> Definition:
    """The definition, or what is known of one that cannot be read or is gone."""
    try:
        return _meaning(work.deployments.get(deployment), engine)
    except DefinitionUnknown:
        return left_of(None)


def meaning_for(case: Case, work: Work, engine: Engine) -> Definition:
    """The same of what a case runs, with the SOPs that it calls."""
    try:
        return _meaning(version_of(case, work), engine)
    except DefinitionUnknown:
        return left_of(None)


def _meaning(deployment: Deployment, engine: Engine) -> Definition:
    try:
        return engine.definition(deployment)
    except DefinitionDamaged:
        return left_of(deployment)
