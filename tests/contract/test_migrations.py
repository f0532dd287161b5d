"""The migrations make the schema that the code works with, from nothing and from older versions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from service.domain.holidays import Holidays
from service.store import migrate as migrating
from service.store.database import open_database
from service.store.schema import metadata
from service.store.unit_of_work import SqlStore
from tests.versions import revisions, upgrade

OFFICE = UUID("7f0a4b1e-0000-4000-8000-000000000001")


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database of each kind without a table."""
    database = open_database(database_url)
    yield database
    database.dispose()


def is_ours(_: object, name: str | None, *_more: object) -> bool:
    """The queue's tables are made from what its library brings, and compared by nobody."""
    return "procrastinate" not in (name or "")


def test_the_migrations_make_the_schema_that_the_code_works_with(database: Engine) -> None:
    with database.connect() as connection:
        options = {"compare_type": True, "include_object": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_office_of_the_first_version_is_read_by_this_one(empty: Engine) -> None:
    upgrade(empty, "0001")
    identity = OFFICE.hex if empty.dialect.name == "sqlite" else str(OFFICE)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO offices (id, key, name, timezone, hours, head_count, head_hash)"
                " VALUES (:id, 'rembang', 'Kantor', 'Asia/Jakarta', '{}', 0, :head)"
            ),
            {"id": identity, "head": b"\0" * 32},
        )
    assert migrating.migrate(empty)
    with SqlStore(empty).read() as work:
        assert work.offices.get(OFFICE).holidays == Holidays()


def test_each_migration_leaves_what_older_processes_write_and_read(empty: Engine) -> None:
    first, *later = revisions()
    upgrade(empty, first)
    for version in later:
        before = _tables(empty)
        upgrade(empty, version)
        after = _tables(empty)
        assert after.keys() >= before.keys()
        for table, columns in before.items():
            assert after[table].items() >= columns.items(), f"{version} changes {table}"
            added = (after[table][name] for name in after[table].keys() - columns.keys())
            assert all(column.may_be_left_out for column in added), f"{version} asks of {table}"


@dataclass(frozen=True)
class _Column:
    kind: str
    may_be_left_out: bool
    unique: bool


def test_each_file_of_a_migration_is_named_after_its_revision(database: Engine) -> None:
    with database.connect() as connection:
        assert migrating.revision_of(connection) == revisions()[-1]
    assert all(migrating.knows_revision(each) for each in revisions())


def test_whoever_only_looks_at_the_schema_loads_nothing_that_changes_it() -> None:
    check = "import service.store.migrate, sys; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def _tables(database: Engine) -> dict[str, dict[str, _Column]]:
    """Every table's columns."""
    seen = inspect(database)
    unique = {
        (table, name)
        for table in seen.get_table_names()
        for each in seen.get_unique_constraints(table)
        for name in each["column_names"]
    }
    return {
        table: {
            each["name"]: _Column(
                str(each["type"]),
                bool(each["nullable"] or each["default"]),
                (table, each["name"]) in unique,
            )
            for each in seen.get_columns(table)
        }
        for table in seen.get_table_names()
    }
