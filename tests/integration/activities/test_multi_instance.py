"""Activities with several instances: how many, with what, and what stops them."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.activities.repeating import (
    counting,
    did,
    loop,
    many,
    one_by_one,
    repeated,
    sequence,
    times,
    until,
)
from tests.integration.drawing import (
    Run,
    end,
    flow,
    node,
    notes,
    only,
    path,
    refusals,
    tasks,
)


def test_parallel_instances_all_wait_at_once_and_all_are_awaited() -> None:
    run = Run(repeated(many(times(3))))
    assert run.waiting == ["periksa"] * 3
    run.do("periksa")
    run.do("periksa")
    assert run.waiting == ["periksa"]
    run.do("periksa")
    assert run.waiting == ["arsip"]


def test_sequential_instances_come_one_after_the_other() -> None:
    run = Run(repeated(one_by_one(times(3))))
    for _ in range(3):
        assert run.waiting == ["periksa"]
        run.do("periksa")
    assert run.waiting == ["arsip"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_the_number_may_be_an_expression(sequential: str) -> None:
    marker = many(times("${n + 1}"), isSequential=sequential)
    run = Run(counting(marker, before="n = 3", text="lain = 1"))
    assert (did(run, "periksa"), run.waiting) == (4, ["arsip"])


def test_no_instance_at_all_leads_straight_on() -> None:
    run = Run(repeated(many(times(0))))
    assert (did(run, "periksa"), run.waiting) == (0, ["arsip"])


def test_a_number_that_is_none_stops_the_case_with_a_reason() -> None:
    run = Run(repeated(many(times("n - 5")), before="n = 1"))
    assert run.incident is not None
    assert (run.incident.element, run.incident.values) == ("periksa", {"kesalahan": "-4"})


@pytest.mark.parametrize("marker", [many(times(-1)), loop("n &lt; 3", loopMaximum="-2")])
def test_a_number_below_zero_is_refused(marker: str) -> None:
    assert "tidak mungkin" in only(refusals(repeated(marker))).reason


def test_a_list_gives_an_instance_for_each_of_its_elements() -> None:
    marker = many(camunda_collection="daftar", camunda_elementVariable="satu")
    drawn = counting(
        marker, before="daftar = [2, 3, 5]; n = 0", text="n = n + satu * 10 + loopCounter"
    )
    assert _n_is(drawn, 103)


def _n_is(drawn: bytes, number: int) -> bool:
    """Whether the variable n has this value after the repetition: a gateway tells."""
    ways = (
        node("exclusiveGateway", "g", default="g-salah"),
        tasks("benar", "salah"),
        path("sesudah", "g", "salah"),
        flow("g", "benar", when=f"n = {number}"),
    )
    arrow = flow("sesudah", "arsip").encode()
    return Run(drawn.replace(arrow, "".join(ways).encode())).waiting == ["benar"]


def test_a_list_that_shrinks_while_it_is_gone_through_leaves_the_rest_empty() -> None:
    marker = many(isSequential="true", camunda_collection="daftar", camunda_elementVariable="satu")
    drawn = counting(marker, before="daftar = [1, 2, 3]; n = 0", text="daftar = [1]; n = n + 1")
    assert _n_is(drawn, 3)


@pytest.mark.parametrize("named", ["daftar", "Daftar Pemohon Hari Ini!"])
def test_where_no_list_is_found_a_person_says_how_often(named: str) -> None:
    run = Run(repeated(many(camunda_collection=named)))
    assert run.waiting == ["periksa.jumlah"]
    run.say("periksa.jumlah", 2)
    assert run.waiting == ["periksa", "periksa"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_without_a_number_a_person_says_how_often(sequential: str) -> None:
    run = Run(repeated(many(isSequential=sequential)))
    run.say("periksa.jumlah", 2)
    run.do("periksa")
    run.do("periksa")
    assert run.waiting == ["arsip"]


@pytest.mark.parametrize("named", ["nrOfCompletedInstances", "numberOfCompletedInstances"])
def test_a_completion_condition_takes_away_the_instances_that_remain(named: str) -> None:
    run = Run(repeated(many(times(5) + until(f"{named} &gt;= 2"))))
    run.do("periksa")
    assert run.waiting == ["periksa"] * 4
    run.do("periksa")
    assert run.waiting == ["arsip"]


def test_a_completion_condition_begins_no_further_instance_of_a_sequence() -> None:
    run = Run(counting(one_by_one(times(5) + until("n = 2"))))
    assert (did(run, "periksa"), run.waiting) == (2, ["arsip"])


@pytest.mark.parametrize(
    ("condition", "done"),
    [
        ("nrOfCompletedInstances / nrOfInstances &gt;= 0.5", 2),
        ("nrOfActiveInstances = 1", 3),
        ("loopCounter = 1", 2),
    ],
)
def test_conditions_know_how_many_instances_there_are(condition: str, done: int) -> None:
    run = Run(repeated(many(times(4) + until(condition))))
    for _ in range(done):
        assert run.waiting != ["arsip"]
        run.do("periksa")
    assert run.waiting == ["arsip"]


def test_a_completion_condition_in_words_is_told_and_everything_is_done() -> None:
    drawn = repeated(many(times(2) + until("sampai cukup!")))
    assert any("sampai cukup!" in n.reason for n in notes(drawn) if n.kind is NoteKind.ASSUMED)
    run = Run(drawn)
    run.do("periksa")
    run.do("periksa")
    assert run.waiting == ["arsip"]


def test_a_boundary_timer_ends_every_instance() -> None:
    drawn = sequence(
        node("userTask", "periksa", "Periksa", many(times(3))),
        beside=_boundary(
            "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
        ),
    )
    run = Run(drawn)
    run.do("periksa")
    run.wait(hours=3)
    assert run.waiting == ["tindak"]


def _boundary(definition: str, **attributes: str) -> str:
    event = node("boundaryEvent", "tepi", inside=definition, attachedToRef="periksa", **attributes)
    return event + tasks("tindak") + end("habis") + path("tepi", "tindak", "habis")


def test_a_hundred_parallel_instances_are_done_one_by_one() -> None:
    run = Run(repeated(many(times(100))))
    for left in range(99, -1, -1):
        run.do("periksa")
        assert run.waiting.count("periksa") == left
    assert run.waiting == ["arsip"]
