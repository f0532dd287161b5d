"""Deploy a diagram: make it the newest version of an SOP in an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from service.domain.definition import (
    Definition,
    Deployment,
    LanesWithoutRole,
    Note,
    NoteKind,
    Source,
)
from service.domain.office import Office
from service.domain.record import Act, append, at_utc
from service.usecases.ports import Clock, Engine, Reading
from service.usecases.repositories import Store, Work


@dataclass(frozen=True)
class Deploy:
    """What to deploy and where; of `forms` (name -> text) those that the diagram names are taken.

    `new_roles` lets its lanes become roles of the office. `by` names who deploys, for the record.
    """

    office: UUID
    diagram: bytes
    forms: Mapping[str, str]
    by: str
    new_roles: bool = False


@dataclass(frozen=True)
class Deployed:
    """The version that now is newest; `unchanged` when it already was."""

    deployment: Deployment
    definition: Definition
    notes: tuple[Note, ...]
    new_roles: tuple[str, ...]
    unchanged: bool


def check_diagram(diagram: bytes, forms: Mapping[str, str], *, engine: Engine) -> Reading:
    """What deploying would find, without doing it. Raises DiagramRefused (every reason)."""
    return engine.read(_source(diagram, forms, engine))


def deploy(request: Deploy, *, store: Store, engine: Engine, clock: Clock) -> Deployed:
    """Store a diagram as an immutable version; the same content again changes nothing.

    Raises DiagramRefused (every reason), LanesWithoutRole (the list), OfficeUnknown.
    """
    source = _source(request.diagram, request.forms, engine)
    reading = engine.read(source)
    definition = reading.definition
    with store.begin() as work:
        head = work.offices.lock(request.office)
        notes = (*reading.notes, *_advice(definition, work.offices.get(request.office)))
        newest = work.deployments.newest_of(request.office, definition.key)
        if newest is not None and newest.hash == definition.hash:
            return Deployed(newest, definition, notes, (), unchanged=True)
        added = _make_roles(request, definition, work)
        version = newest.version + 1 if newest else 1
        deployment = _deployment(request.office, definition, source, version, clock.now())
        work.deployments.add(deployment)
        event, head = append(request.office, head, _content(request.by, deployment, added))
        work.record.add([event])
        work.offices.set_head(request.office, head)
    return Deployed(deployment, definition, notes, added, unchanged=False)


def _source(diagram: bytes, forms: Mapping[str, str], engine: Engine) -> Source:
    named = engine.form_names(diagram)
    return Source(diagram, {name: forms[name] for name in named if name in forms})


def _advice(definition: Definition, office: Office) -> tuple[Note, ...]:
    if definition.office_name in {office.name, ""}:
        return ()
    reason = f'kolam bernama "{definition.office_name}", bukan "{office.name}"'
    return (Note(NoteKind.ADVICE, definition.key, definition.name, 0, reason),)


def _deployment(
    office: UUID, definition: Definition, source: Source, version: int, at: datetime
) -> Deployment:
    return Deployment(
        id=uuid4(),
        office=office,
        key=definition.key,
        version=version,
        name=definition.name,
        hash=definition.hash,
        source=source,
        deployed_at=at,
    )


def _content(who: str, deployment: Deployment, new_roles: tuple[str, ...]) -> dict[str, object]:
    return {
        "act": Act.DEPLOYED,
        "at": at_utc(deployment.deployed_at),
        "actor": {"name": who},
        "deployment": str(deployment.id),
        "key": deployment.key,
        "version": deployment.version,
        "definition": deployment.hash,
        "new_roles": list(new_roles),
    }


def _make_roles(request: Deploy, definition: Definition, work: Work) -> tuple[str, ...]:
    existing = work.offices.roles(request.office)
    missing = tuple(role for role in definition.roles if role not in existing)
    if missing and not request.new_roles:
        raise LanesWithoutRole(lanes=", ".join(missing))
    work.offices.add_roles(request.office, missing)
    return missing
