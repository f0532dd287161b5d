"""Every element gets an id of its own, and each change is told with the drawn id and the new."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from service.engine.intake.reading import read_graph
from tests.integration.drawing import (
    diagram,
    end,
    file,
    flow,
    node,
    path,
    process,
    start,
    task,
    tasks,
)
from tests.integration.reading import (
    assumed,
    collaboration,
    message_flow,
    participant,
    refused,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))


def test_a_drawing_with_ids_keeps_them_all() -> None:
    read = read_graph(diagram(*GOOD))
    assert [pool.id for pool in read.pools] == ["sop"]
    assert list(read.nodes) == ["mulai", "a", "selesai"]
    assert assumed(read, "ids") == assumed(read, "duplicate-ids") == []


def test_elements_without_an_id_are_named_by_their_place() -> None:
    drawn = file(
        process(
            *GOOD,
            task("", "Satu"),
            task("", "Dua"),
            flow("mulai", "a").replace(' id="mulai-a"', ""),
            key="",
        )
    )
    read = read_graph(drawn)
    assert [pool.id for pool in read.pools] == ["process_1"]
    assert list(read.nodes) == ["mulai", "a", "selesai", "userTask_2", "userTask_3"]
    assert [each.id for each in read.flows] == ["mulai-a", "a-selesai", "sequenceFlow_3"]
    found = assumed(read, "ids")
    assert [(each.element, each.label, each.line) for each in found] == [
        ("process_1", "", 2),
        ("userTask_2", "Satu", 6),
        ("userTask_3", "Dua", 7),
        ("sequenceFlow_3", "", 8),
    ]
    assert all(each.kind is NoteKind.ASSUMED and "tanpa id" in each.reason for each in found)
    assert read.nodes == read_graph(drawn).nodes


def test_a_given_id_is_nobody_elses() -> None:
    read = read_graph(diagram(task("", "Tanpa"), task("userTask_1", "Punya")))
    assert {key: each.name for key, each in read.nodes.items()} == {
        "userTask_1_2": "Tanpa",
        "userTask_1": "Punya",
    }


@pytest.mark.parametrize("key", ['a"b', "a'b", "a`b", "a\\b", "dua kata", "a" * 300, " x "])
def test_an_id_that_cannot_stand_in_a_condition_is_replaced_where_it_is_referred_to(
    key: str,
) -> None:
    lane = node("laneSet", "ls", inside=node("lane", "l", "Kepala", _reference(key)))
    read = read_graph(diagram(lane, start(), task(key, "Memeriksa"), flow("mulai", key, key="f")))
    given = list(read.nodes)[1]
    assert not set(given) & set(" \"'`\\")
    assert len(given) <= 255
    assert read.flows[0].target == given
    assert read.nodes[given].lane.name == "Kepala"
    (found,) = assumed(read, "ids")
    assert (found.element, found.label) == (given, "Memeriksa")
    assert key[:50] in found.reason
    assert f'"{given[:50]}' in found.reason


def _reference(key: str) -> str:
    return f"<flowNodeRef>{key}</flowNodeRef>"


def test_elements_of_several_kinds_with_one_id_are_meant_by_what_refers_to_them() -> None:
    drawn = file(
        collaboration(
            participant("x", "Dinas", "x"),
            participant("luar", "Warga"),
            message_flow("luar", "x", "x"),
        ),
        process(start(), task("x", "Memeriksa"), flow("mulai", "x", "lalu", key="x"), key="x"),
    )
    read = read_graph(drawn)
    assert [(pool.id, pool.participant) for pool in read.pools] == [("x", "x_4")]
    assert list(read.nodes) == ["mulai", "x_2"]
    assert [(each.id, each.source, each.target) for each in read.flows] == [("x_3", "mulai", "x_2")]
    found = assumed(read, "duplicate-ids")
    assert [each.element for each in found] == ["x_2", "x_3", "x_4", "x_5"]
    assert all('"x"' in each.reason and each.element in each.reason for each in found)


def test_of_two_steps_with_one_id_the_arrow_means_the_one_of_its_own_process() -> None:
    one = process(start("m1"), task("x", "Satu"), path("m1", "x"), key="satu")
    two = process(start("m2"), task("x", "Dua"), path("m2", "x"), key="dua")
    read = read_graph(file(one, two))
    assert [(each.source, each.target) for each in read.flows] == [("m1", "x"), ("m2", "x_2")]
    assert read.nodes["x_2"].name == "Dua"
    assert read.nodes["x_2"].scope == "dua"


def test_of_two_steps_with_one_id_the_arrow_means_the_one_of_its_own_subprocess() -> None:
    inner = node("subProcess", "s", inside=task("y") + task("x", "Dalam") + flow("y", "x"))
    read = read_graph(diagram(start(), task("x", "Luar"), inner, flow("mulai", "x")))
    assert {each.source: each.target for each in read.flows} == {"mulai": "x", "y": "x_2"}
    assert read.nodes["x_2"].name == "Dalam"


def test_an_arrow_to_an_id_that_two_steps_of_one_process_share_is_refused_naming_both() -> None:
    (found,) = refused(diagram(start(), task("x", "Satu"), task("x", "Dua"), flow("mulai", "x")))
    assert found.element == "mulai-x"
    assert '"Satu" (baris 3)' in found.reason
    assert '"Dua" (baris 4)' in found.reason
    assert found.remedy


def test_two_steps_with_one_id_that_nothing_refers_to_are_told_apart() -> None:
    read = read_graph(diagram(tasks("x", "x", "x")))
    assert list(read.nodes) == ["x", "x_2", "x_3"]
