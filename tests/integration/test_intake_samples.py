"""What others drew, in many tools: all of it is read, and damaged files are answered."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from service.domain.definition import DiagramRefused, Note, NoteKind
from service.engine.intake.drawing.markup import GLOBAL_TASKS, NODES, Element, bpmn
from service.engine.intake.graph import Graph
from service.engine.intake.nodes import SUBPROCESSES
from service.engine.intake.reading import read_graph


def samples(shared: Path) -> list[Path]:
    found = sorted((shared / "bpmn-samples").glob("*/*.bpmn"))
    assert len(found) > 60
    return found


def test_every_step_and_every_arrow_of_every_sample_is_read(shared: Path) -> None:
    for sample in samples(shared):
        read = read_graph(sample.read_bytes())
        root = etree.parse(sample).getroot()
        drawn = {
            each.get("id"): etree.QName(each).localname for each in root.iter(*map(bpmn, NODES))
        }
        drawn |= {f"{each.get('id')}.tugas": "task" for each in root.iter(bpmn("globalTask"))}
        assert {key: node.kind for key, node in read.nodes.items()} == drawn, sample.name
        arrows = [each.get("id") for each in root.iter(bpmn("sequenceFlow"))]
        assert [flow.id for flow in read.flows] == arrows, sample.name
        messages = [each.get("id") for each in root.iter(bpmn("messageFlow"))]
        assert [flow.id for flow in read.messages] == messages, sample.name
        check(read)


def test_the_ends_of_arrows_are_those_that_the_file_names(shared: Path) -> None:
    for sample in samples(shared):
        read = {flow.id: flow for flow in read_graph(sample.read_bytes()).flows}
        for arrow in etree.parse(sample).getroot().iter(bpmn("sequenceFlow")):
            flow = read[arrow.get("id")]
            assert arrow.get("sourceRef") in {None, flow.source}
            assert arrow.get("targetRef") in {None, flow.target}


def test_drawings_by_hand_are_read_whatever_was_not_snapped(shared: Path) -> None:
    notes = [note for sample in samples(shared) for note in read_graph(sample.read_bytes()).notes]
    told = {note.rule for note in notes}
    assert told == {"loose-arrows", "loose-messages", "joined-pools", "lanes"}
    assert all(note.line and note.element and note.reason for note in notes)


def check(read: Graph) -> None:
    """What every rule after the reading may count on."""
    pools = {pool.id for pool in read.pools}
    scopes = pools | {key for key, node in read.nodes.items() if node.kind in SUBPROCESSES}
    assert len(pools) == len(read.pools)
    assert any(not pool.called for pool in read.pools)
    assert not pools & read.nodes.keys()
    assert len({flow.id for flow in read.flows} | read.nodes.keys() | pools) == len(
        read.flows
    ) + len(read.nodes) + len(pools)
    for key, node in read.nodes.items():
        assert node.id == key
        assert node.scope in scopes
        assert read.pool_of(key) in read.pools
        assert node.lane.name
        assert not node.host or node.host in read.nodes
    for flow in read.flows:
        assert read.nodes[flow.source].scope == read.nodes[flow.target].scope
    participants = {pool.participant for pool in read.pools} | read.boxes.keys()
    for message in read.messages:
        assert {message.source, message.target} <= participants | read.nodes.keys()


def _drop(root: Element, chance: random.Random) -> None:
    element = chance.choice(list(root.iter()))
    if element is not root:
        element.getparent().remove(element)


def _duplicate(root: Element, chance: random.Random) -> None:
    elements = list(root.iter())
    copied = etree.fromstring(etree.tostring(chance.choice(elements)))
    chance.choice(elements).append(copied)


def _move(root: Element, chance: random.Random) -> None:
    element, to = chance.sample(list(root.iter()), 2)
    if element is not root and element not in to.iterancestors():
        to.append(element)


def _rename(root: Element, chance: random.Random) -> None:
    one, other = chance.sample(list(root.iter()), 2)
    if root not in {one, other}:
        one.tag, other.tag = other.tag, one.tag


def _without(root: Element, chance: random.Random) -> None:
    element = chance.choice([each for each in root.iter() if each.attrib])
    del element.attrib[chance.choice(list(element.attrib))]


def _swap(root: Element, chance: random.Random) -> None:
    one, other = chance.sample([each for each in root.iter() if each.attrib], 2)
    key = chance.choice(list(one.attrib))
    one.set(key, other.get(chance.choice(list(other.attrib))))


def _blank(root: Element, chance: random.Random) -> None:
    element = chance.choice([each for each in root.iter() if each.attrib])
    element.set(chance.choice(list(element.attrib)), chance.choice(["", " ", "a b", "ns:x", "1e9"]))


CHANGES: list[Callable[[Element, random.Random], None]] = [
    _drop,
    _duplicate,
    _move,
    _rename,
    _without,
    _swap,
    _blank,
]
thorough = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@thorough
@given(
    number=st.integers(0, 66),
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=12),
    seed=st.integers(0, 2**32),
)
def test_a_changed_sample_is_read_or_refused(
    shared: Path,
    number: int,
    changes: list[Callable[[Element, random.Random], None]],
    seed: int,
) -> None:
    root = etree.parse(samples(shared)[number]).getroot()
    chance = random.Random(seed)
    for change in changes:
        change(root, chance)
    _answered(etree.tostring(root))


@thorough
@given(
    number=st.integers(0, 66),
    at=st.floats(0, 1),
    width=st.integers(0, 60),
    put=st.binary(max_size=9),
)
def test_a_damaged_sample_is_read_or_refused(
    shared: Path, number: int, at: float, width: int, put: bytes
) -> None:
    content = samples(shared)[number].read_bytes()
    place = int(len(content) * at)
    _answered(content[:place] + put + content[place + width :])
    _answered(content[:place])


def drawn_in(content: bytes, *tags: str) -> int:
    """How many elements of these kinds stand in a file, but for what tools add for themselves."""
    elements = etree.fromstring(content).iter(*map(bpmn, tags))
    unread = [bpmn("extensionElements"), bpmn("choreography")]
    return sum(1 for each in elements if next(each.iterancestors(*unread), None) is None)


def _answered(content: bytes) -> None:
    """Read with nothing lost, or refused with a remedy for each reason."""
    try:
        read = read_graph(content)
        if refused := tuple(read.refused()):
            _explained(refused)
            return
        check(read)
        left_out = [note for note in read.notes if "diabaikan" in note.reason]
        loose = sum(1 for note in left_out if note.rule == "loose-arrows")
        assert len(read.nodes) == drawn_in(content, *NODES, *GLOBAL_TASKS)
        assert len(read.flows) + loose == drawn_in(content, "sequenceFlow")
    except DiagramRefused as error:
        _explained(error.notes)


def _explained(notes: Sequence[Note]) -> None:
    assert all(note.reason and note.rule for note in notes)
    assert all(note.remedy for note in notes if note.kind is NoteKind.REFUSED)
