"""Carries cases of SOP 001 through their eight steps by several clients, and times the POSTs."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from uuid import UUID

from benchmark.installation import Installation
from benchmark.people import Filled, Person
from tests.processes.at_work import filled

AT_ONCE = 5  # cases that one client carries side by side, so that all are busy for a while


class Client:
    """One client: a person a role, each with a connection, and the cases that they carry."""

    def __init__(self, installation: Installation, port: int) -> None:
        self._definition = installation.sop.definition
        self._deployment = installation.sop.deployment.id
        self._team = installation.team(port, self._definition)
        self._raw = installation.raw()
        self._cases: list[UUID] = []
        self._ready: list[tuple[Person, Filled]] = []

    @property
    def elements(self) -> tuple[str, ...]:
        """The steps in their order, which in this SOP is everybody's."""
        return tuple(self._definition.steps)

    def prepare_starts(self) -> None:
        """Open and fill the start form once for each case."""
        (start,) = self._definition.starts.values()
        person, texts = self._team[start.lane.performer], filled(start.form).texts
        address = f"/sops/{self._deployment}/start/{start.element}"
        self._ready = [(person, person.fill(address, texts)) for _ in range(AT_ONCE)]

    def prepare(self, element: str) -> None:
        """Open and fill the form of this step in each case."""
        step = self._definition.steps[element]
        person, texts = self._team[step.lane.performer], filled(step.form).texts
        tasks = [self._raw.open_task(case) for case in self._cases]
        self._ready = [(person, person.fill(f"/tasks/{task}", texts)) for task in tasks]

    def send(self) -> list[tuple[float, str]]:
        """Send what is ready, one form after the other."""
        return [person.send(form) for person, form in self._ready]

    def hold(self, receipts: Iterable[str]) -> None:
        """Go on with the cases whose receipts these are."""
        self._cases = [UUID(receipt.split("/")[2]) for receipt in receipts]


class Work:
    """What several clients did so far: in each round all open forms, then all send them.

    `completions`: seconds each; `sending`: seconds in which nothing but POSTs was done.
    """

    def __init__(self, clients: list[Client]) -> None:
        self.cases = 0
        self.completions: list[float] = []
        self.sending = 0.0
        self._clients = clients

    def round(self) -> None:
        """Carry a few cases from their starts to their ends."""
        with ThreadPoolExecutor(len(self._clients)) as threads:
            list(threads.map(Client.prepare_starts, self._clients))
            for client, started in zip(self._clients, self._sent(threads), strict=True):
                client.hold(receipt for _, receipt in started)
                self.cases += len(started)
            for element in self._clients[0].elements:
                list(threads.map(methodcaller("prepare", element), self._clients))
                sent = self._sent(threads)
                self.completions += [seconds for answers in sent for seconds, _ in answers]

    def _sent(self, threads: ThreadPoolExecutor) -> list[list[tuple[float, str]]]:
        begun = time.perf_counter()
        answers = list(threads.map(Client.send, self._clients))
        self.sending += time.perf_counter() - begun
        return answers
