"""The inbox: what waits for a person, their own tasks apart from those nobody has claimed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.actor import Actor
from service.domain.definition import Source
from service.usecases import list_inbox as list_inbox_module
from service.usecases.claim_task import claim_task
from service.usecases.list_inbox import Inbox, list_inbox
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import REKOMENDASI_JAMKESDA
from tests.unit.tampering import tampering


def inbox_of(rembang: Rembang, actor: Actor, after: UUID | None = None) -> Inbox:
    return list_inbox(actor, after, store=rembang.store, engine=rembang.engine)


def test_a_task_waits_unclaimed_for_its_role_with_its_case_and_sop(rembang: Rembang) -> None:
    outcome = rembang.start("KIS bayi")
    inbox = inbox_of(rembang, rembang.petugas)
    (line,) = inbox.unclaimed
    assert (line.number, line.subject) == (outcome.number, "KIS bayi")
    assert inbox.definitions[line.deployment].name == "Pelayanan Surat Pengantar Pembuatan KIS"
    assert inbox.mine == []


def test_a_claimed_task_is_ones_own_and_no_longer_a_colleagues(
    rembang: Rembang, colleague: Actor
) -> None:
    task = rembang.carry_to("Kegiatan_1")
    claim_task(rembang.petugas, task.id, store=rembang.store, clock=rembang.clock)
    own = inbox_of(rembang, rembang.petugas)
    assert [line.task.id for line in own.mine] == [task.id]
    assert own.unclaimed == []
    others = inbox_of(rembang, colleague)
    assert (others.mine, others.unclaimed, others.definitions) == ([], [], {})


def test_what_is_due_soonest_comes_first(rembang: Rembang) -> None:
    later = rembang.start("kedua")
    rembang.clock.pass_by(minutes=-60)
    sooner = rembang.start("pertama")
    lines = inbox_of(rembang, rembang.petugas).unclaimed
    assert [line.number for line in lines] == [sooner.number, later.number]


def test_a_finished_task_waits_for_the_next_role_alone(rembang: Rembang) -> None:
    rembang.carry_to("Kegiatan_2")
    assert inbox_of(rembang, rembang.petugas).unclaimed == []
    assert [line.task.element for line in inbox_of(rembang, rembang.kasi).unclaimed] == [
        "Kegiatan_2"
    ]


def test_a_task_of_a_damaged_sop_is_listed_among_the_others(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    jamkesda = rembang.deploy(REKOMENDASI_JAMKESDA).deployment
    rembang.start()
    rembang.start(deployment=jamkesda.id)
    for rest in ({}, {jamkesda.id: replace(jamkesda, source=Source(b"?", {}))}):
        with tampering(memory) as tables:
            del tables.deployments[jamkesda.id]
            tables.deployments |= rest
        inbox = inbox_of(rembang, rembang.petugas)
        assert len(inbox.unclaimed) == 2
        assert inbox.definitions[jamkesda.id].damaged
        assert not inbox.definitions[rembang.deployment.id].damaged
        with tampering(memory) as tables:
            tables.deployments[jamkesda.id] = jamkesda


def test_a_long_inbox_is_read_page_by_page_and_ones_own_tasks_on_the_first(
    rembang: Rembang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_inbox_module, "PAGE", 2)
    numbers = [rembang.start().number for _ in range(5)]
    own = inbox_of(rembang, rembang.petugas).unclaimed[0].task
    claim_task(rembang.petugas, own.id, store=rembang.store, clock=rembang.clock)
    first = inbox_of(rembang, rembang.petugas)
    assert [line.task.id for line in first.mine] == [own.id]
    last = inbox_of(rembang, rembang.petugas, first.after)
    assert (last.mine, last.after) == ([], None)
    assert [len(page.unclaimed) for page in (first, last)] == [2, 2]
    lines = (*first.mine, *first.unclaimed, *last.unclaimed)
    assert sorted(line.number for line in lines) == numbers


def test_more_of_ones_own_tasks_than_a_page_shows_are_mentioned(
    rembang: Rembang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_inbox_module, "MOST_HELD", 1)
    for _ in range(2):
        rembang.start()
        (task, *_) = inbox_of(rembang, rembang.petugas).unclaimed
        claim_task(rembang.petugas, task.task.id, store=rembang.store, clock=rembang.clock)
    found = inbox_of(rembang, rembang.petugas)
    assert (len(found.mine), found.more_held) == (1, True)


def test_nothing_waits_for_who_has_no_role(rembang: Rembang) -> None:
    rembang.start()
    for person in (rembang.auditor, rembang.analyst, rembang.administrator):
        assert inbox_of(rembang, person) == Inbox([], [], {}, after=None, more_held=False)


def test_another_offices_tasks_do_not_wait_here(rembang: Rembang, tanjungpinang: Rembang) -> None:
    rembang.start()
    assert inbox_of(rembang, tanjungpinang.petugas).unclaimed == []
