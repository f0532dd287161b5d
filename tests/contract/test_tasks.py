"""Tasks: held with their case and office, and in the inboxes of those who may do them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import Case
from service.domain.office import Office
from service.domain.password import SessionEnded
from service.domain.task import Person, TaskState, TaskUnknown
from service.usecases.repositories import Store
from service.usecases.stored import Backlog, Held, InboxLine
from tests.contract.given import AT, Given, new_task
from tests.signed_in import session_of

ROLES = ("Kasi Rehabsos", "Kepala Dinas", "Sekretaris", "Arsiparis")


@pytest.fixture
def office(given: Given) -> Office:
    return given.office()


@pytest.fixture
def case(given: Given, office: Office) -> Case:
    return given.case(office, given.deployment(office))


@pytest.fixture
def petugas(given: Given, office: Office) -> Actor:
    return given.person(office)


def person(actor: Actor) -> Person:
    return Person(actor.id, actor.name)


def test_a_task_is_read_as_it_was_added(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    task = given.task(
        case,
        role="Pemohon",
        due_at=AT + timedelta(minutes=5),
        reason="FC KK belum ada.",
        state=TaskState.DONE,
        holder=person(petugas),
        finished_at=AT + timedelta(microseconds=1),
        act=uuid4(),
    )
    with store.read() as work:
        assert work.tasks.get(task.id, task.office) == task


def test_a_task_is_held_with_its_case_and_office(
    store: Store, given: Given, case: Case, office: Office
) -> None:
    task = given.task(case)
    given.task(case)
    with store.begin() as work:
        assert work.tasks.hold(task.id, office.id) == Held(task, case, office)


def test_a_task_is_held_for_who_signed_in_as_they_may_act_now(
    store: Store, given: Given, case: Case, office: Office, petugas: Actor
) -> None:
    task, session = given.task(case), session_of(store, petugas)
    changed = replace(petugas, roles=frozenset({"Kepala Dinas", "Sekretaris"}))
    for person in (petugas, changed, replace(petugas, roles=frozenset())):
        with store.begin() as work:
            work.people.save(person)
        with store.begin() as work:
            assert work.tasks.hold_as(session, task.id) == (person, Held(task, case, office))


def test_nothing_is_held_for_a_session_that_ended(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    task, session = given.task(case), session_of(store, petugas)
    with store.begin() as work:
        work.people.save(replace(petugas, active=False))
    for ended in (session, replace(session, person=uuid4()), replace(session, mark="")):
        for key in (task.id, uuid4()):
            with store.begin() as work, pytest.raises(SessionEnded):
                work.tasks.hold_as(ended, key)


def test_nobody_holds_an_unknown_task_or_another_offices(
    store: Store, given: Given, petugas: Actor
) -> None:
    elsewhere = given.office("lain")
    session = session_of(store, petugas)
    task = given.task(given.case(elsewhere, given.deployment(elsewhere)))
    for key in (uuid4(), task.id):
        with store.begin() as work, pytest.raises(TaskUnknown):
            work.tasks.hold_as(session, key)


def test_an_unknown_task_and_another_offices_are_said_to_be_unknown(
    store: Store, given: Given, case: Case
) -> None:
    task = given.task(case)
    with store.begin() as work:
        for find in (work.tasks.get, work.tasks.hold):
            for key, office in ((uuid4(), case.office), (task.id, uuid4())):
                with pytest.raises(TaskUnknown):
                    find(key, office)


def test_a_saved_task_keeps_what_the_act_changed(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    task, other = given.task(case), given.task(case)
    claimed = replace(task, state=TaskState.CLAIMED, holder=person(petugas))
    done = replace(claimed, state=TaskState.DONE, finished_at=AT, act=uuid4())
    for changed in (claimed, task, claimed, done):
        with store.begin() as work:
            work.cases.move(work.cases.get(changed.case), [], [changed])
        with store.read() as work:
            assert work.tasks.get(task.id, task.office) == changed
            assert work.tasks.get(other.id, task.office) == other


def test_the_tasks_of_a_case_are_listed_in_the_order_they_were_opened(
    store: Store, given: Given, office: Office, case: Case
) -> None:
    third = given.task(case, opened_at=AT + timedelta(microseconds=2))
    first, second = sorted((new_task(case), new_task(case)), key=lambda task: task.id)
    with store.begin() as work:
        work.tasks.add([second, first])
    other = given.task(given.case(office, case.deployment, 2))
    with store.read() as work:
        assert work.tasks.of_case(case.id) == [first, second, third]
        assert work.tasks.among([case.id, uuid4()]) == {case.id: [first, second, third]}
        assert work.tasks.among([case.id, other.case])[other.case] == [other]


def test_what_is_unfinished_in_a_case_and_what_was_done(
    store: Store, given: Given, office: Office, case: Case, petugas: Actor
) -> None:
    holder = person(petugas)
    for _ in range(2):
        given.task(case, state=TaskState.DONE, holder=holder, finished_at=AT, element="Kegiatan_1")
    given.task(case, state=TaskState.WITHDRAWN, finished_at=AT, element="Kegiatan_2")
    later = given.task(case, opened_at=AT + timedelta(seconds=1))
    sooner = given.task(case, state=TaskState.CLAIMED, holder=holder)
    given.task(given.case(office, case.deployment, 2))
    with store.read() as work:
        assert work.tasks.unfinished(case.id) == [sooner, later]
        assert work.tasks.done_elements(case.id) == {"Kegiatan_1"}


def test_the_inbox_names_the_case_of_each_task(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    task = given.task(case)
    with store.read() as work:
        assert work.tasks.waiting_for(petugas, 10) == [
            InboxLine(task, case.number, case.subject, case.deployment)
        ]


def test_the_inbox_begins_with_what_is_due_soonest(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    never = given.task(case)
    tomorrow = given.task(case, due_at=AT + timedelta(days=1))
    overdue = given.task(case, due_at=AT - timedelta(days=1))
    now = given.task(case, due_at=AT)
    with store.read() as work:
        lines = work.tasks.waiting_for(petugas, 10)
        assert [line.task for line in lines] == [overdue, now, tomorrow, never]
        assert [line.task for line in work.tasks.waiting_for(petugas, 2)] == [overdue, now]


def test_the_inbox_goes_on_after_any_of_its_tasks(
    store: Store, given: Given, office: Office, case: Case
) -> None:
    both = given.person(office, "rangkap", roles=("Petugas Pelayanan", "Kasi Rehabsos"))
    tasks = [
        given.task(case, due_at=due, performer=role)
        for due in (AT, AT + timedelta(days=1), None)
        for role in sorted(both.roles)
        for _ in range(2)
    ]
    order = sorted(tasks, key=lambda task: (task.due_at is None, task.due_at or AT, task.id))
    with store.read() as work:
        for place, last in enumerate(order, start=1):
            lines = work.tasks.waiting_for(both, 3, after=last.id)
            assert [line.task for line in lines] == order[place : place + 3]


def test_the_inbox_goes_on_after_a_task_that_is_done_and_begins_anew_after_an_unknown_one(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    first, second = (given.task(case, due_at=AT + timedelta(days=day)) for day in (1, 2))
    other = given.office("tanjungpinang")
    elsewhere = given.task(
        given.case(other, given.deployment(other)), due_at=AT + timedelta(days=9)
    )
    done = replace(first, state=TaskState.DONE, holder=person(petugas), finished_at=AT)
    with store.begin() as work:
        work.cases.move(case, [], [done])
    with store.read() as work:
        for after in (first.id, elsewhere.id, uuid4()):
            lines = work.tasks.waiting_for(petugas, 10, after)
            assert [line.task for line in lines] == [second]


def test_ones_own_tasks_begin_with_what_is_due_soonest(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    claimed = {"state": TaskState.CLAIMED, "holder": person(petugas)}
    never = given.task(case, **claimed)
    later, sooner = (given.task(case, due_at=AT + timedelta(days=n), **claimed) for n in (2, 1))
    given.task(case, performer="Kasi Rehabsos", **claimed)
    with store.read() as work:
        lines = work.tasks.held_by(petugas, 10)
        assert [line.task for line in lines] == [sooner, later, never]
        assert [line.task for line in work.tasks.held_by(petugas, 1)] == [sooner]


def test_the_inbox_holds_ones_own_claims_and_not_anothers(
    store: Store, given: Given, office: Office, case: Case, petugas: Actor
) -> None:
    colleague = given.person(office, "rekan")
    own = given.task(case, state=TaskState.CLAIMED, holder=person(petugas))
    given.task(case, state=TaskState.CLAIMED, holder=person(colleague))
    with store.read() as work:
        assert [line.task for line in work.tasks.held_by(petugas, 10)] == [own]
        assert work.tasks.waiting_for(petugas, 10) == []


def test_the_inbox_leaves_out_what_is_finished(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    given.task(case, state=TaskState.DONE, holder=person(petugas), finished_at=AT)
    given.task(case, state=TaskState.WITHDRAWN, finished_at=AT)
    with store.read() as work:
        assert work.tasks.waiting_for(petugas, 10) == work.tasks.held_by(petugas, 10) == []


def test_the_inbox_leaves_out_other_roles_and_other_offices(
    store: Store, given: Given, case: Case, petugas: Actor
) -> None:
    other = given.office("tanjungpinang")
    given.task(case, role="Kasi Rehabsos", performer="Kasi Rehabsos")
    given.task(given.case(other, given.deployment(other)))
    with store.read() as work:
        assert work.tasks.waiting_for(petugas, 10) == []


def test_the_inbox_asks_for_the_performer_and_not_for_the_lane(
    store: Store, given: Given, office: Office, case: Case, petugas: Actor
) -> None:
    pemohon = given.person(office, "pemohon", roles=("Pemohon",))
    task = given.task(case, role="Pemohon")
    with store.read() as work:
        assert [line.task for line in work.tasks.waiting_for(petugas, 10)] == [task]
        assert work.tasks.waiting_for(pemohon, 10) == []


def test_who_has_several_roles_has_the_tasks_of_all_and_who_has_none_has_none(
    store: Store, given: Given, office: Office, case: Case
) -> None:
    both = given.person(office, "rangkap", roles=("Petugas Pelayanan", "Kasi Rehabsos"))
    nobody = given.person(office, "tamu", roles=())
    given.task(case)
    given.task(case, role="Kasi Rehabsos", performer="Kasi Rehabsos")
    with store.read() as work:
        assert len(work.tasks.waiting_for(both, 10)) == 2
        assert work.tasks.waiting_for(nobody, 10) == []


def test_claims_are_listed_for_one_office_longest_held_first(
    store: Store, given: Given, office: Office, case: Case, petugas: Actor
) -> None:
    other = given.office("tanjungpinang")
    elsewhere = given.case(other, given.deployment(other))
    claimed = {"state": TaskState.CLAIMED, "holder": person(petugas)}
    later = given.task(case, claimed_at=AT + timedelta(hours=1), **claimed)
    sooner = given.task(case, claimed_at=AT, **claimed)
    unknown = given.task(case, **claimed)
    given.task(case)
    given.task(case, state=TaskState.DONE, holder=person(petugas), finished_at=AT, claimed_at=AT)
    given.task(elsewhere, claimed_at=AT, **claimed)
    with store.read() as work:
        lines = work.tasks.claimed(office.id)
    assert [line.task for line in lines] == [unknown, sooner, later]
    assert {(line.number, line.deployment) for line in lines} == {(case.number, case.deployment)}


def test_the_roles_that_tasks_wait_for_are_those_of_unfinished_ones(
    store: Store, given: Given, case: Case, office: Office, petugas: Actor
) -> None:
    elsewhere = given.office("tanjungpinang")
    given.task(given.case(elsewhere, given.deployment(elsewhere)), performer="Sekretaris")
    holder = person(petugas)
    given.task(case, performer="Kasi Rehabsos", state=TaskState.CLAIMED, holder=holder)
    given.task(case, performer="Kepala Dinas")
    given.task(case, performer="Arsiparis", state=TaskState.DONE, holder=holder, finished_at=AT)
    given.task(case, performer="Peran yang dihapus")
    with store.begin() as work:
        for each in (office, elsewhere):
            work.offices.add_roles(each.id, ROLES)
    with store.read() as work:
        assert work.tasks.awaited(office.id) == {"Kasi Rehabsos", "Kepala Dinas"}


def test_what_waits_is_counted_by_office_and_what_is_overdue_apart(
    store: Store, given: Given, office: Office, case: Case, petugas: Actor
) -> None:
    other = given.office("tanjungpinang")
    given.task(given.case(other, given.deployment(other)), due_at=AT)
    given.task(case)
    given.task(case, due_at=AT - timedelta(microseconds=1))
    given.task(case, due_at=AT, state=TaskState.CLAIMED, holder=person(petugas))
    for state in (TaskState.DONE, TaskState.WITHDRAWN):
        given.task(case, due_at=AT - timedelta(days=1), state=state)
    given.office("jakarta-selatan")
    with store.read() as work:
        assert work.tasks.backlogs(AT) == {office.id: Backlog(3, 1), other.id: Backlog(1, 0)}
