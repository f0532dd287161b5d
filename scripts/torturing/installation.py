"""What runs: on SQLite one process; on PostgreSQL a server of two processes and two workers.

The cluster has two such servers on addresses of their own behind a proxy, and a pooler before
PostgreSQL.
"""

from __future__ import annotations

import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests import needs
from tests.cluster import addresses_of, proxying
from tests.databases import PostgresServer, free_port
from tests.pooler import pooling, through_pooler
from torturing.offices import LAKSANA, Offices
from torturing.processes import Process, supervised

KINDS = ("sqlite", "postgresql", "cluster")
SERVER = "server"
WORKER = "worker"
POOLER = "pooler"
PROXY = "proxy"
LOG = "log"  # of all processes, in the folder of the machine
_PATIENCE = 60  # seconds until a server that does not answer is given up


Command = tuple[str, Sequence[str]]
"""What a process is called, and what it runs."""


class Machine:
    """The processes of an installation; it answers at `port`. `database`: a server to crash."""

    def __init__(
        self,
        offices: Offices,
        port: int,
        log: Path,
        commands: Sequence[Command],
        database: PostgresServer | None = None,
    ) -> None:
        self.offices = offices
        self.port = port
        self.log = log
        self._database = database
        environment = offices.environment | {"LAKSANA_WORKERS": "2"}
        self.processes = [Process(name, command, environment, log) for name, command in commands]

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
    port, log = free_port(), folder / LOG
    if kind == "sqlite":
        offices = Offices(folder, f"sqlite:///{folder / 'laksana.db'}")
        yield Machine(offices, port, log, [(SERVER, (*LAKSANA, "serve", "--port", str(port)))])
        return
    programs = needs.postgresql()
    if programs is None:
        raise LookupError("PostgreSQL is not installed")
    server = PostgresServer.in_new_folder()
    try:
        server.start(programs)
        with server.database() as url:
            offices = Offices(folder, url)
            workers = 2 * [(WORKER, (*LAKSANA, "work"))]
            front = (
                _several(offices, folder, port)
                if kind == "cluster"
                else [(SERVER, _gunicorn(f"127.0.0.1:{port}"))]
            )
            yield Machine(offices, port, log, [*front, *workers], server)
    finally:
        server.stop(programs)


def _gunicorn(place: str) -> Sequence[str]:
    command = (sys.executable, "-m", "gunicorn", "--config", "docker/gunicorn.conf.py")
    return (*command, "--bind", place, "--log-level", "warning")


def _several(offices: Offices, folder: Path, port: int) -> list[Command]:
    """A proxy, servers and a pooler, through which the offices are reached from now on."""
    proxy, pooler = needs.haproxy(), needs.pgbouncer()
    if not (proxy and pooler):
        raise LookupError("HAProxy or PgBouncer is not installed")
    pooling_at, places = free_port(), addresses_of(2)
    offices.settings |= {
        "LAKSANA_DATABASE_URL": through_pooler(offices.url, pooling_at),
        "LAKSANA_PREPARED_STATEMENTS": "0",
        "LAKSANA_WORKER_DATABASE_URL": offices.url,
    }
    place = folder / "pooler"
    place.mkdir()
    folder.chmod(0o711)
    return [
        (POOLER, pooling(pooler, place, offices.url, pooling_at)),
        (PROXY, proxying(proxy, folder, port, places)),
        *((SERVER, _gunicorn(each)) for each in places),
    ]
