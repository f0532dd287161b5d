"""Own holidays and last verification, mapped lanes, who started and claimed what, called SOPs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Every new column may stay empty, so that a process of the older version can go on."""
    op.add_column(
        "offices",
        sa.Column(
            "holidays",
            sa.JSON(),
            server_default='{"added": {}, "worked": []}',
            nullable=False,
        ),
    )
    op.add_column("offices", sa.Column("last_verified", sa.Integer(), nullable=True))
    op.add_column(
        "deployments", sa.Column("deployed_by", sa.Text(), server_default="", nullable=False)
    )
    op.add_column("deployments", sa.Column("roles", sa.Text(), server_default="{}", nullable=False))
    # No foreign key: SQLite cannot add one to a table that is there, and no person is ever deleted.
    op.add_column("cases", sa.Column("starter_id", sa.Uuid(), nullable=True))
    op.create_index("ix_cases_starter_id", "cases", ["starter_id"])
    op.add_column("cases", sa.Column("calls", sa.Text(), nullable=True))
    op.add_column("tasks", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_tasks_holder_id", "tasks", ["holder_id"])
