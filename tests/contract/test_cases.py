"""Cases: saved and held, found by the act that started them, and the files that they hold."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest

from service.domain.case import CaseState, CaseUnknown
from service.domain.files import FileUnknown
from service.domain.form_fields import FileRef
from service.domain.record import Head, RecordDamaged
from service.usecases.repositories import Store
from tests.contract.given import AT, Given

SCAN = FileRef(hashlib.sha256(b"scan").hexdigest(), "kk.pdf", "application/pdf", 4)
PHOTO = FileRef(hashlib.sha256(b"photo").hexdigest(), "ktp.jpg", "image/jpeg", 5)


def test_a_case_is_read_as_it_was_added(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    head = Head(2, hashlib.sha256(b"the second event").digest())
    running = given.case(office, deployment, 1, start_act=uuid4(), head=head)
    ended = given.case(office, deployment, 2, state=CaseState.DONE, ended_at=AT, snapshot=b"")
    with store.begin() as work:
        assert work.cases.get(running.id) == running
        assert work.cases.hold(running.id) == running
        assert work.cases.get(ended.id) == ended


def test_a_case_keeps_the_versions_that_it_calls(store: Store, given: Given) -> None:
    office = given.office()
    calls = {"anak": given.deployment(office, "anak"), "cucu": given.deployment(office, "cucu")}
    case = given.case(office, given.deployment(office), calls=calls)
    with store.begin() as work:
        work.cases.move(replace(case, snapshot=b"another"), [])
    with store.read() as work:
        assert work.cases.get(case.id).calls == calls


def test_an_unknown_case_is_said_to_be_unknown(store: Store) -> None:
    with store.begin() as work:
        for find in (work.cases.get, work.cases.hold):
            with pytest.raises(CaseUnknown):
                find(uuid4())


def test_moments_come_back_in_utc_to_the_microsecond(store: Store, given: Given) -> None:
    office = given.office()
    wib = timezone(timedelta(hours=7))
    at = datetime(2026, 2, 2, 9, 30, 15, 999_999, tzinfo=wib)
    case = given.case(office, given.deployment(office), started_at=at)
    with store.read() as work:
        found = work.cases.get(case.id).started_at
    assert found == at
    assert found.utcoffset() is not None


def test_saving_counts_the_revision_up(store: Store, given: Given) -> None:
    office = given.office()
    case = given.case(office, given.deployment(office))
    changed = replace(
        case,
        snapshot=b"another",
        state=CaseState.INCIDENT,
        ended_at=AT,
        head=Head(1, hashlib.sha256(b"the first event").digest()),
    )
    with store.begin() as work:
        work.cases.move(changed, [])
    with store.begin() as work:
        assert work.cases.get(case.id) == replace(changed, revision=1)
        work.cases.move(work.cases.hold(case.id), [])
    with store.read() as work:
        assert work.cases.get(case.id).revision == 2


def test_a_case_is_found_by_the_act_that_started_it(store: Store, given: Given) -> None:
    office, act = given.office(), uuid4()
    deployment = given.deployment(office)
    given.case(office, deployment, 1)
    case = given.case(office, deployment, 2, start_act=act)
    with store.read() as work:
        assert work.cases.started_by(act) == case
        assert work.cases.started_by(uuid4()) is None


def test_a_number_or_an_act_that_is_another_cases_tells_of_damage(given: Given) -> None:
    office, act = given.office(), uuid4()
    deployment = given.deployment(office)
    given.case(office, deployment, 1, start_act=act)
    for count, again in ((1, uuid4()), (2, act)):
        with pytest.raises(RecordDamaged):
            given.case(office, deployment, count, start_act=again)


def test_every_case_of_one_office_is_read_by_number(store: Store, given: Given) -> None:
    expected = {}
    for key in ("rembang", "tanjungpinang"):
        office = given.office(key)
        deployment = given.deployment(office)
        expected[office.id] = [given.case(office, deployment, count) for count in (1, 2)]
    with store.read() as work:
        for office_id, cases in expected.items():
            assert list(work.cases.ids(office_id)) == [case.id for case in cases]


def test_of_many_cases_those_are_read_that_there_are(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    first, _, third = (given.case(office, deployment, count) for count in (1, 2, 3))
    with store.read() as work:
        read = work.cases.among([third.id, uuid4(), first.id])
    assert {case.id: case for case in read} == {first.id: first, third.id: third}


def test_a_file_is_found_in_its_case_alone(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    case, other = given.case(office, deployment, 1), given.case(office, deployment, 2)
    with store.begin() as work:
        work.cases.add_files(case.id, [SCAN])
    with store.read() as work:
        assert work.cases.file(case.id, SCAN.hash) == SCAN
        for place in ((other.id, SCAN.hash), (case.id, PHOTO.hash)):
            with pytest.raises(FileUnknown):
                work.cases.file(*place)


def test_the_first_name_of_a_file_stays(store: Store, given: Given) -> None:
    office = given.office()
    case = given.case(office, given.deployment(office))
    again = replace(SCAN, name="salinan.pdf")
    for files in ([SCAN, again], [again, PHOTO], []):
        with store.begin() as work:
            work.cases.add_files(case.id, files)
    with store.read() as work:
        assert work.cases.file(case.id, SCAN.hash) == SCAN
        assert work.cases.file(case.id, PHOTO.hash) == PHOTO


def test_every_file_of_a_case_is_read(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    first, second = (given.case(office, deployment, count) for count in (1, 2))
    with store.begin() as work:
        work.cases.add_files(first.id, [SCAN])
        work.cases.add_files(second.id, [SCAN, PHOTO])
    with store.read() as work:
        assert work.cases.files(first.id) == [SCAN]
        both = sorted((SCAN, PHOTO), key=lambda file: file.hash)
        assert work.cases.files(second.id) == both
        assert work.cases.files_among([second.id, uuid4()]) == {second.id: both}
        asked = [first.id, second.id]
        assert work.cases.files_among(asked) == {first.id: [SCAN], second.id: both}


def test_cases_that_stand_still_are_counted_by_office(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    running, done = CaseState.RUNNING, CaseState.DONE
    for count, state in enumerate((CaseState.INCIDENT, running, done, CaseState.INCIDENT)):
        given.case(office, deployment, count, state=state)
    other = given.office("tanjungpinang")
    given.case(other, given.deployment(other))
    with store.read() as work:
        assert work.cases.standing_still() == {office.id: 2}


def test_the_timer_that_comes_before_all_others_is_found(store: Store, given: Given) -> None:
    office = given.office()
    deployment = given.deployment(office)
    with store.read() as work:
        assert work.cases.earliest_due() is None
    for count, minutes in enumerate((3, -2, 5)):
        given.case(office, deployment, count, due_at=AT + timedelta(minutes=minutes))
    given.case(office, deployment, 3)
    given.case(office, deployment, 4, state=CaseState.DONE, due_at=AT - timedelta(hours=1))
    with store.read() as work:
        assert work.cases.earliest_due() == AT - timedelta(minutes=2)


def test_cases_whose_time_has_come_are_found_the_longest_due_first(
    store: Store, given: Given
) -> None:
    office = given.office()
    deployment = given.deployment(office)
    hour = timedelta(hours=1)
    states = [CaseState.RUNNING, CaseState.INCIDENT, CaseState.DONE, CaseState.CANCELLED]
    soon, stopped, *_ = (
        given.case(office, deployment, n, state=state, due_at=AT - n * hour)
        for n, state in enumerate(states)
    )
    given.case(office, deployment, 8, due_at=AT + hour)
    given.case(office, deployment, 9)
    with store.read() as work:
        assert work.cases.due(AT, 9) == [stopped.id, soon.id]
        assert work.cases.due(AT, 1) == [stopped.id]
