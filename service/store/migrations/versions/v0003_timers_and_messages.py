"""A case's next timer and the messages it took, PostgreSQL's queue of jobs, indexes for growth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection

from service.store.migrations import LONGEST_WAIT
from service.store.migrations.indexing import NewIndex

revision = "0003"
down_revision = "0002"


# For an office with a million open tasks; what is finished stands in as few as before.
_INDEXES = (
    NewIndex("ix_cases_due_at", "cases", ["due_at"], "due_at IS NOT NULL"),
    NewIndex(
        "ix_tasks_waiting", "tasks", ["office_id", "performer", "due_at", "id"], "state = 'open'"
    ),
    NewIndex(
        "ix_tasks_claimed", "tasks", ["office_id", "performer", "holder_id"], "state = 'claimed'"
    ),
    NewIndex("ix_tasks_unfinished", "tasks", ["case_id"], "state NOT IN ('done', 'withdrawn')"),
    NewIndex("ix_tasks_holder_id", "tasks", ["holder_id"], "holder_id IS NOT NULL"),
    NewIndex(
        "ix_cases_unfinished",
        "cases",
        ["office_id", "number"],
        "state NOT IN ('done', 'cancelled')",
    ),
    NewIndex(
        "ix_cases_rare",
        "cases",
        ["office_id", "state", "number"],
        "state NOT IN ('running', 'done')",
    ),
    NewIndex("ix_cases_deployment_id_number", "cases", ["deployment_id", "number"]),
)


def prepare(connection: Connection) -> None:
    """See `migrate`: all that takes the longer the more there is."""
    connection.exec_driver_sql(
        f"BEGIN; SET LOCAL lock_timeout = '{LONGEST_WAIT}';"
        " ALTER TABLE cases ADD COLUMN IF NOT EXISTS due_at timestamptz; COMMIT"
    )
    for index in _INDEXES:
        index.build(connection)


def upgrade() -> None:
    """Every new column may stay empty, so that a process of the older version can go on."""
    on_server = op.get_bind().dialect.name == "postgresql"
    if on_server:  # in the order of the pages that read both: none may wait for the other's
        op.execute("LOCK TABLE tasks, cases IN ACCESS EXCLUSIVE MODE")
    due_at = sa.Column("due_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("cases", due_at, if_not_exists=on_server or None)
    op.create_table(
        "messages",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_messages_case_id"),
        sa.PrimaryKeyConstraint("case_id", "id", name="pk_messages"),
        sqlite_with_rowid=False,
    )
    for index in _INDEXES:
        index.put_in_place()
    op.drop_index("ix_cases_deployment_id", "cases")
    if on_server:
        _make_queue()


def _make_queue() -> None:
    """The tables of Procrastinate 3.10, with an index for each way in which jobs are looked for.

    Its own queries would read every job that waits for its time, and its own trigger would wake
    every worker for each of them when it is written. A later version of it comes with a migration
    here, made of its own deltas (`procrastinate/sql/migrations`).
    """
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())
    op.execute(
        "CREATE INDEX procrastinate_jobs_due ON procrastinate_jobs (scheduled_at NULLS FIRST)"
        " WHERE status = 'todo'"
    )
    op.execute(
        "CREATE INDEX procrastinate_jobs_of_lock ON procrastinate_jobs (lock)"
        " WHERE status IN ('todo', 'doing')"
    )
    told = "procrastinate_jobs_notify_queue_job_inserted_v1"
    op.execute(f"DROP TRIGGER {told} ON procrastinate_jobs")
    op.execute(
        f"CREATE TRIGGER {told} AFTER INSERT ON procrastinate_jobs FOR EACH ROW"
        " WHEN (NEW.status = 'todo' AND (NEW.scheduled_at IS NULL OR NEW.scheduled_at <= now()))"
        " EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1()"
    )
