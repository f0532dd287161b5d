"""Managing offices: what an operator may enter, and what is refused."""

from __future__ import annotations

import pytest

from service.domain.calendar import DEFAULT_HOURS, InvalidHours
from service.domain.office import Office, OfficeExists, OfficeKeyInvalid, OfficeUnknown
from service.domain.record import Act
from service.usecases.manage_office import (
    NewOffice,
    ZoneUnknown,
    add_office,
    find_office,
    get_office,
    list_offices,
)
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import OPERATOR
from tests.fakes.surroundings import FixedClock

HOURS = DEFAULT_HOURS.to_plain()
NAME = "Kantor Kemenag Jakarta Selatan"


def add(memory: InMemoryStore, key: str = "jaksel", zone: str = "Asia/Jakarta") -> Office:
    return add_office(OPERATOR, NewOffice(key, NAME, zone, HOURS), store=memory, clock=FixedClock())


def test_an_office_is_found_by_key_and_id(memory: InMemoryStore) -> None:
    office = add(memory)
    assert office.hours == HOURS
    assert find_office("jaksel", store=memory) == office
    assert get_office(office.id, store=memory) == office
    add(memory, "askes")
    assert [each.key for each in list_offices(store=memory)] == ["askes", "jaksel"]


@pytest.mark.parametrize("key", ["", "Jaksel", "jak sel", "jaksel-", "jak/sel", "a" * 61])
def test_a_short_name_has_small_letters_digits_and_hyphens(memory: InMemoryStore, key: str) -> None:
    with pytest.raises(OfficeKeyInvalid):
        add(memory, key)


@pytest.mark.parametrize("zone", ["", "WIB", "Asia", "/etc/localtime", "Asia/Jakarta\0", "a" * 300])
def test_a_time_zone_must_be_known(memory: InMemoryStore, zone: str) -> None:
    with pytest.raises(ZoneUnknown):
        add(memory, zone=zone)


def test_working_hours_must_be_readable(memory: InMemoryStore) -> None:
    unreadable = NewOffice("jaksel", NAME, "Asia/Jakarta", {"senin": []})
    with pytest.raises(InvalidHours):
        add_office(OPERATOR, unreadable, store=memory, clock=FixedClock())


def test_an_office_exists_once(memory: InMemoryStore) -> None:
    add(memory)
    with pytest.raises(OfficeExists, match="jaksel"):
        add(memory)


def test_an_unknown_office_is_not_found(memory: InMemoryStore) -> None:
    with pytest.raises(OfficeUnknown, match="jaksel"):
        find_office("jaksel", store=memory)


def test_a_new_office_begins_its_own_record(memory: InMemoryStore) -> None:
    office = add(memory)
    with memory.read() as work:
        (event,) = work.record.of(office.id)
    content = event.content()
    assert content["act"] == Act.OFFICE_ADDED
    assert content["actor"] == {"name": OPERATOR.name}
    assert content["new"] == {
        "key": "jaksel",
        "name": NAME,
        "timezone": "Asia/Jakarta",
        "hours": HOURS,
    }
