"""An installation to measure: a database with the demonstration's offices, and its processes."""

from __future__ import annotations

import compileall
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmark.people import Person
from benchmark.raw import Raw, open_raw
from service.bootstrap import Laksana, build
from service.demo import set_up
from service.domain.actor import Operator
from service.domain.definition import Definition
from service.folder import read_diagram, read_forms
from service.settings import read_settings
from service.usecases.deploy import Deploy, Deployed
from tests.driver import Asked, listening
from tests.integration.counting import SOP, completions
from tests.needs import ROOT

PROCESSES = ROOT / "processes"
OFFICE = "dinas"
THREADS = 4
LAKSANA = "service.wsgi:app"
BARE = "benchmark.bare:app"
BARE_URL = "BENCHMARK_DATABASE_URL"
_OPERATOR = Operator("scripts/bench")
_PASSWORD = "kata sandi bench"  # noqa: S105 - of an installation that is gone in a minute
_PATIENCE = 30  # seconds until a server that does not answer is given up
_BETWEEN = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Served:
    """A server under test: its processes' ports, and the seconds until all of them had answered.

    `pids`: of those that the serving processes come from.
    """

    ports: Sequence[int]
    started: float
    pids: Sequence[int]

    @property
    def port(self) -> int:
        """The first process's."""
        return self.ports[0]

    def spread(self, clients: int) -> Iterator[int]:
        """The ports for so many clients, as many at each as at the others."""
        return islice(cycle(self.ports), clients)

    @property
    def resident(self) -> int:
        """The bytes of memory that the largest of its serving processes holds."""
        places = (Path(f"/proc/{pid}/task/{pid}/children") for pid in self.pids)
        return max(_resident(pid) for place in places for pid in place.read_text().split())


class Installation:
    """SOP 001, deployed in one office; one case of it is finished.

    `asked` is what each completion of that case asked the database; `settings`: its variables.
    """

    def __init__(self, var: Path, url: str) -> None:
        """`var`: an empty folder; `url`: an empty database."""
        self.url = url
        self.var = var
        self.settings = {"LAKSANA_VAR": str(var), "LAKSANA_DATABASE_URL": url}
        compileall.compile_dir(ROOT / "service", quiet=1)  # as whoever installs it does
        with listening(var / "wire") as wire:
            laksana = build(read_settings(self.settings))
            laksana.migrate()
            people = set_up(laksana, PROCESSES, _PASSWORD)
            self._accounts = {p.duty: p.name for p in people if p.name.endswith(f"@{OFFICE}")}
            found = completions(laksana.web(), self._accounts, _PASSWORD, wire)
            self.asked: Sequence[Asked] = list(found)
            self.sop = _deployed(laksana, read_diagram(PROCESSES / f"{SOP}.bpmn"))
            laksana.close()

    def raw(self) -> Raw:
        """A connection through the driver alone."""
        return open_raw(self.url)

    def team(self, port: int, definition: Definition) -> dict[str, Person]:
        """A person for each role of an SOP, signed in."""
        return {role: Person(port, self._accounts[role], _PASSWORD) for role in definition.roles}

    def deploy(self, drawn: bytes) -> Deployed:
        """Make a diagram the newest version of its SOP in the same office."""
        laksana = build(read_settings(self.settings))
        try:
            return _deployed(laksana, drawn)
        finally:
            laksana.close()

    @contextmanager
    def served(self, processes: int, application: str = LAKSANA) -> Iterator[Served]:
        """This many processes of an application, which answer already.

        Each has a port of its own, so that clients can be spread over them evenly: which process
        takes a connection of a port that they share is chance, and stays so while it is kept alive.
        """
        ports = [_free_port() for _ in range(processes)]
        begun = time.perf_counter()
        servers = [self._serve(port, application) for port in ports]
        try:
            for port, server in zip(ports, servers, strict=True):
                _await(port, server)
            pids = [server.pid for server in servers]
            yield Served(ports, time.perf_counter() - begun, pids)
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(_PATIENCE)

    def _serve(self, port: int, application: str) -> subprocess.Popen[bytes]:
        place = ("--bind", f"127.0.0.1:{port}", "--keep-alive", "75", "--log-level", "warning")
        size = ("--workers", "1", "--threads", str(THREADS), "--no-control-socket")
        command = (sys.executable, "-m", "gunicorn", application, *size, *place)
        environment = os.environ | self.settings | {BARE_URL: self.url}
        return subprocess.Popen(command, cwd=ROOT, env=environment)


def _resident(pid: str) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def _deployed(laksana: Laksana, drawn: bytes) -> Deployed:
    """The diagram's newest version, which may be there already."""
    office = laksana.find_office(OFFICE)
    return laksana.deploy(Deploy(office.id, drawn, read_forms(PROCESSES), _OPERATOR))


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            time.sleep(_BETWEEN)
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
