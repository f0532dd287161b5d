"""Several people at once: the locks of both databases let one act through and lose nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from service.domain.actor import Actor, LastAdministrator, Right
from service.domain.case import CaseState
from service.domain.definition import VersionOvertaken
from service.domain.errors import LaksanaError
from service.domain.password import Session
from service.domain.task import Task, TaskAlreadyClaimed, TaskAlreadyDone, TaskWithdrawn
from service.store.unit_of_work import SqlStore
from service.usecases.cancel_case import cancel_case
from service.usecases.claim_task import claim_task
from service.usecases.deploy import Deploy, Deployed, deploy
from service.usecases.manage_people import close_person
from service.usecases.sign_in import ATTEMPTS, SignInFailed, SignInPaused, sign_in
from service.usecases.verify_record import verify_record
from tests.fakes.rembang import FORMS, Rembang
from tests.fakes.scripts import PENGANTAR_KIS, PETUGAS

pytestmark = pytest.mark.pooled

ROUNDS = 5

T = TypeVar("T")


@pytest.fixture
def rembang(database: Engine) -> Rembang:
    return Rembang(SqlStore(database))


@pytest.fixture
def colleague(rembang: Rembang) -> Actor:
    """Somebody in the same role as `petugas`."""
    return rembang.person("rekan", PETUGAS.performer)


def at_once(*acts: Callable[[], T]) -> list[T | LaksanaError]:
    """What each act gave or was refused with, when all of them begin together."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | LaksanaError:
        barrier.wait(timeout=30)
        try:
            return act()
        except LaksanaError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def parted(results: Sequence[T | LaksanaError]) -> tuple[list[T], list[LaksanaError]]:
    """What was done, and what was refused."""
    refused = [each for each in results if isinstance(each, LaksanaError)]
    return [each for each in results if not isinstance(each, LaksanaError)], refused


def waiting(rembang: Rembang) -> Task:
    """The first task of a new case, a minute after it was started."""
    task = rembang.open_task(rembang.start().case)
    rembang.clock.pass_by(minutes=1)
    return task


def test_of_two_who_complete_one_task_one_is_told_who_did_it(
    rembang: Rembang, colleague: Actor
) -> None:
    for _ in range(ROUNDS):
        task = waiting(rembang)
        done, refused = parted(
            at_once(
                partial(rembang.complete, task, rembang.petugas),
                partial(rembang.complete, task, colleague),
            )
        )
        winner = rembang.task(task.id).holder
        assert winner is not None
        assert len(done) == 1
        assert [type(each) for each in refused] == [TaskAlreadyDone]
        assert refused[0].values == {"name": winner.name}
        assert rembang.acts(task.case) == ["started", "completed"]
        assert len(rembang.tasks(task.case)) == 2


def test_a_form_that_is_sent_twice_at_once_is_recorded_once(rembang: Rembang) -> None:
    for _ in range(ROUNDS):
        task = waiting(rembang)
        send = partial(rembang.complete, task, rembang.petugas, act=uuid4())
        first, second = at_once(send, send)
        assert first == second
        assert rembang.acts(task.case) == ["started", "completed"]


def test_of_two_who_claim_one_task_one_is_told_who_has_it(
    rembang: Rembang, colleague: Actor
) -> None:
    for _ in range(ROUNDS):
        task = waiting(rembang)
        claimed, refused = parted(
            at_once(
                partial(claim, rembang, rembang.petugas, task.id),
                partial(claim, rembang, colleague, task.id),
            )
        )
        assert [each.holder for each in claimed] == [rembang.task(task.id).holder]
        assert [type(each) for each in refused] == [TaskAlreadyClaimed]


def claim(rembang: Rembang, actor: Actor, task: UUID) -> Task:
    return claim_task(actor, task, store=rembang.store, clock=rembang.clock)


def test_cases_that_are_started_at_once_get_numbers_without_a_gap(rembang: Rembang) -> None:
    def start_three() -> list[str]:
        return [rembang.start().number for _ in range(3)]

    done, refused = parted(at_once(*[start_three] * 6))
    assert refused == []
    numbers = sorted(number for three in done for number in three)
    assert numbers == [f"rembang/2026/{count:06d}" for count in range(1, 19)]
    checked = verify_record(store=rembang.store, files=rembang.files, engine=rembang.engine)
    assert [each.findings for each in checked.checks] == [()] * 19


def test_a_start_form_that_is_sent_twice_at_once_starts_one_case(rembang: Rembang) -> None:
    send = partial(rembang.start, act=uuid4())
    first, second = at_once(send, send)
    assert first == second
    assert rembang.acts(rembang.office.id).count("registered") == 1


def test_many_guesses_at_once_are_no_more_than_five(rembang: Rembang) -> None:
    def guess() -> Session:
        return sign_in(
            rembang.petugas.account,
            "salah sama sekali",
            store=rembang.store,
            passwords=rembang.passwords,
            clock=rembang.clock,
        )

    _, refused = parted(at_once(*[guess] * 12))
    kinds = Counter(type(each) for each in refused)
    assert kinds == {SignInFailed: ATTEMPTS, SignInPaused: 12 - ATTEMPTS}


def test_two_administrators_who_close_each_other_leave_one(rembang: Rembang) -> None:
    first, second = rembang.administrator, rembang.person("pengganti", right=Right.ADMINISTER)

    def close(who: Actor, person: Actor) -> Actor:
        return close_person(who, person.id, store=rembang.store, clock=rembang.clock)

    closed, refused = parted(at_once(partial(close, first, second), partial(close, second, first)))
    assert len(closed) == 1
    assert [type(each) for each in refused] == [LastAdministrator]


def test_a_case_that_is_cancelled_while_somebody_completes_its_task_ends_whole(
    rembang: Rembang,
) -> None:
    def cancel(case: UUID) -> str:
        who = rembang.administrator
        return cancel_case(who, case, "Batal", store=rembang.store, clock=rembang.clock).number

    for _ in range(ROUNDS):
        task = waiting(rembang)

        def complete(task: Task = task) -> str:
            return rembang.complete(task, rembang.petugas).number

        done, refused = parted(at_once(partial(cancel, task.case), complete))
        assert rembang.case(task.case).number in done
        assert {type(each) for each in refused} <= {TaskWithdrawn}
        assert rembang.case(task.case).state is CaseState.CANCELLED
        assert rembang.acts(task.case)[-1] == "cancelled"
    assert not [
        each
        for each in verify_record(
            store=rembang.store, files=rembang.files, engine=rembang.engine
        ).checks
        if each.findings
    ]


@pytest.mark.postgresql
def test_a_completion_does_not_wait_for_who_changes_the_office(postgresql: Engine) -> None:
    rembang = Rembang(SqlStore(postgresql), key="berubah")
    task = waiting(rembang)
    with ThreadPoolExecutor(1) as threads, rembang.store.begin() as work:
        work.offices.lock(rembang.office.id)
        done = threads.submit(rembang.complete, task, rembang.petugas).result(timeout=20)
    assert done.case == task.case


def test_versions_that_are_deployed_at_once_are_counted_without_a_gap(rembang: Rembang) -> None:
    deployed, refused = parted(
        at_once(partial(deploy_edition, rembang, 2), partial(deploy_edition, rembang, 3))
    )
    assert refused == []
    assert sorted(each.deployment.version for each in deployed) == [2, 3]


def test_of_two_who_were_announced_one_version_one_is_told_of_the_other(rembang: Rembang) -> None:
    for version in range(2, 2 + ROUNDS):
        deploy_either = (
            partial(deploy_edition, rembang, 2 * version, version),
            partial(deploy_edition, rembang, 2 * version + 1, version),
        )
        deployed, refused = parted(at_once(*deploy_either))
        assert [each.deployment.version for each in deployed] == [version]
        assert [type(each) for each in refused] == [VersionOvertaken]


def test_a_confirmation_that_is_sent_twice_at_once_makes_one_version(rembang: Rembang) -> None:
    send = partial(deploy_edition, rembang, 2, 2)
    first, second = at_once(send, send)
    assert not isinstance(first, LaksanaError)
    assert not isinstance(second, LaksanaError)
    assert first.deployment == second.deployment
    assert sorted([first.unchanged, second.unchanged]) == [False, True]


def deploy_edition(rembang: Rembang, edition: int, version: int | None = None) -> Deployed:
    diagram = PENGANTAR_KIS.diagram(edition)
    request = Deploy(rembang.office.id, diagram, FORMS, rembang.analyst, version=version)
    return deploy(request, store=rembang.store, engine=rembang.engine, clock=rembang.clock)
