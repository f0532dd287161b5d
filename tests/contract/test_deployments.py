"""Deployments: immutable versions, counted per office and SOP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from service.domain.definition import DefinitionUnknown
from service.usecases.repositories import Store
from tests.contract.given import AT, Given, new_deployment, taken_back


def test_a_version_is_read_byte_for_byte(store: Store, given: Given) -> None:
    deployment = new_deployment(given.office())
    with store.begin() as work:
        work.deployments.add(deployment)
    with store.read() as work:
        found = work.deployments.get(deployment.id)
    assert found == deployment
    assert found.source.hash == deployment.hash


def test_an_unknown_version_is_said_to_be_unknown(store: Store) -> None:
    with store.read() as work, pytest.raises(DefinitionUnknown):
        work.deployments.get(uuid4())


def test_a_version_that_was_taken_back_is_unknown(store: Store, given: Given) -> None:
    deployment = new_deployment(given.office())
    with taken_back(store) as work:
        work.deployments.add(deployment)
    with store.read() as work, pytest.raises(DefinitionUnknown):
        work.deployments.get(deployment.id)


def test_the_newest_version_of_each_sop_is_listed_by_name(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    pengantar = [given.deployment(office, "pengantar-kis", version) for version in (1, 2, 10)]
    askes = given.deployment(office, "pembuatan-askes")
    given.deployment(other, "pengantar-kis", 11)
    with store.read() as work:
        assert [each.id for each in work.deployments.newest(office.id)] == [askes, pengantar[-1]]


def test_the_newest_version_of_one_sop_is_found(store: Store, given: Given) -> None:
    office, other = given.office("rembang"), given.office("tanjungpinang")
    for version in (1, 10, 2):
        given.deployment(office, "pengantar-kis", version)
    with store.read() as work:
        newest = work.deployments.newest_of(office.id, "pengantar-kis")
        assert newest is not None
        assert newest.version == 10
        assert work.deployments.newest_of(office.id, "pembuatan-askes") is None
        assert work.deployments.newest_of(other.id, "pengantar-kis") is None


def test_every_version_of_an_office_is_listed_newest_first(store: Store, given: Given) -> None:
    office = given.office("rembang")
    given.deployment(given.office("tanjungpinang"))
    versions = [
        replace(new_deployment(office, "pengantar-kis", n), deployed_at=AT + timedelta(days=n))
        for n in (1, 2, 3)
    ]
    for version in versions:
        with store.begin() as work:
            work.deployments.add(version)
    with store.read() as work:
        assert work.deployments.of_office(office.id) == versions[::-1]
        stored = sorted(work.deployments.stored(office.id), key=lambda each: each.version)
        assert stored == versions
