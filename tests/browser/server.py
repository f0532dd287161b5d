"""A real server for the journeys: `laksana serve --demo`, with a folder and a port of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.needs import ROOT

PROCESSES = ROOT / "processes"
_COMMAND = Path(sys.executable).with_name("laksana")
_PATIENCE = 30  # seconds until a server that does not answer is given up


class Server:
    """One installation. `start` prints its accounts into a log, from which tests sign in."""

    def __init__(self, var: Path, database_url: str = "") -> None:
        """`var`: an empty folder; `database_url`: none for the embedded database."""
        self.var = var
        self.url = f"http://127.0.0.1:{_free_port()}"
        self._settings = {"LAKSANA_VAR": str(var), "LAKSANA_DATABASE_URL": database_url}
        self._log = var / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.var / "laksana.db"

    @property
    def password(self) -> str:
        """The one of every demo account, as the start printed it."""
        found = re.search(r"^Kata sandi semua akun peragaan: (\S+)$", self._printed(), re.MULTILINE)
        assert found, self._printed()
        return found[1]

    def account(self, role: str, office: str) -> str:
        """The demo account of a pelaksana, as the start printed it."""
        found = re.search(rf"^  (\S+@{office}) +{re.escape(role)}$", self._printed(), re.MULTILINE)
        assert found, f"no account for {role} at {office} in:\n{self._printed()}"
        return found[1]

    def start(self) -> None:
        """Start serving, and wait until it answers."""
        port = self.url.rpartition(":")[2]
        command = [str(_COMMAND), "serve", "--demo", "--port", port, "--processes", str(PROCESSES)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=os.environ | self._settings, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, self._printed()
            assert time.monotonic() < until, self._printed()
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop serving; what was stored stays."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `laksana` command on the same installation."""
        return subprocess.run(
            [str(_COMMAND), *arguments],
            env=os.environ | self._settings,
            capture_output=True,
            text=True,
            check=False,
        )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError):
            return False

    def _printed(self) -> str:
        return self._log.read_text()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
