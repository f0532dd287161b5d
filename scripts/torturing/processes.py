"""Processes under a supervisor: whatever ends is started again, as an office's machine does it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.needs import ROOT

_LOOK = 0.2  # seconds between two looks at each process
_UP = 10  # seconds, after which a process that ends was no false start


class Process:
    """One process, in all its lives; its children belong to its group.

    `lives`: how often it was started. `ended`: how often it ended by itself after it was up.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.lives = 0
        self.ended = 0
        self._command = command
        self._environment = environment
        self._log = log
        self._killed = False
        self.start()

    def start(self) -> None:
        """Begin a life."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._begun = time.monotonic()
        self._killed = False
        self.lives += 1

    def kill(self) -> None:
        """SIGKILL, and nobody is told."""
        self._killed = True
        self._running.kill()

    def children(self) -> list[int]:
        """The processes that this one started, if it lives."""
        task = Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children")
        with suppress(OSError):
            return [int(child) for child in task.read_text().split()]
        return []

    def look(self) -> None:
        """Start it again if it ended."""
        if self._running.poll() is None:
            return
        if not self._killed and time.monotonic() - self._begun > _UP:
            self.ended += 1
        self._end_group()  # as service managers do: what is left of it would hold the port
        self.start()

    def stop(self) -> None:
        """End it, with whatever outlived it."""
        self._killed = True
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(20)
        self._end_group()
        self._running.wait()

    def _end_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)


@contextmanager
def supervised(processes: Sequence[Process]) -> Iterator[None]:
    """Keep them running, and end them on leaving."""
    stopping = threading.Event()

    def watch() -> None:
        while not stopping.wait(_LOOK):
            for process in processes:
                process.look()

    watching = threading.Thread(target=watch, name="supervisor")
    watching.start()
    try:
        yield
    finally:
        stopping.set()
        watching.join()
        for process in processes:
            process.stop()
