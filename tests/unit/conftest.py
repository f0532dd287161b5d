"""What tests of use cases begin with: the office of SOP 004, in memory."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import settings

from service.domain.actor import Actor
from service.domain.form_fields import FileRef
from service.usecases.claim_task import claim_task
from service.usecases.handle_files import keep_file
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import RETURNED, Rembang
from tests.fakes.scripts import PETUGAS

# How long one example takes says more about the machine than about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture
def memory() -> InMemoryStore:
    """An empty store."""
    return InMemoryStore()


@pytest.fixture
def rembang(memory: InMemoryStore) -> Rembang:
    """The office, with its people, its SOP, and no case yet."""
    return Rembang(memory)


@pytest.fixture
def tanjungpinang(rembang: Rembang) -> Rembang:
    """Another office with the same SOP and the same roles, in the same store."""
    return Rembang(rembang.store, rembang.engine, key="tanjungpinang")


@pytest.fixture
def colleague(rembang: Rembang) -> Actor:
    """Somebody in the same role as `rembang.petugas`."""
    return rembang.person("rekan", PETUGAS.performer)


@pytest.fixture
def scan(rembang: Rembang) -> FileRef:
    """A file that was handed in."""
    return keep_file("kk.pdf", BytesIO(b"scan"), files=rembang.files)


@pytest.fixture
def ended_case(rembang: Rembang, scan: FileRef) -> UUID:
    """The first of two cases: claimed and completed with a file, and carried on to its end."""
    task = rembang.carry_to("Kegiatan_1")
    claim_task(rembang.petugas, task.id, store=rembang.store, clock=rembang.clock)
    rembang.complete(task, rembang.petugas, files={"kelengkapan_2": [scan]})
    for person in (rembang.kasi, rembang.kabid, rembang.kepala, rembang.petugas):
        rembang.complete(rembang.open_task(task.case), person)
    rembang.start()
    return task.case


@pytest.fixture
def looped(rembang: Rembang) -> UUID:
    """A case of SOP 004 that was sent back once and stands at its approval again."""
    task = rembang.carry_to("Kegiatan_2")
    rembang.complete(task, rembang.kasi, texts={"catatan": ["KTP ada"]})
    rembang.clock.pass_by(minutes=10)
    rembang.complete(rembang.open_task(task.case), rembang.kabid, texts=RETURNED)
    rembang.clock.pass_by(minutes=1)
    again = rembang.open_task(task.case)
    rembang.complete(again, rembang.kasi, texts={"catatan": ["KTP dan KK ada"]})
    return task.case
