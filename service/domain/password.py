"""Passwords: how long they must be, and new ones that nobody can guess."""

from __future__ import annotations

import secrets

from service.domain.errors import Invalid

SHORTEST_PASSWORD = 10  # characters

# Letters and digits that are not taken for one another when they are read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


class PasswordTooShort(Invalid):
    """Kata sandi terlalu pendek: paling sedikit %(length)s karakter."""


def check_password(password: str) -> None:
    """Raises PasswordTooShort."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(length=SHORTEST_PASSWORD)


def new_password() -> str:
    """A random password to hand over, such as `k7dm-x4pq-9wfn` (about 59 bits)."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
