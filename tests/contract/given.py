"""What a contract test finds already stored: an office, its people, an SOP, cases, tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from service.domain.actor import Actor, Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.case import Case
from service.domain.definition import Deployment, Source
from service.domain.office import Office, case_number
from service.domain.task import Task
from service.usecases.repositories import Store, Work

# To the microsecond, which both databases must keep.
AT = datetime(2026, 2, 2, 2, 30, 15, 123456, tzinfo=UTC)


class Given:
    """Stores one thing at a time, each in a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def office(self, key: str = "rembang") -> Office:
        office = new_office(key)
        with self.store.begin() as work:
            work.offices.add(office)
        return office

    def person(
        self,
        office: Office,
        account: str = "petugas",
        *,
        roles: tuple[str, ...] = ("Petugas Pelayanan",),
        rights: tuple[Right, ...] = (),
    ) -> Actor:
        person = Actor(
            uuid4(),
            f"{account}@{office.key}",
            account.capitalize(),
            office.id,
            frozenset(roles),
            frozenset(rights),
        )
        with self.store.begin() as work:
            work.people.add(person, f"hash of {account}")
        return person

    def deployment(self, office: Office, key: str = "pengantar-kis", version: int = 1) -> UUID:
        deployment = new_deployment(office, key, version)
        with self.store.begin() as work:
            work.deployments.add(deployment)
        return deployment.id

    def case(self, office: Office, deployment: UUID, count: int = 1, **changes: Any) -> Case:
        number = case_number(office.key, 2026, count)
        case = Case(uuid4(), office.id, deployment, number, "Permohonan", AT, b"\0snapshot")
        case = replace(case, **changes)
        with self.store.begin() as work:
            work.cases.add(case)
        return case

    def task(self, case: Case, **changes: Any) -> Task:
        task = replace(new_task(case), **changes)
        with self.store.begin() as work:
            work.tasks.add([task])
        return task


@contextmanager
def taken_back(store: Store, by: type[BaseException] = ZeroDivisionError) -> Iterator[Work]:
    """A transaction that fails at its very end."""
    with suppress(by), store.begin() as work:
        yield work
        raise by


def new_office(key: str = "rembang") -> Office:
    return Office(uuid4(), key, f"Kantor {key}", "Asia/Jakarta", DEFAULT_HOURS.to_plain())


def new_deployment(office: Office, key: str = "pengantar-kis", version: int = 1) -> Deployment:
    source = Source(f"<{key}> {version}".encode(), {"permohonan": '{"judul": "Permohonan “KIS”"}'})
    name = f"SOP {key}"
    by, roles = "Analis", {"Kabag": "Kepala Bidang “A”"}
    return Deployment(uuid4(), office.id, key, version, name, source.hash, source, AT, by, roles)


def new_task(case: Case) -> Task:
    name, role = "Menerima permohonan", "Petugas Pelayanan"
    return Task(uuid4(), case.id, case.office, "Kegiatan_1", name, role, role, AT)
