"""Deploying: versions that never change, and what a review of one tells beforehand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from service.domain.definition import DiagramRefused, NoteKind, VersionOvertaken
from service.domain.office import OfficeUnknown
from service.domain.policy import NotAnalyst
from service.usecases.deploy import Deploy, check_diagram, deploy, review_deployment
from tests.fakes.rembang import FORMS, OPERATOR, Rembang
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def test_a_deployed_diagram_is_kept_with_the_forms_that_it_names(rembang: Rembang) -> None:
    with rembang.store.read() as work:
        kept = work.deployments.get(rembang.deployment.id)
    assert (kept.key, kept.version, kept.office) == ("pengantar-kis", 1, rembang.office.id)
    assert kept.name == "Pelayanan Surat Pengantar Pembuatan KIS"
    assert kept.source.diagram == PENGANTAR_KIS.diagram()
    assert kept.source.forms == {"permohonan": FORMS["permohonan"]}
    assert kept.hash == kept.source.hash
    assert kept.deployed_at == rembang.clock.at


def test_a_form_that_is_named_and_not_there_is_left_to_the_reading(rembang: Rembang) -> None:
    request = Deploy(rembang.office.id, PENGANTAR_KIS.diagram(2), {}, OPERATOR)
    deployed = deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
    assert deployed.deployment.source.forms == {}


def test_a_deployment_is_recorded_in_the_offices_chain(rembang: Rembang) -> None:
    event = rembang.events(rembang.office.id)[1]  # after the office itself
    assert event.content() == {
        "chain": str(rembang.office.id),
        "sequence": 2,
        "act": "deployed",
        "at": "2026-02-02T02:00:00.000000Z",
        "actor": {"name": OPERATOR.name},
        "deployment": str(rembang.deployment.id),
        "key": "pengantar-kis",
        "version": 1,
        "definition": rembang.deployment.hash,
        "new_roles": [
            "Kepala Dinas",
            "Kabid Rehabilitasi dan Jaminan Sosial",
            "Kasi Rehabsos",
            "Petugas Pelayanan",
        ],
        "roles": {},
    }


def test_the_same_content_again_changes_nothing(rembang: Rembang) -> None:
    again = rembang.deploy(PENGANTAR_KIS)
    assert again.unchanged
    assert again.deployment == rembang.deployment
    assert again.new_roles == ()
    assert rembang.acts(rembang.office.id).count("deployed") == 1


def test_another_content_is_the_next_version(rembang: Rembang) -> None:
    second = rembang.deploy(PENGANTAR_KIS, edition=2)
    third = rembang.deploy(PENGANTAR_KIS, edition=1)
    assert not second.unchanged
    assert [second.deployment.version, third.deployment.version] == [2, 3]
    assert third.deployment.hash == rembang.deployment.hash


def test_only_the_version_that_a_review_announced_is_deployed(rembang: Rembang) -> None:
    request = Deploy(rembang.office.id, PENGANTAR_KIS.diagram(2), FORMS, rembang.analyst, version=2)
    send = partial(deploy, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
    with pytest.raises(VersionOvertaken):
        send(replace(request, version=1))
    assert send(request).deployment.version == 2
    assert send(request).unchanged  # the same, sent twice


def test_each_sop_and_each_office_counts_its_own_versions(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    assert rembang.deploy(REKOMENDASI_JAMKESDA).deployment.version == 1
    assert rembang.deploy(PENGANTAR_KIS, edition=2).deployment.version == 2
    assert tanjungpinang.deploy(PENGANTAR_KIS, edition=2).deployment.version == 2


def test_only_an_analyst_deploys(rembang: Rembang) -> None:
    request = Deploy(rembang.office.id, PENGANTAR_KIS.diagram(2), FORMS, rembang.kasi)
    with pytest.raises(NotAnalyst):
        deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
    with pytest.raises(NotAnalyst):
        review_deployment(request, store=rembang.store, engine=rembang.engine)


def test_an_analyst_reaches_into_no_other_office(rembang: Rembang, tanjungpinang: Rembang) -> None:
    stranger = tanjungpinang.analyst
    request = Deploy(rembang.office.id, PENGANTAR_KIS.diagram(2), FORMS, stranger)
    with pytest.raises(OfficeUnknown):
        deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
    with pytest.raises(OfficeUnknown):
        review_deployment(request, store=rembang.store, engine=rembang.engine)
    assert rembang.acts(rembang.office.id).count("deployed") == 1


def test_a_version_names_the_analyst_who_deployed_it(rembang: Rembang) -> None:
    request = Deploy(rembang.office.id, PENGANTAR_KIS.diagram(2), FORMS, rembang.analyst)
    done = deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
    assert done.deployment.deployed_by == "Analis"
    assert rembang.events(rembang.office.id)[-1].content()["actor"] == {
        "id": str(rembang.analyst.id),
        "account": "analis@rembang",
        "name": "Analis",
    }


def test_another_offices_name_in_the_pool_is_advice(rembang: Rembang) -> None:
    assert rembang.deploy(PENGANTAR_KIS).notes == ()
    other = named(PENGANTAR_KIS, "Dinas Sosial Kota Tanjungpinang")
    rembang.engine = ScriptedEngine(other)
    (note,) = rembang.deploy(other, edition=2).notes
    assert note.kind is NoteKind.ADVICE
    assert "Dinas Sosial Kota Tanjungpinang" in str(note)
    unnamed = named(PENGANTAR_KIS, "")
    rembang.engine = ScriptedEngine(unnamed)
    assert rembang.deploy(unnamed, edition=3).notes == ()


def test_a_diagram_that_cannot_run_is_refused(rembang: Rembang) -> None:
    request = Deploy(rembang.office.id, b"coretan", {}, OPERATOR)
    with pytest.raises(DiagramRefused, match="tidak ada dalam naskah"):
        deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)


def test_an_unknown_office_is_refused(rembang: Rembang) -> None:
    request = Deploy(uuid4(), PENGANTAR_KIS.diagram(), FORMS, OPERATOR)
    with pytest.raises(OfficeUnknown):
        deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)


def test_a_diagram_can_be_checked_without_deploying_it(rembang: Rembang) -> None:
    reading = check_diagram(PENGANTAR_KIS.diagram(2), FORMS, engine=rembang.engine)
    assert reading.definition.key == "pengantar-kis"
    with pytest.raises(DiagramRefused):
        check_diagram(b"coretan", FORMS, engine=rembang.engine)
    assert rembang.acts(rembang.office.id).count("deployed") == 1


def named(script: Script, office: str) -> Script:
    """The script with another name on its pool."""
    return replace(script, definition=replace(script.definition, office_name=office))
