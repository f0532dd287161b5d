"""Whoever gets past the triggers is found out: verifying reads what the database holds."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, bindparam, create_engine, text

from service.domain.record import GENESIS
from service.store.database import open_database
from service.store.identities import Identity
from service.store.migrate import migrate
from service.store.unit_of_work import SqlStore
from service.usecases.findings import Fault
from service.usecases.verify_record import verify_record
from tests.fakes.rembang import SOP_DEPLOYED, Rembang

OPENINGS = {
    "sqlite": [
        "DROP TRIGGER events_no_update",
        "DROP TRIGGER events_no_delete",
    ],
    "postgresql": [
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
}

CASE = "rembang/2026/000001"
CHANGED = Fault.DEFINITION_CHANGED
OF_THE_CASE = "chain = (SELECT id FROM cases)"

# Where the office's chain tells of its SOP and of its first case: after the office, and its people.
DEPLOYED, PETUGAS_ADDED, REGISTERED = 2, 3, 10


@pytest.mark.parametrize(
    ("statements", "findings"),
    [
        (
            [
                f"UPDATE events SET body = :forged WHERE sequence = {REGISTERED}",
                f"UPDATE events SET body = :forged WHERE sequence = 2 AND {OF_THE_CASE}",
            ],
            # The office's event registered the case, which nobody can read there now.
            {
                ("rembang", REGISTERED, Fault.CHANGED),
                (CASE, 0, Fault.CASE_UNREGISTERED),
                (CASE, 2, Fault.CHANGED),
            },
        ),
        ([f"DELETE FROM events WHERE sequence = 3 AND {OF_THE_CASE}"], {(CASE, 2, Fault.CUT)}),
        (
            ["UPDATE events SET answered = :forged WHERE sequence = 1 AND salt IS NOT NULL"],
            {(CASE, 1, Fault.ANSWERS_CHANGED)},
        ),
        (["UPDATE events SET salt = NULL, answered = NULL"], set()),
        (["UPDATE events SET answered = NULL"], set()),
        (
            ["UPDATE deployments SET diagram = :forged"],
            {("rembang", DEPLOYED, Fault.DEFINITION_CHANGED)},
        ),
        *(
            ([f"UPDATE deployments SET {column} = {value}"], {("rembang", DEPLOYED, CHANGED)})
            for column in ("forms", "roles")
            for value in ("'rusak'", "'[]'", '\'{"Kepala Dinas": "Kasi Rehabsos"}\'')
        ),
        (["UPDATE deployments SET deployed_by = 'lain'"], {("rembang", DEPLOYED, CHANGED)}),
        (
            ["DELETE FROM deployments"],
            {("rembang", DEPLOYED, Fault.DEFINITION_MISSING), (CASE, 0, Fault.CASE_CHANGED)},
        ),
        (
            [
                "INSERT INTO deployments SELECT :intruder, office_id, key, 99, name, hash, diagram,"
                " forms, deployed_at, deployed_by, roles FROM deployments"
            ],
            {("rembang", 0, Fault.DEFINITION_UNREGISTERED)},
        ),
        (
            ["UPDATE offices SET hours = '{}'"],
            {("rembang", 1, Fault.HOURS_CHANGED)},
        ),
        (
            ["UPDATE offices SET hours = '[]'"],
            {("rembang", 1, Fault.HOURS_CHANGED)},
        ),
        (
            [
                "INSERT INTO person_rights SELECT id, 'auditor' FROM people"
                " WHERE account = 'petugas@rembang'"
            ],
            {("rembang", PETUGAS_ADDED, Fault.PERSON_CHANGED)},
        ),
        (
            [
                "DELETE FROM person_roles WHERE person_id IN"
                " (SELECT id FROM people WHERE account = 'petugas@rembang')"
            ],
            {("rembang", PETUGAS_ADDED, Fault.PERSON_CHANGED)},
        ),
        (
            [
                "INSERT INTO people SELECT :intruder, office_id, 'lain@rembang', name,"
                " password_hash, active FROM people WHERE account = 'petugas@rembang'"
            ],
            {("rembang", 0, Fault.PERSON_UNREGISTERED)},
        ),
        (["UPDATE cases SET subject = 'lain'"], {(CASE, 0, Fault.SUBJECT_CHANGED)}),
        (["UPDATE cases SET state = 'done'"], {(CASE, 0, Fault.STATE_CHANGED)}),
        (["UPDATE cases SET state = 'sabotage'"], {(CASE, 0, Fault.STATE_CHANGED)}),
        (["UPDATE cases SET starter_id = id"], {(CASE, 0, Fault.START_CHANGED)}),
        (
            ["UPDATE tasks SET due_at = '2030-01-01 00:00:00' WHERE due_at IS NOT NULL"],
            {(CASE, 0, Fault.DUE_CHANGED)},
        ),
        (
            ["UPDATE tasks SET holder_name = 'lain' WHERE holder_name IS NOT NULL"],
            {(CASE, 0, Fault.HOLDER_CHANGED)},
        ),
        (["UPDATE tasks SET state = 'withdrawn'"], {(CASE, 0, Fault.TASKS_CHANGED)}),
        (["UPDATE tasks SET state = 'sabotage'"], {(CASE, 0, Fault.TASKS_CHANGED)}),
        *(
            ([f"UPDATE tasks SET {column} = 'Petugas'"], {(CASE, 0, Fault.ROLE_CHANGED)})
            for column in ("role", "performer")
        ),
        (["DELETE FROM tasks WHERE state = 'open'"], {(CASE, 0, Fault.TASKS_CHANGED)}),
        (
            [
                "DELETE FROM events WHERE chain = (SELECT id FROM cases)",
                "UPDATE cases SET head_count = 0, head_hash = :genesis",
            ],
            {(CASE, 0, Fault.CUT)},
        ),
        (
            [
                "DELETE FROM tasks",
                "DELETE FROM events WHERE chain = (SELECT id FROM cases)",
                "DELETE FROM cases",
            ],
            {(CASE, 0, Fault.CASE_MISSING)},
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_was_changed_in_the_database_is_named(
    database: Engine, statements: list[str], findings: set[tuple[str, int, Fault]]
) -> None:
    rembang = Rembang(SqlStore(database))
    rembang.carry_to("Kegiatan_3")
    assert found(rembang) == set()
    tamper(database, statements)
    assert found(rembang) == findings


def tamper(database: Engine, statements: list[str]) -> None:
    """Run `statements` as somebody would who has the database's own tools."""
    outsider = create_engine(database.url)
    with outsider.begin() as connection:
        for opening in OPENINGS[database.dialect.name]:
            connection.execute(text(opening))
        for statement in statements:
            values = {"forged": b"{}", "genesis": GENESIS, "intruder": uuid4()}
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            typed = [bindparam("intruder", type_=Identity)] if "intruder" in used else []
            connection.execute(text(statement).bindparams(*typed), used)
    outsider.dispose()


def found(rembang: Rembang) -> set[tuple[str, int, Fault]]:
    """Every finding as chain, event and fault."""
    return {
        (finding.chain, finding.sequence, finding.fault)
        for checked in verify_record(
            store=rembang.store, files=rembang.files, engine=rembang.engine
        ).checks
        for finding in checked.findings
    }


@pytest.mark.sqlite
def test_a_task_that_cannot_be_read_is_named_alone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'laksana.db'}")
    migrate(database)
    rembang = Rembang(SqlStore(database))
    for _ in range(5):
        rembang.start()
    of_the_third = "(SELECT id FROM cases WHERE number LIKE '%3')"
    tamper(database, [f"UPDATE tasks SET opened_at = 'pagi' WHERE case_id = {of_the_third}"])
    assert found(rembang) == {("rembang/2026/000003", 0, Fault.TASKS_CHANGED)}
    database.dispose()


@pytest.mark.sqlite
def test_bytes_rewritten_as_text_are_still_verified(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'laksana.db'}")
    migrate(database)
    rembang = Rembang(SqlStore(database))
    rembang.carry_to("Kegiatan_3")
    statements = [
        f"UPDATE events SET body = CAST(body AS TEXT) || 'a' WHERE sequence = 3 AND {OF_THE_CASE}",
        "UPDATE deployments SET diagram = 'lain'",
        "DROP TRIGGER words_no_update",
        "UPDATE words SET text = CAST(text AS TEXT)",
    ]
    tamper(database, statements)
    assert found(rembang) == {
        (CASE, 3, Fault.CHANGED),
        ("rembang", SOP_DEPLOYED, Fault.DEFINITION_CHANGED),
    }
    database.dispose()
