"""Manage offices: what the operator makes before anybody can sign in, and what every page asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.actor import Operator
from service.domain.calendar import WorkingHours
from service.domain.errors import Invalid
from service.domain.identity import new_id
from service.domain.office import Office, OfficeKeyInvalid, is_key
from service.domain.record import Act
from service.usecases.office_record import add_to_office_record, said
from service.usecases.ports import Clock
from service.usecases.repositories import Store
from service.usecases.retrying import retrying


class ZoneUnknown(Invalid):
    """Zona waktu "%(zone)s" tidak dikenal. Contoh: Asia/Jakarta, Asia/Makassar, Asia/Jayapura."""


@dataclass(frozen=True)
class NewOffice:
    """An office to make; `hours` in their plain form (see `calendar.WorkingHours`)."""

    key: str
    name: str
    timezone: str
    hours: Mapping[str, Any]


@retrying
def add_office(operator: Operator, new: NewOffice, *, store: Store, clock: Clock) -> Office:
    """A new office. Raises OfficeKeyInvalid, ZoneUnknown, InvalidHours, OfficeExists."""
    if not is_key(new.key):
        raise OfficeKeyInvalid(key=new.key)
    try:
        ZoneInfo(new.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneUnknown(zone=new.timezone) from None
    hours = WorkingHours.from_plain(new.hours).to_plain()
    office = Office(new_id(), new.key, new.name, new.timezone, hours)
    content = said(
        Act.OFFICE_ADDED,
        operator,
        clock.now(),
        new={"key": new.key, "name": new.name, "timezone": new.timezone, "hours": hours},
    )
    with store.begin() as work:
        work.offices.add(office)
        add_to_office_record(work, office.id, work.offices.lock(office.id), content)
    return office


def list_offices(*, store: Store) -> Sequence[Office]:
    """Every office, by key."""
    with store.read() as work:
        return work.offices.all()


def find_office(key: str, *, store: Store) -> Office:
    """The office with the short name `key`. Raises OfficeUnknown."""
    with store.read() as work:
        return work.offices.by_key(key)


def get_office(office: UUID, *, store: Store) -> Office:
    """The office with this id."""
    with store.read() as work:
        return work.offices.get(office)
