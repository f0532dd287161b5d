"""Carries work through a server by several clients, and times the POSTs of completions."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from statistics import median
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID, uuid4

from benchmark.installation import Installation
from benchmark.people import Filled, Person, Stranger
from tests.processes.at_work import filled

AT_ONCE = 10  # cases that one client carries side by side, so that all are busy for a while


class Client(Protocol):
    """Who carries a few cases from their starts to their ends, step by step."""

    steps: int

    def start(self) -> None:
        """Begin new cases."""

    def prepare(self, step: int) -> None:
        """Fill in the form of this step (counted from 0) in each case."""

    def send(self) -> list[float]:
        """Send what is ready, one form after the other; seconds of each."""


class LaksanaClient:
    """Carries cases of SOP 001: a person a role, each with a connection."""

    def __init__(self, installation: Installation, port: int) -> None:
        self._definition = installation.sop.definition
        self._deployment = installation.sop.deployment.id
        self._team = installation.team(port, self._definition)
        self._raw = installation.raw()
        self._cases: list[UUID] = []
        self._ready: list[tuple[Person, Filled]] = []
        self.steps = len(self._definition.steps)

    def start(self) -> None:
        """Register them."""
        (start,) = self._definition.starts.values()
        person, texts = self._team[start.lane.performer], filled(start.form).texts
        address = f"/sops/{self._deployment}/start/{start.element}"
        receipts = [person.send(person.fill(address, texts))[1] for _ in range(AT_ONCE)]
        self._cases = [UUID(receipt.split("/")[2]) for receipt in receipts]

    def prepare(self, step: int) -> None:
        """In this SOP everybody takes the same way."""
        asked = list(self._definition.steps.values())[step]
        person, texts = self._team[asked.lane.performer], filled(asked.form).texts
        tasks = [self._raw.open_task(case) for case in self._cases]
        self._ready = [(person, person.fill(f"/tasks/{task}", texts)) for task in tasks]

    def send(self) -> list[float]:
        """As the browser does."""
        return [person.send(form)[0] for person, form in self._ready]


class BareClient:
    """Completes as many tasks at the bare server, with texts of the same length."""

    def __init__(self, installation: Installation, port: int) -> None:
        self._server = Stranger(port)
        self._raw = installation.raw()
        self._tasks: list[str] = []
        self._forms: list[str] = []
        (first, *others) = installation.sop.definition.steps.values()
        self._texts = filled(first.form).texts
        self.steps = 1 + len(others)

    def start(self) -> None:
        """Copies of a finished case, each with a task that is open again."""
        self._tasks = [f"/tasks/{self._raw.copy_case()}" for _ in range(AT_ONCE)]

    def prepare(self, step: int) -> None:
        """All steps are alike."""
        del step
        self._forms = [urlencode({"act": uuid4(), **self._texts}, doseq=True) for _ in self._tasks]

    def send(self) -> list[float]:
        """Each answer tells where the next task is."""
        seconds = []
        for number, (task, form) in enumerate(zip(self._tasks, self._forms, strict=True)):
            begun = time.perf_counter()
            self._tasks[number] = self._server.send(task, form)
            seconds.append(time.perf_counter() - begun)
        return seconds


class Work:
    """What several clients did so far: in each round all open forms, then all send them.

    `completions`: seconds each; `rates`: of each round, completions a second while nothing else was
    done.
    """

    def __init__(self, clients: list[Client]) -> None:
        self.cases = 0
        self.completions: list[float] = []
        self.rates: list[float] = []
        self._clients = clients

    @property
    def rate(self) -> float:
        """Completions a second, in the median round: others may have had the machine meanwhile."""
        return median(self.rates)

    def round(self) -> None:
        """Carry a few cases from their starts to their ends."""
        with ThreadPoolExecutor(len(self._clients)) as threads:
            list(threads.map(methodcaller("start"), self._clients))
            self.cases += AT_ONCE * len(self._clients)
            before, sending = len(self.completions), 0.0
            for step in range(self._clients[0].steps):
                list(threads.map(methodcaller("prepare", step), self._clients))
                begun = time.perf_counter()
                sent = list(threads.map(methodcaller("send"), self._clients))
                sending += time.perf_counter() - begun
                self.completions += [seconds for each in sent for seconds in each]
            self.rates.append((len(self.completions) - before) / sending)
