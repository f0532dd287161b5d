"""The events that activities with several instances throw, and who catches them."""

from __future__ import annotations

import pytest

from tests.integration.activities.repeating import (
    did,
    many,
    times,
)
from tests.integration.drawing import (
    Run,
    end,
    file,
    node,
    only,
    path,
    process,
    refusals,
    script,
    start,
    tasks,
)


def behaving(
    behaviour: str, inside: str = "", *, stops: bool = False, event: str = "signal"
) -> bytes:
    """Three scripts one after the other; an event at their boundary leads to the script hitung."""
    marker = many(
        times(3) + inside,
        isSequential="true",
        behavior=behaviour,
        noneBehaviorEventRef="kirim",
        oneBehaviorEventRef="kirim",
    )
    caught = node(
        "boundaryEvent",
        "tepi",
        inside=definition(event),
        attachedToRef="periksa",
        cancelActivity=str(stops).lower(),
    )
    return file(
        node(event, "satu", "Satu", errorCode="E", escalationCode="E"),
        definition(event, "kirim"),
        process(
            start(),
            script("sebelum", "n = 0"),
            node("scriptTask", "periksa", inside=f"{marker}<script>n = n + 1</script>"),
            tasks("arsip"),
            end(),
            path("mulai", "sebelum", "periksa", "arsip", "selesai"),
            caught,
            script("hitung", "m = 1"),
            end("habis"),
            path("tepi", "hitung", "habis"),
        ),
    )


def definition(event: str, key: str = "") -> str:
    return node(f"{event}EventDefinition", key, **{f"{event}Ref": "satu"})


def complex_events(*conditions: str, event: str = "signal") -> str:
    return "".join(
        f"<complexBehaviorDefinition><condition>{condition}</condition>"
        f"<event>{definition(event)}</event></complexBehaviorDefinition>"
        for condition in conditions
    )


@pytest.mark.parametrize("stops", [False, True])
@pytest.mark.parametrize("event", ["signal", "escalation"])
@pytest.mark.parametrize(("behaviour", "told"), [("None", 3), ("One", 1), ("All", 0)])
def test_each_behaviour_throws_as_often_as_it_says_and_ends_no_other_instance(
    event: str, behaviour: str, told: int, stops: bool
) -> None:
    run = Run(behaving(behaviour, event=event, stops=stops))
    assert (did(run, "periksa"), did(run, "hitung")) == (3, told)
    assert "arsip" in run.waiting


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (["numberOfCompletedInstances = 1"], 1),
        (["nrOfCompletedInstances &gt;= 2"], 2),
        (["nrOfCompletedInstances = 1", "nrOfCompletedInstances = 3"], 2),
        (["nrOfCompletedInstances = 9"], 0),
    ],
)
def test_complex_behaviour_throws_where_its_conditions_are_true(
    conditions: list[str], told: int
) -> None:
    run = Run(behaving("Complex", complex_events(*conditions)))
    assert (did(run, "periksa"), did(run, "hitung")) == (3, told)


def test_an_error_takes_the_remaining_instances_away() -> None:
    events = complex_events("nrOfCompletedInstances = 1", event="error")
    run = Run(behaving("Complex", events, stops=True, event="error"))
    assert (did(run, "periksa"), did(run, "hitung")) == (1, 1)
    assert run.ended


@pytest.mark.parametrize("event", ["signal", "escalation"])
def test_whether_a_complex_event_ends_the_activity_or_its_rest_is_refused(event: str) -> None:
    events = complex_events("nrOfCompletedInstances = 1", event=event)
    found = only(refusals(behaving("Complex", events, stops=True, event=event)))
    assert "tidak pasti" in found.reason
    assert found.remedy


def test_complex_behaviour_with_a_condition_in_words_is_refused() -> None:
    found = refusals(behaving("Complex", complex_events("bila sudah cukup!")))
    assert "tidak dapat dihitung" in only(found).reason
