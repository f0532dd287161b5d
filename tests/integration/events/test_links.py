"""Link events: the off-page connector is the arrow that it stands for."""

from __future__ import annotations

from service.domain.definition import NoteKind
from tests.integration.drawing import Run, diagram, node, notes, only, path, refusals, start, tasks
from tests.integration.events.drawn import begins, catches, done, throws, what, within

TO = what("link", "A")


def test_a_link_goes_on_where_it_is_caught() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        throws("ke", TO),
        catches("dari", TO),
        path("mulai", "a", "ke"),
        path("dari", "b"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.last.left == ("a", "ke", "dari")
    run.do("b")
    assert run.ended


def test_several_links_may_lead_to_one_place() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b", "c"),
        throws("satu", TO),
        throws("dua", TO),
        catches("dari", TO),
        path("mulai", "a", "satu"),
        path("mulai", "b", "dua"),
        path("dari", "c"),
    )
    assert done(drawn) == {"abcc"}


def test_an_end_may_be_a_link() -> None:
    ends = node("endEvent", "ke", inside=TO)
    drawn = diagram(
        start(), tasks("a"), ends, catches("dari", TO), path("mulai", "ke"), path("dari", "a")
    )
    assert done(drawn) == {"a"}


def test_links_without_names_are_called_by_their_labels() -> None:
    bare = what("link")
    ke = node("intermediateThrowEvent", "ke", "Hal. 2", bare)
    lain = catches("lain", bare, name="Hal. 3")
    drawn = diagram(
        start(),
        tasks("a", "b"),
        ke,
        catches("dari", bare, name="Hal. 2"),
        lain,
        path("mulai", "ke"),
        path("dari", "a"),
        path("lain", "b"),
    )
    assert done(drawn) == {"a"}


def test_a_link_to_nothing_by_name_means_the_only_place_that_is_left() -> None:
    ke = node("intermediateThrowEvent", "ke", "Ke halaman 2", what("link"))
    dari = catches("dari", what("link"), name="Dari halaman 1")
    drawn = diagram(start(), tasks("a"), ke, dari, path("mulai", "ke"), path("dari", "a"))
    assert done(drawn) == {"a"}
    told = [each for each in notes(drawn) if each.rule == "link-events"]
    assert [(each.element, each.kind) for each in told] == [("ke", NoteKind.ASSUMED)]


def test_a_link_that_leads_nowhere_is_refused() -> None:
    drawn = diagram(start(), throws("ke", TO), path("mulai", "ke"))
    assert only(refusals(drawn)).element == "ke"


def test_a_link_stays_within_its_subprocess() -> None:
    inner = within("sub", begins("awal"), throws("ke", TO), path("awal", "ke"))
    drawn = diagram(
        start(), tasks("a"), inner, catches("dari", TO), path("mulai", "sub"), path("dari", "a")
    )
    assert only(refusals(drawn)).element == "ke"
