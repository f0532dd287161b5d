"""Where cases begin and end when the drawing leaves it open."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    flow,
    message,
    node,
    notes,
    only,
    path,
    refusals,
    start,
    task,
    tasks,
    xor,
)


def assumed(drawn: bytes) -> dict[str, str]:
    return {n.element: n.reason for n in notes(drawn) if n.kind is NoteKind.ASSUMED}


def test_a_pool_without_a_start_begins_at_what_nothing_leads_to() -> None:
    drawn = diagram(tasks("a", "b"), path("a", "b"))
    assert "tidak memiliki peristiwa mulai" in assumed(drawn)["a"]
    run = Run(drawn)
    assert run.last.left == ()
    assert run.waiting == ["a"]


@pytest.mark.parametrize(
    "waits",
    [
        "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>",
        "<conditionalEventDefinition><condition>n > 1</condition></conditionalEventDefinition>",
    ],
)
def test_a_start_that_waits_for_a_time_or_a_condition_is_told_to_need_a_person(waits: str) -> None:
    mulai = node("startEvent", "mulai", inside=waits)
    drawn = diagram(mulai, task("a"), end(), path("mulai", "a", "selesai"))
    assert "tidak memulai permohonan sendiri" in assumed(drawn)["mulai"]
    assert Run(drawn).waiting == ["a"]


def test_several_beginnings_without_a_start_begin_together() -> None:
    drawn = diagram(tasks("a", "b", "c"), both("j"), path("a", "j", "c"), path("b", "j"))
    run = Run(drawn)
    assert run.waiting == ["a", "b"]
    run.do("a")
    run.do("b")
    assert run.waiting == ["c"]


def test_a_circle_without_a_beginning_is_refused_with_a_remedy() -> None:
    found = only(refusals(diagram(tasks("a", "b"), path("a", "b", "a"))))
    assert "dimulai" in found.reason
    assert "start event" in found.remedy


def test_an_arrow_back_into_the_start_goes_on_where_it_leads() -> None:
    drawn = diagram(
        start(),
        task("a"),
        xor("g", "Lengkap?"),
        end(),
        path("mulai", "a", "g"),
        flow("g", "selesai", "Ya"),
        flow("g", "mulai", "Tidak"),
    )
    assert "diteruskan" in assumed(drawn)["mulai"]
    run = Run(drawn)
    for _ in range(2):
        run.do("a", "Tidak")
        assert run.waiting == ["a"]
    run.do("a", "Ya")
    assert run.ended


def test_an_arrow_out_of_an_end_event_is_followed_and_told() -> None:
    drawn = diagram(start(), end("akhir"), task("a"), path("mulai", "akhir", "a"))
    assert "diteruskan dari peristiwa akhir" in assumed(drawn)["akhir"]
    run = Run(drawn)
    assert run.waiting == ["a"]
    run.do("a")
    assert run.ended


def test_a_terminating_end_event_ends_all_though_an_arrow_leaves_it() -> None:
    henti = node("endEvent", "henti", inside="<terminateEventDefinition/>")
    drawn = diagram(start(), tasks("a", "b"), henti, path("mulai", "a", "henti", "b"))
    assert Run(drawn).do("a").ended
    (told,) = [n for n in notes(drawn) if n.element == "henti"]
    assert told.kind is NoteKind.ADVICE
    assert "tidak ditempuh" in told.reason


def test_where_no_end_is_drawn_the_flow_ends_and_it_is_told() -> None:
    drawn = diagram(start(), tasks("a", "b"), xor("g"), path("mulai", "a"), path("a", "b", "g"))
    assert "alur berakhir di sini" in assumed(drawn)["g"]
    run = Run(drawn)
    run.do("a")
    assert run.do("b").ended


def test_of_several_starts_a_person_uses_one() -> None:
    drawn = diagram(
        start("loket"),
        start("surat"),
        xor("m"),
        tasks("a", "z"),
        path("loket", "a", "m", "z"),
        path("surat", "m"),
    )
    counter, letter = Run(drawn, at="loket"), Run(drawn, at="surat")
    assert (counter.waiting, letter.waiting) == (["a"], ["z"])
    letter.do("z")
    assert letter.ended


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_a_gateway_at_the_beginning_of_a_pool_is_its_start(kind: str) -> None:
    drawn = diagram(node(kind, "g", "Jalur?"), tasks("a", "b"), path("g", "a"), path("g", "b"))
    run = Run(drawn)
    if kind != "parallelGateway":
        run.do("g", "a")
        assert run.waiting == ["a"]
    else:
        assert run.waiting == ["a", "b"]


def test_a_gateway_with_one_way_in_and_out_lets_pass() -> None:
    gateways = [
        node(f"{kind}Gateway", kind) for kind in ("exclusive", "inclusive", "parallel", "complex")
    ]
    keys = ("exclusive", "inclusive", "parallel", "complex")
    run = Run(diagram(start(), *gateways, task("a"), path("mulai", *keys, "a")))
    assert run.waiting == ["a"]


def test_an_event_based_gateway_with_one_event_or_none_is_no_race() -> None:
    one = diagram(
        start(),
        node("eventBasedGateway", "g"),
        message("x"),
        task("a"),
        path("mulai", "g", "x", "a"),
    )
    run = Run(one)
    run.do("x")
    assert run.waiting == ["a"]
    none = Run(diagram(start(), task("a"), node("eventBasedGateway", "g"), path("mulai", "a", "g")))
    assert none.do("a").ended


def test_labels_that_are_the_same_are_told_apart_by_where_they_lead() -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g"),
        task("a", "Menolak"),
        task("b", "Mengembalikan"),
        path("mulai", "periksa", "g"),
        flow("g", "a", "Tidak"),
        flow("g", "b", "Tidak"),
    )
    run = Run(drawn)
    run.do("periksa", "Tidak (Mengembalikan)")
    assert run.waiting == ["b"]


def test_a_condition_in_words_becomes_the_label_and_a_person_decides() -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g"),
        tasks("a", "b"),
        path("mulai", "periksa", "g"),
        flow("g", "a", when="berkas lengkap"),
        flow("g", "b", "Tidak"),
    )
    assert "bukan ungkapan" in assumed(drawn)["g-a"]
    run = Run(drawn)
    run.do("periksa", "berkas lengkap")
    assert run.waiting == ["a"]


def test_one_arrow_without_a_condition_is_the_default_of_an_exclusive_gateway() -> None:
    drawn = diagram(
        start(),
        xor("g"),
        tasks("a", "b"),
        path("mulai", "g", "b"),
        flow("g", "a", when='test = "a"'),
    )
    assert "dipakai bila tidak ada syarat" in assumed(drawn)["g-b"]
    assert Run(drawn, test="a").waiting == ["a"]
    assert Run(drawn, test="x").waiting == ["b"]


def test_an_arrow_without_a_condition_out_of_an_inclusive_gateway_is_always_taken() -> None:
    drawn = diagram(
        start(),
        node("inclusiveGateway", "g"),
        tasks("a", "b"),
        path("mulai", "g", "b"),
        flow("g", "a", when='test = "a"'),
    )
    assert "selalu dilewati" in assumed(drawn)["g-b"]
    assert Run(drawn, test="a").waiting == ["a", "b"]
    assert Run(drawn, test="x").waiting == ["b"]


def test_people_decide_though_one_of_two_arrows_is_drawn_as_the_default() -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g", default="g-b"),
        tasks("a", "b"),
        path("mulai", "periksa", "g", "a"),
        path("g", "b"),
    )
    assert "g-a" not in assumed(drawn)
    run = Run(drawn)
    run.do("periksa", "a")
    assert run.waiting == ["a"]
