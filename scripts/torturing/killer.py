"""The killer: SIGKILL at random moments, and power cuts of the database."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from threading import Event

from torturing.installation import POOLER, PROXY, SERVER, WORKER, Machine

_SOONEST, _LATEST = 0.3, 4.0  # seconds between two kills: some hit what has just come back
_WORK = 2.0  # times as long as coming back took may work go on, so that some is done on any machine
_YOUNG = 0.1  # of the kills hit what is not up yet; after more of them nothing would ever be up
_AWAY = (0.0, 4.0)  # seconds for which the database stays away

# How often each is killed, beside the others. A server's process comes back in a moment, a whole
# server and a worker in seconds.
_ON_POSTGRESQL = {"process of the server": 6, SERVER: 1, WORKER: 3, "database": 2}
_ON_SQLITE = {SERVER: 1}
_BETWEEN = {POOLER: 1, PROXY: 1}


class Killer:
    """Kills what `choose` says, until it is told to stop; `kills` counts by kind."""

    def __init__(self, machine: Machine, choose: random.Random) -> None:
        self._machine = machine
        self._choose = choose
        self.kills: Counter[str] = Counter()
        self._ways: dict[str, Callable[[], bool]] = {
            "process of the server": self._kill_child,
            SERVER: lambda: self._kill(SERVER),
            WORKER: lambda: self._kill(WORKER),
            POOLER: lambda: self._kill(POOLER),
            PROXY: lambda: self._kill(PROXY),
            "database": self._crash,
        }

    def go_on(self, stopping: Event) -> None:
        """One kill after the other."""
        here = {each.name for each in self._machine.processes}
        weights = _ON_POSTGRESQL if self._machine.has_database else _ON_SQLITE
        weights = weights | {name: often for name, often in _BETWEEN.items() if name in here}
        latest = _LATEST
        while not stopping.wait(self._choose.uniform(_SOONEST, latest)):
            (kind,) = self._choose.choices(list(weights), list(weights.values()))
            if self._ways[kind]():
                self.kills[kind] += 1
            killed = time.monotonic()
            if self._choose.random() > _YOUNG:
                self._machine.wait()
            latest = max(_LATEST, _WORK * (time.monotonic() - killed))

    def _kill(self, name: str) -> bool:
        process = self._choose.choice([p for p in self._machine.processes if p.name == name])
        process.kill()
        return True

    def _kill_child(self) -> bool:
        servers = [each for each in self._machine.processes if each.name == SERVER]
        children = self._choose.choice(servers).children()
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(self._choose.choice(children), signal.SIGKILL)
        return True

    def _crash(self) -> bool:
        self._machine.crash_database(self._choose.uniform(*_AWAY))
        return True
