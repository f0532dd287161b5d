"""People: accounts with their roles, rights and failed sign-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from service.domain.actor import AccountExists, Actor, PersonUnknown, Right
from service.domain.password import Session, mark_of
from service.store.schema import people, person_rights, person_roles, sign_in_attempts
from service.usecases.stored import Attempts, Credentials


class SqlPeople:
    """See `repositories.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def actor(self, session: Session) -> Actor | None:
        """One statement: every page asks it."""
        rows = self._connection.execute(_ACTIVE, {"person": session.person}).all()
        if not rows or mark_of(rows[0].password_hash) != session.mark:
            return None
        return _actors(rows)[0]

    def get(self, person: UUID) -> Actor:
        """Raises PersonUnknown."""
        found = _actors(self._connection.execute(_ACTORS.where(people.c.id == person)))
        if not found:
            raise PersonUnknown
        return found[0]

    def of_office(self, office: UUID) -> Sequence[Actor]:
        """By account."""
        query = _ACTORS.where(people.c.office_id == office).order_by(people.c.account)
        return _actors(self._connection.execute(query))

    def credentials(self, account: str) -> Credentials | None:
        """None for an unknown account."""
        row = self._connection.execute(
            select(people.c.id, people.c.password_hash, people.c.active).where(
                people.c.account == account
            )
        ).one_or_none()
        return row and Credentials(row.id, row.password_hash, row.active)

    def add(self, actor: Actor, password_hash: str) -> None:
        """Raises AccountExists."""
        try:
            self._connection.execute(
                insert(people).values(
                    id=actor.id,
                    office_id=actor.office,
                    account=actor.account,
                    name=actor.name,
                    password_hash=password_hash,
                    active=actor.active,
                )
            )
        except IntegrityError:
            raise AccountExists(account=actor.account) from None
        self._add_duties(actor)

    def save(self, actor: Actor) -> None:
        """The office is locked, so that nobody else changes the same person."""
        self._connection.execute(
            update(people)
            .where(people.c.id == actor.id)
            .values(name=actor.name, active=actor.active)
        )
        for table in (person_roles, person_rights):
            self._connection.execute(delete(table).where(table.c.person_id == actor.id))
        self._add_duties(actor)

    def set_password(self, person: UUID, password_hash: str) -> None:
        """The one before is forgotten."""
        self._connection.execute(
            update(people).where(people.c.id == person).values(password_hash=password_hash)
        )

    def _add_duties(self, actor: Actor) -> None:
        held = [{"person_id": actor.id, "role": role} for role in actor.roles]
        if held:
            self._connection.execute(insert(person_roles), held)
        entrusted = [{"person_id": actor.id, "right": right.value} for right in actor.rights]
        if entrusted:
            self._connection.execute(insert(person_rights), entrusted)

    def hold_attempts(self, account: str) -> Attempts:
        """A row is made for an account that never failed, so that there is one to lock.

        In one statement: between two, who signs in well could take the row away.
        """
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        made = dialect.insert(sign_in_attempts).values(account=account, failed=0)
        as_it_is = {"failed": sign_in_attempts.c.failed}
        held = made.on_conflict_do_update(index_elements=["account"], set_=as_it_is)
        row = self._connection.execute(held.returning(sign_in_attempts)).one()
        return Attempts(row.failed, row.last_at)

    def set_attempts(self, account: str, attempts: Attempts) -> None:
        """Replaces what was remembered; zero forgets the account."""
        place = sign_in_attempts.c.account == account
        if attempts.failed:
            self._connection.execute(
                update(sign_in_attempts)
                .where(place)
                .values(failed=attempts.failed, last_at=attempts.last_at)
            )
        else:
            self._connection.execute(delete(sign_in_attempts).where(place))


_ACTORS: Select[Any] = (
    select(people, person_roles.c.role, person_rights.c.right)
    .outerjoin(person_roles, person_roles.c.person_id == people.c.id)
    .outerjoin(person_rights, person_rights.c.person_id == people.c.id)
)
# Built once, because every request runs it.
_ACTIVE = _ACTORS.where(people.c.id == bindparam("person"), people.c.active)

_RIGHTS = {right.value: right for right in Right}


def _actors(rows: Iterable[Row[Any]]) -> list[Actor]:
    """A person has a row for each pair of a role and a right."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return [
        Actor(
            id=pairs[0].id,
            account=pairs[0].account,
            name=pairs[0].name,
            office=pairs[0].office_id,
            roles=frozenset(pair.role for pair in pairs if pair.role is not None),
            # Who was given a right that nobody knows may do no more than without it.
            rights=frozenset(_RIGHTS[pair.right] for pair in pairs if pair.right in _RIGHTS),
            active=pairs[0].active,
        )
        for pairs in found.values()
    ]
