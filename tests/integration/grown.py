"""Fills a database with copies of one open case, by SQL alone: what an office has after years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, text

from service.domain.definition import Step
from service.store.identities import as_kept
from service.store.schema import answers, case_files, cases, events, tasks

EVENTS = 10  # of each copy; their hashes are made up, so nobody can read the case itself
_AT_ONCE = 20_000  # cases in one transaction
_BODY = b'{"act":"completed","at":"2026-02-02T02:30:15.123456Z","said":"%s"}' % (b"x" * 140)


@dataclass(frozen=True)
class _Words:
    """What the databases spell differently: of the copy `n`, and of its event `s`."""

    key: str
    padded: str
    hash: str
    due: str


_WORDS = {
    "postgresql": _Words(
        key="CAST('{kind}' || lpad(to_hex(n), 31, '0') AS uuid)",
        padded="lpad(CAST(n AS text), 7, '0')",
        hash="sha256(CAST(n || ' ' || s AS bytea))",
        due="t.opened_at + make_interval(mins => n * 37 % 500000)",
    ),
    "sqlite": _Words(
        key="printf('{kind}%031x', n)",
        padded="printf('%07d', n)",
        hash="randomblob(32)",
        due="strftime('%Y-%m-%d %H:%M:%S.000000', t.opened_at,"
        " '+' || (n * 37 % 500000) || ' minutes')",
    ),
}
_COPIES = (
    "WITH RECURSIVE"
    " copies(n) AS (SELECT CAST(:first AS integer) UNION ALL"
    " SELECT n + 1 FROM copies WHERE n < :last),"
    " places(s) AS (SELECT 1 UNION ALL SELECT s + 1 FROM places WHERE s < :events)"
)


@dataclass(frozen=True)
class Copied:
    """A case with one open task, and the steps over which its copies are spread in turn.

    Of fifty copies one is claimed, by the person `holder`; of twenty one has no due date.
    """

    case: UUID
    steps: Sequence[Step]
    holder: UUID

    def grow(self, database: Engine, first: int, last: int) -> None:
        """Add the copies of these numbers, each with `EVENTS` events, and have them counted."""
        with _without_guard(database):
            for begin in range(first, last + 1, _AT_ONCE):
                with database.begin() as connection:
                    self._copy(connection, begin, min(begin + _AT_ONCE - 1, last))
        with database.connect() as connection:
            if database.dialect.name == "postgresql":  # as its autovacuum does in time
                by_itself = connection.execution_options(isolation_level="AUTOCOMMIT")
                by_itself.exec_driver_sql("VACUUM ANALYZE")

    def _copy(self, connection: Connection, first: int, last: int) -> None:
        words = _WORDS[connection.dialect.name]
        case = words.key.format(kind="c")
        if connection.dialect.name == "postgresql":  # what the copies refer to is there
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        embedded = connection.dialect.name == "sqlite"
        own, holder = (as_kept(k) if embedded else k for k in (self.case, self.holder))
        place = {"first": first, "last": last, "events": EVENTS, "body": _BODY}
        place |= {"own": own, "holder": holder}
        for number, step in enumerate(self.steps):
            place |= {f"element{number}": step.element, f"name{number}": step.name}
            place |= {f"role{number}": step.lane.name, f"performer{number}": step.lane.performer}
        for table, source, changed in (
            (cases, "cases t, copies WHERE t.id = :own", _case(words, case)),
            (tasks, "tasks t, copies WHERE t.case_id = :own", self._task(words, case)),
            (
                events,
                "events t, copies, places WHERE t.chain = :own AND t.sequence = 1",
                _event(words, case),
            ),
            # As of before schema 0004, when answers stood beside their events.
            (answers, "events t, copies WHERE t.chain = :own AND t.sequence = 1", {"chain": case}),
            (case_files, "copies", _file(case)),
        ):
            connection.execute(text(_insert(table, source, changed)), place)

    def _task(self, words: _Words, case: str) -> dict[str, str]:
        claimed = "n % 50 = 0"
        return {
            "id": words.key.format(kind="e"),
            "case_id": case,
            "due_at": f"CASE WHEN n % 20 > 0 THEN {words.due} END",
            "state": f"CASE WHEN {claimed} THEN 'claimed' ELSE 'open' END",
            "holder_id": f"CASE WHEN {claimed} THEN :holder END",
            "holder_name": f"CASE WHEN {claimed} THEN 'Rekan' END",
            **{name: self._in_turn(name) for name in ("element", "name", "role", "performer")},
        }

    def _in_turn(self, name: str) -> str:
        turns = (f"WHEN {turn} THEN :{name}{turn}" for turn in range(len(self.steps)))
        return f"CASE n % {len(self.steps)} {' '.join(turns)} END"


def _case(words: _Words, case: str) -> dict[str, str]:
    return {
        "id": case,
        "number": f"t.number || '/' || {words.padded}",
        "subject": f"t.subject || ' ' || {words.padded}",
        "start_act": "NULL",
        "head_count": ":events",
    }


def _event(words: _Words, case: str) -> dict[str, str]:
    return {"chain": case, "sequence": "s", "body": ":body", "hash": words.hash}


def _file(case: str) -> dict[str, str]:
    return {
        "case_id": case,
        "hash": f"'{'0' * 64}'",
        "name": "'kk.pdf'",
        "media_type": "'application/pdf'",
        "size": "1000",
    }


def _insert(table: Table, source: str, changed: Mapping[str, str]) -> str:
    names = table.c.keys()
    values = ", ".join(changed.get(name, f"t.{name}") for name in names)
    return f"INSERT INTO {table.name} ({', '.join(names)}) {_COPIES} SELECT {values} FROM {source}"


@contextmanager
def _without_guard(database: Engine) -> Iterator[None]:
    """SQLite asks a trigger at each event whether it is there already; ten million times here."""
    if database.dialect.name != "sqlite":
        yield
        return
    place = "FROM sqlite_master WHERE name = 'events_no_replace'"
    with database.begin() as connection:
        guard = connection.exec_driver_sql(f"SELECT sql {place}").scalar_one()
        connection.exec_driver_sql("DROP TRIGGER events_no_replace")
    try:
        yield
    finally:
        with database.begin() as connection:
            connection.exec_driver_sql(guard)
