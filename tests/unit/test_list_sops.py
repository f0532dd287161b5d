"""Listing SOPs: the newest version of each, and where a person may start it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from service.domain.actor import Actor
from service.domain.definition import DefinitionDamaged, DefinitionUnknown
from service.domain.policy import NotVersionReader
from service.usecases.list_sops import Sop, list_damaged_sops, list_sops, list_versions, show_sop
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def sops_of(rembang: Rembang, actor: Actor) -> list[Sop]:
    return list(list_sops(actor, store=rembang.store, engine=rembang.engine))


def test_the_newest_version_of_each_sop_is_listed_by_name(rembang: Rembang) -> None:
    rembang.deploy(REKOMENDASI_JAMKESDA)
    rembang.deploy(PENGANTAR_KIS, edition=2)
    listed = sops_of(rembang, rembang.petugas)
    assert [(sop.definition.key, sop.deployment.version) for sop in listed] == [
        ("rekomendasi-jamkesda", 1),
        ("pengantar-kis", 2),
    ]


def test_everybody_sees_the_sops_and_only_its_role_may_start_one(rembang: Rembang) -> None:
    for person in (rembang.kasi, rembang.analyst, rembang.auditor, rembang.administrator):
        (sop,) = sops_of(rembang, person)
        assert sop.starts == []
    (sop,) = sops_of(rembang, rembang.petugas)
    assert [start.element for start in sop.starts] == ["Mulai"]


def test_one_version_is_shown_also_when_it_is_superseded(rembang: Rembang) -> None:
    rembang.deploy(PENGANTAR_KIS, edition=2)
    sop = show_sop(
        rembang.analyst, rembang.deployment.id, store=rembang.store, engine=rembang.engine
    )
    assert sop.deployment == rembang.deployment
    assert sop.definition.hash == rembang.deployment.hash


def test_for_another_office_the_sop_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    for actor, deployment in (
        (tanjungpinang.analyst, rembang.deployment.id),
        (rembang.analyst, uuid4()),
    ):
        with pytest.raises(DefinitionUnknown):
            show_sop(actor, deployment, store=rembang.store, engine=rembang.engine)


def test_a_diagram_that_was_changed_after_its_deployment_is_said_to_be_damaged(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    damaged = replace(rembang.deployment, hash="0" * 64)
    with memory.begin() as work:
        work.tables.deployments[damaged.id] = damaged
    with pytest.raises(DefinitionDamaged):
        show_sop(rembang.analyst, damaged.id, store=rembang.store, engine=rembang.engine)


def test_a_damaged_sop_is_named_and_the_others_are_listed(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    rembang.deploy(REKOMENDASI_JAMKESDA)
    assert list_damaged_sops(rembang.petugas, store=rembang.store, engine=rembang.engine) == []
    damaged = replace(rembang.deployment, hash="0" * 64)
    with memory.begin() as work:
        work.tables.deployments[damaged.id] = damaged
    assert list_damaged_sops(rembang.petugas, store=rembang.store, engine=rembang.engine) == [
        damaged
    ]
    (sop,) = sops_of(rembang, rembang.petugas)
    assert sop.definition.key == "rekomendasi-jamkesda"


def test_analysts_and_auditors_find_every_version_the_newest_first(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    rembang.deploy(REKOMENDASI_JAMKESDA)
    first, second = rembang.deployment, rembang.deploy(PENGANTAR_KIS, edition=2).deployment
    for person in (rembang.analyst, rembang.auditor):
        assert list_versions(person, first, store=rembang.store) == [second, first]
    for person in (rembang.petugas, rembang.administrator):
        with pytest.raises(NotVersionReader):
            list_versions(person, first, store=rembang.store)
    with pytest.raises(DefinitionUnknown):
        list_versions(tanjungpinang.analyst, first, store=rembang.store)
