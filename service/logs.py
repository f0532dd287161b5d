"""Log lines as JSON, each with the request and the case it belongs to, and with nobody's data."""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID

_request: ContextVar[str | None] = ContextVar("request", default=None)
_case: ContextVar[UUID | None] = ContextVar("case", default=None)

_encode = json.JSONEncoder(default=str, separators=(",", ":")).encode


def begin(request: str) -> None:
    """From here on this thread works for `request` (of a person, or a job) and on no case yet."""
    _request.set(request)
    _case.set(None)


def about(case: UUID) -> None:
    """From here on the request's lines are about this case."""
    _case.set(case)


def request_id() -> str:
    """What `begin` was told last; empty before."""
    return _request.get() or ""


def configure() -> None:
    """Write every line of this process to stderr as JSON, a server's own too.

    Laksana's lines from the level INFO on, those of its libraries from WARNING on.
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # never told
    logging._srcfile = None  # nor the place in the code, which takes longest to find
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": JsonLines}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"level": "WARNING", "handlers": ["stderr"]},
            "loggers": {
                "service": {"level": "INFO"},
                "gunicorn.error": {"handlers": [], "propagate": True},
            },
        }
    )


class JsonLines(logging.Formatter):
    """One line a record, as an object.

    `time` (UTC), `level`, `logger`, `message`, `request` and `case` (null where there is none),
    what the record was given as `extra={"fields": {...}}`, and `trace` of an exception.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        failed = record.exc_info[1] if record.exc_info else None
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # With a failure servers tell its address, and the query in it: words alone stay.
            "message": str(record.msg) if failed else record.getMessage(),
            "request": _request.get(),
            "case": _case.get(),
            **getattr(record, "fields", {}),
        }
        if failed:
            line["trace"] = trace_of(failed)
        return _encode(line)


def trace_of(error: BaseException | None) -> str:
    """Where it happened and of what kind, causes last; no message, which may hold answers."""
    lines: list[str] = []
    while error is not None:
        lines += [type(error).__name__, "\n", *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "".join(lines)
