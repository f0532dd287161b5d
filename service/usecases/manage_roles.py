"""Manage roles: who holds each, which SOPs need it, and which the office has at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain import policy
from service.domain.actor import Actor, cleaned_name
from service.domain.record import Act
from service.domain.roles import RoleAwaited, RoleHeld, RoleNeeded, check_known, check_new
from service.usecases.definitions import readable
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock, Engine
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying


@dataclass(frozen=True)
class RoleLine:
    """A role with everybody who has it and the names of the SOPs whose newest version needs it.

    `awaited`: unfinished tasks are the role's, also those of older versions.
    """

    name: str
    people: Sequence[Actor]
    sops: Sequence[str]
    awaited: bool

    @property
    def holders(self) -> Sequence[Actor]:
        """Who can act in the role: those with an open account."""
        return [person for person in self.people if person.active]

    @property
    def waits_forever(self) -> bool:
        """Whether an SOP needs the role, or a task has it, and nobody could do it."""
        return bool(self.sops or self.awaited) and not self.holders


def list_roles(actor: Actor, *, store: Store, engine: Engine) -> Sequence[RoleLine]:
    """Every role of one's own office, by name. Raises NotOverseer."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        return _lines(actor, work, engine)


@retrying
def add_role(actor: Actor, name: str, *, store: Store, clock: Clock) -> str:
    """A new role, as it is kept. Raises NotAdministrator, NameMissing, NameUnfit, RoleExists."""
    policy.check_can_administer(actor)
    role = cleaned_name(name)
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        check_new(role, work.offices.roles(actor.office))
        work.offices.add_roles(actor.office, [role])
        content = said(Act.ROLE_ADDED, actor, clock.now(), role=role)
        add_to_office_record(work, actor.office, head, content)
    return role


@retrying
def remove_role(actor: Actor, role: str, *, store: Store, engine: Engine, clock: Clock) -> None:
    """One role less.

    Raises NotAdministrator, RoleUnknown, RoleHeld (by whom, closed accounts too), RoleNeeded (by
    which SOPs), RoleAwaited.
    """
    policy.check_can_administer(actor)
    with store.begin() as work:
        head = work.offices.lock(actor.office)
        lines = {line.name: line for line in _lines(actor, work, engine)}
        check_known({role}, lines.keys())
        line = lines[role]
        if line.people:
            raise RoleHeld(role=role, names=", ".join(person.name for person in line.people))
        if line.sops:
            raise RoleNeeded(role=role, sops=", ".join(line.sops))
        if line.awaited:
            raise RoleAwaited(role=role)
        work.offices.remove_role(actor.office, role)
        content = said(Act.ROLE_REMOVED, actor, clock.now(), role=role)
        add_to_office_record(work, actor.office, head, content)


def _lines(actor: Actor, work: Work, engine: Engine) -> Sequence[RoleLine]:
    newest = work.deployments.newest(actor.office)
    definitions = readable(newest, engine)
    people = work.people.of_office(actor.office)
    awaited = work.tasks.awaited(actor.office)
    return [
        RoleLine(
            name=role,
            people=[person for person in people if role in person.roles],
            sops=[
                each.name
                for each in newest
                if each.id in definitions and role in definitions[each.id].roles
            ],
            awaited=role in awaited,
        )
        for role in sorted(work.offices.roles(actor.office))
    ]
