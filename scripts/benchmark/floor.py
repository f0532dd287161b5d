"""The floor: what a completion costs with no web, no checks and no mapping around it.

Load, run the engine, and save in one durable transaction through the raw driver: the rows and bytes
that Laksana wrote for a finished case are written once more, for copies of that case.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

from benchmark.installation import Installation
from benchmark.raw import Raw, Row
from service.engine.spiff_engine import SpiffEngine
from service.usecases.ports import Completion, OfficeTime
from tests.processes.at_work import filled

_HELD = (
    "SELECT cases.*, tasks.element FROM cases JOIN tasks ON tasks.case_id = cases.id"
    " WHERE tasks.id = ? "
)
_NOW = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
_TIME = OfficeTime(_NOW, lambda _standard, opened: opened)


class Floor:
    """Copies of a finished case, in the database of an installation."""

    def __init__(self, installation: Installation) -> None:
        self._raw = installation.raw()
        self._engine = SpiffEngine()
        self._deployment = installation.sop.deployment
        definition = installation.sop.definition
        (self._start,) = definition.starts.values()
        self._filled = {
            step.element: step.form.validate(filled(step.form))
            for step in definition.steps.values()
        }
        self._case = _finished(self._raw)
        self._tasks = self._rows_of_case("tasks", "case_id", "opened_at")
        self._events = self._rows_of_case("events", "chain", "sequence")
        self._answers = self._rows_of_case("answers", "chain", "sequence")

    def measure(self, cases: int) -> list[float]:
        """Seconds a completion, over so many cases."""
        list(self._carry())  # now the engine has read the diagram
        return [seconds for _ in range(cases) for seconds in self._carry()]

    def _carry(self) -> Iterator[float]:
        case = uuid4()
        opened = [self._begin(case)]
        for place in range(len(self._tasks)):
            (task,) = opened
            begun = time.perf_counter()
            opened = self._complete(place, case, task)
            yield time.perf_counter() - begun

    def _begin(self, case: UUID) -> UUID:
        """A case with its first task, in one step that is not measured."""
        answers = self._start.form.validate(filled(self._start.form))
        advance = self._engine.start(self._deployment, self._start.element, answers, _TIME)
        begun = {"state": "running", "ended_at": None, "snapshot": advance.snapshot}
        own = {"id": self._raw.key(case), "number": str(case), "start_act": None}
        self._raw.insert("cases", self._case | own | begun)
        (opened,) = advance.opened
        self._open(0, case, opened.id)
        return opened.id

    def _complete(self, place: int, case: UUID, task: UUID) -> list[UUID]:
        """Complete the task of this place in the row; gives what it opened."""
        raw, chain = self._raw, {"chain": self._raw.key(case)}
        raw.run(raw.begin)
        (held,) = raw.rows(_HELD + raw.locked, raw.key(task))
        done = Completion(task, self._filled[held["element"]], {}, _TIME)
        advance = self._engine.complete(self._deployment, held["snapshot"], done)
        raw.insert("events", self._events[place + 1] | chain)
        raw.insert("answers", self._answers[place + 1] | chain)
        self._save(place, case, task, advance.snapshot)
        opened = [each.id for each in advance.opened]
        for each in opened:
            self._open(place + 1, case, each)
        raw.run("COMMIT")
        return opened

    def _open(self, place: int, case: UUID, task: UUID) -> None:
        unfinished = {
            "state": "open",
            **dict.fromkeys(("holder_id", "holder_name", "finished_at", "act")),
        }
        keys = {"id": self._raw.key(task), "case_id": self._raw.key(case)}
        self._raw.insert("tasks", self._tasks[place] | unfinished | keys)

    def _save(self, place: int, case: UUID, task: UUID, snapshot: bytes) -> None:
        event, finished, raw = self._events[place + 1], self._tasks[place], self._raw
        raw.run(
            "UPDATE cases SET state = ?, ended_at = ?, revision = ?, head_count = ?,"
            " head_hash = ?, snapshot = ? WHERE id = ?",
            *("running", self._case["ended_at"], place, event["sequence"]),
            *(event["hash"], snapshot, raw.key(case)),
        )
        raw.run(
            "UPDATE tasks SET state = ?, holder_id = ?, holder_name = ?, claimed_at = ?,"
            " finished_at = ?, act = ? WHERE id = ?",
            *(finished["state"], finished["holder_id"], finished["holder_name"]),
            *(finished["claimed_at"], finished["finished_at"], finished["act"], raw.key(task)),
        )

    def _rows_of_case(self, table: str, owner: str, order: str) -> list[Row]:
        query = f"SELECT * FROM {table} WHERE {owner} = ? ORDER BY {order}"  # noqa: S608 - own names
        return self._raw.rows(query, self._case["id"])


def _finished(raw: Raw) -> Row:
    return raw.rows("SELECT * FROM cases WHERE state = 'done' ORDER BY number LIMIT 1")[0]
