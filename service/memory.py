"""What a process keeps in memory of what it has read: up to a size, and by many threads."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Values by key, each with its size; the oldest make room."""

    def __init__(self, most: int) -> None:
        """`most`: the largest sum of sizes."""
        self._most = most
        self._values: dict[K, tuple[V, int]] = {}
        self._size = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """None for what was never kept, and for what had to make room."""
        found = self._values.get(key)
        return found and found[0]

    def keep(self, key: K, value: V, size: int) -> None:
        """What is kept already stays as it is: a key's value never changes."""
        with self._lock:
            if key in self._values:
                return
            self._values[key] = value, size
            self._size += size
            while self._size > self._most:
                _, freed = self._values.pop(next(iter(self._values)))
                self._size -= freed
