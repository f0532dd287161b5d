"""Offices, people and deployments in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from service.domain.actor import AccountExists, Actor, PersonUnknown
from service.domain.definition import DefinitionUnknown, Deployment
from service.domain.office import Office, OfficeExists, OfficeUnknown
from service.domain.password import Session, mark_of
from service.domain.record import EMPTY, Head
from service.usecases.stored import Attempts, Credentials
from tests.fakes.tables import Tables


class InMemoryOffices:
    """See `repositories.Offices`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, office: Office) -> None:
        if any(each.key == office.key for each in self._tables.offices.values()):
            raise OfficeExists(key=office.key)
        self._tables.offices[office.id] = office

    def get(self, office: UUID) -> Office:
        if office not in self._tables.offices:
            raise OfficeUnknown(key=str(office))
        return self._tables.offices[office]

    def by_key(self, key: str) -> Office:
        for office in self._tables.offices.values():
            if office.key == key:
                return office
        raise OfficeUnknown(key=key)

    def all(self) -> Sequence[Office]:
        return sorted(self._tables.offices.values(), key=lambda office: office.key)

    def save(self, office: Office) -> None:
        self._tables.offices[office.id] = office

    def lock(self, office: UUID) -> Head:
        """The transaction holds everything already."""
        return self.head(office)

    def head(self, office: UUID) -> Head:
        return self._tables.heads.get(self.get(office).id, EMPTY)

    def set_head(self, office: UUID, head: Head) -> None:
        self._tables.heads[office] = head

    def last_verified(self, office: UUID) -> int | None:
        return self._tables.verified.get(office)

    def set_last_verified(self, office: UUID, sequence: int) -> None:
        self._tables.verified[office] = sequence

    def next_number(self, office: UUID, year: int) -> int:
        number = self._tables.registers.get((office, year), 0) + 1
        self._tables.registers[office, year] = number
        return number

    def roles(self, office: UUID) -> frozenset[str]:
        return self._tables.roles.get(office, frozenset())

    def add_roles(self, office: UUID, roles: Iterable[str]) -> None:
        self._tables.roles[office] = self.roles(office) | frozenset(roles)

    def remove_role(self, office: UUID, role: str) -> None:
        self._tables.roles[office] = self.roles(office) - {role}


class InMemoryPeople:
    """See `repositories.People`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def actor(self, session: Session) -> Actor | None:
        found = self._tables.people.get(session.person)
        if found is None or mark_of(self._tables.passwords[found.id]) != session.mark:
            return None
        return found if found.active else None

    def get(self, person: UUID) -> Actor:
        if person not in self._tables.people:
            raise PersonUnknown
        return self._tables.people[person]

    def credentials(self, account: str) -> Credentials | None:
        for person in self._tables.people.values():
            if person.account == account:
                return Credentials(person.id, self._tables.passwords[person.id], person.active)
        return None

    def add(self, actor: Actor, password_hash: str) -> None:
        if self.credentials(actor.account) is not None:
            raise AccountExists(account=actor.account)
        self._tables.people[actor.id] = actor
        self._tables.passwords[actor.id] = password_hash

    def save(self, actor: Actor) -> None:
        self._tables.people[actor.id] = actor

    def set_password(self, person: UUID, password_hash: str) -> None:
        self._tables.passwords[person] = password_hash

    def of_office(self, office: UUID) -> Sequence[Actor]:
        people = [each for each in self._tables.people.values() if each.office == office]
        return sorted(people, key=lambda person: person.account)

    def hold_attempts(self, account: str) -> Attempts:
        return self._tables.attempts.get(account, Attempts())

    def set_attempts(self, account: str, attempts: Attempts) -> None:
        self._tables.attempts[account] = attempts if attempts.failed else Attempts()


class InMemoryDeployments:
    """See `repositories.Deployments`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, deployment: Deployment) -> None:
        self._tables.deployments[deployment.id] = deployment

    def get(self, deployment: UUID) -> Deployment:
        if deployment not in self._tables.deployments:
            raise DefinitionUnknown
        return self._tables.deployments[deployment]

    def newest(self, office: UUID) -> Sequence[Deployment]:
        newest = {each.key: each for each in sorted(self.stored(office), key=_version)}
        return sorted(newest.values(), key=lambda each: each.name)

    def newest_of(self, office: UUID, key: str) -> Deployment | None:
        versions = (each for each in self.stored(office) if each.key == key)
        return max(versions, key=_version, default=None)

    def of_office(self, office: UUID) -> Sequence[Deployment]:
        return sorted(
            self.stored(office), key=lambda each: (each.deployed_at, each.version), reverse=True
        )

    def stored(self, office: UUID) -> Iterator[Deployment]:
        return (each for each in self._tables.deployments.values() if each.office == office)


def _version(deployment: Deployment) -> int:
    return deployment.version
