"""Whose each step is: lanes, nested, unnamed, or only to be seen in the picture."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from service.domain.definition import Lane
from service.engine.intake.graph import Graph
from service.engine.intake.reading import read_graph
from tests.integration.drawing import diagram, extension, file, node, process, task, tasks
from tests.integration.reading import (
    assumed,
    collaboration,
    participant,
    picture,
)

PUBLIC = extension([("diwakili", "Petugas")])


def lane(key: str, name: str, members: Iterable[str] = (), inside: str = "", **more: str) -> str:
    references = "".join(f"<flowNodeRef>{member}</flowNodeRef>" for member in members)
    return node("lane", key, name, inside + references, **more)


def lane_set(*lanes: str, kind: str = "laneSet", key: str = "ls") -> str:
    return node(kind, key, inside="".join(lanes))


def roles(read: Graph) -> dict[str, str]:
    return {key: each.lane.name for key, each in read.nodes.items()}


def pooled(*inside: str) -> bytes:
    pool = participant("p", "Dinas", "sop")
    return file(collaboration(pool), process(*inside, name="Alur"))


def test_white_space_and_line_breaks_are_layout() -> None:
    drawn = lane_set(lane("l", "Kepala\n   Dinas ", ["\n  a\n ", " b"]))
    assert roles(read_graph(diagram(drawn, tasks("a", "b")))) == {
        "a": "Kepala Dinas",
        "b": "Kepala Dinas",
    }


@pytest.mark.parametrize("inner_first", [True, False])
def test_of_nested_lanes_the_innermost_counts(inner_first: bool) -> None:
    inner = lane_set(lane("d", "Kasi", ["a"]), kind="childLaneSet", key="anak")
    outer = "<flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef>"
    written = inner + outer if inner_first else outer + inner
    read = read_graph(diagram(lane_set(lane("l", "Bidang", inside=written)), tasks("a", "b")))
    assert roles(read) == {"a": "Kasi", "b": "Bidang"}


def test_of_several_partitions_the_first_that_tells_counts() -> None:
    first = lane_set(lane("l1", "Kepala", ["a"]))
    second = lane_set(lane("l2", "Tahap 1", ["a", "b"]), key="ls2")
    read = read_graph(diagram(first, second, tasks("a", "b")))
    assert roles(read) == {"a": "Kepala", "b": "Tahap 1"}


def test_a_lane_without_a_name_is_the_pool() -> None:
    read = read_graph(pooled(lane_set(lane("l", "", ["a"])), tasks("a", "b")))
    assert roles(read) == {"a": "Dinas", "b": "Dinas"}
    assert read.lanes == (Lane("", "Dinas"),)


def test_a_lane_without_a_name_in_another_is_that_one() -> None:
    inner = lane_set(lane("d", "", ["a"]), kind="childLaneSet", key="anak")
    read = read_graph(pooled(lane_set(lane("l", "Bidang", inside=inner)), task("a")))
    assert read.nodes["a"].lane == Lane("l", "Bidang")


def test_a_lane_may_be_named_by_what_it_stands_for() -> None:
    drawn = lane_set(lane("l", "", ["a"], partitionElementRef="tns:r"))
    named = file(node("resource", "r", "Kepala"), process(drawn, task("a")))
    assert roles(read_graph(named)) == {"a": "Kepala"}


def test_a_lane_of_the_public_is_worked_by_who_represents_it() -> None:
    named = lane("l", "Pemohon", ["a"], PUBLIC)
    nameless = lane("k", "", ["b"], PUBLIC)
    read = read_graph(pooled(lane_set(named, nameless), tasks("a", "b")))
    assert read.nodes["a"].lane == Lane("l", "Pemohon", "Petugas")
    assert read.nodes["b"].lane == Lane("k", "Dinas", "Petugas")


def test_lanes_stand_in_drawn_order_pool_by_pool_without_empty_ones() -> None:
    first = process(
        lane_set(lane("l1", "Kepala", ["b"]), lane("l2", "Kosong"), lane("l3", "Staf", ["a"])),
        tasks("a", "b", "c"),
        key="satu",
        name="Satu",
    )
    second = process(lane_set(lane("l4", "Gudang", ["d"])), task("d"), key="dua")
    read = read_graph(file(first, second))
    assert [each.name for each in read.lanes] == ["Kepala", "Staf", "Satu", "Gudang"]
    assert assumed(read, "lanes") == []


def test_what_lies_in_a_subprocess_is_its_lanes_unless_it_has_its_own() -> None:
    inside = node(
        "subProcess", "s", inside=tasks("a", "b") + node("subProcess", "t", inside=task("c"))
    )
    drawn = lane_set(lane("l1", "Kepala", ["s", "a"]), lane("l2", "Staf", ["b"]))
    read = read_graph(diagram(drawn, inside))
    assert roles(read) == {"s": "Kepala", "a": "Kepala", "b": "Staf", "t": "Kepala", "c": "Kepala"}


def test_a_subprocess_may_have_lanes_of_its_own() -> None:
    inner = node("subProcess", "s", inside=lane_set(lane("l2", "Staf", ["a"])) + tasks("a", "b"))
    read = read_graph(diagram(lane_set(lane("l1", "Kepala", ["s"]), key="luar"), inner))
    assert roles(read) == {"s": "Kepala", "a": "Staf", "b": "Kepala"}


def test_an_attached_event_in_no_lane_is_its_activitys() -> None:
    edge = node("boundaryEvent", "e", attachedToRef="a", inside="<timerEventDefinition/>")
    read = read_graph(diagram(lane_set(lane("l", "Kepala", ["a"])), task("a"), edge))
    assert read.nodes["e"].lane.name == "Kepala"


def test_a_lane_that_lists_nothing_holds_what_is_drawn_in_it() -> None:
    places = {
        "l1": (0, 0, 500, 100),
        "l2": (0, 100, 500, 100),
        "a": (50, 10, 100, 80),
        "b": (50, 110, 100, 80),
        "c": (50, 310, 100, 80),
    }
    whole = process(
        lane_set(lane("l1", "Kepala"), lane("l2", "Staf")), tasks("a", "b", "c"), name="X"
    )
    read = read_graph(file(whole, picture(places)))
    assert roles(read) == {"a": "Kepala", "b": "Staf", "c": "X"}


def test_steps_with_one_id_are_in_the_lane_that_lists_it() -> None:
    read = read_graph(diagram(lane_set(lane("l", "Kepala", ["a"])), tasks("a", "a", "a")))
    assert roles(read) == {"a": "Kepala", "a_2": "Kepala", "a_3": "Kepala"}


def test_lists_of_what_is_not_there_mean_nothing() -> None:
    read = read_graph(diagram(lane_set(lane("l", "Kepala", ["tiada", "", "a"])), task("a")))
    assert roles(read) == {"a": "Kepala"}


def test_lanes_outside_of_every_process_mean_nothing() -> None:
    read = read_graph(file(collaboration(lane_set(lane("l", "Kepala", ["a"]))), process(task("a"))))
    assert roles(read) == {"a": "Pelaksana"}
