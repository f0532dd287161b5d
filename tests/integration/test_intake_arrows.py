"""Arrows lead from step to step; one that was not snapped to a step ends where it was drawn."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from service.engine.intake.nodes import Flow
from service.engine.intake.reading import read_graph
from tests.integration.drawing import (
    diagram,
    end,
    file,
    flow,
    node,
    only,
    path,
    process,
    start,
    task,
    tasks,
)
from tests.integration.reading import (
    assumed,
    collaboration,
    participant,
    picture,
    refused,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))
PLACES = {
    "mulai": (0, 0, 30, 30),
    "a": (100, 0, 100, 80),
    "b": (300, 0, 100, 80),
    "selesai": (500, 0, 30, 30),
}


def test_an_arrow_keeps_its_label_its_line_and_its_condition() -> None:
    drawn = diagram(*GOOD, flow("a", "a", " Ya \n lagi", "  x > 1\n", key="f"))
    assert read_graph(drawn).flows[-1] == Flow("f", "a", "a", "Ya lagi", 6, "x > 1")
    assert read_graph(drawn).flows[0].condition is None


def test_a_blank_condition_is_no_condition() -> None:
    assert read_graph(diagram(*GOOD, flow("a", "a", when=" \n"))).flows[-1].condition is None


def test_arrows_within_a_subprocess_are_read_wherever_they_were_written() -> None:
    inner = node("subProcess", "s", inside=tasks("b", "c"))
    read = read_graph(diagram(*GOOD, inner, flow("b", "c")))
    assert (read.flows[-1].source, read.flows[-1].target) == ("b", "c")
    inner = node("subProcess", "s", inside=tasks("b", "c") + flow("a", "selesai", key="f"))
    assert read_graph(diagram(*GOOD, inner)).flows[-1].source == "a"


@pytest.mark.parametrize(
    ("source", "target", "named"),
    [("mulai", "tiada", "tiada"), ("tiada", "a", "tiada"), ("", "a", ""), ("a", "", "")],
)
def test_an_arrow_from_or_to_nothing_is_refused(source: str, target: str, named: str) -> None:
    found = only(refused(diagram(*GOOD, flow(source, target, "Ya", key="f"))))
    assert (found.element, found.label, found.line, found.rule) == ("f", "Ya", 6, "loose-arrows")
    assert (f'"{named}"' if named else "tidak tersambung") in found.reason
    assert found.remedy


@pytest.mark.parametrize(("source", "target"), [("", ""), ("tiada", "juga"), ("", "tiada")])
def test_an_arrow_that_joins_nothing_is_left_out(source: str, target: str) -> None:
    read = read_graph(diagram(*GOOD, flow(source, target, "Ya", key="f")))
    assert len(read.flows) == 2
    (found,) = assumed(read, "loose-arrows")
    assert (found.kind, found.element, found.label, found.line) == (NoteKind.ASSUMED, "f", "Ya", 6)


def test_an_arrow_that_ends_at_what_is_no_step_is_refused() -> None:
    whole = process(
        *GOOD,
        node("laneSet", "ls", inside=node("lane", "l", "Kepala")),
        node("dataObjectReference", "d", "Surat"),
        flow("a", "p", key="f1"),
        flow("a", "l", key="f2"),
        flow("d", "a", key="f3"),
    )
    found = refused(file(collaboration(participant("p", "Warga")), whole))
    assert [each.element for each in found] == ["f1", "f2", "f3"]
    for note, name in zip(found, ("Warga", "Kepala", "Surat"), strict=True):
        assert f'"{name}"' in note.reason
        assert "bukan langkah" in note.reason
        assert note.remedy


def test_an_arrow_across_the_edge_of_a_subprocess_is_refused() -> None:
    inner = node("subProcess", "s", inside=task("b"))
    found = only(refused(diagram(*GOOD, inner, flow("a", "b", key="f"))))
    assert found.element == "f"
    assert "subproses" in found.reason
    assert found.remedy


def loose(**lines: tuple[tuple[int, int], ...]) -> bytes:
    whole = process(
        start(),
        task("a", "Satu"),
        task("b", "Dua"),
        end(),
        flow("mulai", "a"),
        flow("a", "", "Ya", key="f"),
        flow("", "selesai", key="g"),
    )
    return file(whole, picture(PLACES, **lines))


def test_an_arrow_ends_at_the_step_that_its_end_lies_at() -> None:
    drawn = loose(f=((200, 40), (250, 40), (296, 44)), g=((404, 40), (500, 15)))
    read = read_graph(drawn)
    assert [(each.id, each.source, each.target) for each in read.flows] == [
        ("mulai-a", "mulai", "a"),
        ("f", "a", "b"),
        ("g", "b", "selesai"),
    ]
    first, second = assumed(read, "loose-arrows")
    assert (first.element, first.label, first.line) == ("f", "Ya", 7)
    assert 'task "Dua" (baris 4)' in first.reason.replace("userTask", "task")
    assert "ujung" in first.reason
    assert "pangkal" in second.reason


def test_an_arrow_that_was_snapped_to_neither_step_joins_the_two_it_lies_at() -> None:
    whole = process(tasks("a", "b"), flow("", "", "Ya", key="f"))
    read = read_graph(file(whole, picture(PLACES, f=((201, 40), (299, 40)))))
    assert [(each.source, each.target) for each in read.flows] == [("a", "b")]
    assert len(assumed(read, "loose-arrows")) == 2
    half = only(refused(file(whole, picture(PLACES, f=((201, 40), (250, 200))))))
    assert (half.element, half.label) == ("f", "Ya")
    nowhere = file(whole, picture(PLACES, f=((240, 200), (250, 200))))
    assert read_graph(nowhere).flows == ()


def test_an_arrow_that_ends_between_the_steps_is_refused() -> None:
    drawn = loose(f=((200, 40), (250, 40)), g=((404, 40), (500, 15)))
    assert only(refused(drawn)).element == "f"


def test_an_arrow_is_not_led_back_to_where_it_comes_from_nor_to_a_start() -> None:
    for point in ((198, 40), (15, 15)):
        drawn = loose(f=((200, 40), point), g=((404, 40), (500, 15)))
        assert only(refused(drawn)).element == "f"


def test_an_arrow_that_ends_between_two_steps_that_touch_is_refused() -> None:
    whole = process(tasks("a", "b", "c"), flow("a", "", key="f"))
    places = {"a": (0, 0, 100, 80), "b": (300, 0, 100, 80), "c": (300, 85, 100, 80)}
    drawn = file(whole, picture(places, f=((100, 40), (299, 82))))
    assert only(refused(drawn)).element == "f"


@pytest.mark.parametrize("number", ["", "x", "nan", "inf", "1e999"])
def test_a_picture_with_places_that_are_no_numbers_says_nothing(number: str) -> None:
    drawn = loose(f=((200, 40), (296, 44)), g=((404, 40), (500, 15)))
    assert only(refused(drawn.replace(b'x="296"', f'x="{number}"'.encode()))).element == "f"
    assert refused(drawn.replace(b'x="300"', f'x="{number}"'.encode()))


def test_every_reason_is_given_at_once() -> None:
    drawn = diagram(
        *GOOD,
        flow("a", "tiada", key="f"),
        node("boundaryEvent", "e"),
        node("endEvent", "z", inside="<eventDefinitionRef>tiada</eventDefinitionRef>"),
    )
    assert {note.element for note in refused(drawn)} == {"f", "e", "z"}
