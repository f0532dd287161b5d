"""The tables, on SQLite and PostgreSQL alike; the migrations make them.

When one primary is not enough, they distribute by case (Citus: `create_distributed_table`, all in
one colocation group, so that a completion stays one transaction on one node):

- `cases` by `id`; `tasks`, `case_files` and `messages` by `case_id`; `events` and `answers` by
  `chain`, which is the case. An office's own chain stands beside them under the office's id.
- `offices`, `registers`, `roles`, `people` and what belongs to them, `deployments` and `words` are
  small and read by every act: reference tables, copied to every node. A start, which writes its
  office's row, therefore commits on all of them, and so does an act with a new word.

Every hot query names its case, and goes to one node, or its office, and goes to all of them, where
it reads no more than a page from an index: the inbox, the lists, a task that is looked for by its
id. One names neither: a start asks whether its form's act was used before, in any office.
`tests/integration/test_query_plans.py` holds them to that. The rest is for the worker and for
commands: timers that are due, orphans, a case by its number.

What would have to change, because a key must hold the column by which its table is spread, and a
lock must be asked of one node:

- The primary key of `tasks` becomes (`case_id`, `id`). `cases.number` and `cases.start_act` are not
  unique by themselves any more: numbers are given under the lock of the office, whose name they
  carry, and a start asks for its act under that lock.
- `tasks.hold` locks by case and task: it asks for the task's case first, or the task's address
  carries it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import JSON, TypeDecorator

from service.store.identities import Identity


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC to the microsecond on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive moment: its zone would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """SQLite gives naive moments back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

offices = Table(
    "offices",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("hours", JSON, nullable=False),
    Column("holidays", JSON, nullable=False, server_default='{"added": {}, "worked": []}'),
    Column("head_count", Integer, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("last_verified", Integer, nullable=True),
)

registers = Table(
    "registers",
    metadata,
    Column("office_id", ForeignKey("offices.id"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("office_id", ForeignKey("offices.id"), primary_key=True),
    Column("name", Text, primary_key=True),
)

people = Table(
    "people",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False, index=True),
    Column("account", String(200), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

person_roles = Table(
    "person_roles",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("role", Text, primary_key=True),
)

person_rights = Table(
    "person_rights",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("right", String(32), primary_key=True),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", Moment, nullable=True),
)

deployments = Table(
    "deployments",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("diagram", LargeBinary, nullable=False),
    Column("forms", Text, nullable=False),
    Column("deployed_at", Moment, nullable=False),
    Column("deployed_by", Text, nullable=False, server_default=""),
    Column("roles", Text, nullable=False, server_default="{}"),
    UniqueConstraint("office_id", "key", "version"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False),
    Column("deployment_id", ForeignKey("deployments.id"), nullable=False),
    Column("number", String(100), nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("start_act", Identity, nullable=True, unique=True),
    Column("starter_id", Identity, nullable=True, index=True),
    Column("revision", Integer, nullable=False),
    Column("head_count", Integer, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("calls", Text, nullable=True),
    Column("due_at", Moment, nullable=True),
    Index(None, "office_id", "number"),
    Index(None, "deployment_id", "number"),
)

messages = Table(  # that cases took, by their ids, and what else must not be done twice
    "messages",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("id", Identity, primary_key=True),
    sqlite_with_rowid=False,
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False),
    Column("element", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("performer", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("holder_id", ForeignKey("people.id"), nullable=True),
    Column("holder_name", Text, nullable=True),
    Column("reason", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=True),
    Column("claimed_at", Moment, nullable=True),
    Column("finished_at", Moment, nullable=True),
    Column("act", Identity, nullable=True),
)


def _partial(name: str, rows: TextClause, *columns: Column[Any]) -> None:
    """An index of the rows for which `rows` holds; a query must spell that in the same letters."""
    Index(name, *columns, sqlite_where=rows, postgresql_where=rows)


# Spelled without the table's name, as an index wants it: a query on one table may use it as it is.
UNCLAIMED = text("state = 'open'")
CLAIMED = text("state = 'claimed'")
UNFINISHED_TASK = text("state NOT IN ('done', 'withdrawn')")
UNFINISHED_CASE = text("state NOT IN ('done', 'cancelled')")
RARE_CASE = text("state NOT IN ('running', 'done')")

# A finished task stands in no index but those of its id, its case and who did it.
_partial(
    "ix_tasks_waiting", UNCLAIMED, tasks.c.office_id, tasks.c.performer, tasks.c.due_at, tasks.c.id
)
_partial("ix_tasks_claimed", CLAIMED, tasks.c.office_id, tasks.c.performer, tasks.c.holder_id)
_partial("ix_tasks_unfinished", UNFINISHED_TASK, tasks.c.case_id)
_partial("ix_tasks_holder_id", text("holder_id IS NOT NULL"), tasks.c.holder_id)
_partial("ix_cases_due_at", text("due_at IS NOT NULL"), cases.c.due_at)
_partial("ix_cases_unfinished", UNFINISHED_CASE, cases.c.office_id, cases.c.number)
_partial("ix_cases_rare", RARE_CASE, cases.c.office_id, cases.c.state, cases.c.number)

words = Table(
    "words",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("text", LargeBinary, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("chain", Identity, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("actor", ForeignKey("words.id"), nullable=True),
    Column("definition", ForeignKey("words.id"), nullable=True),
    Column("salt", LargeBinary(16), nullable=True),
    Column("answered", LargeBinary, nullable=True),
    sqlite_with_rowid=False,
)

# Of events from before schema 0004; later ones hold their own.
answers = Table(
    "answers",
    metadata,
    Column("chain", Identity, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

case_files = Table(
    "case_files",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
)
