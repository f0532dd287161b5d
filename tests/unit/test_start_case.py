"""Starting a case: who may, with which version, and the number that it gets."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from service.domain.case import CaseState, CaseUnknown
from service.domain.definition import DefinitionSuperseded, DefinitionUnknown
from service.domain.form_fields import InvalidAnswers
from service.domain.policy import NotYourStart
from service.usecases.advancing import NextStep
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def test_a_case_is_registered_and_waits_at_its_first_step(rembang: Rembang) -> None:
    outcome = rembang.start("Permohonan KIS")
    assert outcome.number == "rembang/2026/000001"
    assert outcome.next_steps == (
        NextStep("Menerima permohonan dari masyarakat", "Petugas Pelayanan"),
    )
    case = rembang.case(outcome.case)
    assert (case.number, case.subject) == (outcome.number, "Permohonan KIS")
    assert (case.state, case.started_at) == (CaseState.RUNNING, rembang.clock.at)
    assert rembang.open_task(case.id).element == "Kegiatan_1"


def test_the_start_is_recorded_in_the_case_and_in_the_office(rembang: Rembang) -> None:
    outcome = rembang.start()
    (started,) = (event.content() for event in rembang.events(outcome.case))
    assert started["act"] == "started"
    assert started["number"] == outcome.number
    assert started["element"] == "Mulai"
    assert started["actor"]["role"] == "Petugas Pelayanan"
    *_, registered = (event.content() for event in rembang.events(rembang.office.id))
    assert registered == {
        "chain": str(rembang.office.id),
        "sequence": 10,
        "act": "registered",
        "at": "2026-02-02T02:00:00.000000Z",
        "actor": {
            "id": str(rembang.petugas.id),
            "account": "petugas@rembang",
            "name": "Petugas",
            "role": "Petugas Pelayanan",
        },
        "case": str(outcome.case),
        "number": outcome.number,
        "definition": rembang.deployment.hash,
    }


def test_numbers_count_on_within_the_office_and_its_year(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    numbers = [office.start().number for office in (rembang, tanjungpinang, rembang)]
    rembang.clock.at = datetime(2027, 1, 4, 2, tzinfo=UTC)
    numbers.append(rembang.start().number)
    assert numbers == [
        "rembang/2026/000001",
        "tanjungpinang/2026/000001",
        "rembang/2026/000002",
        "rembang/2027/000001",
    ]


def test_the_year_is_the_one_on_the_offices_own_wall(rembang: Rembang) -> None:
    rembang.clock.at = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert rembang.start().number == "rembang/2027/000001"


def test_a_refused_start_takes_no_number(rembang: Rembang) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        rembang.start(subject=" ")
    assert list(refused.value.problems) == ["perihal"]
    assert rembang.start().number == "rembang/2026/000001"
    assert rembang.acts(rembang.office.id).count("registered") == 1


def test_the_same_act_again_starts_no_second_case(rembang: Rembang) -> None:
    act = uuid4()
    once = rembang.start(act=act)
    rembang.clock.pass_by(minutes=1)
    rembang.complete(rembang.open_task(once.case), rembang.petugas)
    assert rembang.start(act=act) == once
    assert rembang.start().number == "rembang/2026/000002"


def test_the_same_act_again_answers_the_same_after_a_new_version(rembang: Rembang) -> None:
    act = uuid4()
    once = rembang.start(act=act)
    rembang.deploy(PENGANTAR_KIS, edition=2)
    assert rembang.start(act=act) == once


def test_an_act_of_another_office_tells_nothing_of_its_case(rembang: Rembang) -> None:
    elsewhere, act = Rembang(rembang.store, key="dinas"), uuid4()
    elsewhere.start(act=act)
    with pytest.raises(CaseUnknown):
        rembang.start(act=act)
    assert "registered" not in rembang.acts(rembang.office.id)


def test_only_the_role_of_the_start_may_start(rembang: Rembang) -> None:
    for person in (rembang.kasi, rembang.analyst, rembang.auditor, rembang.administrator):
        with pytest.raises(NotYourStart, match="Petugas Pelayanan"):
            rembang.start(by=person)


def test_who_acts_for_the_public_may_start_for_it(rembang: Rembang) -> None:
    deployment = rembang.deploy(REKOMENDASI_JAMKESDA).deployment.id
    assert rembang.start(deployment=deployment).number == "rembang/2026/000001"
    with pytest.raises(NotYourStart, match="Petugas Pelayanan"):
        rembang.start(deployment=deployment, by=rembang.kasi)


def test_for_another_office_the_sop_does_not_exist(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    with pytest.raises(DefinitionUnknown):
        rembang.start(by=tanjungpinang.petugas)


def test_an_unknown_sop_or_start_is_refused(rembang: Rembang) -> None:
    with pytest.raises(DefinitionUnknown):
        rembang.start(deployment=uuid4())
    with pytest.raises(DefinitionUnknown):
        rembang.start(element="Kegiatan_1")


def test_a_superseded_version_is_started_no_more(rembang: Rembang) -> None:
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment
    with pytest.raises(DefinitionSuperseded):
        rembang.start()
    assert rembang.start(deployment=newer.id).number == "rembang/2026/000001"


def test_a_running_case_stays_with_the_version_that_it_began_with(rembang: Rembang) -> None:
    task = rembang.carry_to("Kegiatan_1")
    rembang.deploy(PENGANTAR_KIS, edition=2)
    rembang.complete(task, rembang.petugas)
    assert rembang.case(task.case).deployment == rembang.deployment.id
    assert rembang.events(task.case)[-1].content()["definition"] == rembang.deployment.hash
