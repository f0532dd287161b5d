"""Two acts that meet on one case: the first is kept, the second is answered by what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID, uuid4

import pytest

from service.domain.actor import Actor
from service.domain.case import CaseAlreadyCancelled, CaseDamaged, CaseEnded, CaseNotStopped
from service.domain.errors import LaksanaError
from service.domain.task import Task, TaskAlreadyClaimed, TaskAlreadyDone, TaskWithdrawn
from service.usecases.advancing import Outcome
from service.usecases.ports import MessageNotAwaited
from service.usecases.retry_case import Retried
from tests.integration.drawing import both, diagram, end, node, path, start, task, tasks
from tests.integration.drawn_office import DrawnOffice, stored
from tests.integration.events.drawn import beside, catches, what
from tests.integration.stopping import Race, racing

pytestmark = pytest.mark.pooled

HOUR = what("timer", text="PT1H")
IN_TURN = diagram(start(), tasks("a", "b"), end(), path("mulai", "a", "b", "selesai"))
JOINED = diagram(
    start(),
    both("bagi", "gabung"),
    tasks("a", "b", "c"),
    end(),
    path("mulai", "bagi", "a", "gabung", "c", "selesai"),
    path("bagi", "b", "gabung"),
)
INTERRUPTED = diagram(
    start(),
    tasks("a", "b", "ingat", "cabut"),
    beside("a", "waktu", HOUR),
    beside("a", "pesan", what("message"), name="Dicabut"),
    end(),
    path("mulai", "a", "b", "selesai"),
    path("waktu", "ingat", "selesai"),
    path("pesan", "cabut", "selesai"),
)
"""While `a` is open: an hour that takes it back, and a message that takes it back."""
WHICHEVER = diagram(
    start(),
    node("eventBasedGateway", "mana"),
    catches("waktu", HOUR),
    catches("pesan", what("message"), name="Jawaban"),
    tasks("a", "b"),
    end(),
    path("mulai", "mana", "waktu", "a", "selesai"),
    path("mana", "pesan", "b", "selesai"),
)
"""Goes on with whichever comes first."""
SIDE_BY_SIDE = diagram(
    start(),
    both("bagi"),
    task("luar"),
    catches("waktu", HOUR),
    catches("pesan", what("message"), name="Jawaban"),
    tasks("a", "b"),
    end(),
    path("mulai", "bagi", "waktu", "a", "selesai"),
    path("bagi", "pesan", "b", "selesai"),
    path("bagi", "luar", "selesai"),
)
"""A time, a message and a person, none of which the others wait for."""


class Met:
    """An office on a database where acts meet, and somebody else in its clerk's role."""

    def __init__(self, office: DrawnOffice, race: Race) -> None:
        self.office = office
        self.race = race
        self.meet = race.meet
        self.started = office.start()
        self.case: UUID = self.started.case
        office.clock.pass_by(hours=1)

    def colleague(self) -> Actor:
        return self.office.person("rekan", *self.office.clerk.roles)

    def task(self, element: str) -> Task:
        (found,) = (each for each in self.office.open_tasks(self.case) if each.element == element)
        return found

    def do(self, element: str, by: Actor | None = None) -> Callable[[], Outcome]:
        return partial(self.office.do, self.task(element), by=by)

    def fire(self) -> bool:
        return self.office.fire(self.case)

    def cancel(self) -> str:
        return self.office.cancel(self.case).number

    def send(self, name: str, key: UUID | None = None) -> Callable[[], Outcome | None]:
        return partial(self.office.send, self.started.number, name, key)

    def stop(self) -> None:
        self.office.give_up(self.case, CaseDamaged(number="1"))

    def retry(self, act: UUID | None = None) -> Retried:
        return self.office.retry(self.case, act)

    def told(self) -> tuple[list[str], list[str]]:
        """What the record says, and where the case waits; all of it whole."""
        assert self.office.faults() == []
        return self.office.acts(self.case)[1:], self.office.waiting(self.case)


Drawn = Callable[[bytes], Met]


@pytest.fixture(params=["waiting", "overtaken"])
def drawn(database_url: str, request: pytest.FixtureRequest) -> Iterator[Drawn]:
    overtaking = request.param == "overtaken"
    with stored(database_url) as store, racing(database_url, overtaking=overtaking) as race:
        yield lambda diagram: Met(DrawnOffice(store, diagram), race)


def refused(result: object, kind: type[LaksanaError], **values: object) -> bool:
    """Whether this is that refusal, and says so."""
    return type(result) is kind and result.values == values


def test_of_two_who_complete_one_task_the_second_is_told_who_did_it(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    done, late = met.meet(met.do("a"), met.do("a", met.colleague()))
    assert isinstance(done, Outcome)
    assert refused(late, TaskAlreadyDone, name=met.office.clerk.name)
    assert met.told() == (["completed"], ["b"])


def test_a_form_that_is_sent_twice_is_done_once_and_answered_alike(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    send = partial(met.office.do, met.task("a"), uuid4())
    first, second = met.meet(send, send)
    assert isinstance(first, Outcome)
    assert first == second
    assert met.told() == (["completed"], ["b"])


def test_of_two_who_claim_one_task_the_second_is_told_who_has_it(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    task = met.task("a")
    _, late = met.meet(
        partial(met.office.claim, task), partial(met.office.claim, task, met.colleague())
    )
    assert refused(late, TaskAlreadyClaimed, name=met.office.clerk.name)
    assert met.told() == (["claimed"], ["a"])


def test_a_task_that_was_claimed_meanwhile_is_not_completed_by_another(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    _, late = met.meet(partial(met.office.claim, met.task("a")), met.do("a", met.colleague()))
    assert refused(late, TaskAlreadyClaimed, name=met.office.clerk.name)
    assert met.told() == (["claimed"], ["a"])


def test_a_task_that_was_completed_meanwhile_is_not_claimed(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    _, late = met.meet(met.do("a"), partial(met.office.claim, met.task("a"), met.colleague()))
    assert refused(late, TaskAlreadyDone, name=met.office.clerk.name)
    assert met.told() == (["completed"], ["b"])


def test_a_join_of_two_that_are_done_at_once_goes_on_once(drawn: Drawn) -> None:
    met = drawn(JOINED)
    for done in met.meet(met.do("a"), met.do("b", met.colleague())):
        assert isinstance(done, Outcome)
    assert met.told() == (["completed", "completed"], ["c"])


def test_a_task_of_a_case_that_was_cancelled_meanwhile_is_not_completed(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    _, late = met.meet(met.cancel, met.do("a"))
    assert refused(late, TaskWithdrawn)
    assert met.told() == (["cancelled"], [])


def test_a_case_that_moved_on_meanwhile_is_cancelled_where_it_is(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    _, number = met.meet(met.do("a"), met.cancel)
    assert number == met.started.number
    assert met.told() == (["completed", "cancelled"], [])


def test_a_case_that_ended_meanwhile_is_not_cancelled(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    met.do("a")()
    _, late = met.meet(met.do("b"), met.cancel)
    assert refused(late, CaseEnded, number=met.started.number)
    assert met.told() == (["completed", "completed"], [])


def test_a_case_is_cancelled_once(drawn: Drawn) -> None:
    met = drawn(IN_TURN)
    _, late = met.meet(met.cancel, met.cancel)
    assert refused(late, CaseAlreadyCancelled, number=met.started.number)
    assert met.told() == (["cancelled"], [])


def test_a_task_that_a_timer_took_back_meanwhile_is_not_completed(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    fired, late = met.meet(met.fire, met.do("a"))
    assert fired is True
    assert refused(late, TaskWithdrawn)
    assert met.told() == (["timer"], ["ingat"])


def test_a_timer_whose_task_was_completed_meanwhile_does_nothing(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    _, fired = met.meet(met.do("a"), met.fire)
    assert fired is False
    assert met.told() == (["completed"], ["b"])


def test_a_timer_that_two_jobs_fire_is_fired_once(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    assert met.meet(met.fire, met.fire) == (True, False)
    assert met.told() == (["timer"], ["ingat"])


def test_a_timer_that_was_fired_meanwhile_is_not_given_up(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    assert met.meet(met.fire, met.stop) == (True, None)
    assert met.told() == (["timer"], ["ingat"])


def test_a_timer_that_was_given_up_meanwhile_is_not_fired(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    assert met.meet(met.stop, met.fire) == (None, False)
    assert met.told() == (["incident"], ["a", "pesan"])


def test_a_timer_of_a_case_that_was_cancelled_meanwhile_does_nothing(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    assert met.meet(met.cancel, met.fire) == (met.started.number, False)
    assert met.told() == (["cancelled"], [])


def test_a_task_that_a_message_took_back_meanwhile_is_not_completed(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    _, late = met.meet(met.send("Dicabut"), met.do("a"))
    assert refused(late, TaskWithdrawn)
    assert met.told() == (["message"], ["cabut"])


def test_a_message_for_a_task_that_was_completed_meanwhile_is_refused(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    _, late = met.meet(met.do("a"), met.send("Dicabut"))
    assert isinstance(late, MessageNotAwaited)
    assert met.told() == (["completed"], ["b"])


def test_a_message_to_a_case_that_was_cancelled_meanwhile_is_refused(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    _, late = met.meet(met.cancel, met.send("Dicabut"))
    assert refused(late, CaseAlreadyCancelled, number=met.started.number)
    assert met.told() == (["cancelled"], [])


def test_a_message_that_comes_twice_at_once_is_delivered_once(drawn: Drawn) -> None:
    met = drawn(WHICHEVER)
    send = met.send("Jawaban", uuid4())
    done, again = met.meet(send, send)
    assert isinstance(done, Outcome)
    assert again is None
    assert met.told() == (["message"], ["b"])


def test_a_message_that_came_after_the_time_is_refused(drawn: Drawn) -> None:
    met = drawn(WHICHEVER)
    fired, late = met.meet(met.fire, met.send("Jawaban"))
    assert fired is True
    assert isinstance(late, MessageNotAwaited)
    assert met.told() == (["timer"], ["a"])


def test_a_time_that_came_after_the_message_does_nothing(drawn: Drawn) -> None:
    met = drawn(WHICHEVER)
    done, fired = met.meet(met.send("Jawaban"), met.fire)
    assert isinstance(done, Outcome)
    assert fired is False
    assert met.told() == (["message"], ["b"])


def test_a_message_and_a_time_that_meet_are_both_taken(drawn: Drawn) -> None:
    met = drawn(SIDE_BY_SIDE)
    fired, done = met.meet(met.fire, met.send("Jawaban"))
    assert fired is True
    assert isinstance(done, Outcome)
    assert met.told() == (["timer", "message"], ["a", "b", "luar"])


def test_a_time_that_has_come_goes_along_with_the_message_before_it(drawn: Drawn) -> None:
    met = drawn(SIDE_BY_SIDE)
    done, fired = met.meet(met.send("Jawaban"), met.fire)
    assert isinstance(done, Outcome)
    assert fired is False
    assert met.told() == (["message"], ["a", "b", "luar"])


def test_a_case_that_stands_still_is_tried_again_once(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    met.stop()
    done, late = met.meet(met.retry, met.retry)
    assert isinstance(done, Retried)
    assert refused(late, CaseNotStopped, number=met.started.number)
    assert met.told() == (["incident", "retried"], ["ingat"])


def test_one_form_sent_twice_has_a_case_tried_again_once(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    met.stop()
    again = partial(met.retry, uuid4())
    assert met.meet(again, again) == (Retried(met.started.number, goes_on=True),) * 2
    assert met.told() == (["incident", "retried"], ["ingat"])


def test_a_task_that_trying_again_took_back_meanwhile_is_not_completed(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    met.stop()
    _, late = met.meet(met.retry, met.do("a"))
    assert refused(late, TaskWithdrawn)
    assert met.told() == (["incident", "retried"], ["ingat"])


def test_a_case_that_somebody_moved_on_meanwhile_is_not_tried_again(drawn: Drawn) -> None:
    met = drawn(INTERRUPTED)
    met.stop()
    _, late = met.meet(met.do("a"), met.retry)
    assert refused(late, CaseNotStopped, number=met.started.number)
    assert met.told() == (["incident", "completed"], ["b"])
