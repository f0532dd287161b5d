"""The ledger: what people sent, what they were told was done, and what else they met."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from uuid import UUID


class Ledger:
    """Shared by all clients; the record is compared with it at the end.

    `sent`: every act id that went out. `completions`: act -> task, `starts`: act -> case, and
    `messages`: id -> registration number, all of them acknowledged. `refused`: acts answered with
    409. `troubles`: how often each kind of trouble was met. `faults`: what must not be.
    """

    def __init__(self) -> None:
        self.sent: Counter[UUID] = Counter()
        self.completions: dict[UUID, UUID] = {}
        self.starts: dict[UUID, UUID] = {}
        self.messages: dict[UUID, str] = {}
        self.refused: set[UUID] = set()
        self.troubles: Counter[str] = Counter()
        self.faults: list[str] = []
        self._lock = Lock()

    def send(self, act: UUID) -> None:
        """Note that an act goes out, for the first time or again."""
        with self._lock:
            self.sent[act] += 1

    def meet(self, trouble: str) -> None:
        """Note trouble that people may meet while something is killed."""
        with self._lock:
            self.troubles[trouble] += 1

    def fault(self, what: str) -> None:
        """Note what nobody may ever meet."""
        with self._lock:
            self.faults.append(what)

    @property
    def acknowledged(self) -> int:
        """Acts that somebody was told are done."""
        return len(self.completions) + len(self.starts) + len(self.messages)

    @property
    def repeats(self) -> int:
        """How often an act went out again."""
        return self.sent.total() - len(self.sent)
