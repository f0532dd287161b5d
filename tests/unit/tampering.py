"""What tests of verifying share: changes that bypass the use cases, and what is then found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from service.domain.record import Event
from service.usecases.findings import Checked, Fault
from service.usecases.verify_record import verify_record
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.tables import Tables

FIRST, SECOND = "rembang/2026/000001", "rembang/2026/000002"


@contextmanager
def tampering(memory: InMemoryStore) -> Iterator[Tables]:
    """The tables, as somebody changes them who can write to the database."""
    with memory.begin() as work:
        yield work.tables


def checked(rembang: Rembang) -> list[Checked]:
    return list(
        verify_record(store=rembang.store, files=rembang.files, engine=rembang.engine).checks
    )


def found(rembang: Rembang) -> set[tuple[str, int, Fault]]:
    """Every finding as chain, event and fault."""
    return {
        (finding.chain, finding.sequence, finding.fault)
        for each in checked(rembang)
        for finding in each.findings
    }


def rewrite(tables: Tables, chain: UUID, events: Sequence[Event]) -> None:
    """Put `events` in the place of a whole chain."""
    for place in [place for place in tables.events if place[0] == chain]:
        del tables.events[place]
    for event in events:
        tables.events[chain, event.sequence] = event
