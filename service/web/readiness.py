"""Whether this process can serve: asked of the database, which may take its time to answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

PATIENCE = 2.0  # seconds; whoever asks comes again soon

_log = logging.getLogger(__name__)


class Readiness:
    """Asks in a thread, one question at a time, so that a database that hangs holds nobody up."""

    def __init__(self, check: Callable[[], None], patience: float = PATIENCE) -> None:
        """`check` raises why the process cannot serve."""
        self._check = check
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, "readiness")
        self._lock = Lock()
        self._asked: Future[None] | None = None

    def hindrance(self) -> str:
        """In one word, why the process cannot serve: the error's name; empty when it can."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = self._thread.submit(self._check)
            asked = self._asked
        try:
            error = asked.exception(self._patience)
        except TimeoutError:
            found = "DatabaseSilent"
        else:
            found = "" if error is None else type(error).__name__
        if found:
            _log.warning("not ready", extra={"fields": {"hindrance": found}})
        return found
