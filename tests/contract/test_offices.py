"""Offices: found by id and key, with roles, the end of a chain, and registers without a gap."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from service.domain.holidays import Holidays
from service.domain.office import OfficeExists, OfficeUnknown
from service.domain.record import EMPTY, Head
from service.usecases.repositories import Store
from tests.contract.given import Given, new_office, taken_back

HEAD = Head(3, hashlib.sha256(b"the third event").digest())


def test_an_office_is_read_as_it_was_added(store: Store, given: Given) -> None:
    office = given.office()
    with store.read() as work:
        assert work.offices.get(office.id) == office
        assert work.offices.by_key("rembang") == office


def test_an_unknown_office_is_said_to_be_unknown(store: Store) -> None:
    with store.begin() as work:
        with pytest.raises(OfficeUnknown, match="rembang"):
            work.offices.by_key("rembang")
        for find in (work.offices.get, work.offices.head, work.offices.lock):
            with pytest.raises(OfficeUnknown):
                find(uuid4())


def test_a_key_belongs_to_one_office(store: Store, given: Given) -> None:
    office = given.office()
    with pytest.raises(OfficeExists, match="rembang"), store.begin() as work:
        work.offices.add(replace(new_office(), key=office.key))


def test_offices_are_listed_by_key(store: Store, given: Given) -> None:
    for key in ("tanjungpinang", "jaksel", "rembang"):
        given.office(key)
    with store.read() as work:
        assert [office.key for office in work.offices.all()] == [
            "jaksel",
            "rembang",
            "tanjungpinang",
        ]


def test_roles_belong_to_their_office(store: Store, given: Given) -> None:
    rembang, other = given.office("rembang"), given.office("tanjungpinang")
    with store.begin() as work:
        work.offices.add_roles(rembang.id, ["Kepala Dinas"])
    with store.read() as work:
        assert work.offices.roles(rembang.id) == {"Kepala Dinas"}
        assert work.offices.roles(other.id) == frozenset()


def test_a_role_that_exists_already_stays(store: Store, given: Given) -> None:
    office = given.office()
    for roles in (["Kepala Dinas"], [], ["Kasi Rehabsos", "Kepala Dinas", "Kasi Rehabsos"]):
        with store.begin() as work:
            work.offices.add_roles(office.id, roles)
    with store.read() as work:
        assert work.offices.roles(office.id) == {"Kepala Dinas", "Kasi Rehabsos"}


def test_a_new_office_has_an_empty_chain(store: Store, given: Given) -> None:
    office = given.office()
    with store.read() as work:
        assert work.offices.head(office.id) == EMPTY


def test_the_end_of_the_chain_moves_while_it_is_held(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    with store.begin() as work:
        assert work.offices.lock(office.id) == EMPTY
        work.offices.set_head(office.id, HEAD)
    with store.begin() as work:
        assert work.offices.lock(office.id) == HEAD
        assert work.offices.head(other.id) == EMPTY


def test_numbers_have_no_gap_within_an_office_and_year(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    counted = []
    for place in [(office, 2026), (office, 2026), (office, 2027), (other, 2026), (office, 2026)]:
        with store.begin() as work:
            work.offices.lock(place[0].id)
            counted.append(work.offices.next_number(place[0].id, place[1]))
    assert counted == [1, 2, 1, 1, 3]


def test_a_number_that_was_taken_back_is_given_again(store: Store, given: Given) -> None:
    office = given.office()
    with taken_back(store) as work:
        assert work.offices.next_number(office.id, 2026) == 1
    with store.begin() as work:
        assert work.offices.next_number(office.id, 2026) == 1


def test_a_role_is_removed_from_its_office_only(store: Store, given: Given) -> None:
    rembang, other = given.office("rembang"), given.office("tanjungpinang")
    with store.begin() as work:
        for office in (rembang, other):
            work.offices.add_roles(office.id, ["Kepala Dinas", "Kasi Rehabsos"])
        work.offices.remove_role(rembang.id, "Kepala Dinas")
        work.offices.remove_role(rembang.id, "Sekretaris")
    with store.read() as work:
        assert work.offices.roles(rembang.id) == {"Kasi Rehabsos"}
        assert work.offices.roles(other.id) == {"Kasi Rehabsos", "Kepala Dinas"}


def test_hours_and_holidays_are_kept_as_they_were_changed(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    changed = replace(
        office,
        hours={"friday": [["08:00", "11:30"]]},
        holidays=Holidays(
            {date(2026, 7, 28): "Hari Jadi Kabupaten “Rembang”"}, frozenset({date(2026, 12, 24)})
        ),
    )
    with store.begin() as work:
        work.offices.lock(office.id)
        work.offices.set_head(office.id, HEAD)
        work.offices.save(changed)
    with store.read() as work:
        assert work.offices.get(office.id) == changed
        assert work.offices.get(other.id) == other
        assert work.offices.head(office.id) == HEAD
