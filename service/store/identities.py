"""Identities as each database keeps them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CHAR, Dialect, Uuid
from sqlalchemy.types import TypeDecorator

_IN_BYTES = 8  # the version of those that `new_id` makes


def as_kept(identity: UUID) -> bytes | str:
    """As SQLite keeps it."""
    return identity.bytes if identity.version == _IN_BYTES else identity.hex


def identity_of(kept: UUID | bytes | str) -> UUID:
    """From what either database's driver gives. Raises ValueError."""
    if isinstance(kept, UUID):
        return kept
    return UUID(bytes=kept) if isinstance(kept, bytes) else UUID(kept)


class _Kept(TypeDecorator[UUID]):
    """SQLite, which has no such type, keeps its 16 bytes, or 32 letters.

    Bytes for version 8, of which a finished case holds a hundred; letters for every other, as they
    always were, in columns of letters, which is the same to SQLite. Which of both it is follows
    from the identity alone: what stands there in letters is found by them, nothing has to be
    rewritten, and as bytes come after letters, so do later identities after those of before.
    """

    impl = CHAR
    cache_ok = True

    def process_bind_param(self, value: UUID | None, _: Dialect) -> bytes | str | None:
        """As SQLite keeps it."""
        return None if value is None else as_kept(value)

    def process_result_value(self, value: bytes | str | None, _: Dialect) -> UUID | None:
        """Raises ValueError for what is none."""
        return None if value is None else identity_of(value)


Identity = Uuid().with_variant(_Kept(32), "sqlite")
"""A column of identities."""
