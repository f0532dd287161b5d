"""Verifying one's own office: nothing of another, on the record, and remembered."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.policy import NotOverseer
from service.domain.record import at_utc
from service.usecases.findings import Checked, Fault, Finding, Tally
from service.usecases.verify_record import (
    Verification,
    Verified,
    last_verified,
    verify_office,
)
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import FOUNDED, Rembang
from tests.unit.tampering import FIRST, SECOND, found, tampering


def verification(rembang: Rembang) -> Verification:
    return verify_office(
        rembang.auditor,
        store=rembang.store,
        files=rembang.files,
        engine=rembang.engine,
        clock=rembang.clock,
    )


def last(rembang: Rembang) -> Verified | None:
    return last_verified(rembang.auditor, store=rembang.store)


@pytest.mark.usefixtures("ended_case")
def test_only_ones_own_office_is_checked(
    memory: InMemoryStore, rembang: Rembang, tanjungpinang: Rembang
) -> None:
    other = tanjungpinang.start().case
    with tampering(memory) as tables:
        tables.cases[other] = replace(tables.cases[other], subject="lain")
        orphan = replace(tables.events[other, 1], chain=UUID(int=1))
        tables.events[orphan.chain, 1] = orphan  # it is nobody's
    checks = verification(rembang)
    assert checks.total == 3
    assert [each.chain for each in checks.checks] == [FIRST, SECOND, "rembang"]
    found_there = [each.findings for each in verification(tanjungpinang).checks]
    number = "tanjungpinang/2026/000001"
    assert found_there == [(Finding(number, 0, Fault.SUBJECT_CHANGED),), ()]


@pytest.mark.usefixtures("ended_case")
def test_a_verification_is_recorded_when_it_is_done(rembang: Rembang) -> None:
    assert last(rembang) is None
    checks = verification(rembang).checks
    next(checks)
    assert "verified" not in rembang.acts(rembang.office.id)
    list(checks)
    content = rembang.events(rembang.office.id)[-1].content()
    assert content["act"] == "verified"
    assert content["at"] == at_utc(rembang.clock.at)
    assert content["actor"]["account"] == "auditor@rembang"
    tally = Tally(chains=3, events=FOUNDED + 10, erased=0, faults=0)
    assert {name: content[name] for name in vars(tally)} == vars(tally)
    assert last(rembang) == Verified(rembang.clock.at, "Auditor", tally)
    assert found(rembang) == set()


def test_the_last_verification_is_the_newest_of_the_own_office(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    list(verification(rembang).checks)
    rembang.clock.pass_by(days=1)
    rembang.start()
    list(verification(rembang).checks)
    rembang.start()
    newest = last(rembang)
    assert newest is not None
    assert (newest.at, newest.tally.chains) == (rembang.clock.at, 2)
    assert last(tanjungpinang) is None


def test_a_last_verification_that_was_damaged_is_none(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    list(verification(rembang).checks)
    place = (rembang.office.id, FOUNDED + 1)
    for body in (b"?", b"{}", b'{"chains":1,"events":1,"erased":0,"faults":"x"}'):
        with tampering(memory) as tables:
            tables.events[place] = replace(tables.events[place], body=body)
        assert last(rembang) is None
    with tampering(memory) as tables:
        del tables.events[place]
    assert last(rembang) is None


def test_only_overseers_verify(rembang: Rembang) -> None:
    for person in (rembang.petugas, rembang.analyst):
        with pytest.raises(NotOverseer):
            verify_office(
                person,
                store=rembang.store,
                files=rembang.files,
                engine=rembang.engine,
                clock=rembang.clock,
            )
        with pytest.raises(NotOverseer):
            last_verified(person, store=rembang.store)
    last_verified(rembang.administrator, store=rembang.store)


def test_a_tally_counts_chains_and_not_what_belongs_to_one() -> None:
    tally = Tally()
    tally.add(Checked("rembang", 3, (), erased=1))
    tally.add(Checked("kk.pdf", 0, (Finding("x", 0, Fault.FILE_MISSING),)))
    assert tally == Tally(chains=1, events=3, erased=1, faults=1)
