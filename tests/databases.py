"""A throw-away PostgreSQL server for the tests, shared by all processes of one test run."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

# How the process that started the test run tells its workers which folder is the server's.
HOME_VARIABLE = "TESTS_POSTGRESQL"


class PostgresServer:
    """A server in a folder of its own, reached by loopback; the first who needs it starts it."""

    def __init__(self, home: Path) -> None:
        """`home` is an empty folder, or one in which another process has started the server."""
        self._home = home
        self._data = home / "data"
        self._port = home / "port"
        self._numbers = count(1)

    @classmethod
    def in_new_folder(cls) -> PostgresServer:
        """A server that is not started yet; the run's other processes find it by `of_this_run`."""
        os.environ[HOME_VARIABLE] = tempfile.mkdtemp(prefix="laksana-postgresql-")
        return cls.of_this_run()

    @classmethod
    def of_this_run(cls) -> PostgresServer:
        """The server that all processes of this test run share."""
        return cls(Path(os.environ[HOME_VARIABLE]))

    def start(self, programs: Path, *, durable: bool = True) -> None:
        """Start the server with the `programs` in that folder, unless it runs already.

        `durable`: what was committed outlives the machine, and not only the server.
        """
        with (self._home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._port.exists():
                self._start(programs, free_port(), durable=durable)

    def stop(self, programs: Path | None) -> None:
        """Stop the server if it was started, and remove its folder."""
        if programs is not None and self._port.exists():
            self.crash(programs)
        shutil.rmtree(self._home)

    def crash(self, programs: Path) -> None:
        """End the server as a power cut does: nothing is finished, nothing is told."""
        self._run(programs / "pg_ctl", "stop", "--mode=immediate", f"--pgdata={self._data}")

    def resume(self, programs: Path) -> None:
        """Start a server again that was stopped, and wait until it has recovered."""
        self._launch(programs, int(self._port.read_text()))

    @property
    def pid(self) -> int:
        """The process from which all of the server's come."""
        return int((self._data / "postmaster.pid").read_text().partition("\n")[0])

    @contextmanager
    def database(self) -> Iterator[str]:
        """A new empty database, dropped afterwards: its address, as SQLAlchemy writes it."""
        name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(self._numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"postgresql+psycopg://laksana@127.0.0.1:{self._port.read_text()}/{name}"
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _start(self, programs: Path, port: int, *, durable: bool) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._home, unprivileged_user())
        form = ("--encoding=UTF8", "--no-locale", "--auth=trust", "--username=laksana", "--no-sync")
        self._run(programs / "initdb", f"--pgdata={self._data}", *form)
        if not durable:
            with (self._data / "postgresql.auto.conf").open("a") as settings:
                settings.write("fsync = off\n")
        self._launch(programs, port)
        self._port.write_text(str(port))

    def _launch(self, programs: Path, port: int) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={port}"
        sockets = f"-c unix_socket_directories={self._home}"
        data, log = f"--pgdata={self._data}", f"--log={self._home / 'log'}"
        self._run(programs / "pg_ctl", "start", "--wait", data, log, f"-o{options} {sockets}")

    def _run(self, *command: str | Path) -> None:
        """Run one of the server's programs, which refuse to be run by root."""
        account = pwd.getpwnam(unprivileged_user()) if os.geteuid() == 0 else None
        # Into a file, because the server keeps the output open and a pipe would never end.
        with (self._home / "output").open("w+") as output:
            done = subprocess.run(
                command,
                cwd=self._home,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=() if account else None,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
            output.seek(0)
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(map(str, command))}:\n{output.read()}")

    def _execute(self, statement: sql.Composed) -> None:
        port = int(self._port.read_text())
        with psycopg.connect(
            host="127.0.0.1", port=port, user="laksana", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def unprivileged_user() -> str:
    """Debian's account for the server, or the one that owns nothing."""
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
