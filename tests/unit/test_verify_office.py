"""Verifying an office: its cases, deployments, numbers and files are those that it recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.definition import Source
from service.domain.form_fields import FileRef
from service.domain.record import Head, append
from service.usecases.findings import Checked, Fault, Finding
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS
from tests.unit.tampering import FIRST, SECOND, checked, found, rewrite, tampering

# Where the office's chain tells of its SOP and of its first case: after the office, and its people.
DEPLOYED, REGISTERED = 2, 10


@pytest.mark.usefixtures("ended_case")
def test_offices_are_checked_apart(rembang: Rembang, tanjungpinang: Rembang) -> None:
    tanjungpinang.start()
    assert [each.chain for each in checked(rembang)] == [
        FIRST,
        SECOND,
        "rembang",
        "tanjungpinang/2026/000001",
        "tanjungpinang",
    ]
    assert found(rembang) == set()


def test_a_removed_case_is_found(memory: InMemoryStore, rembang: Rembang, ended_case: UUID) -> None:
    with tampering(memory) as tables:
        rewrite(tables, ended_case, [])
        del tables.cases[ended_case]
        tables.files.clear()
    assert found(rembang) == {(FIRST, 0, Fault.CASE_MISSING)}


def test_a_chain_that_nobody_owns_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        del tables.cases[ended_case]
        tables.files.clear()
    assert found(rembang) == {(FIRST, 0, Fault.CASE_MISSING), (str(ended_case), 0, Fault.ORPHANED)}


def test_a_case_that_was_never_registered_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        smuggled = replace(
            tables.cases[ended_case], id=uuid4(), number="rembang/2026/000003", head=Head()
        )
        tables.cases[smuggled.id] = smuggled
    third = "rembang/2026/000003"
    assert found(rembang) == {(third, 0, Fault.CASE_UNREGISTERED), (third, 0, Fault.CUT)}


def test_a_case_under_another_number_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    with tampering(memory) as tables:
        tables.cases[ended_case] = replace(tables.cases[ended_case], number="rembang/2026/000009")
    assert found(rembang) == {("rembang/2026/000009", 0, Fault.CASE_CHANGED)}


def test_a_case_under_another_version_is_found(
    memory: InMemoryStore, rembang: Rembang, ended_case: UUID
) -> None:
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment
    with tampering(memory) as tables:
        tables.cases[ended_case] = replace(tables.cases[ended_case], deployment=newer.id)
    assert found(rembang) == {(FIRST, 0, Fault.CASE_CHANGED)}


@pytest.mark.parametrize("also_its_hash", [False, True])
def test_a_deployment_that_was_changed_is_found(
    memory: InMemoryStore, rembang: Rembang, *, also_its_hash: bool
) -> None:
    with tampering(memory) as tables:
        deployment = rembang.deployment
        changed = replace(deployment, source=Source(b"pengantar-kis 3", {}))
        if also_its_hash:
            changed = replace(changed, hash=changed.source.hash)
        tables.deployments[deployment.id] = changed
    assert found(rembang) == {("rembang", DEPLOYED, Fault.DEFINITION_CHANGED)}


def test_a_lane_that_was_given_to_another_role_behind_the_record_is_found(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    with tampering(memory) as tables:
        given = replace(rembang.deployment, roles={"Kepala Dinas": "Petugas Pelayanan"})
        tables.deployments[given.id] = given
    assert found(rembang) == {("rembang", DEPLOYED, Fault.DEFINITION_CHANGED)}


@pytest.mark.usefixtures("ended_case")
def test_a_deployment_that_is_gone_is_found_and_its_cases_named(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    with tampering(memory) as tables:
        tables.deployments.clear()
    assert found(rembang) == {
        ("rembang", DEPLOYED, Fault.DEFINITION_MISSING),
        (FIRST, 0, Fault.CASE_CHANGED),
        (SECOND, 0, Fault.CASE_CHANGED),
    }


@pytest.mark.usefixtures("ended_case")
def test_a_skipped_number_is_found(memory: InMemoryStore, rembang: Rembang) -> None:
    with tampering(memory) as tables:
        tables.registers[rembang.office.id, 2026] = 3
    rembang.start()
    rembang.start()
    assert found(rembang) == {("rembang", REGISTERED + 2, Fault.NUMBER_SKIPPED)}


@pytest.mark.usefixtures("ended_case")
def test_the_cut_tail_of_an_offices_chain_is_found(memory: InMemoryStore, rembang: Rembang) -> None:
    with tampering(memory) as tables:
        del tables.events[rembang.office.id, REGISTERED + 1]
    assert found(rembang) == {
        ("rembang", REGISTERED, Fault.CUT),
        (SECOND, 0, Fault.CASE_UNREGISTERED),
    }


@pytest.mark.parametrize(
    "content",
    [
        {"act": "registered", "case": "x"},
        {"act": "registered", "number": "rembang/2026/000001", "case": "not an id"},
        {"act": "registered", "number": "rembang/2026/satu", "case": "x"},
        {"act": "deployed"},
        {"act": "deployed", "deployment": "not an id"},
    ],
)
def test_a_line_of_the_offices_chain_that_makes_no_sense_is_found(
    memory: InMemoryStore, rembang: Rembang, content: dict[str, object]
) -> None:
    office = rembang.office.id
    with tampering(memory) as tables:
        event, head = append(office, tables.heads[office], content)
        tables.events[office, event.sequence] = event
        tables.heads[office] = head
    assert found(rembang) == {("rembang", REGISTERED, Fault.UNREADABLE)}


def test_a_line_of_another_kind_in_the_offices_chain_is_no_fault(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    office = rembang.office.id
    with memory.begin() as work:
        event, head = append(office, work.offices.lock(office), {"act": "read"})
        work.record.add([event])
        work.offices.set_head(office, head)
    assert found(rembang) == set()


def lose(contents: dict[str, bytes], file_hash: str) -> None:
    del contents[file_hash]


def change(contents: dict[str, bytes], file_hash: str) -> None:
    contents[file_hash] = b"another scan"


@pytest.mark.parametrize("harm", [lose, change])
@pytest.mark.usefixtures("ended_case")
def test_a_file_that_is_missing_or_changed_is_found(
    rembang: Rembang,
    scan: FileRef,
    harm: Callable[[dict[str, bytes], str], None],
) -> None:
    assert scan.hash == hashlib.sha256(b"scan").hexdigest()
    harm(rembang.files.contents, scan.hash)
    missing = Checked(f"{FIRST}: kk.pdf", 0, (Finding(FIRST, 0, Fault.FILE_MISSING),))
    assert [each for each in checked(rembang) if each.findings] == [missing]


@pytest.mark.usefixtures("ended_case")
def test_a_file_that_is_listed_no_more_is_found(memory: InMemoryStore, rembang: Rembang) -> None:
    with tampering(memory) as tables:
        tables.files.clear()
    assert found(rembang) == {(FIRST, 0, Fault.FILE_UNLISTED)}


@pytest.mark.usefixtures("ended_case")
def test_a_file_that_is_listed_with_another_case_is_found(
    memory: InMemoryStore, rembang: Rembang, scan: FileRef
) -> None:
    with tampering(memory) as tables:
        other = next(case.id for case in tables.cases.values() if case.number == SECOND)
        tables.files[other, scan.hash] = scan
    assert found(rembang) == {(SECOND, 0, Fault.FILE_SMUGGLED)}


def test_a_task_that_was_given_to_another_office_is_found(
    memory: InMemoryStore, rembang: Rembang, tanjungpinang: Rembang
) -> None:
    task = rembang.carry_to("Kegiatan_3")
    with tampering(memory) as tables:
        tables.tasks[task.id] = replace(task, office=tanjungpinang.office.id)
    assert found(rembang) == {(FIRST, 0, Fault.ROLE_CHANGED)}
