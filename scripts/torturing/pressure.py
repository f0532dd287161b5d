"""The pressure: clerks and a messenger at work, first beside the killer, then alone to the end."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Timer

from torturing.books import Books
from torturing.browser import Browser
from torturing.checking import Differences
from torturing.clerks import Clerk, Sessions
from torturing.installation import Machine
from torturing.killer import Killer
from torturing.ledger import Ledger
from torturing.messenger import Messenger

CLERKS = 4
_END = 300  # seconds until every case must be at its end


@dataclass(frozen=True)
class Outcome:
    """What was done, met and found; `seconds` of killing."""

    seconds: float
    kills: Counter[str]
    lives: Counter[str]
    ledger: Ledger
    differences: list[str]


def press(machine: Machine, seconds: float, seed: int) -> Outcome:
    """Work for so many seconds beside the killer, then to the end of every case, and compare."""
    ledger, books = Ledger(), Books(machine.offices.url)
    killer = Killer(machine, random.Random(seed))
    messenger = Messenger(machine.offices, books, ledger)
    with machine.running():
        team = _Team(machine, ledger, seed)
        with _beside(lambda stop: messenger.go_on(stop, random.Random(seed))):
            begun = time.monotonic()
            with _beside(killer.go_on) as killing:
                Timer(seconds, killing.set).start()
                team.work(until=begun + seconds)
            taken = time.monotonic() - begun
            machine.wait()
            team.finish(books)
    kills = killer.kills + Counter({"laksana message": messenger.kills})
    lives = Counter[str]()
    for process in machine.processes:
        lives[process.name] += process.lives
        if process.ended:
            ledger.fault(f"{process.name} ended by itself {process.ended} times")
    found = list(Differences(machine.offices, books, ledger).all())
    return Outcome(taken, kills, lives, ledger, found)


class _Team:
    """Clerks in threads, each with random numbers of its own."""

    def __init__(self, machine: Machine, ledger: Ledger, seed: int) -> None:
        sessions = Sessions(machine.offices)
        for office, role in machine.offices.accounts:
            sessions.of(office, role, Browser(machine.port, ledger))
        self._clerks = [
            Clerk(machine.port, machine.offices, sessions, ledger) for _ in range(CLERKS)
        ]
        self._seed = seed

    def work(self, until: float) -> None:
        """Whatever chance brings. Raises what a clerk does."""

        def go_on(number: int) -> None:
            choose = random.Random(f"{self._seed} {number}")
            while time.monotonic() < until:
                self._clerks[number].turn(choose)

        with ThreadPoolExecutor(CLERKS) as threads:
            list(threads.map(go_on, range(CLERKS)))

    def finish(self, books: Books) -> None:
        """Carry every case to its end, or as far as it goes."""
        until = time.monotonic() + _END
        while books.unfinished() and time.monotonic() < until:
            with ThreadPoolExecutor(CLERKS) as threads:
                list(threads.map(Clerk.clear, self._clerks))


@contextmanager
def _beside(work: Callable[[Event], None]) -> Iterator[Event]:
    """Have `work` go on in a thread until the event happens. Raises what it raised."""
    stopping = Event()
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, stopping)
        try:
            yield stopping
        finally:
            stopping.set()
        done.result()
