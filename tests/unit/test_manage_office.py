"""Managing offices and people: what an operator may enter, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.actor import AccountExists, Right
from service.domain.calendar import DEFAULT_HOURS, InvalidHours
from service.domain.office import Office, OfficeExists, OfficeKeyInvalid, OfficeUnknown
from service.usecases.manage_office import (
    AccountInvalid,
    AdministratorApart,
    NewPerson,
    PasswordTooShort,
    RoleUnknown,
    ZoneUnknown,
    add_office,
    add_person,
    find_office,
    get_office,
    list_offices,
    list_people,
)
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import PASSWORD, Rembang
from tests.fakes.surroundings import PlainPasswords

HOURS = DEFAULT_HOURS.to_plain()
ADMINISTRATOR_AND_AUDITOR = frozenset({Right.ADMINISTER, Right.AUDIT})
NEWCOMER = NewPerson("staf@rembang", "Staf", PASSWORD, frozenset({"Kasi Rehabsos"}))


def add(memory: InMemoryStore, key: str = "jaksel", zone: str = "Asia/Jakarta") -> Office:
    return add_office(key, "Kantor Kemenag Jakarta Selatan", zone, HOURS, store=memory)


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
    with pytest.raises(InvalidHours):
        add_office("jaksel", "Kantor", "Asia/Jakarta", {"senin": []}, store=memory)


def test_an_office_exists_once(memory: InMemoryStore) -> None:
    add(memory)
    with pytest.raises(OfficeExists, match="jaksel"):
        add(memory)


def test_an_unknown_office_is_not_found(memory: InMemoryStore) -> None:
    with pytest.raises(OfficeUnknown, match="jaksel"):
        find_office("jaksel", store=memory)


def test_a_person_is_added_with_roles_and_rights(rembang: Rembang) -> None:
    newcomer = replace(NEWCOMER, rights=frozenset({Right.AUDIT}))
    added = add_person(newcomer, store=rembang.store, passwords=rembang.passwords)
    assert (added.account, added.office) == ("staf@rembang", rembang.office.id)
    assert (added.roles, added.rights) == (newcomer.roles, newcomer.rights)
    assert added in list_people(rembang.office.id, store=rembang.store)
    with rembang.store.read() as work:
        credentials = work.people.credentials("staf@rembang")
    assert credentials is not None
    assert credentials.password_hash == PlainPasswords().hash(PASSWORD)


def test_people_are_listed_by_account_within_their_office(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    assert [each.account for each in list_people(rembang.office.id, store=rembang.store)] == [
        "administrator@rembang",
        "analis@rembang",
        "auditor@rembang",
        "kabid@rembang",
        "kasi@rembang",
        "kepala@rembang",
        "petugas@rembang",
    ]
    assert tanjungpinang.petugas in list_people(tanjungpinang.office.id, store=rembang.store)


@pytest.mark.parametrize(
    ("newcomer", "refusal"),
    [
        (replace(NEWCOMER, account="staf"), AccountInvalid),
        (replace(NEWCOMER, account="staf@"), AccountInvalid),
        (replace(NEWCOMER, account="Staf@rembang"), AccountInvalid),
        (replace(NEWCOMER, account="staf@rembang@jaksel"), AccountInvalid),
        (replace(NEWCOMER, account="staf@jaksel"), OfficeUnknown),
        (replace(NEWCOMER, account="kasi@rembang"), AccountExists),
        (replace(NEWCOMER, password="a" * 9), PasswordTooShort),
        (replace(NEWCOMER, roles=frozenset({"Sekretaris"})), RoleUnknown),
        (replace(NEWCOMER, rights=frozenset({Right.ADMINISTER})), AdministratorApart),
        (
            replace(NEWCOMER, roles=frozenset(), rights=ADMINISTRATOR_AND_AUDITOR),
            AdministratorApart,
        ),
    ],
)
def test_a_person_that_cannot_be_added_is_refused(
    rembang: Rembang, newcomer: NewPerson, refusal: type[Exception]
) -> None:
    before = list_people(rembang.office.id, store=rembang.store)
    with pytest.raises(refusal):
        add_person(newcomer, store=rembang.store, passwords=rembang.passwords)
    assert list_people(rembang.office.id, store=rembang.store) == before


def test_an_unknown_role_is_answered_with_those_that_exist(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    secretary = replace(NEWCOMER, roles=frozenset({"Sekretaris"}))
    with pytest.raises(RoleUnknown, match=r"Sekretaris.*Kasi Rehabsos, Kepala Dinas"):
        add_person(secretary, store=rembang.store, passwords=rembang.passwords)
    add(memory)
    first = replace(secretary, account="staf@jaksel")
    with pytest.raises(RoleUnknown, match="Peran yang ada: -"):
        add_person(first, store=rembang.store, passwords=rembang.passwords)
