"""Passwords as argon2id hashes."""

from __future__ import annotations

from ctypes import CDLL

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_MMAP_THRESHOLD = -3  # what malloc.h names it
_LARGE = 1024 * 1024  # bytes


class Argon2Passwords:
    """See `ports.Passwords`; 19 MiB, two passes, one lane (OWASP's first choice)."""

    def __init__(self) -> None:
        _give_large_memory_back()
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


def _give_large_memory_back() -> None:
    """Have this process return a hash's memory to the system after each sign-in.

    glibc raises its threshold for that to the largest size that was freed, unless it was told one:
    threads in which people signed in would hold 19 MiB each from then on. Other C libraries have
    no such habit, and nothing to tell it to.
    """
    mallopt = getattr(CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
