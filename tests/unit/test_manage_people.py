"""Managing people: who may sign in and as what, who may change that, and what the record says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from service.domain.actor import (
    AccountExists,
    AccountInvalid,
    Actor,
    AdministratorApart,
    NameMissing,
    NameUnfit,
    PersonUnknown,
    Right,
)
from service.domain.office import OfficeUnknown
from service.domain.password import PasswordTooShort
from service.domain.policy import NotAdministrator, NotOverseer
from service.domain.record import Act, by
from service.domain.roles import RoleUnknown
from service.usecases.manage_people import (
    NewPerson,
    find_person,
    list_people,
    show_people,
    show_person,
)
from service.usecases.sign_in import find_actor
from tests.fakes.rembang import OPERATOR, PASSWORD, Rembang
from tests.fakes.scripts import KEPALA as LANE
from tests.unit.administering import (
    NEWCOMER,
    add,
    change,
    close,
    enter,
    give_password,
    last_event,
    reopen,
)
from tests.unit.tampering import found

KEPALA = LANE.performer

ADMINISTRATOR_AND_AUDITOR = frozenset({Right.ADMINISTER, Right.AUDIT})


def test_a_person_is_added_with_roles_and_rights(rembang: Rembang) -> None:
    newcomer = replace(NEWCOMER, rights=frozenset({Right.AUDIT}))
    added = add(rembang, newcomer)
    assert (added.account, added.office) == ("staf@rembang", rembang.office.id)
    assert (added.roles, added.rights) == (newcomer.roles, newcomer.rights)
    assert added in list_people(rembang.office.id, store=rembang.store)
    assert enter(rembang, added) == rembang.session(added)


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
        (replace(NEWCOMER, name=" "), NameMissing),
        (replace(NEWCOMER, name="a" * 201), NameUnfit),
        (replace(NEWCOMER, name="Staf\0"), NameUnfit),
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
        add(rembang, newcomer)
    assert list_people(rembang.office.id, store=rembang.store) == before


def test_an_unknown_role_is_answered_with_those_that_exist(
    rembang: Rembang,
) -> None:
    secretary = replace(NEWCOMER, roles=frozenset({"Sekretaris"}))
    with pytest.raises(RoleUnknown, match=r"Sekretaris.*Kasi Rehabsos, Kepala Dinas"):
        add(rembang, secretary)


def test_adding_a_person_is_recorded_without_the_password(rembang: Rembang) -> None:
    added = add(rembang, NEWCOMER, rembang.administrator)
    assert last_event(rembang) == {
        "act": Act.PERSON_ADDED,
        "actor": by(rembang.administrator),
        "person": {"id": str(added.id), "account": "staf@rembang"},
        "new": {"name": "Staf", "roles": ["Kasi Rehabsos"], "rights": [], "active": True},
    }
    add(rembang, replace(NEWCOMER, account="lain@rembang"))
    assert last_event(rembang)["actor"] == {"name": OPERATOR.name}
    assert not [e for e in rembang.events(rembang.office.id) if PASSWORD.encode() in e.body]


def test_a_person_is_changed_and_the_record_says_what_from_and_to_what(rembang: Rembang) -> None:
    changed = change(
        rembang, rembang.kasi, name=" Kasi  Baru ", roles=frozenset({"Kasi Rehabsos", KEPALA})
    )
    assert changed.name == "Kasi Baru"
    assert find_actor(rembang.session(rembang.kasi), store=rembang.store) == changed
    assert last_event(rembang) == {
        "act": Act.PERSON_CHANGED,
        "actor": by(rembang.administrator),
        "person": {"id": str(changed.id), "account": "kasi@rembang"},
        "old": {"name": "Kasi", "roles": ["Kasi Rehabsos"]},
        "new": {"name": "Kasi Baru", "roles": ["Kasi Rehabsos", KEPALA]},
    }


def test_changing_a_person_into_what_they_are_changes_nothing(rembang: Rembang) -> None:
    before = rembang.events(rembang.office.id)
    assert change(rembang, rembang.kasi) == rembang.kasi
    assert reopen(rembang, rembang.kasi) == rembang.kasi
    assert rembang.events(rembang.office.id) == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": ""}, NameMissing),
        ({"name": "a" * 201}, NameUnfit),
        ({"roles": frozenset({"Sekretaris"})}, RoleUnknown),
        ({"rights": frozenset({Right.ADMINISTER})}, AdministratorApart),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    rembang: Rembang, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change(rembang, rembang.kasi, **changes)
    assert find_actor(rembang.session(rembang.kasi), store=rembang.store) == rembang.kasi


def test_a_person_is_shown_with_the_roles_that_there_are(rembang: Rembang) -> None:
    view = show_person(rembang.auditor, rembang.kasi.id, store=rembang.store)
    assert view.person == rembang.kasi
    assert list(view.roles) == sorted(rembang.roles())


def test_an_account_is_found_for_the_operator(rembang: Rembang) -> None:
    assert find_person("kasi@rembang", store=rembang.store) == rembang.kasi
    close(rembang, rembang.kasi)
    assert not find_person("kasi@rembang", store=rembang.store).active
    with pytest.raises(PersonUnknown):
        find_person("nobody@rembang", store=rembang.store)


Doing = Callable[[Rembang, Actor, Actor], object]
CHANGES: list[Doing] = [change, close, reopen, give_password]


@pytest.mark.parametrize("act", CHANGES)
def test_only_administrators_change_people(rembang: Rembang, act: Doing) -> None:
    for person in (rembang.kasi, rembang.auditor, rembang.analyst):
        with pytest.raises(NotAdministrator):
            act(rembang, rembang.petugas, person)
        with pytest.raises(NotAdministrator):
            add(rembang, NEWCOMER, person)


@pytest.mark.parametrize("act", CHANGES)
def test_for_another_office_a_person_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang, act: Doing
) -> None:
    with pytest.raises(PersonUnknown):
        act(rembang, rembang.petugas, tanjungpinang.administrator)
    with pytest.raises(PersonUnknown):
        show_person(tanjungpinang.auditor, rembang.petugas.id, store=rembang.store)
    with pytest.raises(OfficeUnknown):
        add(rembang, NEWCOMER, tanjungpinang.administrator)


def test_an_unknown_person_is_said_to_be_unknown(rembang: Rembang) -> None:
    with pytest.raises(PersonUnknown):
        close(rembang, replace(rembang.kasi, id=uuid4()))


def test_people_are_shown_to_administrators_and_auditors_only(rembang: Rembang) -> None:
    for person in (rembang.administrator, rembang.auditor):
        assert rembang.kasi in show_people(person, store=rembang.store)
    for person in (rembang.kasi, rembang.analyst):
        with pytest.raises(NotOverseer):
            show_people(person, store=rembang.store)
        with pytest.raises(NotOverseer):
            show_person(person, rembang.kasi.id, store=rembang.store)


def test_the_record_stays_whole(rembang: Rembang) -> None:
    change(rembang, rembang.kasi, name="Kasi Baru")
    close(rembang, rembang.kasi)
    give_password(rembang, rembang.kasi)
    assert found(rembang) == set()
