"""A throw-away PgBouncer in transaction mode: a transaction runs on any connection that is free."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.databases import free_port, unprivileged_user

# Fewer connections than whoever works through it, so that they must share them.
_CONNECTIONS = 4
_PATIENCE = 10  # seconds

# By this name of nobody an address says that it leads through a pooler, which lets everybody in.
_USER = "pooled"

_SETTINGS = """\
[databases]
* = host={host} port={server} user={user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 500
"""


def is_pooled(url: str) -> bool:
    """Whether the address is that of a pooler of these, through which nothing can be prepared."""
    return make_url(url).username == _USER


@dataclass(frozen=True)
class Pooler:
    """Where it listens, as SQLAlchemy writes it, and its process."""

    url: str
    pid: int


@contextmanager
def pooled(program: Path, url: str, *, size: int = _CONNECTIONS) -> Iterator[Pooler]:
    """A pooler before the PostgreSQL database at `url`; `size`: its connections to the database."""
    direct = make_url(url)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="laksana-pgbouncer-") as folder:
        settings = Path(folder, "pgbouncer.ini")
        settings.write_text(
            _SETTINGS.format(
                host=direct.host, server=direct.port, user=direct.username, port=port, size=size
            )
        )
        process = _start(program, settings)
        try:
            through = direct.set(username=_USER, port=port)
            _await(through.set(drivername="postgresql").render_as_string(hide_password=False))
            yield Pooler(through.render_as_string(hide_password=False), process.pid)
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _start(program: Path, settings: Path) -> subprocess.Popen[bytes]:
    """PgBouncer refuses to be run by root, and then reads only what anybody may."""
    account = None
    command: list[str | Path] = [program, "--quiet", settings]
    if os.geteuid() == 0:
        account = pwd.getpwnam(unprivileged_user())
        settings.parent.chmod(0o755)
    return subprocess.Popen(command, user=account and account.pw_uid)


def _await(address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with psycopg.connect(address, prepare_threshold=None):
                return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
