"""Deployments: the immutable versions of every SOP, kept in memory once read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from service.domain.definition import DefinitionUnknown, Deployment, Source
from service.memory import Memory
from service.store.rows import bytes_of
from service.store.schema import deployments

_MOST_KEPT = 64 * 1024 * 1024  # bytes of diagrams and forms: some 1,500 versions
_AT_ONCE = 500  # ids in one statement


class DeploymentCache:
    """The versions that this process has read. A version never changes, so none grows stale."""

    def __init__(self) -> None:
        self._kept: Memory[UUID, Deployment] = Memory(_MOST_KEPT)

    def get(self, deployment: UUID) -> Deployment | None:
        """The version if it was read before."""
        return self._kept.get(deployment)

    def keep(self, deployment: Deployment) -> Deployment:
        """Remember a version that is in the database; a damaged one may be mended."""
        if deployment.source.hash == deployment.hash:
            self._kept.keep(deployment.id, deployment, deployment.source.size)
        return deployment


class SqlDeployments:
    """See `repositories.Deployments`."""

    def __init__(self, connection: Connection, cache: DeploymentCache) -> None:
        self._connection = connection
        self._cache = cache

    def add(self, deployment: Deployment) -> None:
        """Not remembered yet: the transaction may still fail."""
        self._connection.execute(
            insert(deployments).values(
                id=deployment.id,
                office_id=deployment.office,
                key=deployment.key,
                version=deployment.version,
                name=deployment.name,
                hash=deployment.hash,
                diagram=deployment.source.diagram,
                forms=_json(deployment.source.forms),
                deployed_at=deployment.deployed_at,
                deployed_by=deployment.deployed_by,
                roles=_json(deployment.roles),
            )
        )

    def get(self, deployment: UUID) -> Deployment:
        """Raises DefinitionUnknown."""
        kept = self._cache.get(deployment)
        if kept is not None:
            return kept
        row = self._connection.execute(
            select(deployments).where(deployments.c.id == deployment)
        ).one_or_none()
        if row is None:
            raise DefinitionUnknown
        return self._cache.keep(_deployment(row))

    def newest(self, office: UUID) -> Sequence[Deployment]:
        """By name."""
        newest = (
            select(deployments.c.key, func.max(deployments.c.version).label("version"))
            .where(deployments.c.office_id == office)
            .group_by(deployments.c.key)
            .subquery()
        )
        found = self._where(
            (deployments.c.office_id == office)
            & deployments.c.key.in_(select(newest.c.key))
            & (
                deployments.c.version
                == select(newest.c.version)
                .where(newest.c.key == deployments.c.key)
                .scalar_subquery()
            )
        )
        return sorted(found, key=lambda each: each.name)

    def newest_of(self, office: UUID, key: str) -> Deployment | None:
        """None where the SOP was never deployed."""
        found = self._connection.execute(
            select(deployments.c.id)
            .where(deployments.c.office_id == office, deployments.c.key == key)
            .order_by(deployments.c.version.desc())
            .limit(1)
        ).scalar()
        return None if found is None else self.get(found)

    def of_office(self, office: UUID) -> Sequence[Deployment]:
        """Newest first."""
        found = self._where(deployments.c.office_id == office)
        return sorted(found, key=lambda each: (each.deployed_at, each.version), reverse=True)

    def stored(self, office: UUID) -> Iterator[Deployment]:
        """Past the memory: what verifying looks at."""
        rows = self._connection.execute(
            select(deployments).where(deployments.c.office_id == office)
        )
        return (_deployment(row) for row in rows)

    def _where(self, condition: ColumnElement[bool]) -> Sequence[Deployment]:
        """One statement for what is known, and one for many that are not."""
        ids = self._connection.execute(select(deployments.c.id).where(condition)).scalars().all()
        found = {each: self._cache.get(each) for each in ids}
        missing = [each for each, kept in found.items() if kept is None]
        for first in range(0, len(missing), _AT_ONCE):
            some = deployments.c.id.in_(missing[first : first + _AT_ONCE])
            for row in self._connection.execute(select(deployments).where(some)):
                found[row.id] = self._cache.keep(_deployment(row))
        return [each for each in found.values() if each is not None]


def _deployment(row: Row[Any]) -> Deployment:
    """What cannot be read gives another hash than was deployed: a damaged version."""
    try:
        source = Source(bytes_of(row.diagram), _texts(row.forms))
        roles = _texts(row.roles)
    except (ValueError, AttributeError):
        source, roles = Source(b"", {}), {}
    return Deployment(
        id=row.id,
        office=row.office_id,
        key=row.key,
        version=row.version,
        name=row.name,
        hash=row.hash,
        source=source,
        deployed_at=row.deployed_at,
        deployed_by=row.deployed_by,
        roles=roles,
    )


def _json(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False)


def _texts(stored: str) -> dict[str, str]:
    return {str(name): str(text) for name, text in json.loads(stored).items()}
