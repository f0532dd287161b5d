"""Deploy a diagram: make it the newest version of an SOP in an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from service.domain import policy
from service.domain.actor import Actor, Operator
from service.domain.definition import (
    Definition,
    Deployment,
    DiagramRefused,
    LanesWithoutRole,
    Note,
    NoteKind,
    RoleElsewhere,
    Source,
    VersionOvertaken,
)
from service.domain.identity import new_id
from service.domain.office import Office
from service.domain.record import Act
from service.domain.roles import check_new
from service.usecases.calling import CallsInCircle, TooManyCalled, called_by, unanswered
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock, Engine, Reading
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying

CALLS = "call-activities"


@dataclass(frozen=True)
class Deploy:
    """What to deploy and where; of `forms` (name -> text) those that the diagram names are taken.

    `by` is the analyst, or who runs the command. `roles` decides for performers
    as drawn: the office's role that does it, or the performer itself, which then becomes a role.
    `new_roles` lets every performer that is left become one. `version` is the one that the review
    announced, None where nobody was told one.
    """

    office: UUID
    diagram: bytes
    forms: Mapping[str, str]
    by: Actor | Operator
    new_roles: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True)
class Review:
    """What deploying would do: the next version, or nothing where the newest is `unchanged`.

    `undecided`: performers that are no role yet; `kept`: those that the newest version gave to
    another role, with that role; `roles`: the office's; `unused`: forms that nobody names.
    """

    definition: Definition
    notes: tuple[Note, ...]
    version: int
    unchanged: Deployment | None
    undecided: tuple[str, ...]
    kept: Mapping[str, str]
    roles: frozenset[str]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class Deployed:
    """The version that now is newest; `unchanged` when it already was.

    `kept`: performers that went on to be done by the role that the version before gave them to.
    """

    deployment: Deployment
    definition: Definition
    notes: tuple[Note, ...]
    new_roles: tuple[str, ...]
    kept: Mapping[str, str]
    unchanged: bool


def check_diagram(diagram: bytes, forms: Mapping[str, str], *, engine: Engine) -> Reading:
    """What deploying would find, without doing it. Raises DiagramRefused (every reason)."""
    return engine.read(_source(diagram, forms, engine))


def review_deployment(request: Deploy, *, store: Store, engine: Engine) -> Review:
    """What deploying would do; nothing is stored.

    Raises DiagramRefused (every reason), NotAnalyst, OfficeUnknown.
    """
    policy.check_can_deploy(request.by, request.office)
    source = _source(request.diagram, request.forms, engine)
    reading = engine.read(source)
    definition = reading.definition
    with store.read() as work:
        office = work.offices.get(request.office)
        newest = work.deployments.newest_of(request.office, definition.key)
        roles = work.offices.roles(request.office)
        called = _advice_on_calls(reading, request.office, work, engine)
    assigned = _assign(request, definition, newest, roles)
    return Review(
        definition=definition,
        notes=(*reading.notes, *_advice(definition, office), *called),
        version=_next(newest),
        unchanged=newest if newest and newest.hash == definition.hash else None,
        undecided=assigned.undecided,
        kept=assigned.kept,
        roles=roles,
        unused=tuple(name for name in request.forms if name not in source.forms),
    )


@retrying
def deploy(request: Deploy, *, store: Store, engine: Engine, clock: Clock) -> Deployed:
    """Store a diagram as an immutable version; the same content again changes nothing.

    Raises DiagramRefused (every reason), LanesWithoutRole (the list), RoleElsewhere,
    NameUnfit, RoleExists (of a new role), VersionOvertaken, NotAnalyst, OfficeUnknown.
    """
    policy.check_can_deploy(request.by, request.office)
    source = _source(request.diagram, request.forms, engine)
    reading = engine.read(source)
    definition = reading.definition
    with store.begin() as work:
        head = work.offices.lock(request.office)
        notes = (*reading.notes, *_advice(definition, work.offices.get(request.office)))
        notes += _advice_on_calls(reading, request.office, work, engine)
        newest = work.deployments.newest_of(request.office, definition.key)
        if newest is not None and newest.hash == definition.hash:
            meant = definition.under(newest.roles)
            return Deployed(newest, meant, notes, (), newest.roles, unchanged=True)
        if request.version not in {None, _next(newest)}:
            raise VersionOvertaken
        assigned = _assigned(request, definition, newest, work)
        deployment = Deployment(
            id=new_id(),
            office=request.office,
            key=definition.key,
            version=_next(newest),
            name=definition.name,
            hash=definition.hash,
            source=source,
            deployed_at=clock.now(),
            deployed_by=request.by.name,
            roles=assigned.roles,
        )
        work.deployments.add(deployment)
        content = _content(request.by, deployment, assigned.new)
        add_to_office_record(work, request.office, head, content)
    meant = definition.under(deployment.roles)
    return Deployed(deployment, meant, notes, assigned.new, assigned.kept, unchanged=False)


def _source(diagram: bytes, forms: Mapping[str, str], engine: Engine) -> Source:
    named = engine.form_names(diagram)
    return Source(diagram, {name: forms[name] for name in named if name in forms})


def _next(newest: Deployment | None) -> int:
    return newest.version + 1 if newest else 1


def _advice(definition: Definition, office: Office) -> tuple[Note, ...]:
    if definition.office_name in {office.name, ""}:
        return ()
    reason = f'kolam bernama "{definition.office_name}", bukan "{office.name}"'
    return (Note(NoteKind.ADVICE, definition.key, definition.name, 0, reason, rule="office-name"),)


def _advice_on_calls(
    reading: Reading, office: UUID, work: Work, engine: Engine
) -> tuple[Note, ...]:
    """What a person will confirm of what the SOP calls.

    Raises DiagramRefused for calls in a circle, or too many.
    """
    definition = reading.definition
    try:
        called = called_by(definition, office, work=work, engine=engine)
    except (CallsInCircle, TooManyCalled) as error:
        circle = error.circle if isinstance(error, CallsInCircle) else ()
        first, *_ = [e for e, key in definition.calls.items() if key in circle] or definition.calls
        refused = _on_call(definition, first, str(error), NoteKind.REFUSED)
        raise DiagramRefused((*reading.notes, refused)) from error
    return tuple(
        _on_call(definition, element, _why_not(definition, element, office, work))
        for element in unanswered(definition, called)
    )


def _why_not(definition: Definition, element: str, office: UUID, work: Work) -> str:
    key, performer = definition.calls[element], definition.steps[element].lane.performer
    is_deployed = work.deployments.newest_of(office, key) is not None
    why = "terdiri atas beberapa kolam" if is_deployed else "belum dipasang di unit kerja ini"
    return f'SOP "{key}" {why}, sehingga selesainya dikonfirmasi oleh {performer}'


def _on_call(
    definition: Definition, element: str, reason: str, kind: NoteKind = NoteKind.ADVICE
) -> Note:
    return Note(kind, element, definition.names.get(element, ""), 0, reason, rule=CALLS)


def _content(
    who: Actor | Operator, deployment: Deployment, new_roles: tuple[str, ...]
) -> dict[str, object]:
    return said(
        Act.DEPLOYED,
        who,
        deployment.deployed_at,
        deployment=str(deployment.id),
        key=deployment.key,
        version=deployment.version,
        definition=deployment.hash,
        new_roles=list(new_roles),
        roles=dict(deployment.roles),
    )


@dataclass(frozen=True)
class _Assigned:
    """Who does what a performer as drawn would: `roles` where that is another role."""

    roles: Mapping[str, str]
    new: tuple[str, ...]
    kept: Mapping[str, str]
    undecided: tuple[str, ...]


def _assigned(
    request: Deploy, definition: Definition, newest: Deployment | None, work: Work
) -> _Assigned:
    """Every performer's role, the new ones made.

    Raises LanesWithoutRole, RoleElsewhere, NameUnfit, RoleExists.
    """
    existing = work.offices.roles(request.office)
    assigned = _assign(request, definition, newest, existing)
    if assigned.undecided:
        raise LanesWithoutRole(assigned.undecided)
    for lane, role in assigned.roles.items():
        if role not in existing:
            raise RoleElsewhere(lane=lane, role=role, roles=", ".join(sorted(existing)) or "-")
    for role in assigned.new:
        check_new(role, existing.union(assigned.new) - {role})
    work.offices.add_roles(request.office, assigned.new)
    return assigned


def _assign(
    request: Deploy, definition: Definition, newest: Deployment | None, existing: frozenset[str]
) -> _Assigned:
    """What was decided now goes before what the newest version keeps."""
    earlier = newest.roles if newest else {}
    kept = {
        lane: role
        for lane, role in earlier.items()
        if lane in definition.roles and lane not in request.roles and role in existing
    }
    open_to = definition.roles if request.new_roles else existing
    as_drawn = {lane: lane for lane in definition.roles if lane in open_to}
    chosen = {**as_drawn, **kept, **request.roles}
    return _Assigned(
        roles={d: chosen[d] for d in definition.roles if chosen.get(d, d) != d},
        new=tuple(d for d in definition.roles if chosen.get(d) == d and d not in existing),
        kept=kept,
        undecided=tuple(d for d in definition.roles if d not in chosen),
    )
