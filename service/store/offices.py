"""Offices, their roles, their chains' ends and their registers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.domain.office import Office, OfficeExists, OfficeUnknown
from service.domain.record import Head
from service.store.rows import OFFICE, office_of
from service.store.schema import offices, registers, roles


class SqlOffices:
    """See `repositories.Offices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, office: Office) -> None:
        """Raises OfficeExists."""
        head = Head()
        try:
            self._connection.execute(
                insert(offices).values(
                    id=office.id,
                    key=office.key,
                    name=office.name,
                    timezone=office.timezone,
                    hours=office.hours,
                    holidays=office.holidays.to_plain(),
                    head_count=head.count,
                    head_hash=head.hash,
                )
            )
        except IntegrityError:
            raise OfficeExists(key=office.key) from None

    def get(self, office: UUID) -> Office:
        """Raises OfficeUnknown."""
        return self._one(offices.c.id == office, str(office))

    def by_key(self, key: str) -> Office:
        """Raises OfficeUnknown."""
        return self._one(offices.c.key == key, key)

    def all(self) -> Sequence[Office]:
        """By key."""
        rows = self._connection.execute(select(*OFFICE).order_by(offices.c.key)).mappings()
        return [office_of(row) for row in rows]

    def save(self, office: Office) -> None:
        """Nothing else of an office changes."""
        self._connection.execute(
            update(offices)
            .where(offices.c.id == office.id)
            .values(hours=office.hours, holidays=office.holidays.to_plain())
        )

    def lock(self, office: UUID) -> Head:
        """`BEGIN IMMEDIATE` locks on SQLite; `FOR NO KEY UPDATE` on PostgreSQL spares completions.

        A new task refers to its office, and would wait for a lock of the office's key.
        """
        return self._head(office, lock=True)

    def head(self, office: UUID) -> Head:
        """Without a lock."""
        return self._head(office, lock=False)

    def set_head(self, office: UUID, head: Head) -> None:
        """The office is locked."""
        self._connection.execute(
            update(offices)
            .where(offices.c.id == office)
            .values(head_count=head.count, head_hash=head.hash)
        )

    def last_verified(self, office: UUID) -> int | None:
        """None where it never was."""
        query = select(offices.c.last_verified).where(offices.c.id == office)
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def set_last_verified(self, office: UUID, sequence: int) -> None:
        """The office is locked."""
        self._connection.execute(
            update(offices).where(offices.c.id == office).values(last_verified=sequence)
        )

    def next_number(self, office: UUID, year: int) -> int:
        """The office is locked, so nobody else counts meanwhile."""
        place = (registers.c.office_id == office) & (registers.c.year == year)
        counted = self._connection.execute(
            update(registers)
            .where(place)
            .values(last_number=registers.c.last_number + 1)
            .returning(registers.c.last_number)
        ).scalar()
        if counted is not None:
            return int(counted)
        self._connection.execute(
            insert(registers).values(office_id=office, year=year, last_number=1)
        )
        return 1

    def roles(self, office: UUID) -> frozenset[str]:
        """All of them."""
        found = self._connection.execute(select(roles.c.name).where(roles.c.office_id == office))
        return frozenset(found.scalars())

    def add_roles(self, office: UUID, names: Iterable[str]) -> None:
        """Those that exist already stay."""
        new = [{"office_id": office, "name": name} for name in set(names) - self.roles(office)]
        if new:
            self._connection.execute(insert(roles), new)

    def remove_role(self, office: UUID, role: str) -> None:
        """The office is locked."""
        place = (roles.c.office_id == office) & (roles.c.name == role)
        self._connection.execute(delete(roles).where(place))

    def _one(self, condition: ColumnElement[bool], key: str) -> Office:
        row = self._connection.execute(select(*OFFICE).where(condition)).mappings().one_or_none()
        if row is None:
            raise OfficeUnknown(key=key)
        return office_of(row)

    def _head(self, office: UUID, *, lock: bool) -> Head:
        query = select(offices.c.head_count, offices.c.head_hash).where(offices.c.id == office)
        row = self._connection.execute(
            query.with_for_update(key_share=True) if lock else query
        ).one_or_none()
        if row is None:
            raise OfficeUnknown(key=str(office))
        return Head(row.head_count, row.head_hash)
