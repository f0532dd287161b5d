"""Several machines as one service: gunicorns on loopback addresses, workers, and a proxy."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import free_port
from tests.needs import ROOT

MACHINE = "X-Machine"  # the header in which the proxy says who answered
_PATIENCE = 60  # seconds

_SETTINGS = """\
global
    maxconn 500
defaults
    mode http
    timeout connect 5s
    timeout client 75s
    timeout server 75s
    retries 3
    option redispatch
frontend people
    bind 127.0.0.1:{port}
    http-response set-header X-Machine %s
    default_backend machines
backend machines
    balance roundrobin
    option httpchk GET /readyz
    default-server check inter 2s fall 2 rise 1
"""


@dataclass(frozen=True)
class Size:
    """How many machines serve, with how many server processes each, and how many workers."""

    machines: int
    processes: int = 1
    workers: int = 0
    threads: int = 4


@dataclass(frozen=True)
class Cluster:
    """What runs: `url` is the proxy's, which gives each request to the next machine."""

    url: str
    servers: Sequence[subprocess.Popen[bytes]]
    workers: Sequence[subprocess.Popen[bytes]]


@contextmanager
def clustered(proxy: Path, var: Path, settings: Mapping[str, str], size: Size) -> Iterator[Cluster]:
    """A cluster on the migrated database of `settings`; `var` is the folder that all share.

    `proxy`: HAProxy's program. The machines are 127.0.0.2 and those after it.
    """
    environment = os.environ | {
        "LAKSANA_VAR": str(var),
        "LAKSANA_WORKERS": str(size.processes),
        "LAKSANA_THREADS": str(size.threads),
        **settings,
    }
    port = free_port()
    addresses = addresses_of(size.machines)
    with ExitStack() as running, (var / "cluster.log").open("ab") as log:

        def run(*command: str | Path) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
            running.callback(_stop, process)
            return process

        bin_ = Path(sys.executable).parent
        serve = (bin_ / "gunicorn", "--config", "docker/gunicorn.conf.py", "--keep-alive", "75")
        servers = [run(*serve, "--bind", address) for address in addresses]
        workers = [run(bin_ / "laksana", "work") for _ in range(size.workers)]
        for address in addresses:
            _await(f"http://{address}")
        run(*proxying(proxy, var, port, addresses))
        url = f"http://127.0.0.1:{port}"
        _await(url)
        yield Cluster(url, servers, workers)


def proxying(program: Path, folder: Path, port: int, addresses: Sequence[str]) -> Sequence[str]:
    """The command of a proxy at this port, whose settings are written into the folder."""
    settings = folder / "haproxy.cfg"
    machines = (f"    server m{place} {each}\n" for place, each in enumerate(addresses))
    settings.write_text(_SETTINGS.format(port=port) + "".join(machines))
    return (str(program), "-db", "-f", str(settings))


def addresses_of(machines: int) -> Sequence[str]:
    """A place to listen for each of so many machines."""
    return [f"127.0.0.{2 + number}:{free_port()}" for number in range(machines)]


def _await(url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(f"{url}/readyz", timeout=_PATIENCE):
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stopped alike by an operator; one that was killed before is only waited for."""
    process.terminate()
    process.wait(_PATIENCE)
