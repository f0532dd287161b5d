"""Managing roles: who holds them, which SOPs need them, and what may not be removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.actor import Actor, NameMissing
from service.domain.policy import NotAdministrator, NotOverseer
from service.domain.record import Act, by
from service.domain.roles import RoleAwaited, RoleExists, RoleHeld, RoleNeeded, RoleUnknown
from service.usecases.manage_roles import RoleLine, add_role, list_roles, remove_role
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import KASI, PENGANTAR_KIS, REKOMENDASI_JAMKESDA
from tests.unit.tampering import found

KIS, JAMKESDA = PENGANTAR_KIS.definition.name, REKOMENDASI_JAMKESDA.definition.name


def add(rembang: Rembang, name: str, who: Actor | None = None) -> str:
    who = who or rembang.administrator
    return add_role(who, name, store=rembang.store, clock=rembang.clock)


def remove(rembang: Rembang, role: str, who: Actor | None = None) -> None:
    remove_role(
        who or rembang.administrator,
        role,
        store=rembang.store,
        engine=rembang.engine,
        clock=rembang.clock,
    )


def roles(rembang: Rembang, who: Actor | None = None) -> dict[str, RoleLine]:
    lines = list_roles(who or rembang.auditor, store=rembang.store, engine=rembang.engine)
    return {line.name: line for line in lines}


def deploy_without_kasi(rembang: Rembang) -> None:
    """Deploy a second version of SOP 004 that does not need `KASI` any more."""
    definition = PENGANTAR_KIS.definition
    without = replace(
        PENGANTAR_KIS,
        definition=replace(
            definition, lanes=tuple(lane for lane in definition.lanes if lane != KASI)
        ),
    )
    rembang.engine = type(rembang.engine)(without)  # type: ignore[call-arg] # the scripted engine
    rembang.deploy(without, edition=2)


def test_a_role_is_listed_with_its_people_and_the_sops_that_need_it(rembang: Rembang) -> None:
    rembang.deploy(REKOMENDASI_JAMKESDA)
    add(rembang, "Arsiparis")
    listed = roles(rembang)
    assert list(listed) == sorted(listed)
    assert listed["Petugas Pelayanan"].people == [rembang.petugas]
    assert listed["Petugas Pelayanan"].sops == [JAMKESDA, KIS]
    assert listed["Kasi Rehabsos"].sops == [KIS]
    assert (listed["Arsiparis"].people, listed["Arsiparis"].sops) == ([], [])


def test_tasks_of_a_role_that_nobody_can_act_in_would_wait_forever(rembang: Rembang) -> None:
    add(rembang, "Arsiparis")
    assert not [line for line in roles(rembang).values() if line.waits_forever]
    with rembang.store.begin() as work:
        work.people.save(replace(rembang.kasi, active=False))
    assert [name for name, line in roles(rembang).items() if line.waits_forever] == [KASI.performer]


def test_only_newest_versions_need_a_role(rembang: Rembang) -> None:
    deploy_without_kasi(rembang)
    assert roles(rembang)["Kasi Rehabsos"].sops == []


def test_a_role_is_added_and_removed_on_the_record(rembang: Rembang) -> None:
    assert add(rembang, "  Arsiparis  Muda ") == "Arsiparis Muda"
    assert "Arsiparis Muda" in rembang.roles()
    remove(rembang, "Arsiparis Muda")
    assert "Arsiparis Muda" not in rembang.roles()
    added, removed = (event.content() for event in rembang.events(rembang.office.id)[-2:])
    assert (added["act"], removed["act"]) == (Act.ROLE_ADDED, Act.ROLE_REMOVED)
    for content in (added, removed):
        assert content["role"] == "Arsiparis Muda"
        assert content["actor"] == by(rembang.administrator)
    assert found(rembang) == set()


@pytest.mark.parametrize(("name", "refusal"), [(" ", NameMissing), ("kasi rehabsos", RoleExists)])
def test_a_role_that_cannot_be_added_is_refused(
    rembang: Rembang, name: str, refusal: type[Exception]
) -> None:
    before = rembang.events(rembang.office.id)
    with pytest.raises(refusal):
        add(rembang, name)
    assert rembang.events(rembang.office.id) == before


def test_a_role_that_somebody_holds_stays(rembang: Rembang) -> None:
    add(rembang, "Arsiparis")
    arsiparis = rembang.person("arsiparis", "Arsiparis")
    with rembang.store.begin() as work:
        work.people.save(replace(arsiparis, active=False))  # their account may be opened again
    with pytest.raises(RoleHeld, match="dipegang oleh Arsiparis"):
        remove(rembang, "Arsiparis")


def test_a_role_that_an_sop_needs_stays(rembang: Rembang) -> None:
    with rembang.store.begin() as work:
        work.people.save(replace(rembang.kasi, roles=frozenset()))
    with pytest.raises(RoleNeeded, match=KIS):
        remove(rembang, KASI.performer)


def test_a_role_that_a_task_of_an_older_version_waits_for_stays(rembang: Rembang) -> None:
    rembang.carry_to("Kegiatan_2")
    deploy_without_kasi(rembang)
    with rembang.store.begin() as work:
        work.people.save(replace(rembang.kasi, roles=frozenset()))
    assert roles(rembang)[KASI.performer].waits_forever
    with pytest.raises(RoleAwaited):
        remove(rembang, KASI.performer)
    assert KASI.performer in rembang.roles()


def test_a_role_that_there_is_not_cannot_be_removed(rembang: Rembang) -> None:
    with pytest.raises(RoleUnknown):
        remove(rembang, "Sekretaris")


def test_only_administrators_change_roles_and_auditors_see_them(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    for person in (rembang.auditor, rembang.analyst, rembang.kasi):
        with pytest.raises(NotAdministrator):
            add(rembang, "Arsiparis", person)
        with pytest.raises(NotAdministrator):
            remove(rembang, "Arsiparis", person)
    for person in (rembang.analyst, rembang.kasi):
        with pytest.raises(NotOverseer):
            roles(rembang, person)
    add(tanjungpinang, "Arsiparis")
    assert "Arsiparis" not in roles(rembang, rembang.administrator)
