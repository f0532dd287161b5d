"""The store in memory: one transaction at a time, on a copy that replaces the state at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from service.usecases.repositories import Cases, Deployments, Jobs, Offices, People, Record, Tasks
from tests.fakes.in_memory_cases import InMemoryCases, InMemoryJobs, InMemoryRecord, InMemoryTasks
from tests.fakes.in_memory_offices import InMemoryDeployments, InMemoryOffices, InMemoryPeople
from tests.fakes.tables import Tables


class InMemoryWork:
    """One open transaction; see `repositories.Work`. A test that tampers does so in `tables`."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.people: People = InMemoryPeople(tables)
        self.offices: Offices = InMemoryOffices(tables)
        self.deployments: Deployments = InMemoryDeployments(tables)
        self.cases: Cases = InMemoryCases(tables)
        self.tasks: Tasks = InMemoryTasks(tables)
        self.record: Record = InMemoryRecord(tables)
        self.jobs: Jobs = InMemoryJobs(tables)


class InMemoryStore:
    """See `repositories.Store`."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._lock = Lock()

    @contextmanager
    def begin(self) -> Iterator[InMemoryWork]:
        """Swaps the changed copy in on leaving; after an exception the copy is forgotten."""
        with self._lock:
            work = InMemoryWork(self._tables.copy())
            yield work
            self._tables = work.tables

    @contextmanager
    def look(self) -> Iterator[InMemoryWork]:
        """As `read`."""
        yield InMemoryWork(self._tables.copy())

    @contextmanager
    def read(self) -> Iterator[InMemoryWork]:
        """A copy of one moment, forgotten at the end."""
        yield InMemoryWork(self._tables.copy())
