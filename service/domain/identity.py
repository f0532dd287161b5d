"""Names for what is new: unique, and in the order of their making."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID of version 8 (RFC 9562): milliseconds of the machine's clock, then chance, as in 7.

    What is new lies together in every index, which so stays dense, and small where work is done.
    By its version the store knows it from the identities of before, which it keeps in more room.
    """
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    high, low = chance >> 62, chance & (2**62 - 1)
    return UUID(int=milliseconds << 80 | 0x8 << 76 | high << 64 | 0b10 << 62 | low)
