"""Tasks at the ends of message flows: they wait for what they need, and for their answers."""

from __future__ import annotations

from tests.integration.drawing import (
    Run,
    node,
    path,
    start,
    tasks,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    catches,
    done,
    what,
    within,
)
from tests.integration.events.pools import MAIL, SENDER, answers, asks, pools


def test_a_task_that_a_message_leads_to_waits_for_it_before_it_begins() -> None:
    second = answers(start("m2"), tasks("b"), path("m2", "b"))
    run = Run(pools(SENDER, second, messages="kirim>b"), at="m1")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["b", "c"]


def test_a_task_that_is_answered_waits_before_it_is_left() -> None:
    first = asks(start("m1"), tasks("a", "d"), path("m1", "a", "d"))
    second = answers(begins("m2", MAIL), tasks("b"), path("m2", "b"))
    run = Run(pools(first, second, messages="a>m2 b>a"))
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["d"]


def test_who_waits_for_an_answer_is_still_watched_by_what_stands_at_the_task() -> None:
    first = asks(
        start("m1"),
        tasks("a", "d", "f"),
        path("m1", "a", "d"),
        beside("a", "e", what("timer", text="P3D")),
        path("e", "f"),
    )
    second = answers(begins("m2", MAIL), tasks("b"), path("m2", "b"))
    run = Run(pools(first, second, messages="a>m2 b>a"))
    run.wait(days=1)
    run.do("a")
    run.wait(days=1)
    assert run.waiting == ["b"]
    run.wait(days=1)
    assert run.waiting == ["b", "f"]
    run.do("b")
    assert run.waiting == ["f"]


def test_tasks_send_and_receive() -> None:
    first = asks(start("m1"), tasks("a"), node("sendTask", "kirim"), path("m1", "a", "kirim"))
    second = answers(
        start("m2"), node("receiveTask", "tunggu"), tasks("b"), path("m2", "tunggu", "b")
    )
    assert done(pools(first, second, messages="kirim>tunggu")) == {"ab"}


def test_an_interrupted_task_sends_nothing() -> None:
    first = asks(
        start("m1"),
        tasks("a", "c"),
        path("m1", "a"),
        beside("a", "e", MAIL, name="Batal"),
        path("e", "c"),
    )
    second = answers(start("m2"), catches("tunggu", MAIL), tasks("b"), path("m2", "tunggu", "b"))
    run = Run(pools(first, second, messages="a>tunggu"), at="m1")
    run.do("e")
    assert run.waiting == ["c"]


def test_a_subprocess_that_a_message_leads_to_waits_for_it_before_it_begins() -> None:
    work = answers(
        start("m2"), within("sub", begins("awal"), tasks("b"), path("awal", "b")), path("m2", "sub")
    )
    run = Run(pools(SENDER, work, messages="kirim>sub"), at="m1")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["b", "c"]


def test_of_two_tasks_that_ask_each_other_the_first_arrow_says_who_begins() -> None:
    payer = asks(start("m1"), tasks("bayar"), path("m1", "bayar"))
    teller = answers(start("m2"), tasks("terima"), path("m2", "terima"))
    drawn = pools(payer, teller, messages="bayar>terima terima>bayar")
    run = Run(drawn, at="m1")
    assert run.waiting == ["bayar"]
    run.do("bayar")
    assert run.waiting == ["terima"]
    run.do("terima")
    assert run.ended
    drawn = pools(payer, teller, messages="terima>bayar bayar>terima")
    assert Run(drawn, at="m1").waiting == ["terima"]
