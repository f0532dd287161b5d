"""Subprocesses: where they begin, what lies in them, and when they are through."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.activities.repeating import many, times, until
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    flow,
    node,
    notes,
    only,
    path,
    refusals,
    script,
    start,
    tasks,
    xor,
)


def around(*inside: str, kind: str = "subProcess", key: str = "s", **attributes: str) -> str:
    return node(kind, key, "", "".join(inside), **attributes)


def within(*inside: str, kind: str = "subProcess", **attributes: str) -> bytes:
    """A subprocess of these elements, and then a person who waits."""
    return diagram(
        start(),
        around(*inside, kind=kind, **attributes),
        tasks("arsip"),
        end(),
        path("mulai", "s", "arsip", "selesai"),
    )


@pytest.mark.parametrize("kind", ["subProcess", "transaction"])
def test_what_comes_after_waits_for_everything_inside(kind: str) -> None:
    inside = (start("m"), both("f"), tasks("a", "b"), end("e"), path("m", "f", "a", "e"))
    run = Run(within(*inside, path("f", "b"), kind=kind))
    assert (run.waiting, run.tokens) == (["a", "b"], ["a", "b", "s"])
    run.do("b")  # leads nowhere: its way ends there
    assert run.waiting == ["a"]
    run.do("a")
    assert run.last.left == ("a", "e", "s")
    assert run.waiting == ["arsip"]


def test_subprocesses_lie_in_one_another() -> None:
    deep = around(start("m3"), tasks("a"), end("e3"), path("m3", "a", "e3"), key="s3")
    middle = around(start("m2"), deep, tasks("b"), path("m2", "s3", "b"), key="s2")
    run = Run(within(start("m1"), middle, end("e1"), path("m1", "s2", "e1")))
    assert run.tokens == ["a", "s", "s2", "s3"]
    run.do("a")
    assert (run.waiting, run.tokens) == (["b"], ["b", "s", "s2"])
    run.do("b")
    assert run.waiting == ["arsip"]


@pytest.mark.parametrize("kind", ["subProcess", "transaction", "adHocSubProcess"])
def test_without_content_it_is_a_persons_task(kind: str) -> None:
    drawn = within(kind=kind)
    assert any("tanpa isi" in n.reason for n in notes(drawn) if n.kind is NoteKind.ASSUMED)
    run = Run(drawn)
    assert run.waiting == ["s"]
    run.do("s")
    assert run.waiting == ["arsip"]


def test_without_a_start_everything_begins_that_nothing_leads_to() -> None:
    run = Run(within(tasks("a", "b", "c"), path("a", "b")))
    assert run.waiting == ["a", "c"]


def test_a_circle_without_a_start_is_refused() -> None:
    assert (
        "di mana proses ini dimulai"
        in only(refusals(within(tasks("a", "b"), path("a", "b", "a")))).reason
    )


def test_of_several_plain_starts_people_choose_one() -> None:
    drawn = within(
        node("startEvent", "m1", "Baru"),
        node("startEvent", "m2", "Perpanjangan"),
        tasks("a", "b"),
        path("m1", "a"),
        path("m2", "b"),
    )
    run = Run(drawn)
    assert run.waiting == ["s"]
    run.do("s", "Perpanjangan")
    assert (run.waiting, run.last.left) == (["b"], ("m2",))
    run.do("b")
    assert run.waiting == ["arsip"]


def test_a_start_inside_that_waits_for_a_time_is_waited_for() -> None:
    timer = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
    run = Run(within(node("startEvent", "m", inside=timer), tasks("a"), path("m", "a")))
    assert run.waiting == []
    run.wait(hours=2)
    assert run.waiting == ["a"]


def test_of_several_starts_that_wait_the_first_that_comes_goes_on() -> None:
    letter = node("startEvent", "m1", "Surat", "<messageEventDefinition/>")
    call = node("startEvent", "m2", "Telepon", "<messageEventDefinition/>")
    run = Run(within(letter, call, tasks("a", "b"), path("m1", "a"), path("m2", "b")))
    assert run.waiting == ["m1", "m2"]
    run.do("m2")
    assert run.waiting == ["b"]


def test_an_event_subprocess_without_an_event_is_refused_or_if_empty_told() -> None:
    beside = around(tasks("b"), key="tambahan", triggeredByEvent="true")
    drawn = diagram(start(), tasks("a"), end(), beside, path("mulai", "a", "selesai"))
    assert only(refusals(drawn)).element == "tambahan"
    empty = drawn.replace(tasks("b").encode(), b"")
    assert [n.rule for n in notes(empty) if n.element == "tambahan"] == ["unreached"]


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_what_an_event_of_the_pool_begins_is_not_told_to_be_unreached(interrupting: str) -> None:
    event = node("startEvent", "m", inside="<messageEventDefinition/>", isInterrupting=interrupting)
    beside = around(event, tasks("b"), path("m", "b"), key="tambahan", triggeredByEvent="true")
    drawn = diagram(start(), tasks("a"), end(), beside, path("mulai", "a", "selesai"))
    assert "unreached" not in {each.rule for each in notes(drawn)}


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_an_event_subprocess_that_an_arrow_leads_into_is_run_in_the_flow(interrupting: str) -> None:
    event = node("startEvent", "m", inside="<messageEventDefinition/>", isInterrupting=interrupting)
    drawn = within(event, tasks("b"), path("m", "b"), triggeredByEvent="true")
    assert [n.element for n in notes(drawn) if n.rule == "event-subprocesses"] == ["s"]
    run = Run(drawn)
    assert run.waiting == ["m"]
    run.do("m")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["arsip"]
    run.do("arsip")
    assert run.ended


# -- ad hoc ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_ad_hoc_steps_are_done_in_any_order_and_each_once(ordering: str) -> None:
    run = Run(within(tasks("a", "b", "c"), kind="adHocSubProcess", ordering=ordering))
    assert run.waiting == ["a", "b", "c"]
    run.do("c")
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["arsip"]


def ad_hoc(condition: str, **attributes: str) -> bytes:
    """The step a leads to b; c stands alone; a script after c counts."""
    return within(
        tasks("a", "b", "c"),
        script("hitung", "n = 1"),
        path("a", "b"),
        path("c", "hitung", "d"),
        tasks("d"),
        until(condition),
        kind="adHocSubProcess",
        **attributes,
    )


def test_arrows_inside_keep_their_order() -> None:
    run = Run(ad_hoc("n = 99"))
    assert run.waiting == ["a", "c"]
    for step in "cdab":
        run.do(step)
    assert run.waiting == ["arsip"]


def test_the_completion_condition_ends_all_that_remains() -> None:
    run = Run(ad_hoc("n = 1"))
    run.do("c")
    assert run.waiting == ["arsip"]


def test_what_remains_is_waited_for_where_it_is_not_cancelled() -> None:
    run = Run(ad_hoc("n = 1", cancelRemainingInstances="false"))
    run.do("c")
    assert run.waiting == ["a", "d"]
    for step in "dab":
        run.do(step)
    assert run.waiting == ["arsip"]


def test_a_completion_condition_in_words_is_told_and_everything_is_done() -> None:
    drawn = ad_hoc("sampai pemohon puas!")
    assert any("pemohon puas" in n.reason for n in notes(drawn) if n.kind is NoteKind.ASSUMED)
    run = Run(drawn)
    run.do("c")
    assert run.waiting == ["a", "d"]


def test_that_steps_of_a_sequence_may_interleave_is_told() -> None:
    inner = around(tasks("x", "y"), path("x", "y"), key="dalam")
    drawn = within(inner, tasks("a"), kind="adHocSubProcess", ordering="Sequential")
    assert [n.element for n in notes(drawn) if n.rule == "ad-hoc"] == ["dalam"]


# -- repeated subprocesses ---------------------------------------------------------------------


def test_each_instance_runs_the_whole_subprocess() -> None:
    run = Run(within(many(times(2)), start("m"), tasks("a", "b"), path("m", "a", "b")))
    assert run.waiting == ["a", "a"]
    run.do("a")
    assert run.waiting == ["a", "b"]
    run.do("b")
    run.do("a")
    run.do("b")
    assert run.last.left == ("b", "s")
    assert run.waiting == ["arsip"]


def test_a_completion_condition_takes_whole_instances_away() -> None:
    marker = many(times(3) + until("nrOfCompletedInstances = 1"))
    run = Run(within(marker, start("m"), tasks("a", "b"), path("m", "a", "b")))
    run.do("a")
    run.do("b")
    assert run.waiting == ["arsip"]


def test_variables_of_repeats_within_repeats_stay_where_they_belong() -> None:
    """Each of 3 rounds has 2 instances; the inner counter hides the outer one only inside."""
    inner = node(
        "scriptTask", "hitung", inside=many(times(2)) + "<script>n = n + loopCounter</script>"
    )
    outer = within(
        many(times(3), isSequential="true"),
        start("m"),
        inner,
        script("luar", "luar = luar + loopCounter * 10"),
        path("m", "hitung", "luar"),
    )
    drawn = outer.replace(
        flow("mulai", "s").encode(),
        (script("nol", "n = 0; luar = 0") + path("mulai", "nol", "s")).encode(),
    ).replace(
        flow("s", "arsip").encode(),
        "".join(
            [
                xor("g", default="g-arsip"),
                path("s", "g", "arsip"),
                flow("g", "cocok", when="n = 3 and luar = 30 and loopCounter = null"),
                tasks("cocok"),
            ]
        ).encode(),
    )
    assert Run(drawn).waiting == ["cocok"]
