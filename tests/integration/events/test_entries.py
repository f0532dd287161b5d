"""Where a case of several pools begins, and which of their starts people may use."""

from __future__ import annotations

from service.domain.definition import NoteKind
from tests.integration.drawing import Run, definition, node, notes, path, process, start, tasks
from tests.integration.events.drawn import begins, done, throws, what
from tests.integration.events.pools import MAIL, pools


def passes_on(number: int, step: str) -> str:
    """A pool that begins by a message, does `step` and sends one."""
    key, sent = f"m{number}", f"kirim{number}"
    return process(
        begins(key, MAIL), tasks(step), throws(sent, MAIL), path(key, step, sent), key=f"k{number}"
    )


def entries(drawn: bytes) -> list[str]:
    assumed = (each for each in notes(drawn) if each.rule == "entries")
    return [each.element for each in assumed if each.kind is NoteKind.ASSUMED]


def test_of_two_pools_that_feed_each_other_the_first_is_the_entry() -> None:
    drawn = pools(passes_on(1, "a"), passes_on(2, "b"), messages="kirim1>m2 kirim2>m1")
    assert list(definition(drawn).starts) == ["m1"]
    assert entries(drawn) == ["m1"]
    run = Run(drawn)
    run.do("a")
    run.do("b")
    assert run.ended


def test_a_circle_of_three_is_entered_once() -> None:
    drawn = pools(
        passes_on(1, "a"),
        passes_on(2, "b"),
        passes_on(3, "c"),
        messages="kirim1>m2 kirim2>m3 kirim3>m1",
    )
    assert entries(drawn) == ["m1"]
    assert done(drawn) == {"abc"}


def test_the_entry_is_where_everything_is_reached_from() -> None:
    """The first pool only receives; it can be no entry of the circle."""
    drawn = pools(
        passes_on(1, "a"),
        passes_on(2, "b"),
        passes_on(3, "c"),
        messages="kirim2>m1 kirim2>m3 kirim3>m2",
    )
    assert list(definition(drawn).starts) == ["m2"]
    assert done(drawn) == {"abc"}


def test_where_one_feeds_two_that_one_is_used() -> None:
    first = process(
        start("m1"), tasks("a"), throws("kirim1", MAIL), path("m1", "a", "kirim1"), key="k1"
    )
    drawn = pools(first, passes_on(2, "b"), passes_on(3, "c"), messages="kirim1>m2 kirim1>m3")
    assert list(definition(drawn).starts) == ["m1"]
    assert entries(drawn) == []
    assert done(drawn) == {"abc"}


def test_every_circle_has_an_entry() -> None:
    drawn = pools(
        passes_on(1, "a"),
        passes_on(2, "b"),
        passes_on(3, "c"),
        passes_on(4, "d"),
        messages="kirim1>m2 kirim2>m1 kirim3>m4 kirim4>m3",
    )
    assert entries(drawn) == ["m1", "m3"]
    run = Run(drawn, at="m1")
    assert run.waiting == ["a", "m3"]
    run.do("m3")
    assert run.waiting == ["a", "c"]


def test_a_circle_beside_a_pool_that_a_person_starts_has_an_entry_too() -> None:
    first = process(start("m1"), tasks("a"), path("m1", "a"), key="k1")
    drawn = pools(first, passes_on(2, "b"), passes_on(3, "c"), messages="kirim2>m3 kirim3>m2")
    assert list(definition(drawn).starts) == ["m1", "m2"]
    assert Run(drawn, at="m1").waiting == ["a", "m2"]


def test_what_comes_from_a_pool_without_content_does_not_feed_a_start() -> None:
    drawn = pools(
        passes_on(1, "a"), passes_on(2, "b"), messages="Luar>m1 kirim1>m2", outside="Luar"
    )
    assert list(definition(drawn).starts) == ["m1"]
    assert done(drawn) == {"ab"}


def test_another_pool_with_one_plain_start_begins_with_the_case() -> None:
    first = process(start("m1"), tasks("a"), path("m1", "a"), key="k1")
    second = process(start("m2"), tasks("b"), path("m2", "b"), key="k2")
    run = Run(pools(first, second), at="m2")
    assert run.waiting == ["a", "b"]


def test_its_other_starts_are_offered() -> None:
    first = process(start("m1"), tasks("a"), path("m1", "a"), key="k1")
    monthly = begins("m3", what("timer", text="R/P1M", timer="timeCycle"))
    second = process(
        start("m2"), monthly, tasks("b", "c"), path("m2", "b"), path("m3", "c"), key="k2"
    )
    run = Run(pools(first, second), at="m1")
    assert run.waiting == ["a", "b", "m3"]
    run.do("m3")
    assert run.waiting == ["a", "b", "c"]


def test_a_pool_with_two_plain_starts_waits_for_a_person_to_use_one() -> None:
    first = process(start("m1"), tasks("a"), path("m1", "a"), key="k1")
    second = process(
        start("m2"), start("m3"), tasks("b", "c"), path("m2", "b"), path("m3", "c"), key="k2"
    )
    run = Run(pools(first, second), at="m1")
    assert run.waiting == ["a", "m2", "m3"]
    run.do("m2")
    assert run.waiting == ["a", "b"]


def test_an_offer_that_nobody_uses_does_not_keep_the_case_open() -> None:
    first = process(start("m1"), tasks("a"), path("m1", "a"), key="k1")
    second = process(begins("m2", MAIL), tasks("b"), path("m2", "b"), key="k2")
    run = Run(pools(first, second), at="m1")
    assert run.waiting == ["a", "m2"]
    run.do("a")
    assert run.ended


def test_a_called_process_is_no_entry() -> None:
    calls = process(
        start("m1"),
        node("callActivity", "panggil", calledElement="k2"),
        path("m1", "panggil"),
        key="k1",
    )
    called = process(start("m2"), tasks("b"), path("m2", "b"), key="k2")
    drawn = pools(calls, called)
    assert list(definition(drawn).starts) == ["m1"]
    assert done(drawn) == {"b"}
