"""What events say alike stands apart, once; answers stand in the row of their event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Every new column may stay empty, so that a process of the older version can go on."""
    op.create_table(
        "words",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
    )
    op.add_column("events", sa.Column("salt", sa.LargeBinary(length=16), nullable=True))
    op.add_column("events", sa.Column("answered", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _refer_to_words_on_postgresql()
        _close_record_on_postgresql()
    else:
        _refer_to_words_on_sqlite()
        _close_record_on_sqlite()


def _refer_to_words_on_postgresql() -> None:
    """NOT VALID: what is there has no word, and nobody waits until all of it was looked at."""
    for column in ("actor", "definition"):
        op.add_column("events", sa.Column(column, sa.BigInteger(), nullable=True))
        op.execute(
            f"ALTER TABLE events ADD CONSTRAINT fk_events_{column}"
            f" FOREIGN KEY ({column}) REFERENCES words (id) NOT VALID"
        )


def _refer_to_words_on_sqlite() -> None:
    for column in ("actor", "definition"):
        op.execute(
            f"ALTER TABLE events ADD COLUMN {column} BIGINT"
            f" CONSTRAINT fk_events_{column} REFERENCES words (id)"
        )


# What is chained can never change; the answers beside it can be erased.


def _close_record_on_postgresql() -> None:
    op.execute("DROP TRIGGER events_append_only ON events")
    op.execute(
        "CREATE TRIGGER events_append_only"
        " BEFORE UPDATE OF chain, sequence, body, hash, actor, definition OR DELETE OR TRUNCATE"
        " ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()"
    )
    op.execute(
        "CREATE TRIGGER words_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON words"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()"
    )


def _close_record_on_sqlite() -> None:
    op.execute("DROP TRIGGER events_no_update")
    _refuse_on_sqlite(
        "events_no_update",
        "UPDATE OF chain, sequence, body, hash, actor, definition ON events",
    )
    _refuse_on_sqlite("words_no_update", "UPDATE ON words")
    _refuse_on_sqlite("words_no_delete", "DELETE ON words")
    # REPLACE removes the row in its way without asking a trigger that guards against DELETE.
    _refuse_on_sqlite(
        "words_no_replace",
        "INSERT ON words WHEN EXISTS"
        " (SELECT 1 FROM words WHERE id = NEW.id AND text IS NOT NEW.text)",
    )


def _refuse_on_sqlite(name: str, change: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change}"
        " BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
    )
