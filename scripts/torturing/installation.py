"""What runs: on PostgreSQL a server of two processes and two workers, on SQLite one process."""

from __future__ import annotations

import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import needs
from tests.databases import PostgresServer
from torturing.offices import LAKSANA, Offices
from torturing.processes import Process, supervised

KINDS = ("sqlite", "postgresql")
SERVER = "server"
WORKER = "worker"
LOG = "log"  # of all processes, in the folder of the machine
_PATIENCE = 60  # seconds until a server that does not answer is given up


class Machine:
    """The processes of an installation; `database` is the server to crash, if there is one."""

    def __init__(self, offices: Offices, logs: Path, database: PostgresServer | None) -> None:
        self.offices = offices
        self.port = _free_port()
        self.log = logs / LOG
        self._database = database
        place = f"127.0.0.1:{self.port}"
        environment = offices.environment | {"LAKSANA_WORKERS": "2"}
        gunicorn = (sys.executable, "-m", "gunicorn", "--config", "docker/gunicorn.conf.py")
        commands = (
            [(SERVER, (*LAKSANA, "serve", "--port", str(self.port)))]
            if database is None
            else [
                (SERVER, (*gunicorn, "--bind", place, "--log-level", "warning")),
                *2 * [(WORKER, (*LAKSANA, "work"))],
            ]
        )
        self.processes = [
            Process(name, command, environment, self.log) for name, command in commands
        ]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answering, and started again whenever something ends."""
        with supervised(self.processes):
            self.wait()
            yield

    def wait(self) -> None:
        """Until a page is answered. Raises RuntimeError."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz"):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text()}")

    @property
    def has_database(self) -> bool:
        """Whether the database is a server of its own."""
        return self._database is not None

    def crash_database(self, away: float) -> None:
        """Stop the database in the middle of everything; it comes back after so many seconds."""
        programs = needs.postgresql()
        if self._database is None or programs is None:
            raise LookupError("no server of a database")
        self._database.crash(programs)
        time.sleep(away)
        self._database.resume(programs)


@contextmanager
def machine(kind: str, folder: Path) -> Iterator[Machine]:
    """A machine of this kind (`KINDS`) in an empty folder. Raises LookupError without programs."""
    if kind == "sqlite":
        offices = Offices(folder, f"sqlite:///{folder / 'laksana.db'}")
        yield Machine(offices, folder, None)
        return
    programs = needs.postgresql()
    if programs is None:
        raise LookupError("PostgreSQL is not installed")
    server = PostgresServer.in_new_folder()
    try:
        server.start(programs)
        with server.database() as url:
            yield Machine(Offices(folder, url), folder, server)
    finally:
        server.stop(programs)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
