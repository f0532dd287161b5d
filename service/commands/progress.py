"""Shows how far a long command is: one line that changes on a terminal, else a line a minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

_ON_TERMINAL, _ELSEWHERE = 1.0, 60.0  # seconds between two lines
_CLEAR = "\r\033[K"


class Progress:
    """Of `total` things `done` were done when it began; it writes beside the command's output."""

    def __init__(
        self, total: int, done: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total, self._first, self._clock = total, done, clock
        self._terminal = sys.stderr.isatty()
        self._every = _ON_TERMINAL if self._terminal else _ELSEWHERE
        self._began = self._told_at = clock()

    def tell(self, done: int, said: str) -> None:
        """Say so, with the time that is left, if the last time was long enough ago."""
        now = self._clock()
        if now - self._told_at < self._every:
            return
        self._told_at = now
        line = f"{said}, {_lasting(self._left(done, now))}"
        click.echo(f"{_CLEAR}{line}" if self._terminal else line, nl=not self._terminal, err=True)

    def clear(self) -> None:
        """Make room for a line of the output."""
        if self._terminal:
            click.echo(_CLEAR, nl=False, err=True)

    def _left(self, done: int, now: float) -> float:
        """Seconds, if the rest goes on as fast."""
        return (now - self._began) / max(1, done - self._first) * max(0, self._total - done)


def _lasting(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"sisa sekitar {minutes} menit" if minutes else "sisa kurang dari satu menit"
