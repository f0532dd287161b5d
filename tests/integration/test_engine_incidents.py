"""What cannot go on by itself becomes an incident that says where and why; nothing stalls."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from service.domain.case import SnapshotDamaged
from service.domain.definition import DefinitionUnknown
from service.engine.spiff_engine import SpiffEngine
from service.engine.stepping import ENDLESS, FAILED, NO_WAY_OUT, STUCK
from tests.integration.drawing import (
    TIME,
    Run,
    both,
    deployed,
    diagram,
    end,
    flow,
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


def test_no_true_arrow_and_no_default_is_an_incident_that_names_gateway_and_values() -> None:
    run = Run(
        diagram(
            *GUARDED,
            xor("g"),
            flow("g", "besar", when='nilai > 3 and jalur = "cepat"'),
            flow("g", "kecil", when="nilai < 3"),
        )
    )
    run.do("isi", nilai=Decimal("3.0"))
    assert run.incident is not None
    assert (run.incident.element, run.incident.reason) == ("g", NO_WAY_OUT)
    assert run.incident.values == {"nilai": "3.0", "jalur": "null"}
    assert run.tokens == ["g"]
    assert not run.ended


def test_the_next_act_tries_a_failed_gateway_again() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            tasks("isi", "lain", "lagi", "ya", "tidak"),
            xor("g"),
            path("mulai", "f", "isi", "g"),
            path("f", "lain", "lagi"),
            flow("g", "ya", when='hasil = "ya"'),
            flow("g", "tidak", when='hasil = "tidak"'),
        )
    )
    assert run.do("isi", hasil="?").incident
    assert run.tokens == ["g", "lain"]
    assert run.do("lain").incident
    assert run.tokens == ["g", "lagi"]
    advance = run.do("lagi", hasil="ya")
    assert advance.incident is None
    assert run.waiting == ["ya"]
    assert advance.left == ("lagi", "g")


def test_a_script_that_fails_is_an_incident_and_keeps_its_token() -> None:
    run = Run(
        diagram(
            start(),
            task("isi"),
            script("hitung", "a = " + "*".join(["nilai"] * 40)),
            path("mulai", "isi", "hitung"),
        )
    )
    run.do("isi", nilai=Decimal("9" * 30 + "E900"))
    assert run.incident is not None
    assert (run.incident.element, run.incident.reason) == ("hitung", FAILED)
    assert run.tokens == ["hitung"]


def test_an_endless_loop_without_people_is_an_incident_and_no_hang() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            task("lain"),
            script("hitung", "n = n + 1"),
            xor("g", default="g-hitung"),
            end(),
            path("mulai", "f", "hitung", "g"),
            path("f", "lain", "selesai"),
            flow("g", "hitung"),
            flow("g", "selesai", when="berhenti"),
        )
    )
    assert run.incident is not None
    assert run.incident.reason == ENDLESS
    assert run.incident.element in {"g", "hitung"}
    assert run.waiting == ["lain"]


def test_an_endless_loop_does_not_keep_the_other_branches_waiting() -> None:
    run = Run(
        diagram(
            start(),
            both("f"),
            tasks("lain", "ya", "tidak"),
            script("hitung", "n = n + 1"),
            xor("m"),
            xor("g"),
            path("mulai", "f", "m", "hitung", "m"),
            path("f", "lain", "g"),
            flow("g", "ya", "Ya"),
            flow("g", "tidak", "Tidak"),
        )
    )
    run.do("lain", "Ya")
    assert run.waiting == ["ya"]


def test_a_join_whose_other_branch_never_comes_is_an_incident() -> None:
    run = Run(
        diagram(
            start(),
            tasks("a", "b", "c"),
            xor("g"),
            both("j"),
            end(),
            path("mulai", "a", "g"),
            flow("g", "b", "Ya"),
            flow("g", "c", "Tidak"),
            path("b", "j", "selesai"),
            path("c", "j"),
        )
    )
    assert run.do("a", "Ya").incident is None
    run.do("b")
    assert run.incident is not None
    assert (run.incident.element, run.incident.reason) == ("j", STUCK)
    assert run.tokens == ["j"]
    assert not run.ended


def test_a_task_that_is_not_open_in_the_snapshot_is_refused() -> None:
    run = Run(diagram(start(), tasks("a", "b"), path("mulai", "a", "b")))
    first = next(iter(run.open))
    with pytest.raises(SnapshotDamaged):
        run.complete(uuid4(), {}, {})
    run.do("a")
    with pytest.raises(SnapshotDamaged):
        run.complete(first, {}, {})
    assert run.waiting == ["b"]


def test_an_unknown_start_is_refused() -> None:
    engine, known = SpiffEngine(), deployed(diagram(start(), task("a"), path("mulai", "a")))
    with pytest.raises(DefinitionUnknown):
        engine.start(known, "a", {}, TIME)
