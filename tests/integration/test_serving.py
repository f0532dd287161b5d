"""Serving for real: gunicorn with the configuration that the image uses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.needs import ROOT

GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "docker/gunicorn.conf.py")
PATIENCE = 60
SECRET = "rahasia-sekali"
NOWHERE = f"postgresql://laksana:{SECRET}@127.0.0.1:1/laksana"


def environment(var: Path, **settings: str) -> dict[str, str]:
    """The variables of a server that keeps its things in `var`."""
    # One process, because gunicorn waits long for one that was told to stop before it was up.
    return os.environ | {"LAKSANA_VAR": str(var), "LAKSANA_WORKERS": "1"} | settings


def attempt(var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start a server that must not come up."""
    return subprocess.run(
        [*GUNICORN, "--bind", "127.0.0.1:0"],
        cwd=ROOT,
        env=environment(var, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LAKSANA_DATABSE_URL", SECRET, "LAKSANA_DATABSE_URL tidak dikenal"),
        ("LAKSANA_WORKERS", "dua", 'LAKSANA_WORKERS="dua" tidak sah'),
        ("LAKSANA_DATABASE_URL", NOWHERE, "laksana:***@127.0.0.1:1/laksana tidak dapat dipakai"),
        ("LAKSANA_DATABASE_URL", "", "Skema basis data belum terkini. Jalankan: laksana migrate"),
    ],
)
def test_what_is_wrong_at_the_start_is_said_in_one_sentence(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    done = attempt(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: ")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr


class Server:
    """A server without an office, in a folder of its own."""

    def __init__(self, var: Path, **settings: str) -> None:
        self._var = var
        self._log = var / "log"
        self._url = f"http://127.0.0.1:{_free_port()}"
        laksana = str(Path(sys.executable).parent / "laksana")
        subprocess.run([laksana, "migrate"], env=environment(var), check=True)
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*GUNICORN, "--bind", self._url.removeprefix("http://")],
                cwd=ROOT,
                env=environment(var, **settings),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/healthz")
            except urllib.error.URLError:
                assert self.process.poll() is None, self.printed()
                assert time.monotonic() < until, self.printed()
                time.sleep(0.05)
            else:
                return

    def get(self, address: str, **headers: str) -> HTTPResponse:
        """Ask for a page."""
        request = urllib.request.Request(self._url + address, headers=headers)
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=PATIENCE)
        return answer

    def stop(self) -> int:
        """Stop as an operator does; gives the exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def say(self, line: bytes) -> None:
        """Send a line that may be no HTTP, and hear the answer out."""
        host, _, port = self._url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as wire:
            wire.sendall(line + b"\r\n\r\n")
            while wire.recv(4096):
                pass

    def metrics(self) -> dict[str, float]:
        """Each series with its value, as a scraper reads them."""
        token = (self._var / "metrics-token").read_text()
        with self.get("/metrics", Authorization=f"Bearer {token}") as answer:
            lines = [line for line in answer.read().decode().splitlines() if line[0] != "#"]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    def printed(self) -> str:
        """What the server has said so far."""
        return self._log.read_text()

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log, all of which are objects."""
        return [json.loads(line) for line in self.printed().splitlines()]


@pytest.fixture
def server(tmp_path: Path, compiled_catalogue: Path) -> Iterator[Server]:
    """A server that answers."""
    assert compiled_catalogue.exists()
    server = Server(tmp_path)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def test_the_log_names_routes_and_nobody(server: Server) -> None:
    query = "/sign-in?next=/cases%3Fq%3Dnama"
    with server.get(query, Referer="http://nama/") as answer:
        assert answer.status == 200
    server.say(b"GET /cases?text=nama")
    server.process.send_signal(signal.SIGHUP)  # the configuration is read again
    server.wait()
    assert server.stop() == 0
    [line] = [line for line in server.lines() if line.get("endpoint") == "signing_in.form"]
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["request"] == answer.headers["X-Request-Id"]
    assert "Invalid request" in {line["message"] for line in server.lines()}
    assert "nama" not in server.printed()


def test_the_processes_of_a_server_count_together(tmp_path: Path, compiled_catalogue: Path) -> None:
    assert compiled_catalogue.exists()
    server = Server(tmp_path, LAKSANA_WORKERS="3")
    try:
        server.wait()
        for _ in range(30):
            server.get("/sign-in").close()
        form = 'endpoint="signing_in.form",method="GET",status="2xx"'
        assert server.metrics()[f"laksana_request_seconds_count{{{form}}}"] == 30
        assert counts_of(server)
    finally:
        assert server.stop() == 0
    assert not counts_of(server)


def counts_of(server: Server) -> list[Path]:
    """The folder of a server's counts, while there is one."""
    return list(Path("/dev/shm").glob(f"laksana-metrics-{server.process.pid}-*"))


def test_no_connection_is_open_where_processes_are_forked(server: Server) -> None:
    opened = Path(f"/proc/{server.process.pid}/fd").iterdir()
    assert not [file for file in opened if "laksana.db" in str(file.resolve())]


def test_what_is_kept_is_for_the_servers_account_alone(server: Server) -> None:
    assert "Umask:\t0077\n" in Path(f"/proc/{server.process.pid}/status").read_text()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
