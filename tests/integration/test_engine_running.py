"""What runs by itself: arrows, conditions, scripts, confirmations, and what becomes an incident."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.domain.definition import StepKind
from tests.integration.drawing import (
    Run,
    both,
    definition,
    diagram,
    end,
    flow,
    lanes,
    message,
    node,
    path,
    script,
    start,
    task,
    tasks,
    xor,
)

# A person answers, then the gateway goes by conditions alone.
GUARDED = (
    start(),
    tasks("isi", "besar", "kecil"),
    path("mulai", "isi", "g"),
)


def test_an_arrow_without_an_id_is_not_dropped() -> None:
    arrows = (
        node("sequenceFlow", "", sourceRef="mulai", targetRef="a"),
        node("sequenceFlow", "", sourceRef="a", targetRef="selesai"),
    )
    run = Run(diagram(start(), task("a"), end(), *arrows))
    assert run.waiting == ["a"]
    assert not run.ended
    run.do("a")
    assert run.ended


def test_labels_decide_though_no_arrow_has_an_id() -> None:
    arrows = [
        node("sequenceFlow", "", sourceRef="mulai", targetRef="a"),
        node("sequenceFlow", "", sourceRef="a", targetRef="g"),
        node("sequenceFlow", "", "Ya", sourceRef="g", targetRef="selesai"),
        node("sequenceFlow", "", "Tidak", sourceRef="g", targetRef="a"),
    ]
    run = Run(diagram(start(), task("a"), xor("g"), end(), *arrows))
    run.do("a", "Tidak")
    run.do("a", "Ya")
    assert run.ended


def test_an_act_says_what_it_left_and_entered_and_where_it_rests() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            tasks("a", "b", "c"),
            end(),
            path("mulai", "f", "a", "c", "selesai"),
            path("f", "b", "selesai"),
        )
    )
    first = run.last
    assert first.left == ("mulai", "f")
    assert (sorted(first.entered), sorted(first.tokens)) == (["a", "b"], ["a", "b"])
    assert sorted(each.element for each in first.opened) == ["a", "b"]
    then = run.do("a")
    assert (then.left, then.entered, sorted(then.tokens)) == (("a",), ("c",), ["b", "c"])
    assert [each.element for each in then.opened] == ["c"]
    assert then.withdrawn == ()


@pytest.mark.parametrize(
    "condition", ["= nilai > 3", "nilai > 3", "${nilai > 3}", "${nilai gt 3}", "not(nilai <= 3)"]
)
@pytest.mark.parametrize(("value", "then"), [(Decimal(4), "besar"), (Decimal(3), "kecil")])
def test_a_condition_means_the_same_in_every_spelling(
    condition: str, value: Decimal, then: str
) -> None:
    run = Run(
        diagram(
            *GUARDED,
            xor("g", default="g-kecil"),
            flow("g", "besar", when=condition),
            flow("g", "kecil"),
        )
    )
    run.do("isi", nilai=value)
    assert run.waiting == [then]


def test_the_first_true_arrow_in_drawn_order_is_taken() -> None:
    run = Run(
        diagram(
            *GUARDED,
            xor("g"),
            flow("g", "kecil", when="nilai > 1"),
            flow("g", "besar", when="nilai > 2"),
        )
    )
    run.do("isi", nilai=Decimal(5))
    assert run.waiting == ["kecil"]


def test_an_answer_to_the_start_form_is_read_by_a_condition() -> None:
    drawn = diagram(
        start(),
        tasks("a", "b"),
        xor("g", default="g-b"),
        path("mulai", "g"),
        flow("g", "a", when='jalur = "cepat"'),
        flow("g", "b"),
    )
    assert Run(drawn, jalur="cepat").waiting == ["a"]
    assert Run(drawn).waiting == ["b"]


def test_the_default_arrow_is_taken_only_when_no_other_is_true() -> None:
    drawn = diagram(
        *GUARDED,
        xor("g", default="g-kecil"),
        flow("g", "kecil"),
        flow("g", "besar", when="nilai = 1"),
    )
    for value, then in ((Decimal(1), "besar"), (Decimal(2), "kecil"), (None, "kecil")):
        run = Run(drawn)
        run.do("isi", nilai=value)
        assert run.waiting == [then]


def test_a_default_arrow_needs_no_condition_and_asks_none() -> None:
    drawn = diagram(
        *GUARDED,
        xor("g", default="g-kecil"),
        flow("g", "besar", when="nilai = 1"),
        flow("g", "kecil", when="nilai = 1"),
    )
    run = Run(drawn)
    run.do("isi", nilai=Decimal(2))
    assert run.waiting == ["kecil"]


def test_a_script_reckons_with_answers_and_its_result_is_read() -> None:
    run = Run(
        diagram(
            start(),
            tasks("isi", "besar", "kecil"),
            script("hitung", "jumlah = harga * banyak\nsah = jumlah > 10"),
            xor("g", default="g-kecil"),
            path("mulai", "isi", "hitung", "g"),
            flow("g", "besar", when="sah and jumlah = 10.5"),
            flow("g", "kecil"),
        )
    )
    advance = run.do("isi", harga=Decimal("0.35"), banyak=Decimal(30))
    assert advance.left == ("isi", "hitung", "g")
    assert run.waiting == ["besar"]


def test_a_message_is_confirmed_by_a_person_of_its_lane() -> None:
    drawn = diagram(
        lanes(Korpel="mulai balasan selesai"),
        start(),
        message("balasan"),
        end(),
        path("mulai", "balasan", "selesai"),
    )
    step = definition(drawn).steps["balasan"]
    assert (step.kind, step.lane.name) == (StepKind.CONFIRMATION, "Korpel")
    asked = {field.key: field.required for field in step.form.fields}
    assert asked == {
        "tanggal_diterima": True,
        "referensi": True,
        "berkas": False,
        "catatan": False,
    }
    run = Run(drawn)
    assert run.waiting == ["balasan"]
    run.do("balasan", tanggal_diterima=date(2026, 2, 2), referensi="B-1")
    assert run.ended


@pytest.mark.parametrize("kind", ["task", "userTask", "manualTask"])
def test_every_kind_of_work_waits_for_a_person(kind: str) -> None:
    run = Run(diagram(start(), node(kind, "a"), end(), path("mulai", "a", "selesai")))
    assert run.waiting == ["a"]
    run.do("a")
    assert run.ended


@pytest.mark.parametrize(
    "key", ["Start", "End", "Root", "sop.EndJoin", "Kegiatan-1.a", "tanggal_é"]
)
def test_an_id_may_be_a_name_that_the_library_uses_itself(key: str) -> None:
    run = Run(diagram(start(key), tasks("a"), end("x"), path(key, "a", "x")))
    assert run.last.left == (key,)
    run = Run(diagram(start(), task(key), end("x"), path("mulai", key, "x")))
    run.do(key)
    assert run.ended


def test_a_thousand_steps_in_a_row_are_read_and_run() -> None:
    row = [f"t{n}" for n in range(1000)]
    run = Run(diagram(start(), tasks(*row), end(), path("mulai", *row, "selesai")))
    for element in row[:3]:
        run.do(element)
    assert run.waiting == ["t3"]


def test_a_gateway_that_leads_nowhere_ends_there() -> None:
    run = Run(diagram(start(), task("a"), xor("g"), path("mulai", "a", "g")))
    run.do("a")
    assert run.ended


def test_an_unreached_arrow_into_a_join_is_not_waited_for() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "lepas"),
            both("j"),
            end(),
            path("mulai", "a", "j", "selesai"),
            path("lepas", "j"),
        )
    )
    run.do("a")
    assert run.ended
