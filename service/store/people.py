"""People: accounts with their roles, rights and failed sign-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Label,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from service.domain.actor import AccountExists, Actor, PersonUnknown, Right
from service.domain.password import Session, mark_of
from service.store.schema import people, person_rights, person_roles, sign_in_attempts
from service.store.straight import Straight
from service.usecases.stored import Attempts, Credentials


class SqlPeople:
    """See `repositories.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def actor(self, session: Session) -> Actor | None:
        """One statement: every page asks it."""
        row = _ACTIVE.one(self._connection, {"person": session.person})
        return None if row is None else actor_of(row, session)

    def get(self, person: UUID) -> Actor:
        """Raises PersonUnknown."""
        row = self._connection.execute(_ACTORS.where(people.c.id == person)).mappings().first()
        if row is None:
            raise PersonUnknown
        return _actor_of(row)

    def of_office(self, office: UUID) -> Sequence[Actor]:
        """By account."""
        query = _ACTORS.where(people.c.office_id == office).order_by(people.c.account)
        return [_actor_of(row) for row in self._connection.execute(query).mappings()]

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


_BETWEEN = "\x1f"  # which no role's name holds


class _Joined(FunctionElement[str]):
    """The texts of all rows in one; SQLAlchemy's own function cannot be compiled ahead."""

    inherit_cache = True


@compiles(_Joined)
def _joined(joined: _Joined, compiler: SQLCompiler, **options: object) -> str:
    texts = compiler.process(joined.clauses, **options)
    if compiler.dialect.name == "postgresql":
        return f"string_agg({texts}, chr({ord(_BETWEEN)}))"
    return f"group_concat({texts}, char({ord(_BETWEEN)}))"


def _together(duty: Column[Any]) -> Label[str | None]:
    """All of a person's."""
    held = duty.table.c.person_id == people.c.id
    return select(_Joined(duty)).where(held).label(f"{duty.name}s")


_PASSWORD_HASH = people.c.password_hash

ACTING = (
    *(people.c.id, people.c.office_id, people.c.account, people.c.name),
    *(_PASSWORD_HASH, people.c.active),
    *(_together(person_roles.c.role), _together(person_rights.c.right)),
)
"""What a query selects to tell who acts, by `actor_of`."""

_ACTORS = select(*ACTING)
_ACTIVE = Straight(_ACTORS.where(people.c.id == bindparam("person"), people.c.active))

_KNOWN = {right.value: right for right in Right}


def actor_of(row: Mapping[Any, Any], session: Session) -> Actor | None:
    """The person of the session; None after the password became another one."""
    return _actor_of(row) if mark_of(row[_PASSWORD_HASH]) == session.mark else None


def _actor_of(row: Mapping[Any, Any]) -> Actor:
    person, office, account, name, _, active, *duties = (row[each] for each in ACTING)
    roles, rights = ((duty or "").split(_BETWEEN) for duty in duties)
    return Actor(
        id=person,
        account=account,
        name=name,
        office=office,
        roles=frozenset(filter(None, roles)),
        # Who was given a right that nobody knows may do no more than without it.
        rights=frozenset(_KNOWN[right] for right in rights if right in _KNOWN),
        active=active,
    )
