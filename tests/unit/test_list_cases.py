"""Listing cases: those of the SOPs that a person works in, found and paged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from service.domain.actor import Actor
from service.domain.definition import Source
from service.usecases.case_search import CaseFilter
from service.usecases.list_cases import PAGE, CaseChoices, CaseList, case_choices, list_cases
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA
from tests.unit.tampering import tampering


def cases_of(
    rembang: Rembang, actor: Actor, wanted: CaseFilter | None = None, after: str = ""
) -> CaseList:
    return list_cases(
        actor, wanted or CaseFilter(), after, store=rembang.store, engine=rembang.engine
    )


def choices_of(rembang: Rembang, actor: Actor) -> CaseChoices:
    return case_choices(actor, store=rembang.store, engine=rembang.engine)


def counts(cases: CaseList) -> list[int]:
    return [int(line.case.number[-6:]) for line in cases.lines]


def test_cases_are_listed_newest_first_with_what_holds_them_up(rembang: Rembang) -> None:
    first = rembang.start("Permohonan KIS")
    second = rembang.start("Permohonan KIS bayi")
    listed = cases_of(rembang, rembang.kasi)
    assert [line.case.id for line in listed.lines] == [second.case, first.case]
    assert [task.element for task in listed.lines[0].open_tasks] == ["Kegiatan_1"]
    assert listed.definitions[rembang.deployment.id].key == "pengantar-kis"
    assert listed.after == ""


def test_staff_see_the_sops_in_which_they_hold_a_lane(rembang: Rembang) -> None:
    jamkesda = rembang.deploy(REKOMENDASI_JAMKESDA).deployment.id
    rembang.start()
    rembang.start(deployment=jamkesda)
    assert counts(cases_of(rembang, rembang.kasi)) == [1]
    assert counts(cases_of(rembang, rembang.petugas)) == [2, 1]


def test_auditors_see_every_case_of_their_office(rembang: Rembang, tanjungpinang: Rembang) -> None:
    rembang.start()
    assert counts(cases_of(rembang, rembang.auditor)) == [1]
    assert counts(cases_of(rembang, tanjungpinang.auditor)) == []


def test_analysts_and_administrators_see_no_case(rembang: Rembang) -> None:
    rembang.start()
    for person in (rembang.analyst, rembang.administrator):
        assert counts(cases_of(rembang, person)) == []


def test_cases_of_earlier_versions_stay_listed(rembang: Rembang) -> None:
    rembang.start()
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment.id
    rembang.start(deployment=newer)
    assert counts(cases_of(rembang, rembang.kasi)) == [2, 1]


def test_cases_are_found_by_text_and_state(rembang: Rembang) -> None:
    rembang.complete(rembang.carry_to("Kegiatan_5"), rembang.petugas)
    rembang.start("KIS bayi")
    assert counts(cases_of(rembang, rembang.kasi, CaseFilter(text=" bayi "))) == [2]
    assert counts(cases_of(rembang, rembang.kasi, CaseFilter(state="done"))) == [1]
    assert counts(cases_of(rembang, rembang.kasi, CaseFilter(text="bayi", state="done"))) == []


def test_an_sop_is_found_in_all_its_versions(rembang: Rembang) -> None:
    jamkesda = rembang.deploy(REKOMENDASI_JAMKESDA).deployment.id
    rembang.start()
    rembang.start(deployment=jamkesda)
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment.id
    rembang.start(deployment=newer)
    for person in (rembang.petugas, rembang.auditor):
        assert counts(cases_of(rembang, person, CaseFilter(sop="pengantar-kis"))) == [3, 1]
        assert counts(cases_of(rembang, person, CaseFilter(sop="lain"))) == []


def test_a_period_counts_days_as_the_office_does(rembang: Rembang) -> None:
    rembang.clock.at = datetime(2026, 2, 2, 16, 59, tzinfo=UTC)  # 23.59 in Rembang
    rembang.start()
    rembang.clock.pass_by(minutes=1)
    rembang.start()
    monday, tuesday = date(2026, 2, 2), date(2026, 2, 3)
    for since, until, found in (
        (monday, monday, [1]),
        (tuesday, None, [2]),
        (None, tuesday, [2, 1]),
        (tuesday, monday, []),
    ):
        wanted = CaseFilter(since=since, until=until)
        assert counts(cases_of(rembang, rembang.auditor, wanted)) == found


def test_a_person_is_found_by_what_they_had_in_hand(rembang: Rembang) -> None:
    rembang.carry_to("Kegiatan_3")
    rembang.start()
    for person, found in ((rembang.petugas, [2, 1]), (rembang.kasi, [1]), (rembang.kabid, [])):
        assert counts(cases_of(rembang, rembang.auditor, CaseFilter(person=person.id))) == found


def test_choices_are_the_sops_that_one_sees_and_for_auditors_the_people(
    rembang: Rembang, tanjungpinang: Rembang
) -> None:
    rembang.deploy(REKOMENDASI_JAMKESDA)
    tanjungpinang.person("tamu")
    keys = ["pengantar-kis", "rekomendasi-jamkesda"]
    assert sorted(choices_of(rembang, rembang.auditor).sops) == keys
    assert sorted(choices_of(rembang, rembang.kasi).sops) == keys[:1]
    assert choices_of(rembang, rembang.kasi).people == {}
    assert choices_of(rembang, rembang.auditor).people[rembang.kasi.id] == "Kasi"
    assert "Tamu" not in choices_of(rembang, rembang.auditor).people.values()
    assert choices_of(rembang, rembang.analyst).sops == {}


def test_cases_of_a_damaged_sop_are_listed_as_such(
    memory: InMemoryStore, rembang: Rembang, tanjungpinang: Rembang
) -> None:
    rembang.carry_to("Kegiatan_3")
    newer = rembang.deploy(PENGANTAR_KIS, edition=2).deployment
    rembang.start(deployment=newer.id)
    with tampering(memory) as tables:
        tables.deployments[newer.id] = replace(newer, source=Source(b"?", {}))
    for person in (rembang.petugas, rembang.auditor):
        listed = cases_of(rembang, person)
        assert counts(listed) == [2, 1]
        assert listed.definitions[newer.id].damaged
        assert listed.definitions[newer.id].name == newer.name
        assert not listed.definitions[rembang.deployment.id].damaged
    assert counts(cases_of(rembang, rembang.kabid)) == [1]
    assert counts(cases_of(rembang, rembang.administrator)) == []
    assert counts(cases_of(rembang, tanjungpinang.auditor)) == []


def test_cases_of_an_sop_that_is_gone_are_listed_for_auditors(
    memory: InMemoryStore, rembang: Rembang
) -> None:
    rembang.start()
    with tampering(memory) as tables:
        tables.deployments.clear()
    listed = cases_of(rembang, rembang.auditor)
    assert counts(listed) == [1]
    assert listed.definitions[rembang.deployment.id].damaged
    assert counts(cases_of(rembang, rembang.petugas)) == []


def test_a_long_list_goes_on_where_the_page_ended(rembang: Rembang) -> None:
    for _ in range(PAGE + 2):
        rembang.start()
    page = cases_of(rembang, rembang.kasi)
    assert counts(page) == list(range(PAGE + 2, 2, -1))
    assert page.after == "rembang/2026/000003"
    rest = cases_of(rembang, rembang.kasi, after=page.after)
    assert counts(rest) == [2, 1]
    assert rest.after == ""


def test_a_page_that_is_just_full_is_the_last(rembang: Rembang) -> None:
    for _ in range(PAGE):
        rembang.start()
    page = cases_of(rembang, rembang.kasi)
    assert len(page.lines) == PAGE
    assert page.after == ""
