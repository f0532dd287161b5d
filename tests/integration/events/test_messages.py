"""Messages between the pools of one case, and those that come from outside it or go there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    Run,
    definition,
    diagram,
    end,
    flow,
    node,
    notes,
    path,
    process,
    start,
    tasks,
    xor,
)
from tests.integration.events.drawn import (
    begins,
    beside,
    catches,
    done,
    ends,
    on,
    throws,
    what,
    within,
)
from tests.integration.events.pools import MAIL, SENDER, WAITER, answers, asks, pools


def test_a_message_is_waited_for_in_another_pool() -> None:
    run = Run(pools(SENDER, WAITER, messages="kirim>tunggu"), at="m1")
    assert run.waiting == ["a"]
    run.do("a")
    assert run.waiting == ["b", "c"]
    assert run.last.left == ("a", "kirim", "tunggu")


def test_a_message_that_came_before_it_is_waited_for_is_kept() -> None:
    slow = answers(
        start("m2"), tasks("b", "d"), catches("tunggu", MAIL), path("m2", "d", "tunggu", "b")
    )
    run = Run(pools(SENDER, slow, messages="kirim>tunggu"), at="m1")
    run.do("a")
    assert run.waiting == ["c", "d"]
    run.do("d")
    assert run.waiting == ["b", "c"]


def test_two_messages_are_taken_one_at_a_time() -> None:
    twice = asks(
        start("m1"), throws("kirim", MAIL), throws("susul", MAIL), path("m1", "kirim", "susul")
    )
    loops = answers(
        start("m2"),
        xor("m"),
        catches("tunggu", MAIL),
        tasks("b"),
        xor("g"),
        path("m2", "m", "tunggu", "b", "g"),
        flow("g", "m", "Lagi"),
        flow("g", "selesai", "Cukup"),
        end(),
    )
    run = Run(pools(twice, loops, messages="kirim>tunggu susul>tunggu"), at="m1")
    assert run.waiting == ["b"]
    run.do("b", "Lagi")
    assert run.waiting == ["b"]
    run.do("b", "Lagi")
    assert run.waiting == ["tunggu"]  # nothing left can send a third: a person says it came
    run.do("tunggu")
    run.do("b", "Cukup")
    assert run.ended


@pytest.mark.parametrize("thrower", [throws, ends])
def test_a_message_begins_the_pool_that_it_leads_to(thrower: Callable[..., str]) -> None:
    first = asks(start("m1"), tasks("a"), thrower("kirim", MAIL), path("m1", "a", "kirim"))
    second = answers(begins("m2", MAIL), tasks("b"), path("m2", "b"))
    drawn = pools(first, second, messages="kirim>m2")
    assert list(definition(drawn).starts) == ["m1"]
    assert done(drawn) == {"ab"}


def test_a_message_to_a_pool_as_a_whole_begins_it() -> None:
    second = answers(begins("m2", MAIL), tasks("b"), path("m2", "b"))
    drawn = pools(SENDER, second, messages="kirim>p2")
    assert list(definition(drawn).starts) == ["m1"]
    assert done(drawn) == {"abc"}


def test_events_with_the_same_message_mean_each_other_without_an_arrow() -> None:
    named = what("message", "Surat")
    first = asks(start("m1"), tasks("a"), throws("kirim", named), path("m1", "a", "kirim"))
    second = answers(start("m2"), catches("tunggu", named), tasks("b"), path("m2", "tunggu", "b"))
    assert done(pools(first, second)) == {"ab"}


def test_what_goes_to_a_pool_without_content_is_only_sent() -> None:
    named = what("message", "Surat")
    first = asks(start("m1"), throws("kirim", named), tasks("a"), path("m1", "kirim", "a"))
    second = answers(start("m2"), catches("tunggu", named), tasks("b"), path("m2", "tunggu", "b"))
    run = Run(pools(first, second, messages="kirim>Luar", outside="Luar"), at="m1")
    assert run.waiting == ["a", "tunggu"]
    assert "kirim" in run.last.left


def test_what_a_pool_without_content_sends_is_confirmed_by_a_person() -> None:
    drawn = pools(
        process(
            start("m1"), catches("tunggu", MAIL), tasks("b"), path("m1", "tunggu", "b"), key="k1"
        ),
        messages="Luar>tunggu",
        outside="Luar",
    )
    assert [n.element for n in notes(drawn) if n.rule == "confirmed-by-people"] == ["tunggu"]
    run = Run(drawn)
    run.do("tunggu")
    assert run.waiting == ["b"]


def test_a_message_that_nothing_receives_is_recorded_as_sent() -> None:
    drawn = diagram(start(), throws("kirim", MAIL), tasks("a"), path("mulai", "kirim", "a"))
    assert [each.element for each in notes(drawn) if each.rule == "uncaught"] == ["kirim"]
    assert Run(drawn).last.left == ("mulai", "kirim")


def test_a_message_comes_to_a_boundary_and_to_an_event_subprocess() -> None:
    work = answers(
        start("m2"),
        within(
            "sub",
            begins("awal"),
            tasks("b"),
            path("awal", "b"),
            on("tangani", begins("x", MAIL, isInterrupting="false"), tasks("d"), path("x", "d")),
        ),
        beside("sub", "y", MAIL),
        tasks("f"),
        path("m2", "sub"),
        path("y", "f"),
    )
    sender = asks(
        start("m1"),
        tasks("a", "c"),
        throws("satu", MAIL),
        throws("dua", MAIL),
        path("m1", "a", "satu", "c", "dua"),
    )
    run = Run(pools(sender, work, messages="satu>x dua>y"), at="m1")
    assert run.waiting == ["a", "b"]
    run.do("a")
    assert run.waiting == ["b", "c", "d"]
    run.do("c")
    assert run.waiting == ["f"]


def test_the_first_message_of_an_event_gateway_is_the_way() -> None:
    chooses = asks(
        start("m1"),
        tasks("a"),
        xor("g"),
        throws("terima", MAIL),
        throws("tolak", MAIL),
        path("m1", "a", "g"),
        flow("g", "terima", "Ya"),
        flow("g", "tolak", "Tidak"),
    )
    waits = answers(
        start("m2"),
        node("eventBasedGateway", "pilih"),
        catches("x", MAIL),
        catches("y", MAIL),
        tasks("b", "c"),
        path("m2", "pilih", "x", "b"),
        path("pilih", "y", "c"),
    )
    run = Run(pools(chooses, waits, messages="terima>x tolak>y"), at="m1")
    run.do("a", "Tidak")
    assert run.waiting == ["c"]


def test_a_message_that_nobody_can_send_any_more_is_asked_of_a_person() -> None:
    chooses = asks(
        start("m1"),
        tasks("a"),
        xor("g"),
        throws("kirim", MAIL),
        path("m1", "a", "g"),
        flow("g", "kirim", "Ya"),
        flow("g", "selesai", "Tidak"),
        end(),
    )
    run = Run(pools(chooses, WAITER, messages="kirim>tunggu"), at="m1")
    run.do("a", "Tidak")
    assert run.waiting == ["tunggu"]
    run.do("tunggu")
    run.do("b")
    assert run.ended


def test_an_arrow_from_what_cannot_send_is_told() -> None:
    drawn = pools(SENDER, WAITER, messages="tunggu>kirim")
    told = [each for each in notes(drawn) if each.rule == "messages"]
    assert [(each.element, each.kind) for each in told] == [("arus0", NoteKind.ADVICE)]


def test_a_message_to_an_event_subprocess_as_a_whole_begins_it() -> None:
    work = answers(
        start("m2"),
        tasks("b"),
        path("m2", "b"),
        on("tangani", begins("x", MAIL, isInterrupting="false"), tasks("d"), path("x", "d")),
    )
    run = Run(pools(SENDER, work, messages="kirim>tangani"), at="m1")
    assert run.waiting == ["a", "b"]
    run.do("a")
    assert run.waiting == ["b", "c", "d"]


def test_a_message_that_nobody_can_send_is_asked_for_though_something_may_come_beside() -> None:
    chooses = asks(
        start("m1"),
        tasks("a"),
        xor("g"),
        throws("kirim", MAIL),
        end(),
        path("m1", "a", "g"),
        flow("g", "kirim", "Ya"),
        flow("g", "selesai", "Tidak"),
    )
    waits = answers(
        start("m2"),
        within("sub", begins("awal"), catches("tunggu", MAIL), path("awal", "tunggu")),
        beside("sub", "e", MAIL, stops=False),
        tasks("b"),
        path("m2", "sub"),
        path("e", "b"),
    )
    run = Run(pools(chooses, waits, messages="kirim>tunggu"), at="m1")
    assert run.waiting == ["a", "e"]
    run.do("a", "Tidak")
    assert run.waiting == ["e", "tunggu"]
    run.do("tunggu")
    assert run.ended
