"""The tables, on SQLite and PostgreSQL alike; the migrations make them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
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
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.types import JSON, TypeDecorator


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
    Column("id", Uuid, primary_key=True),
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
    Column("id", Uuid, primary_key=True),
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
    Column("id", Uuid, primary_key=True),
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
    Column("id", Uuid, primary_key=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False),
    Column("deployment_id", ForeignKey("deployments.id"), nullable=False, index=True),
    Column("number", String(100), nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("start_act", Uuid, nullable=True, unique=True),
    Column("starter_id", Uuid, nullable=True, index=True),
    Column("revision", Integer, nullable=False),
    Column("head_count", Integer, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("calls", Text, nullable=True),
    Column("due_at", Moment, nullable=True),
    Index(None, "office_id", "number"),
)

Index(
    "ix_cases_due_at",
    cases.c.due_at,
    sqlite_where=text("due_at IS NOT NULL"),
    postgresql_where=text("due_at IS NOT NULL"),
)

Index(
    "ix_cases_standing_still",
    cases.c.office_id,
    sqlite_where=text("state = 'incident'"),
    postgresql_where=text("state = 'incident'"),
)

messages = Table(
    "messages",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("id", Uuid, primary_key=True),
    sqlite_with_rowid=False,
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("office_id", ForeignKey("offices.id"), nullable=False),
    Column("element", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("performer", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("holder_id", ForeignKey("people.id"), nullable=True, index=True),
    Column("holder_name", Text, nullable=True),
    Column("reason", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=True),
    Column("claimed_at", Moment, nullable=True),
    Column("finished_at", Moment, nullable=True),
    Column("act", Uuid, nullable=True),
)

# What the inbox reads: only unfinished tasks, in the order in which they fall due.
Index(
    "ix_tasks_waiting",
    tasks.c.office_id,
    tasks.c.performer,
    tasks.c.due_at,
    sqlite_where=text("state IN ('open', 'claimed')"),
    postgresql_where=text("state IN ('open', 'claimed')"),
)

events = Table(
    "events",
    metadata,
    Column("chain", Uuid, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("chain", Uuid, primary_key=True),
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
