"""Who acts: a signed-in person with the roles and rights they hold in one office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from service.domain.errors import Conflict
from service.domain.office import is_key


class AccountExists(Conflict):
    """Akun "%(account)s" sudah ada."""


class Right(StrEnum):
    """What an office may entrust to a person beyond the roles (lanes) they hold."""

    ANALYSE = "analyst"
    AUDIT = "auditor"
    ADMINISTER = "administrator"


@dataclass(frozen=True)
class Actor:
    """A person as they act now; `roles` are the lanes they hold in `office`."""

    id: UUID
    account: str
    name: str
    office: UUID
    roles: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()

    def has(self, right: Right) -> bool:
        """Whether the office entrusted `right` to this person."""
        return right in self.rights


def is_account(text: str) -> bool:
    """Whether `text` may be an account: `name@office`, both short names."""
    name, _, office = text.partition("@")
    return is_key(name) and is_key(office)
