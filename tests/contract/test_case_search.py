"""Searching cases: by what people type, by state, a page at a time, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from service.domain.case import Case, CaseState
from service.domain.office import Office
from service.domain.task import Person, TaskState
from service.usecases.repositories import Store
from service.usecases.stored import CaseSearch
from tests.contract.given import AT, Given


@pytest.fixture
def office(given: Given) -> Office:
    return given.office("rembang")


@pytest.fixture
def cases(given: Given, office: Office) -> list[Case]:
    """Three cases of one office, and one of another office with the same SOP."""
    other = given.office("tanjungpinang")
    given.case(other, given.deployment(other), subject="KIS")
    deployment = given.deployment(office)
    subjects = ("KIS 100% untuk lansia", "Surat_pengantar", "kis bayi")
    states = (CaseState.RUNNING, CaseState.DONE, CaseState.RUNNING)
    return [
        given.case(office, deployment, count, subject=subject, state=state)
        for count, subject, state in zip((1, 2, 3), subjects, states, strict=True)
    ]


@pytest.fixture
def everything(cases: list[Case]) -> CaseSearch:
    """The search that finds all three."""
    return CaseSearch(cases[0].office, (cases[0].deployment,))


def found(store: Store, wanted: CaseSearch) -> list[int]:
    """The counts in the numbers of the cases that are found."""
    with store.read() as work:
        return [int(line.case.number[-6:]) for line in work.cases.search(wanted)]


def test_the_newest_case_comes_first(store: Store, everything: CaseSearch) -> None:
    assert found(store, everything) == [3, 2, 1]


def test_a_search_stays_within_its_office(
    store: Store, given: Given, everything: CaseSearch
) -> None:
    assert found(store, replace(everything, office=given.office("jaksel").id)) == []


def test_a_search_stays_within_its_deployments(store: Store, everything: CaseSearch) -> None:
    assert found(store, replace(everything, deployments=(uuid4(),))) == []
    both = (uuid4(), *(everything.deployments or ()))
    assert found(store, replace(everything, deployments=both)) == [3, 2, 1]
    assert found(store, replace(everything, deployments=None)) == [3, 2, 1]


def test_cases_of_a_damaged_version_are_found_by_roles_that_were_given_a_task(
    store: Store, given: Given, cases: list[Case], everything: CaseSearch
) -> None:
    given.task(cases[1], state=TaskState.WITHDRAWN, finished_at=AT)
    roles = frozenset({"Petugas Pelayanan", "Bendahara"})
    damaged = replace(everything, deployments=(), damaged=(cases[0].deployment,))
    assert found(store, damaged) == []
    assert found(store, replace(damaged, roles=roles)) == [2]
    assert found(store, replace(damaged, roles=frozenset({"Bendahara"}))) == []


def test_a_person_is_found_where_they_started_hold_or_did_something(
    store: Store, given: Given, office: Office, cases: list[Case], everything: CaseSearch
) -> None:
    petugas, kasi = given.person(office), given.person(office, "kasi")
    holder = Person(petugas.id, petugas.name)
    given.task(cases[0], state=TaskState.CLAIMED, holder=holder)
    given.task(cases[1], state=TaskState.DONE, holder=holder, finished_at=AT)
    given.task(cases[2])
    assert found(store, replace(everything, person=petugas.id)) == [2, 1]
    assert found(store, replace(everything, person=kasi.id)) == []
    given.case(office, cases[0].deployment, 4, starter=kasi.id)
    assert found(store, replace(everything, person=kasi.id)) == [4]


def test_a_period_holds_its_first_moment_and_not_its_last(
    store: Store, given: Given, office: Office, cases: list[Case], everything: CaseSearch
) -> None:
    later = AT + timedelta(days=1)
    given.case(office, cases[0].deployment, 4, started_at=later)
    assert found(store, replace(everything, since=later)) == [4]
    assert found(store, replace(everything, until=later)) == [3, 2, 1]
    both_days = replace(everything, since=AT, until=later + timedelta(days=1))
    assert found(store, both_days) == [4, 3, 2, 1]
    assert found(store, replace(everything, since=later, until=later)) == []


def test_a_search_is_counted_whatever_its_pages(store: Store, everything: CaseSearch) -> None:
    with store.read() as work:
        assert work.cases.count(replace(everything, size=1)) == 3
        assert work.cases.count(replace(everything, text="kis", size=1)) == 2


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("kis", [3, 1]),
        ("KIS", [3, 1]),
        ("2026/000002", [2]),
        ("REMBANG/", [3, 2, 1]),
        ("lansia", [1]),
        ("0%", [1]),
        ("_", [2]),
        ("\\", []),
        ("kartu", []),
    ],
)
def test_text_is_found_in_number_and_subject_as_it_is_typed(
    store: Store, everything: CaseSearch, text: str, counts: list[int]
) -> None:
    assert found(store, replace(everything, text=text)) == counts


@pytest.mark.parametrize(
    ("state", "counts"), [("running", [3, 1]), ("done", [2]), ("incident", []), ("other", [])]
)
def test_a_state_is_found(
    store: Store, everything: CaseSearch, state: str, counts: list[int]
) -> None:
    assert found(store, replace(everything, state=state)) == counts


def test_a_page_goes_on_after_the_last_number_of_the_one_before(
    store: Store, everything: CaseSearch
) -> None:
    page = replace(everything, size=2)
    assert found(store, page) == [3, 2]
    assert found(store, replace(page, after="rembang/2026/000002")) == [1]
    assert found(store, replace(page, after="rembang/2026/000001")) == []


def test_a_case_is_found_with_the_tasks_that_hold_it_up_soonest_due_first(
    store: Store, given: Given, office: Office, cases: list[Case], everything: CaseSearch
) -> None:
    petugas = given.person(office)
    holder = Person(petugas.id, petugas.name)
    never = given.task(cases[0])
    late = given.task(cases[0], due_at=AT - timedelta(days=1))
    claimed = given.task(cases[0], due_at=AT, state=TaskState.CLAIMED, holder=holder)
    given.task(cases[0], state=TaskState.DONE, holder=holder, finished_at=AT, act=uuid4())
    given.task(cases[0], state=TaskState.WITHDRAWN, finished_at=AT)
    elsewhere = given.task(cases[1])
    with store.read() as work:
        _, second, first = work.cases.search(everything)
    assert first.case == cases[0]
    assert first.open_tasks == (late, claimed, never)
    assert second.open_tasks == (elsewhere,)


def unfinished(store: Store, office: Office, text: str = "", after: str = "") -> list[int]:
    """The counts in the numbers of the unfinished cases that are found."""
    with store.read() as work:
        lines = work.cases.unfinished(office.id, text, after, 2)
    return [int(line.case.number[-6:]) for line in lines]


def test_unfinished_cases_are_found_by_number_alone_a_page_at_a_time(
    store: Store, given: Given, office: Office, cases: list[Case]
) -> None:
    deployment = cases[0].deployment
    given.case(office, deployment, 4, state=CaseState.INCIDENT)
    given.case(office, deployment, 5, state=CaseState.CANCELLED)
    assert unfinished(store, office) == [4, 3]
    assert unfinished(store, office, after="rembang/2026/000003") == [1]
    assert unfinished(store, office, "000001") == [1]
    assert unfinished(store, office, "EMBANG/2026/000003") == [3]
    assert unfinished(store, office, "kis") == []
    assert unfinished(store, office, "0%") == []
    assert unfinished(store, given.office("jaksel")) == []


def test_an_unfinished_case_is_found_with_the_tasks_that_hold_it_up(
    store: Store, given: Given, office: Office, cases: list[Case]
) -> None:
    task = given.task(cases[0])
    with store.read() as work:
        _, first = work.cases.unfinished(office.id, "", "", 10)
    assert (first.case, first.open_tasks) == (cases[0], (task,))
