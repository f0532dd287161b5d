"""Who acts: a signed-in person with the roles and rights they hold in one office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.office import is_key

_LONGEST_NAME = 200  # characters: of a person, a role or a day off


class AccountExists(Conflict):
    """Akun "%(account)s" sudah ada."""


class AccountInvalid(Invalid):
    """Nama akun "%(account)s" tidak sah: tulis nama@unit-kerja dengan huruf kecil, angka, dan tanda hubung."""  # noqa: E501 - one sentence for the person


class PersonUnknown(NotFound):
    """Pegawai ini tidak ditemukan."""


class NameMissing(Invalid):
    """Nama belum diisi."""


class NameUnfit(Invalid):
    """Nama terlalu panjang atau memuat huruf yang tidak dapat dicetak."""


class AdministratorApart(Invalid):
    """Administrator tidak boleh merangkap pelaksana atau auditor: ia tidak mengerjakan dan tidak melihat permohonan."""  # noqa: E501 - one sentence for the person


class LastAdministrator(Conflict):
    """%(name)s adalah administrator terakhir unit kerja ini, sehingga akunnya tidak dapat ditutup dan kewenangannya tidak dapat dicabut. Tunjuk administrator lain dahulu."""  # noqa: E501 - one message for the person


class Right(StrEnum):
    """What an office may entrust to a person beyond the roles (lanes) they hold."""

    ANALYSE = "analyst"
    AUDIT = "auditor"
    ADMINISTER = "administrator"


@dataclass(frozen=True)
class Actor:
    """A person as they act now; `roles` are the lanes they hold in `office`.

    A closed account (not `active`) acts no more, but stays in the record and in lists.
    """

    id: UUID
    account: str
    name: str
    office: UUID
    roles: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()
    active: bool = True

    def has(self, right: Right) -> bool:
        """Whether the office entrusted `right` to this person."""
        return right in self.rights


@dataclass(frozen=True)
class Operator:
    """Who runs a command on the server itself; `name` is what the record calls them."""

    name: str


def check_apart(roles: frozenset[str], rights: frozenset[Right]) -> None:
    """Raises AdministratorApart: an administrator neither works on cases nor sees them."""
    if Right.ADMINISTER in rights and (roles or Right.AUDIT in rights):
        raise AdministratorApart


def cleaned_name(text: str) -> str:
    """`text` on one line, as it is kept. Raises NameMissing, NameUnfit."""
    name = " ".join(text.split())
    if not name:
        raise NameMissing
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise NameUnfit
    return name


def is_account(text: str) -> bool:
    """Whether `text` may be an account: `name@office`, both short names."""
    name, _, office = text.partition("@")
    return is_key(name) and is_key(office)
