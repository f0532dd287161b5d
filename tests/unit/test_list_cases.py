"""Listing cases: those of the SOPs that a person works in, found and paged."""

from __future__ import annotations

from service.domain.actor import Actor
from service.usecases.list_cases import PAGE, CaseList, list_cases
from tests.fakes.rembang import Rembang
from tests.fakes.scripts import PENGANTAR_KIS, REKOMENDASI_JAMKESDA


def cases_of(
    rembang: Rembang, actor: Actor, text: str = "", state: str = "", after: str = ""
) -> CaseList:
    return list_cases(actor, text, state, after, store=rembang.store, engine=rembang.engine)


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
    assert counts(cases_of(rembang, rembang.kasi, text=" bayi ")) == [2]
    assert counts(cases_of(rembang, rembang.kasi, state="done")) == [1]
    assert counts(cases_of(rembang, rembang.kasi, text="bayi", state="done")) == []


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
