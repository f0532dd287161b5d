"""Which pools hold a process, which are boxes, and which were drawn as several but are one."""

from __future__ import annotations

import pytest

from service.domain.definition import Lane
from service.engine.intake.reading import read_graph
from tests.integration.drawing import (
    diagram,
    end,
    extension,
    file,
    flow,
    node,
    only,
    path,
    process,
    start,
    task,
)
from tests.integration.reading import (
    assumed,
    collaboration,
    message_flow,
    participant,
    picture,
    refused,
)

GOOD = (start(), task("a"), end(), path("mulai", "a", "selesai"))
OTHER = process(start("m2"), task("b"), path("m2", "b"), key="dua", name="Dua")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(file(), id="nothing"),
        pytest.param(file(process()), id="an empty process"),
        pytest.param(file(process("<documentation>x</documentation>")), id="words alone"),
        pytest.param(file(process(node("laneSet", "l", inside=node("lane", "m")))), id="lanes"),
        pytest.param(file(collaboration()), id="a collaboration alone"),
        pytest.param(file(collaboration(participant("p", "Dinas"))), id="boxes alone"),
        pytest.param(file(node("globalTask", "g", "Paraf")), id="a global task alone"),
    ],
)
def test_a_file_without_a_process_is_refused(content: bytes) -> None:
    found = only(refused(content))
    assert "tidak memuat proses" in found.reason
    assert (found.rule, found.line > 0) == ("file", True)
    assert found.remedy


def test_every_process_with_content_is_a_pool_and_the_others_are_boxes() -> None:
    pools = (
        participant("p1", "Dinas", "sop"),
        participant("p2", "Kosong", "kosong"),
        participant("p3", "Warga"),
    )
    whole = process(extension([("nama_sop", "Surat")]), *GOOD, name="Pelayanan")
    drawn = collaboration(*pools, message_flow("p3", "m2"))
    read = read_graph(file(drawn, whole, process(key="kosong"), OTHER))
    first, second = read.pools
    assert (first.id, first.name, first.participant, first.participant_name, first.line) == (
        "sop",
        "Pelayanan",
        "p1",
        "Dinas",
        6,
    )
    assert first.properties == (("nama_sop", "Surat"),)
    assert first.lane == Lane("", "Dinas")
    assert (second.id, second.participant, second.lane.name) == ("dua", "", "Dua")
    assert read.boxes == {"p2": "Kosong", "p3": "Warga"}
    assert read.names["sop"] == "Pelayanan"
    assert read.notes == ()


def test_the_role_of_a_pool_is_its_name_else_the_processs_else_the_word_for_it() -> None:
    pool = collaboration(participant("p", "Dinas", "sop"))
    assert read_graph(file(pool, process(*GOOD, name="Alur"))).lanes == (Lane("", "Dinas"),)
    nameless = collaboration(participant("p", "", "sop"))
    assert read_graph(file(nameless, process(*GOOD, name="Alur"))).lanes == (Lane("", "Alur"),)
    read = read_graph(file(nameless, process(*GOOD)))
    assert read.lanes == (Lane("", "Pelaksana"),)
    assert assumed(read, "lanes")[0].element == "sop"
    assert read.main_pool.name == "sop"


def test_a_pool_of_the_public_is_worked_by_who_represents_it() -> None:
    public = participant("p", "Pemohon", "sop", extension([("diwakili", "Petugas")]))
    read = read_graph(file(collaboration(public), process(*GOOD)))
    assert read.nodes["a"].lane == Lane("", "Pemohon", "Petugas")


def test_the_one_pool_that_names_no_process_is_that_of_the_one_process_left() -> None:
    pools = collaboration(participant("p1", "Dinas"), participant("p2", "Lain", "dua"))
    read = read_graph(file(pools, process(*GOOD), OTHER))
    assert {pool.id: pool.participant for pool in read.pools} == {"sop": "p1", "dua": "p2"}
    assert read.boxes == {}
    assert assumed(read, "participants")[0].element == "p1"
    unresolved = collaboration(participant("p1", "Dinas", "tiada"))
    assert read_graph(file(unresolved, process(*GOOD))).pools[0].participant == "p1"


def test_a_pool_with_messages_to_the_process_left_is_outside_of_it() -> None:
    pools = collaboration(participant("p1", "Warga"), message_flow("p1", "mulai"))
    read = read_graph(file(pools, process(*GOOD)))
    assert read.pools[0].participant == ""
    assert read.boxes == {"p1": "Warga"}


def test_a_pool_drawn_beside_the_process_left_is_outside_of_it() -> None:
    pools = collaboration(participant("p1", "Warga"))
    places = {"p1": (0, 0, 600, 100), "mulai": (0, 200, 30, 30), "a": (50, 200, 100, 80)}
    beside = read_graph(file(pools, process(*GOOD), picture(places)))
    assert beside.boxes == {"p1": "Warga"}
    places = {"p1": (0, 100, 600, 400), "mulai": (50, 200, 30, 30)}
    assert read_graph(file(pools, process(*GOOD), picture(places))).boxes == {}


def test_two_pools_without_processes_are_boxes() -> None:
    pools = collaboration(participant("p1", "Warga"), participant("p2", "Bank"))
    assert read_graph(file(pools, process(*GOOD))).boxes == {"p1": "Warga", "p2": "Bank"}


def test_a_second_pool_of_one_process_is_a_box() -> None:
    pools = collaboration(participant("p1", "A", "sop"), participant("p2", "B", "sop"))
    read = read_graph(file(pools, process(*GOOD)))
    assert (read.pools[0].participant, read.boxes) == ("p1", {"p2": "B"})
    assert assumed(read, "participants")[0].element == "p2"


@pytest.mark.parametrize(("most", "told"), [("1", 0), ("3", 1)])
def test_a_pool_of_many_runs_once_and_that_is_told(most: str, told: int) -> None:
    many = node("participantMultiplicity", "", minimum="0", maximum=most)
    pool = participant("p", "Reviewer", "sop", many)
    read = read_graph(file(collaboration(pool), process(*GOOD)))
    assert len(assumed(read, "participants")) == told


def test_pools_that_an_arrow_joins_are_one_process() -> None:
    pools = collaboration(
        participant("p1", "Sekretariat", "sop"),
        participant("p2", "Gudang", "dua"),
        participant("luar", "Warga"),
        message_flow("luar", "p2"),
    )
    read = read_graph(file(pools, process(*GOOD, flow("a", "b")), OTHER))
    assert [pool.id for pool in read.pools] == ["sop"]
    assert {each.id for each in read.inside("sop")} == {"mulai", "a", "selesai", "m2", "b"}
    assert [lane.name for lane in read.lanes] == ["Sekretariat", "Gudang"]
    assert read.nodes["b"].lane.name == "Gudang"
    assert read.boxes == {"luar": "Warga"}
    assert read.messages[0].target == "p1"
    (found,) = assumed(read, "joined-pools")
    assert (found.element, found.label) == ("dua", "Dua")
    assert '"Sekretariat" dan "Gudang"' in found.reason


def test_three_pools_in_a_ring_of_arrows_are_one_process() -> None:
    third = process(task("c"), flow("c", "a"), key="tiga")
    read = read_graph(file(process(*GOOD, flow("b", "c"), flow("a", "b")), OTHER, third))
    assert [pool.id for pool in read.pools] == ["sop"]
    assert len(assumed(read, "joined-pools")) == 2


def test_message_flows_are_kept_with_ends_that_are_steps_or_pools() -> None:
    pools = (
        participant("p1", "Dinas", "sop"),
        participant("p2", "Lain", "dua"),
        participant("p3", "Warga"),
    )
    messages = (
        message_flow("a", "b", "k1", "Surat"),
        message_flow("p3", "mulai", "k2"),
        message_flow("b", "sop", "k3"),
    )
    read = read_graph(file(collaboration(*pools, *messages), process(*GOOD), OTHER))
    assert [(each.id, each.source, each.target, each.name) for each in read.messages] == [
        ("k1", "a", "b", "Surat"),
        ("k2", "p3", "mulai", ""),
        ("k3", "b", "p1", ""),
    ]
    assert read.messages[0].line == 5


def test_a_message_flow_from_nowhere_is_outside_the_diagram() -> None:
    read = read_graph(file(collaboration(message_flow("", "a", name="Surat")), process(*GOOD)))
    assert read.messages == ()
    (found,) = assumed(read, "loose-messages")
    assert (found.element, found.label, found.line) == ("pesan", "Surat", 2)


def test_a_message_flow_ends_at_what_it_lies_at() -> None:
    pools = collaboration(
        participant("p3", "Warga"), message_flow("", "a"), message_flow("", "a", "lagi")
    )
    places = {"p3": (0, 0, 600, 60), "a": (100, 200, 100, 80), "b": (300, 400, 100, 80)}
    drawn = picture(places, pesan=((150, 61), (150, 200)), lagi=((350, 399), (150, 280)))
    read = read_graph(file(pools, process(*GOOD), OTHER, drawn))
    assert [(each.source, each.target) for each in read.messages] == [("p3", "a"), ("b", "a")]
    assert len(assumed(read, "loose-messages")) == 2


def test_what_stands_in_the_graph_has_its_label() -> None:
    read = read_graph(diagram(start(), task("a", "Memeriksa\n berkas"), flow("mulai", "a", "Ya")))
    assert read.names == {"sop": "sop", "mulai": "", "a": "Memeriksa berkas", "mulai-a": "Ya"}
