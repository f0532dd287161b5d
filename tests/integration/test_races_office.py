"""Two acts that meet on one office: its versions, its register, its people and what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine, event

from service.domain.actor import AccountExists, LastAdministrator, Right
from service.domain.calendar import DEFAULT_HOURS
from service.domain.definition import DefinitionSuperseded, VersionOvertaken
from service.domain.errors import LaksanaError
from service.domain.holidays import HolidayTwice
from service.domain.office import OfficeExists
from service.domain.password import Session
from service.domain.roles import RoleExists, RoleUnknown
from service.store.database import driver_address
from service.store.unit_of_work import SqlStore
from service.usecases.advancing import Outcome
from service.usecases.deploy import Deployed
from service.usecases.manage_holidays import add_holiday
from service.usecases.manage_office import NewOffice, add_office
from service.usecases.manage_people import close_person
from service.usecases.manage_roles import add_role, remove_role
from service.usecases.retrying import retrying
from service.usecases.sign_in import SignInFailed, sign_in
from service.usecases.stored import Attempts
from tests.fakes.surroundings import PlainPasswords
from tests.integration.drawing import diagram, end, path, start, tasks
from tests.integration.drawn_office import OPERATOR, DrawnOffice, stored
from tests.integration.stopping import PATIENCE, Point, Race, racing

pytestmark = pytest.mark.pooled

SOP = diagram(start(), tasks("a"), end(), path("mulai", "a", "selesai"))
LONGER = diagram(start(), tasks("a", "b"), end(), path("mulai", "a", "b", "selesai"))
OTHER = diagram(start(), tasks("a", "c"), end(), path("mulai", "a", "c", "selesai"))


class Met:
    """An office on a database where acts meet."""

    def __init__(self, store: SqlStore, race: Race) -> None:
        self.store = store
        self.race = race
        self.meet = race.meet
        self.office = DrawnOffice(store, SOP)

    def deploy(self, diagram: bytes, version: int | None = None) -> Callable[[], Deployed]:
        return partial(self.office.deploy, diagram, version)

    def add_role(self, name: str) -> str:
        who = self.office.administrator
        return add_role(who, name, store=self.store, clock=self.office.clock)

    def remove_role(self, name: str) -> None:
        who, engine = self.office.administrator, self.office.engine
        remove_role(who, name, store=self.store, engine=engine, clock=self.office.clock)

    def add_holiday(self, name: str) -> None:
        add_holiday(
            self.office.administrator,
            date(2026, 4, 6),
            name,
            store=self.store,
            calendar=self.office.calendar,
            clock=self.office.clock,
        )

    def sign_in(self, password: str) -> Session:
        passwords, clock = PlainPasswords(), self.office.clock
        account = self.office.clerk.account
        return sign_in(account, password, store=self.store, passwords=passwords, clock=clock)

    def told(self) -> list[str]:
        """What the office's record says was done since it was founded; all of it is whole."""
        assert self.office.faults() == []
        return self.office.acts(self.office.office.id)[4:]


@pytest.fixture(params=["waiting", "overtaken"])
def met(database_url: str, request: pytest.FixtureRequest) -> Iterator[Met]:
    overtaking = request.param == "overtaken"
    with stored(database_url) as store, racing(database_url, overtaking=overtaking) as race:
        yield Met(store, race)


def test_two_versions_that_are_deployed_at_once_are_counted_without_a_gap(met: Met) -> None:
    deployed = met.meet(met.deploy(LONGER), met.deploy(OTHER))
    assert [each.deployment.version for each in deployed if isinstance(each, Deployed)] == [2, 3]
    assert met.told() == ["deployed", "deployed"]


def test_of_two_who_were_announced_one_version_the_second_is_told_of_the_first(met: Met) -> None:
    first, late = met.meet(met.deploy(LONGER, 2), met.deploy(OTHER, 2))
    assert isinstance(first, Deployed)
    assert isinstance(late, VersionOvertaken)
    assert met.told() == ["deployed"]


def test_a_version_that_is_deployed_twice_at_once_is_one(met: Met) -> None:
    first, second = met.meet(met.deploy(LONGER), met.deploy(LONGER))
    assert isinstance(first, Deployed)
    assert isinstance(second, Deployed)
    assert second.unchanged
    assert second.deployment.id == first.deployment.id
    assert met.told() == ["deployed"]


def test_a_case_does_not_start_in_a_version_that_was_overtaken_meanwhile(met: Met) -> None:
    _, late = met.meet(met.deploy(LONGER), met.office.start)
    assert isinstance(late, DefinitionSuperseded)
    assert met.told() == ["deployed"]


def test_two_cases_that_start_at_once_are_numbered_in_turn(met: Met) -> None:
    started = met.meet(met.office.start, met.office.start)
    numbers = [each.number for each in started if isinstance(each, Outcome)]
    assert numbers == ["rembang/2026/000001", "rembang/2026/000002"]
    assert met.told() == ["registered", "registered"]


def test_a_start_form_that_is_sent_twice_at_once_starts_one_case(met: Met) -> None:
    send = partial(met.office.start, uuid4())
    first, second = met.meet(send, send)
    assert isinstance(first, Outcome)
    assert first == second
    assert met.told() == ["registered"]


def test_a_number_that_was_given_in_vain_is_given_to_who_waited_for_it(met: Met) -> None:
    first = met.race.stopped(met.office.start, Point.COMMITTING)
    second = met.race.waiting(met.office.start)
    first.go_on(failure=ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        first.result()
    started = second.result()
    assert isinstance(started, Outcome)
    assert started.number == "rembang/2026/000001"
    assert met.told() == ["registered"]


def test_of_two_offices_with_one_short_name_the_second_is_refused(met: Met) -> None:
    new = NewOffice("dinas", "Dinas", "Asia/Jakarta", DEFAULT_HOURS.to_plain())
    add = partial(add_office, OPERATOR, new, store=met.store, clock=met.office.clock)
    # Nothing is locked before the row itself: the second always waits for the first.
    first = met.race.stopped(add, Point.COMMITTING)
    second = met.race.waiting(add)
    first.go_on()
    assert not isinstance(first.result(), LaksanaError)
    assert isinstance(second.result(), OfficeExists)
    assert met.told() == []


def test_of_two_people_with_one_account_the_second_is_refused(met: Met) -> None:
    add = partial(met.office.person, "baru")
    _, late = met.meet(add, add)
    assert isinstance(late, AccountExists)
    assert met.told() == ["person added"]


def test_of_two_roles_of_one_name_the_second_is_refused(met: Met) -> None:
    _, late = met.meet(partial(met.add_role, "Arsiparis"), partial(met.add_role, "Arsiparis"))
    assert isinstance(late, RoleExists)
    assert met.told() == ["role added"]


def test_a_role_that_was_removed_meanwhile_is_given_to_nobody(met: Met) -> None:
    met.add_role("Arsiparis")
    _, late = met.meet(
        partial(met.remove_role, "Arsiparis"), partial(met.office.person, "baru", "Arsiparis")
    )
    assert isinstance(late, RoleUnknown)
    assert met.told() == ["role added", "role removed"]


def test_of_two_days_off_on_one_day_the_second_is_told_of_the_first(met: Met) -> None:
    _, late = met.meet(partial(met.add_holiday, "Hari jadi"), partial(met.add_holiday, "Libur"))
    assert isinstance(late, HolidayTwice)
    assert late.values["name"] == "Hari jadi"
    assert met.told() == ["holidays changed"]


def test_two_administrators_who_close_each_other_leave_one(met: Met) -> None:
    one = met.office.administrator
    other = met.office.person("pengganti", right=Right.ADMINISTER)
    close = partial(close_person, store=met.store, clock=met.office.clock)
    closed, late = met.meet(partial(close, one, other.id), partial(close, other, one.id))
    assert not isinstance(closed, LaksanaError)
    assert isinstance(late, LastAdministrator)
    assert met.told() == ["person added", "person changed"]


def test_who_guesses_is_counted_anew_once_somebody_signed_in_well(met: Met) -> None:
    account = met.office.clerk.account
    guess = partial(met.sign_in, "salah sama sekali")
    with pytest.raises(SignInFailed):
        guess()

    def forget() -> None:
        with met.store.begin() as work:
            work.people.set_attempts(account, Attempts())

    # What signing in well does at its end: the row that the other waits for is gone then.
    well = met.race.stopped(forget, Point.COMMITTING)
    guessing = met.race.waiting(guess)
    well.go_on()
    assert isinstance(guessing.result(), SignInFailed)
    with met.store.begin() as work:
        assert work.people.hold_attempts(account).failed == 1


@pytest.mark.postgresql
def test_the_row_that_counts_failed_sign_ins_is_held_by_the_statement_that_makes_sure_of_it(
    postgres_url: str,
) -> None:
    taken_away: list[bool] = []

    def take_away(*_: object) -> None:
        other.execute("SET LOCAL lock_timeout = '100ms'")
        try:
            other.execute("DELETE FROM sign_in_attempts")
        except psycopg.errors.LockNotAvailable:
            taken_away.append(False)
        else:
            taken_away.append(True)
        other.rollback()

    def hold(account: str) -> None:
        with store.begin() as work:
            before = work.people.hold_attempts(account)
            work.people.set_attempts(account, Attempts(before.failed + 1))

    with stored(postgres_url) as store, psycopg.connect(driver_address(postgres_url)) as other:
        hold("petugas@rembang")
        event.listen(Engine, "after_cursor_execute", take_away)
        hold("petugas@rembang")
        event.remove(Engine, "after_cursor_execute", take_away)
    assert not any(taken_away)
    assert taken_away


@pytest.mark.postgresql
def test_two_acts_that_would_wait_for_each_other_for_ever_are_both_done(postgres_url: str) -> None:
    with stored(postgres_url) as store, racing(postgres_url) as race:
        office = DrawnOffice(store, SOP)
        one, other = office.start().case, office.start().case
        tries: list[UUID] = []
        each_holds_one = Barrier(2)

        @retrying
        def save_both(first: UUID, then: UUID) -> None:
            tries.append(first)
            with store.begin() as work:
                work.cases.move(work.cases.hold(first), [])
                if len(tries) <= 2:
                    each_holds_one.wait(PATIENCE)
                work.cases.move(work.cases.hold(then), [])

        acts = [race.begun(partial(save_both, *pair)) for pair in ((one, other), (other, one))]
        assert [act.result() for act in acts] == [None, None]
        assert len(tries) == 3
        assert [office.case(case).revision for case in (one, other)] == [2, 2]
