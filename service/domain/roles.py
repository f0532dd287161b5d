"""The roles of an office: what is wrong with one that somebody names, adds or removes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from service.domain.actor import cleaned_name
from service.domain.errors import Conflict, Invalid


class RoleUnknown(Invalid):
    """Peran "%(role)s" tidak ada di unit kerja ini. Peran yang ada: %(roles)s."""


class RoleExists(Conflict):
    """Peran "%(role)s" sudah ada di unit kerja ini."""


class RoleHeld(Conflict):
    """Peran "%(role)s" tidak dapat dihapus karena masih dipegang oleh %(names)s."""


class RoleNeeded(Conflict):
    """Peran "%(role)s" tidak dapat dihapus karena masih diperlukan SOP %(sops)s."""


class RoleAwaited(Conflict):
    """Peran "%(role)s" tidak dapat dihapus karena masih ada tugas yang menunggunya."""


def check_new(role: str, existing: AbstractSet[str]) -> None:
    """Raises NameMissing, NameUnfit, RoleExists: nobody tells roles apart by case or spaces."""
    name = cleaned_name(role).casefold()
    for known in sorted(existing):
        if " ".join(known.split()).casefold() == name:
            raise RoleExists(role=known)


def check_known(roles: AbstractSet[str], known: AbstractSet[str]) -> None:
    """Raises RoleUnknown for the first of `roles` that the office does not know."""
    for role in sorted(roles - known):
        raise RoleUnknown(role=role, roles=", ".join(sorted(known)) or "-")
