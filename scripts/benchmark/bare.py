"""A bare server to measure against: the same framework, driver and values, and nothing else.

Each POST makes six statements and one commit: it holds a task with its case, adds an event and the
answers beside it, saves the case, finishes the task and opens the next. Nobody signs in, no form is
checked and no engine runs; what is written is what Laksana wrote for a finished case.
"""

from __future__ import annotations

import os
from uuid import UUID

from flask import Flask, request
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.engine import Connection

from service.domain.identity import new_id
from service.store.database import open_database
from service.store.schema import answers, cases, events, tasks

_database = open_database(os.environ["BENCHMARK_DATABASE_URL"])
_HELD = (
    select(cases, tasks.c.state.label("task_state"))
    .join(tasks, tasks.c.case_id == cases.c.id)
    .where(tasks.c.id == bindparam("task"))
    .with_for_update()
)
_SAVED = update(cases).where(cases.c.id == bindparam("case"))
_FINISHED = update(tasks).where(tasks.c.id == bindparam("task"))
_STEP = 2  # the first completion

app = Flask(__name__)


def _sample(connection: Connection, case: UUID) -> dict[str, Row[tuple[object, ...]]]:
    """Rows of the finished case that the others are copies of."""
    here = events.c.chain == case, events.c.sequence == _STEP
    beside = [each.name for each in (events.c.salt, events.c.answered)]
    chosen = {
        "event": select(*(each for each in events.c if each.name not in beside)).where(*here),
        "answers": select(events.c.salt, events.c.answered.label("body")).where(*here),
        "task": select(tasks).where(tasks.c.case_id == case).limit(1),
    }
    return {name: connection.execute(query).one() for name, query in chosen.items()}


with _database.connect() as _connection:
    _finished = select(cases.c.id).where(cases.c.start_act.is_not(None), cases.c.state == "done")
    _rows = _sample(_connection, _connection.execute(_finished.limit(1)).scalar_one())
_database.dispose()


@app.post("/tasks/<uuid:task>")
def complete(task: UUID) -> tuple[str, int, dict[str, str]]:
    """Answers where the next task is."""
    act = UUID(request.form["act"])
    with _database.connect() as connection:
        held = connection.execute(_HELD, {"task": task}).one()
        place = {"chain": held.id, "sequence": held.head_count + 1}
        connection.execute(insert(events), {**_rows["event"]._mapping, **place})
        connection.execute(insert(answers), {**_rows["answers"]._mapping, **place})
        progress = {"revision": held.revision + 1, "head_count": place["sequence"]}
        connection.execute(_SAVED, {"case": held.id, "snapshot": held.snapshot, **progress})
        connection.execute(_FINISHED, {"task": task, "state": "done", "act": act})
        opened = {"id": new_id(), "case_id": held.id, "state": "open", "act": None}
        connection.execute(insert(tasks), {**_rows["task"]._mapping, **opened})
        connection.commit()
    return "", 303, {"Location": f"/tasks/{opened['id']}"}


@app.get("/healthz")
def healthz() -> str:
    """It serves."""
    return "ok"
