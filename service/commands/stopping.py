"""Stops a long command between two of its acts, as Ctrl+C or a service manager asks."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Stop:
    """Whether somebody asked to stop. Who asks twice does not wait for the end of an act."""

    def __init__(self) -> None:
        self._signal: int | None = None

    @property
    def asked(self) -> bool:
        """Once it is, nothing more is begun."""
        return self._signal is not None

    def exit(self) -> NoReturn:
        """Leave with the status that shells give for the signal."""
        sys.exit(128 + (self._signal or signal.SIGINT))

    def ask(self, number: int, _: FrameType | None) -> None:
        """Raises KeyboardInterrupt the second time."""
        if self.asked:
            raise KeyboardInterrupt
        self._signal = number


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Ctrl+C and SIGTERM are asked of the `Stop`, and interrupt nothing by themselves."""
    stop = Stop()
    before = {each: signal.signal(each, stop.ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
