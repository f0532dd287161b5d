"""Gateways that do not match, or that join and split at once; inputs hold the branches to take."""

from __future__ import annotations

import pytest

from service.domain.definition import NoteKind
from tests.integration.branching import passed, split, steps
from tests.integration.drawing import (
    Run,
    both,
    diagram,
    end,
    flow,
    node,
    notes,
    path,
    start,
    task,
    tasks,
    xor,
)


@pytest.mark.parametrize("closes", ["parallelGateway", "inclusiveGateway"])
def test_a_parallel_split_is_synchronized_once(closes: str) -> None:
    run = Run(split("parallelGateway", closes))
    assert passed(run) == "abz"
    assert run.ended


@pytest.mark.parametrize(("test", "ran"), [("a", "a"), ("b", "b"), ("ab", "a")])
def test_an_exclusive_split_into_a_parallel_join_is_stuck_and_was_told(test: str, ran: str) -> None:
    drawn = split("exclusiveGateway", "parallelGateway")
    run = Run(drawn, test=test)
    assert passed(run) == ran
    assert run.incident is not None
    assert run.incident.element == "temu"
    assert not run.ended
    assert "deadlocks" in {note.rule for note in notes(drawn)}


@pytest.mark.parametrize(("test", "ran", "ended"), [("a", "a", False), ("ab", "abz", True)])
def test_an_inclusive_split_into_a_parallel_join_needs_every_branch(
    test: str, ran: str, *, ended: bool
) -> None:
    run = Run(split("inclusiveGateway", "parallelGateway"), test=test)
    assert (passed(run), run.ended) == (ran, ended)


@pytest.mark.parametrize("test", ["a", "b", "c"])
def test_conditions_after_and_before_a_parallel_gateway_say_nothing(test: str) -> None:
    drawn = diagram(
        start(),
        both("f", "j"),
        steps("a", "b", "z"),
        end(),
        path("mulai", "f"),
        flow("f", "a", when='"a" in test'),
        flow("f", "b", when='"b" in test'),
        flow("a", "j", when='"a" in test'),
        flow("b", "j", when='"b" in test'),
        path("j", "z", "selesai"),
    )
    assert passed(Run(drawn, test=test)) == "abz"
    ignored = [n.element for n in notes(drawn) if n.rule == "conditional-flows"]
    assert sorted(ignored) == ["a-j", "b-j", "f-a", "f-b"]
    assert all(n.kind is NoteKind.ADVICE for n in notes(drawn) if n.element in ignored)


@pytest.mark.parametrize(("test", "ran"), [("a", "bdz"), ("b", "acz"), ("ab", "acz")])
def test_an_exclusive_gateway_merges_and_splits_at_once(test: str, ran: str) -> None:
    drawn = diagram(
        start(),
        xor("g1"),
        xor("g2"),
        xor("g3"),
        steps("a", "b", "c", "d", "z"),
        path("mulai", "g1"),
        flow("g1", "a", when='"b" in test'),
        flow("g1", "b", when='"a" in test'),
        path("a", "g2"),
        path("b", "g2"),
        flow("g2", "c", when='"b" in test'),
        flow("g2", "d", when='"a" in test'),
        path("c", "g3", "z"),
        path("d", "g3"),
    )
    assert passed(Run(drawn, test=test)) == ran


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
def test_a_gateway_that_joins_and_splits_does_both_once(kind: str) -> None:
    drawn = diagram(
        start(),
        both("f"),
        node(kind, "g"),
        tasks("a", "b"),
        steps("c", "d"),
        path("mulai", "f", "a", "g"),
        path("f", "b", "g"),
        flow("g", "c", when="" if kind == "parallelGateway" else "1 = 1"),
        flow("g", "d", when="" if kind == "parallelGateway" else "2 = 2"),
    )
    run = Run(drawn)
    run.do("a")
    assert passed(run) == "a"
    assert run.tokens == ["b", "g"]
    run.do("b")
    assert passed(run) == "bcd"
    assert run.ended


def test_an_inclusive_gateway_that_joins_asks_after_the_join() -> None:
    drawn = diagram(
        start(),
        both("f"),
        node("inclusiveGateway", "g", "Ke mana?"),
        tasks("a", "b", "c", "d"),
        path("mulai", "f", "a", "g"),
        path("f", "b", "g"),
        flow("g", "c", "Kota"),
        flow("g", "d", "Desa"),
    )
    run = Run(drawn)
    run.do("a")
    assert run.waiting == ["b"]
    run.do("b")
    assert run.waiting == ["g"]
    run.do("g", "Kota", "Desa")
    assert run.waiting == ["c", "d"]


@pytest.mark.parametrize("default", ["", "g-c"])
def test_some_conditions_beside_several_arrows_without_are_left_to_people(default: str) -> None:
    drawn = diagram(
        start(),
        task("periksa"),
        xor("g", default=default),
        tasks("a", "b", "c"),
        path("mulai", "periksa", "g"),
        flow("g", "a", "", when="nilai > 3"),
        flow("g", "b", "Sedang"),
        flow("g", "c", "Kecil"),
    )
    run = Run(drawn)
    run.do("periksa", "Kecil")
    assert run.waiting == ["c"]
    assert any('syarat "nilai > 3" tidak cukup' in note.reason for note in notes(drawn))


def test_labels_on_all_arrows_of_a_task_choose_none_of_them_and_that_is_told() -> None:
    drawn = diagram(
        start(),
        tasks("periksa", "a", "b"),
        path("mulai", "periksa"),
        flow("periksa", "a", "Ya"),
        flow("periksa", "b", "Tidak"),
    )
    (told,) = [n for n in notes(drawn) if n.rule == "conditional-flows"]
    assert (told.kind, told.element) == (NoteKind.ADVICE, "periksa")
    assert 'panah "Ya", "Tidak"' in told.reason
    run = Run(drawn)
    run.do("periksa")
    assert run.waiting == ["a", "b"]
