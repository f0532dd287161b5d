"""What is told of deadlocks is what happens: on random drawings, against random plays of them."""

from __future__ import annotations

import random

import pytest

from service.domain.definition import Source
from service.engine import playing
from service.engine.playing import play
from service.usecases.play_diagram import Play
from tests.integration.drawing import NOW, diagram, end, flow, node, notes, start

KINDS = ["userTask", "exclusiveGateway", "parallelGateway"]
PLAYS = 40


def drawn_by(chance: random.Random) -> bytes:
    """A few tasks and gateways; most arrows lead on, some back."""
    keys = [f"n{number}" for number in range(chance.randint(2, 7))]
    elements = [start(), end(), flow("mulai", keys[0])]
    for at, key in enumerate(keys):
        kind = chance.choice(KINDS)
        elements.append(node(kind, key))
        for number in range(1 if kind == "userTask" else chance.randint(1, 2)):
            back = chance.random() < 0.12
            targets = keys[: at + 1] if back else [*keys[at + 1 : at + 4], "selesai"]
            elements.append(flow(key, chance.choice(targets), key=f"{key}-{number}"))
    return diagram(*elements)


@pytest.mark.parametrize("seed", range(25))
def test_a_drawing_is_suspected_exactly_when_some_play_of_it_does_not_end(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "MOST_STEPS", 1000)
    drawn = drawn_by(random.Random(seed))
    plays = (
        play(Source(drawn, {}), Play(number, {}, NOW, lambda _standard, at: at))
        for number in range(PLAYS)
    )
    suspected = any(note.rule in {"deadlocks", "endless"} for note in notes(drawn))
    assert suspected == any(not played.ended for played in plays)
