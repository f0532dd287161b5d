"""Which versions a case runs of the SOPs that its own SOP calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.domain.definition import Definition, DiagramRefused, NoteKind
from service.usecases.calling import (
    MOST_CALLED,
    CallsInCircle,
    TooManyCalled,
    called_by,
    unanswered,
    version_of,
)
from service.usecases.deploy import Deploy, review_deployment
from tests.fakes.in_memory_store import InMemoryStore
from tests.fakes.rembang import OPERATOR, Rembang
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.scripts import PENGANTAR_KIS


def calling(key: str, *called: str, callable: bool = True) -> Script:  # noqa: A002 - as in Definition
    """SOP 004 under another key, that calls these at its second and third steps."""
    elements = ("Kegiatan_2", "Kegiatan_3", *(f"x{number}" for number in range(len(called))))
    calls = dict(zip(elements, called, strict=False))
    changed = replace(PENGANTAR_KIS.definition, key=key, calls=calls, callable=callable)
    return replace(PENGANTAR_KIS, definition=changed)


def office_with(store: InMemoryStore, *scripts: Script) -> Rembang:
    office = Rembang(store, ScriptedEngine(PENGANTAR_KIS, *scripts))
    for script in scripts:
        office.deploy(script)
    return office


def versions(office: Rembang, script: Script) -> Mapping[str, UUID]:
    with office.store.read() as work:
        found = called_by(script.definition, office.office.id, work=work, engine=office.engine)
    return {key: each.id for key, each in found.items()}


def test_what_calls_nothing_pins_nothing(rembang: Rembang) -> None:
    assert versions(rembang, PENGANTAR_KIS) == {}
    assert rembang.case(rembang.start().case).calls == {}


def test_the_newest_version_is_taken_and_what_it_calls_itself() -> None:
    a, b, c = calling("a", "b"), calling("b", "c"), calling("c")
    office = office_with(InMemoryStore(), c, b, a)
    newest = office.deploy(c, 2).deployment
    found = versions(office, a)
    assert sorted(found) == ["b", "c"]
    assert found["c"] == newest.id


def test_what_another_office_deployed_is_not_taken(rembang: Rembang) -> None:
    assert versions(rembang, calling("a", "pengantar-kis-lain")) == {}


def test_what_is_not_deployed_or_no_single_process_is_left_to_people() -> None:
    a, b = calling("a", "b", "c"), calling("b", callable=False)
    office = office_with(InMemoryStore(), b, a)
    assert versions(office, a) == {}
    assert list(unanswered(a.definition, {})) == ["Kegiatan_2", "Kegiatan_3"]


def test_a_case_keeps_its_versions_when_newer_ones_are_deployed() -> None:
    a, b = calling("a", "b"), calling("b")
    office = office_with(InMemoryStore(), b, a)
    with office.store.read() as work:
        caller = work.deployments.newest_of(office.office.id, "a")
    assert caller is not None
    case = office.start(deployment=caller.id).case
    before = office.case(case).calls
    office.deploy(b, 2)
    with office.store.read() as work:
        kept = version_of(office.case(case), work).calls
    assert {key: each.id for key, each in kept.items()} == before == {"b": kept["b"].id}
    assert kept["b"].version == 1
    (started,) = (event.content() for event in office.events(case))
    assert started["calls"] == {"b": kept["b"].hash}


@pytest.mark.parametrize(
    ("scripts", "told"),
    [
        ((calling("a", "a"),), "a -> a"),
        ((calling("a", "b"), calling("b", "a")), "a -> b -> a"),
        ((calling("a", "b"), calling("b", "c"), calling("c", "b")), "b -> c -> b"),
    ],
)
def test_calls_in_a_circle_are_refused_with_the_circle(
    scripts: tuple[Script, ...], told: str
) -> None:
    office = Rembang(InMemoryStore(), ScriptedEngine(PENGANTAR_KIS, *scripts))
    _store(office, scripts)
    with pytest.raises(CallsInCircle) as refused:
        versions(office, scripts[0])
    assert told in _turned(str(refused.value))


def _turned(message: str) -> str:
    """The circle as it is told, from each of its members on."""
    circle = message.split(": ")[1].split(".")[0].split(" -> ")[:-1]
    turns = [circle[n:] + circle[: n + 1] for n in range(len(circle))]
    return " | ".join(" -> ".join(turn) for turn in turns)


def _store(office: Rembang, scripts: Iterable[Script]) -> None:
    """Past the check of deploying, as versions of before it may stand there."""
    for script in scripts:
        deployment = replace(
            office.deployment,
            id=uuid4(),
            key=script.definition.key,
            source=replace(office.deployment.source, diagram=script.diagram()),
        )
        with office.store.begin() as work:
            work.deployments.add(replace(deployment, hash=deployment.source.hash))


def test_deploying_closes_no_circle() -> None:
    a, b = calling("a", "b"), calling("b", "a")
    office = Rembang(InMemoryStore(), ScriptedEngine(PENGANTAR_KIS, a, b))
    office.deploy(a)
    with pytest.raises(DiagramRefused) as refused:
        office.deploy(b)
    (note,) = refused.value.notes
    assert (note.kind, note.element) == (NoteKind.REFUSED, "Kegiatan_2")


def test_more_calls_than_a_case_may_make_are_refused() -> None:
    scripts = [calling(f"s{n}", f"s{n + 1}") for n in range(MOST_CALLED + 2)]
    office = Rembang(InMemoryStore(), ScriptedEngine(PENGANTAR_KIS, *scripts))
    _store(office, scripts)
    with pytest.raises(TooManyCalled):
        versions(office, scripts[0])


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ((), "belum dipasang"),
        ((calling("b", callable=False),), "beberapa kolam"),
        ((calling("b"),), ""),
    ],
)
def test_deploying_tells_which_calls_people_will_confirm(
    others: tuple[Script, ...], why: str
) -> None:
    a = calling("a", "b")
    office = office_with(InMemoryStore(), *others)
    office.engine = ScriptedEngine(PENGANTAR_KIS, a, *others)
    request = Deploy(office.office.id, a.diagram(), {}, OPERATOR, new_roles=True)
    reviewed = review_deployment(request, store=office.store, engine=office.engine)
    deployed = office.deploy(a)
    told = [n.reason for n in deployed.notes if n.rule == "call-activities"]
    assert told == [n.reason for n in reviewed.notes if n.rule == "call-activities"]
    assert [why in reason for reason in told] == ([True] if why else [])


def test_definitions_say_whether_they_can_be_called() -> None:
    assert Definition("", "a", "A", "", (), {}, {}).callable
