"""The messenger: another system that tells waiting cases something, until it is taken."""

from __future__ import annotations

import random
import subprocess
from threading import Event
from uuid import UUID, uuid4

from tests.needs import ROOT
from torturing.books import Books
from torturing.ledger import Ledger
from torturing.offices import LAKSANA, MESSAGE, Offices

_KILLED = 0.3  # of the commands are killed
_LIVES = (0.3, 2.0)  # seconds until then
_TWICE = 0.2  # of the messages are sent once more, though they were taken
_PAUSE = 0.5  # seconds


class Messenger:
    """Runs `laksana message`, kills it now and then, and sends what was not taken again.

    `kills`: how often it did so.
    """

    def __init__(self, offices: Offices, books: Books, ledger: Ledger) -> None:
        self.kills = 0
        self._offices = offices
        self._books = books
        self._ledger = ledger
        self._ids: dict[str, UUID] = {}

    def go_on(self, stopping: Event, choose: random.Random) -> None:
        """Tell every case that waits for a message."""
        while not stopping.wait(_PAUSE):
            for number in self._books.listening(MESSAGE):
                if stopping.is_set():
                    return
                self.tell(number, choose)

    def tell(self, number: str, choose: random.Random) -> None:
        """Try once, with the same id as before; one that is taken may come again."""
        message = self._ids.setdefault(number, uuid4())
        if self._told(number, message, choose):
            self._ledger.messages[message] = number
            if choose.random() < _TWICE:
                self._told(number, message, choose)

    def _told(self, number: str, message: UUID, choose: random.Random) -> bool:
        self._ledger.send(message)
        command = (*LAKSANA, "message", MESSAGE, "--case", number, "--id", str(message))
        life = choose.uniform(*_LIVES) if choose.random() < _KILLED else None
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=self._offices.environment,
                capture_output=True,
                text=True,
                timeout=life,
                check=False,
            )
        except subprocess.TimeoutExpired:  # which kills it
            self.kills += 1
            return False
        if done.returncode == 0:
            return True
        self._ledger.meet("command refused")
        if not done.stderr.startswith("Error: ") or "Traceback" in done.stderr:
            self._ledger.fault(f"laksana message: {done.returncode}\n{done.stderr}")
        return False
