"""Comparing versions: one SOP of one's own office, by who may see its versions."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.definition import DefinitionUnknown
from service.domain.policy import NotVersionReader
from service.usecases.compare_versions import Comparison, compare_versions
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def compared(rembang: Rembang, actor: Actor, one: UUID, other: UUID) -> Comparison:
    return compare_versions(actor, one, other, store=rembang.store, engine=rembang.engine)


def test_the_older_version_stands_first_in_whatever_order_they_are_asked_for(
    rembang: Rembang,
) -> None:
    older = rembang.deployment.id
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment.id
    for person in (rembang.analyst, rembang.auditor):
        for one, other in ((older, newer), (newer, older)):
            found = compared(rembang, person, one, other)
            assert (found.old.deployment.id, found.new.deployment.id) == (older, newer)
            assert found.difference.steps == ()


def test_two_sops_are_not_versions_of_one(rembang: Rembang) -> None:
    other = rembang.deploy(REKOMENDASI_JAMKESDA).deployment.id
    with pytest.raises(DefinitionUnknown):
        compared(rembang, rembang.analyst, rembang.deployment.id, other)


def test_another_office_s_version_is_unknown(rembang: Rembang, tanjungpinang: Rembang) -> None:
    own, other = rembang.deployment.id, tanjungpinang.deployment.id
    for one, two in ((own, other), (other, own), (other, other), (own, uuid4())):
        with pytest.raises(DefinitionUnknown):
            compared(rembang, rembang.analyst, one, two)


def test_who_may_not_see_versions_compares_none(rembang: Rembang) -> None:
    version = rembang.deployment.id
    for person in (rembang.petugas, rembang.administrator):
        with pytest.raises(NotVersionReader):
            compared(rembang, person, version, version)
