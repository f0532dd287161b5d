"""Manage people: who may sign in, what they are called, and what they are entrusted with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from service.domain import policy
from service.domain.actor import (
    AccountInvalid,
    Actor,
    LastAdministrator,
    Operator,
    PersonUnknown,
    Right,
    check_apart,
    cleaned_name,
    is_account,
)
from service.domain.identity import new_id
from service.domain.office import OfficeUnknown
from service.domain.password import check_password
from service.domain.record import Act, Head
from service.domain.roles import check_known
from service.usecases.office_record import add_to_office_record, changed, kept, said
from service.usecases.ports import Clock, Passwords
from service.usecases.repositories import Store, Work
from service.usecases.retrying import retrying
from service.usecases.stored import Attempts


@dataclass(frozen=True)
class NewPerson:
    """An account to make; its office is the part behind the `@`."""

    account: str
    name: str
    password: str
    roles: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True)
class Duties:
    """What a person is called, and the roles and rights that they are to have."""

    name: str
    roles: frozenset[str]
    rights: frozenset[Right]


@dataclass(frozen=True)
class PersonView:
    """A person, and the roles of the office that they may be given."""

    person: Actor
    roles: Sequence[str]


@retrying
def add_person(
    who: Actor | Operator, new: NewPerson, *, store: Store, passwords: Passwords, clock: Clock
) -> Actor:
    """A new account.

    Raises NotAdministrator, AccountInvalid, AccountExists, NameMissing, NameUnfit,
    AdministratorApart, OfficeUnknown, RoleUnknown, PasswordTooShort.
    """
    policy.check_can_administer(who)
    if not is_account(new.account):
        raise AccountInvalid(account=new.account)
    name = cleaned_name(new.name)
    check_apart(new.roles, new.rights)
    check_password(new.password)
    hashed = passwords.hash(new.password)
    with store.begin() as work:
        office = work.offices.by_key(new.account.partition("@")[2])
        if not policy.is_within(who, office.id):
            raise OfficeUnknown(key=office.key)
        head = work.offices.lock(office.id)
        check_known(new.roles, work.offices.roles(office.id))
        person = Actor(new_id(), new.account, name, office.id, new.roles, new.rights)
        work.people.add(person, hashed)
        content = said(Act.PERSON_ADDED, who, clock.now(), person=_named(person), new=kept(person))
        add_to_office_record(work, office.id, head, content)
    return person


@retrying
def change_person(
    who: Actor | Operator, person: UUID, duties: Duties, *, store: Store, clock: Clock
) -> Actor:
    """Another name, other roles and rights; what they are already changes nothing.

    Raises NotAdministrator, PersonUnknown, NameMissing, NameUnfit, AdministratorApart,
    RoleUnknown, LastAdministrator.
    """
    policy.check_can_administer(who)
    name = cleaned_name(duties.name)
    check_apart(duties.roles, duties.rights)
    with store.begin() as work:
        before, head = _hold(who, person, work)
        check_known(duties.roles - before.roles, work.offices.roles(before.office))
        after = replace(before, name=name, roles=duties.roles, rights=duties.rights)
        return _keep(who, before, after, head, work=work, clock=clock)


def close_person(who: Actor | Operator, person: UUID, *, store: Store, clock: Clock) -> Actor:
    """Close an account: its sessions end at once, and nobody signs in with it.

    What the person holds stays theirs until somebody releases it.
    Raises NotAdministrator, PersonUnknown, LastAdministrator.
    """
    return _open(who, person, active=False, store=store, clock=clock)


def reopen_person(who: Actor | Operator, person: UUID, *, store: Store, clock: Clock) -> Actor:
    """Open a closed account again. Raises NotAdministrator, PersonUnknown."""
    return _open(who, person, active=True, store=store, clock=clock)


@retrying
def set_password(
    who: Actor | Operator,
    person: UUID,
    password: str,
    *,
    store: Store,
    passwords: Passwords,
    clock: Clock,
) -> Actor:
    """Give somebody another password, and let them sign in at once however often it failed.

    Their sessions end.

    Raises NotAdministrator, PersonUnknown, PasswordTooShort.
    """
    policy.check_can_administer(who)
    check_password(password)
    hashed = passwords.hash(password)
    with store.begin() as work:
        found, head = _hold(who, person, work)
        work.people.set_password(found.id, hashed)
        work.people.set_attempts(found.account, Attempts())
        content = said(Act.PASSWORD_SET, who, clock.now(), person=_named(found))
        add_to_office_record(work, found.office, head, content)
    return found


def list_people(office: UUID, *, store: Store) -> Sequence[Actor]:
    """Everybody of one office, by account: for the operator."""
    with store.read() as work:
        return work.people.of_office(office)


def find_person(account: str, *, store: Store) -> Actor:
    """The person with this account: for the operator. Raises PersonUnknown."""
    with store.read() as work:
        credentials = work.people.credentials(account)
        if credentials is None:
            raise PersonUnknown
        return work.people.get(credentials.person)


def show_people(actor: Actor, *, store: Store) -> Sequence[Actor]:
    """Everybody of one's own office, by account. Raises NotOverseer."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        return work.people.of_office(actor.office)


def show_person(actor: Actor, person: UUID, *, store: Store) -> PersonView:
    """One person of one's own office. Raises NotOverseer, PersonUnknown."""
    policy.check_can_oversee(actor)
    with store.read() as work:
        found = _find(actor, person, work)
        return PersonView(found, sorted(work.offices.roles(found.office)))


@retrying
def _open(
    who: Actor | Operator, person: UUID, *, active: bool, store: Store, clock: Clock
) -> Actor:
    policy.check_can_administer(who)
    with store.begin() as work:
        before, head = _hold(who, person, work)
        after = replace(before, active=active)
        return _keep(who, before, after, head, work=work, clock=clock)


def _find(who: Actor | Operator, person: UUID, work: Work) -> Actor:
    found = work.people.get(person)
    if not policy.is_within(who, found.office):
        raise PersonUnknown
    return found


def _hold(who: Actor | Operator, person: UUID, work: Work) -> tuple[Actor, Head]:
    """The person as they are while their office is locked, and the end of its chain."""
    head = work.offices.lock(_find(who, person, work).office)
    return work.people.get(person), head


def _keep(
    who: Actor | Operator, before: Actor, after: Actor, head: Head, *, work: Work, clock: Clock
) -> Actor:
    if before == after:
        return after
    if _administers(before) and not _administers(after):
        _check_not_last(before, work)
    work.people.save(after)
    differences = changed(kept(before), kept(after))
    content = said(Act.PERSON_CHANGED, who, clock.now(), person=_named(before), **differences)
    add_to_office_record(work, after.office, head, content)
    return after


def _check_not_last(administrator: Actor, work: Work) -> None:
    others = work.people.of_office(administrator.office)
    if not any(_administers(each) for each in others if each.id != administrator.id):
        raise LastAdministrator(name=administrator.name)


def _administers(person: Actor) -> bool:
    return person.active and person.has(Right.ADMINISTER)


def _named(person: Actor) -> dict[str, str]:
    """Whom the record tells of: the account stays theirs, also under another name."""
    return {"id": str(person.id), "account": person.account}
