"""A throw-away PgBouncer in transaction mode: a transaction runs on any connection that is free."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from service.store.database import driver_address
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
server_login_retry = 1
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
    with tempfile.TemporaryDirectory(prefix="laksana-pgbouncer-") as folder:
        port = free_port()
        process = subprocess.Popen(pooling(program, Path(folder), url, port, size=size))
        through = through_pooler(url, port)
        try:
            _await(driver_address(through))
            yield Pooler(through, process.pid)
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def pooling(
    program: Path, folder: Path, url: str, port: int, *, size: int = _CONNECTIONS
) -> Sequence[str]:
    """The command of a pooler at this port, whose settings are written into the folder."""
    server = make_url(url)
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        _SETTINGS.format(
            host=server.host, server=server.port, user=server.username, port=port, size=size
        )
    )
    if os.geteuid() != 0:
        return (str(program), "--quiet", str(settings))
    folder.chmod(0o755)  # it refuses to be root, and then reads only what anybody may
    settings.chmod(0o644)
    return (str(program), "--quiet", f"--user={unprivileged_user()}", str(settings))


def through_pooler(url: str, port: int) -> str:
    """The address of the same database through the pooler at this port."""
    pooled = make_url(url).set(username=_USER, host="127.0.0.1", port=port)
    return pooled.render_as_string(hide_password=False)


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
