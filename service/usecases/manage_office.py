"""Manage offices and their people: what the operator does before anybody can sign in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.actor import Actor, Right, is_account
from service.domain.calendar import WorkingHours
from service.domain.errors import Invalid
from service.domain.office import Office, OfficeKeyInvalid, is_key
from service.usecases.ports import Passwords
from service.usecases.repositories import Store

SHORTEST_PASSWORD = 10


class ZoneUnknown(Invalid):
    """Zona waktu "%(zone)s" tidak dikenal. Contoh: Asia/Jakarta, Asia/Makassar, Asia/Jayapura."""


class RoleUnknown(Invalid):
    """Peran "%(role)s" tidak ada di unit kerja ini. Peran yang ada: %(roles)s."""


class PasswordTooShort(Invalid):
    """Kata sandi terlalu pendek: paling sedikit %(length)s karakter."""


class AccountInvalid(Invalid):
    """Nama akun "%(account)s" tidak sah: tulis nama@unit-kerja dengan huruf kecil, angka, dan tanda hubung."""  # noqa: E501 - one sentence for the operator


@dataclass(frozen=True)
class NewPerson:
    """An account to make; its office is the part behind the `@`."""

    account: str
    name: str
    password: str
    roles: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()


class AdministratorApart(Invalid):
    """Administrator tidak boleh merangkap pelaksana atau auditor: ia tidak mengerjakan dan tidak melihat permohonan."""  # noqa: E501 - one sentence for the operator


def add_office(
    key: str, name: str, timezone: str, hours: Mapping[str, Any], *, store: Store
) -> Office:
    """A new office. Raises OfficeKeyInvalid, ZoneUnknown, InvalidHours, OfficeExists."""
    if not is_key(key):
        raise OfficeKeyInvalid(key=key)
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneUnknown(zone=timezone) from None
    office = Office(uuid4(), key, name, timezone, WorkingHours.from_plain(hours).to_plain())
    with store.begin() as work:
        work.offices.add(office)
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


def add_person(person: NewPerson, *, store: Store, passwords: Passwords) -> Actor:
    """A new account.

    Raises AccountInvalid, AccountExists, AdministratorApart, OfficeUnknown, RoleUnknown,
    PasswordTooShort.
    """
    if not is_account(person.account):
        raise AccountInvalid(account=person.account)
    if Right.ADMINISTER in person.rights and (person.roles or Right.AUDIT in person.rights):
        raise AdministratorApart
    if len(person.password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(length=SHORTEST_PASSWORD)
    hashed = passwords.hash(person.password)
    with store.begin() as work:
        office = work.offices.by_key(person.account.partition("@")[2])
        known = work.offices.roles(office.id)
        for role in sorted(person.roles - known):
            raise RoleUnknown(role=role, roles=", ".join(sorted(known)) or "-")
        actor = Actor(uuid4(), person.account, person.name, office.id, person.roles, person.rights)
        work.people.add(actor, hashed)
    return actor


def list_people(office: UUID, *, store: Store) -> Sequence[Actor]:
    """Everybody of one office, by account."""
    with store.read() as work:
        return work.people.of_office(office)
