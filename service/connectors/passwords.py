"""Passwords as argon2id hashes."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Argon2Passwords:
    """See `ports.Passwords`; 19 MiB, two passes, one lane (OWASP's first choice)."""

    def __init__(self) -> None:
        self._nobody = _HASHER.hash("")

    def hash(self, password: str) -> str:
        """With a salt of its own."""
        return _HASHER.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """For no stored hash it takes as long as for a wrong password."""
        try:
            _HASHER.verify(stored or self._nobody, password)
        except (Argon2Error, InvalidHashError):
            return False
        return stored is not None
