"""Passwords: how long they must be, new ones that nobody can guess, and sessions by one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from service.domain.errors import Forbidden, Invalid

SHORTEST_PASSWORD = 10  # characters

# Letters and digits that are not taken for one another when they are read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True)
class Session:
    """Who signed in, and the mark of the password that was theirs: another one ends it."""

    person: UUID
    mark: str


class SessionEnded(Forbidden):
    """Anda belum masuk, atau sesi Anda sudah berakhir. Silakan masuk kembali."""


class PasswordTooShort(Invalid):
    """Kata sandi terlalu pendek: paling sedikit %(length)s karakter."""


def check_password(password: str) -> None:
    """Raises PasswordTooShort."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(length=SHORTEST_PASSWORD)


def mark_of(password_hash: str) -> str:
    """32 hex digits that change with the password; without the hash nobody guesses it by them."""
    return sha256(password_hash.encode()).hexdigest()[:32]


def new_password() -> str:
    """A random password to hand over, such as `k7dm-x4pq-9wfn` (about 59 bits)."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
