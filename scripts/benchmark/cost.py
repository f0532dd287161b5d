"""What acts cost the processor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time that so many servers and as many workers took.

    `server`: for each act that people did over HTTP, with the form that they opened for it;
    `worker`: for each timer; `database` and `pooler`: for each of both. `idle_...`: of one server
    and one worker in a second without work, and of the database for all of them.
    """

    processes: int
    server: float
    worker: float
    database: float
    pooler: float
    idle_server: float
    idle_worker: float
    idle_database: float
