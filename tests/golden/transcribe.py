"""Writes down all that a version of Laksana asks of its database, while offices work on their SOPs.

Run by hand, with the code of that version, once for each kind of database:

    git archive <commit> | tar -x -C /tmp/older
    PYTHONPATH=/tmp/older python tests/golden/transcribe.py sqlite:////tmp/older.db \\
        tests/golden/database-<its migration>/sqlite.jsonl.gz

Each line is a statement with its parameters, as its driver was given them.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Binary
from psycopg.types.json import Json
from sqlalchemy import Engine, event

from service.store.database import open_database
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases.claim_task import claim_task
from tests.processes.at_work import SOPS, AtWork

MONDAY = datetime.fromisoformat("2026-02-02T09:00:00+07:00")
LONG = 40  # steps, more than any SOP has
_ASKED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b")


def transcribe(url: str, place: Path) -> None:
    """Everything from the first office on goes to `place`."""
    database = open_database(url)
    migrate(database)
    with gzip.GzipFile(place, "wb", mtime=0) as file:
        for statement, parameters in _listened(database):
            line = json.dumps([statement, parameters], default=_plain)
            file.write(f"{line}\n".encode())


def _listened(database: Engine) -> Iterator[tuple[str, Any]]:
    heard: list[tuple[str, Any]] = []

    def hear(_c: object, _k: object, statement: str, parameters: Any, *_more: object) -> None:
        if _ASKED.match(statement):
            heard.append((statement, parameters))

    event.listen(database, "before_cursor_execute", hear)
    store = SqlStore(database)
    for sop in SOPS:
        work_on(AtWork(sop, store, MONDAY))
    return iter(heard)


def work_on(office: AtWork) -> None:
    """A case that just began, one claimed, one further on, one sent back, one done."""
    carry(office, 0)
    task = office.open_task(carry(office, 2))
    claim_task(office.people[task.performer], task.id, store=office.store, clock=office.clock)
    carry(office, 3)
    carry(office, LONG, refused=True)
    carry(office, LONG)


def carry(office: AtWork, steps: int, *, refused: bool = False) -> UUID:
    """A case so many steps on; `refused`: and no further than the first decision, which is no."""
    case = office.start().case
    for _ in range(steps):
        if not office.show(case).open_tasks:
            break
        office.clock.pass_by(minutes=10)
        task = office.open_task(case)
        decision = office.definition.steps[task.element].form.decision
        options = decision.options if decision else ()
        office.complete(task, next((o.label for o in options if o.needs_reason is refused), ""))
        if decision and refused:
            break
    return case


def _plain(value: object) -> dict[str, Any]:
    for kind, (tag, plain) in _PLAIN.items():
        if isinstance(value, kind):
            return {tag: plain(value)}
    raise TypeError(type(value))


_PLAIN: Mapping[type, tuple[str, Callable[[Any], Any]]] = {
    UUID: ("uuid", str),
    datetime: ("moment", datetime.isoformat),
    bytes: ("bytes", bytes.hex),
    memoryview: ("bytes", memoryview.hex),
    Binary: ("bytes", lambda value: value.obj.hex()),
    Json: ("json", lambda value: value.obj),
}

if __name__ == "__main__":
    transcribe(sys.argv[1], Path(sys.argv[2]))
