"""A verification that stops at any place and goes on there finds what one run finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.case import CaseState
from service.domain.form_fields import FileRef
from service.usecases import verify_record as verifying
from service.usecases.findings import Checked, Fault, Place, Portion
from service.usecases.repositories import Store, Work
from service.usecases.verify_record import PlaceGone, Verification, verify_record
from tests.fakes.rembang import Rembang

FILE = FileRef("0" * 64, "pindaian.pdf", "application/pdf", 9)


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 2)


@pytest.fixture
def offices(store: Store) -> tuple[Rembang, Rembang]:
    """Two offices with five cases each."""
    first = Rembang(store)
    second = Rembang(store, first.engine, key="tanjungpinang")
    for office in (first, second):
        for _ in range(5):
            office.start()
    return first, second


def verification(office: Rembang, after: Place | None = None) -> Verification:
    return verify_record(after, store=office.store, files=office.files, engine=office.engine)


def checks_of(portions: list[Portion]) -> list[Checked]:
    return [checked for portion in portions for checked in portion.checks]


def cases_of(office: Rembang) -> list[UUID]:
    with office.store.read() as work:
        return list(work.cases.ids(office.office.id))


def harm(offices: tuple[Rembang, Rembang]) -> None:
    """In each office a case before, between and at the end; and the chain of the second."""
    for office in offices:
        first, _, third, _, fifth = cases_of(office)
        with office.store.begin() as work:
            work.cases.move(replace(work.cases.get(first), state=CaseState.DONE), [])
            work.cases.add_files(third, [FILE])
            work.cases.move(replace(work.cases.get(fifth), snapshot=b"rusak"), [])
    second = offices[1]
    with second.store.begin() as work:
        head = work.offices.lock(second.office.id)
        work.offices.set_head(second.office.id, replace(head, count=head.count + 1))


def test_from_any_place_the_rest_is_found(offices: tuple[Rembang, Rembang]) -> None:
    harm(offices)
    whole = list(verification(offices[0]).portions)
    found = [finding.fault for checked in checks_of(whole) for finding in checked.findings]
    of_an_office = [
        *(Fault.STATE_CHANGED, Fault.FILE_SMUGGLED, Fault.FILE_MISSING, Fault.SNAPSHOT_DAMAGED),
    ]
    assert found == [*of_an_office, *of_an_office, Fault.CUT]
    places = [portion.place for portion in whole]
    assert [place and (place.office, place.sequence) for place in places] == [
        ("rembang", 11),
        ("rembang", 13),
        ("rembang", 14),
        None,
        ("tanjungpinang", 11),
        ("tanjungpinang", 13),
        ("tanjungpinang", 14),
        None,
        None,
    ]
    for count, place in enumerate(places, start=1):
        if place is not None:
            rest = verification(offices[0], place)
            assert rest.total == 12
            assert checks_of(whole[:count]) + list(rest.checks) == checks_of(whole)


def test_what_changes_after_it_was_read_is_left_to_the_next_verification(
    offices: tuple[Rembang, Rembang],
) -> None:
    rembang, _ = offices
    portions = verification(rembang).portions
    before = next(portions)
    harm(offices)
    after = checks_of(list(portions))
    first = rembang.case(cases_of(rembang)[0]).number
    assert first in {checked.chain for checked in before.checks}
    assert first not in {checked.chain for checked in after}
    assert len([checked for checked in after if checked.findings]) == 8


def test_a_case_that_is_registered_meanwhile_is_no_stranger(
    offices: tuple[Rembang, Rembang],
) -> None:
    rembang, _ = offices
    portions = verification(rembang).portions
    before = next(portions)
    rembang.start()
    checks = checks_of([before, *portions])
    assert [checked.findings for checked in checks] == [()] * 12
    assert before.place is not None
    resumed = list(verification(rembang, before.place).checks)
    assert [checked.findings for checked in resumed] == [()] * 11


def test_the_place_must_be_of_this_record(offices: tuple[Rembang, Rembang]) -> None:
    rembang, _ = offices
    place = next(verification(rembang).portions).place
    assert place is not None
    for other in (
        replace(place, hash=b"lain"),
        replace(place, sequence=99),
        replace(place, office="jakarta"),
    ):
        with pytest.raises(PlaceGone):
            verification(rembang, other)


def test_nothing_is_held_in_the_database_between_two_portions(
    offices: tuple[Rembang, Rembang],
) -> None:
    rembang, _ = offices
    rembang.store = watched = Watched(rembang.store)
    for _portion in verification(rembang).portions:
        assert watched.reading == 0
    assert watched.most == 1


class Watched:
    """A store that knows how many of its transactions are open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begin, self.look = store.begin, store.look
        self.reading = self.most = 0

    @contextmanager
    def read(self) -> Iterator[Work]:
        with self._store.read() as work:
            self.reading += 1
            self.most = max(self.most, self.reading)
            try:
                yield work
            finally:
                self.reading -= 1
