"""Samples that were damaged at random: each is refused with a reason, or read and played.

`FUZZ_EXAMPLES=20000 pytest tests/integration/test_fuzz.py` tries longer, with other damage.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from service.bootstrap import drawings
from service.domain.definition import DiagramRefused, Note
from service.usecases.play_diagram import PlayDiagram, Played
from tests.needs import ROOT

SAMPLES = sorted((ROOT.parent / "shared/bpmn-samples").rglob("*.bpmn"))
SHIPPED = sorted((ROOT / "processes").glob("*.bpmn"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))

Tree = Any  # lxml has no types
_VALUES = ("", "0", "-1", "true", "tiada", "${", "P1X", "R/PT1H", "x > 1", "9" * 400, "\u202e a\tb")


def _elements(root: Tree) -> list[Tree]:
    return [each for each in root.iter(etree.Element) if each is not root]


def _drop(root: Tree, chance: Random) -> None:
    gone = chance.choice(_elements(root))
    gone.getparent().remove(gone)


def _duplicate(root: Tree, chance: Random) -> None:
    copied = chance.choice(_elements(root))
    copied.addnext(deepcopy(copied))


def _move(root: Tree, chance: Random) -> None:
    moved, place = (chance.choice(_elements(root)) for _ in range(2))
    if moved not in place.iterancestors() and moved is not place:
        place.append(moved)


def _nest(root: Tree, chance: Random) -> None:
    place = chance.choice(_elements(root))
    place.append(deepcopy(place))


def _attribute(root: Tree, chance: Random) -> None:
    one = chance.choice(_elements(root))
    if one.attrib:
        key = chance.choice(sorted(one.attrib))
        if chance.random() < 0.3:
            del one.attrib[key]
        else:
            one.set(key, chance.choice(_VALUES))


def _swap(root: Tree, chance: Random) -> None:
    one, other = (chance.choice(_elements(root)) for _ in range(2))
    for key in sorted({*one.attrib} & {*other.attrib}):
        one.attrib[key], other.attrib[key] = other.attrib[key], one.attrib[key]


def _refer(root: Tree, chance: Random) -> None:
    """Any reference comes to mean any element."""
    ids = [each.get("id") for each in _elements(root) if each.get("id")]
    referring = [
        (each, key)
        for each in _elements(root)
        for key in each.attrib
        if str(key).endswith(("Ref", "bpmnElement")) or key in {"calledElement", "default"}
    ]
    if ids and referring:
        each, key = chance.choice(referring)
        each.set(key, chance.choice(ids))


def _rename(root: Tree, chance: Random) -> None:
    one, other = (chance.choice(_elements(root)) for _ in range(2))
    one.tag = other.tag


def _say(root: Tree, chance: Random) -> None:
    chance.choice(_elements(root)).text = chance.choice(_VALUES)


MUTATIONS: Mapping[str, Callable[[Tree, Random], None]] = {
    each.__name__: each
    for each in (_drop, _duplicate, _move, _nest, _attribute, _swap, _refer, _rename, _say)
}


def damaged(file: Path, changes: list[str], seed: int) -> bytes:
    """The file with changes to its elements; "_cut" takes bytes away at last."""
    chance = Random(seed)
    root = etree.fromstring(file.read_bytes())
    for change in changes:
        if change in MUTATIONS and len(root):
            MUTATIONS[change](root, chance)
    content: bytes = etree.tostring(root)
    if "_cut" in changes:
        begin, end = sorted(chance.randrange(len(content)) for _ in range(2))
        content = content[:begin] + content[min(end, begin + 50) :]
    return content


@settings(
    max_examples=EXAMPLES or 300,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    file=st.sampled_from(SAMPLES + SHIPPED),
    changes=st.lists(st.sampled_from([*MUTATIONS, "_cut"]), min_size=1, max_size=6),
    seed=st.integers(0, 2**32),
)
def test_damage_is_refused_with_a_reason_or_runs(file: Path, changes: list[str], seed: int) -> None:
    diagram = damaged(file, changes, seed)
    laksana = drawings()
    notes = refusal(lambda: laksana.check(diagram, {}))
    assert all(note.reason and note.rule for note in notes)
    played: list[Played] = []
    refused = refusal(lambda: played.append(laksana.play(PlayDiagram(diagram, seed, {}))))
    assert all(note.reason and note.rule for note in refused)
    assert refused or played[0].ended or played[0].waiting


def refusal(act: Callable[[], object]) -> tuple[Note, ...]:
    """Why the act was refused; nothing else may be raised."""
    try:
        act()
    except DiagramRefused as refused:
        return refused.notes
    return ()
