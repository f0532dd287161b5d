"""The engine's contract, on SOP 004: the script and the drawn diagram run alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from service.domain.case import Advance, SnapshotDamaged
from service.domain.definition import (
    DefinitionDamaged,
    DefinitionUnknown,
    Deployment,
    DiagramRefused,
    Source,
)
from service.engine.spiff_engine import SpiffEngine
from service.usecases.ports import Completion, Engine, OfficeTime
from tests.contract.given import AT, new_office
from tests.fakes.scripted_engine import ScriptedEngine
from tests.fakes.scripts import PENGANTAR_KIS
from tests.needs import ROOT

Choices = Mapping[str, tuple[str, ...]]

APPROVED: Choices = {"Keputusan_3": ("Alir_3_Ya",)}
RETURNED: Choices = {"Keputusan_3": ("Alir_3_Tidak",)}


TIME = OfficeTime(AT, lambda _standard, opened: opened)

# What a step is, apart from its form and from what the script leaves out.
ATTRIBUTES = ("name", "kind", "lane", "number", "requirements", "standard_time", "outputs")


@dataclass(frozen=True)
class Running:
    """An engine with SOP 004 deployed."""

    engine: Engine
    deployment: Deployment

    def start(self) -> Advance:
        return self.engine.start(self.deployment, "Mulai", {}, TIME)

    def complete(self, before: Advance, choices: Choices | None = None) -> Advance:
        """Finish the one task that `before` opened."""
        (opened,) = before.opened
        return self.finish(before.snapshot, opened.id, choices)

    def finish(self, snapshot: bytes, task: UUID, choices: Choices | None = None) -> Advance:
        return self.engine.complete(
            self.deployment, snapshot, Completion(task, {}, choices or {}, TIME)
        )

    def carry(self, steps: int) -> Advance:
        """Start, and finish the first `steps` steps, each the way that leads on."""
        advance = self.start()
        for _ in range(steps):
            (opened,) = advance.opened
            advance = self.complete(advance, APPROVED if opened.element == "Kegiatan_3" else None)
        return advance


@pytest.fixture(params=["script", "diagram"])
def running(request: pytest.FixtureRequest) -> Running:
    engine: Engine
    if request.param == "script":
        engine, diagram = ScriptedEngine(PENGANTAR_KIS), PENGANTAR_KIS.diagram()
        forms = dict.fromkeys(engine.form_names(diagram), "{}")
    else:
        engine, diagram = SpiffEngine(), (ROOT / "processes/pengantar-kis.bpmn").read_bytes()
        forms = {
            name: (ROOT / f"forms/{name}.form").read_text() for name in engine.form_names(diagram)
        }
    source = Source(diagram, forms)
    definition = engine.read(source).definition
    deployment = Deployment(
        uuid4(), new_office().id, definition.key, 1, definition.name, definition.hash, source, AT
    )
    return Running(engine, deployment)


def test_a_diagram_is_read_as_the_sop_that_it_is(running: Running) -> None:
    definition = running.engine.definition(running.deployment)
    assert definition == running.engine.read(running.deployment.source).definition
    assert definition.key == "pengantar-kis"
    assert definition.office_name == "DINSOSPPKB Kabupaten Rembang"
    assert definition.hash == running.deployment.source.hash
    assert definition.roles == PENGANTAR_KIS.definition.roles
    assert list(definition.starts) == ["Mulai"]


def test_each_step_carries_its_lane_and_its_mutu_baku(running: Running) -> None:
    steps = running.engine.definition(running.deployment).steps
    expected = PENGANTAR_KIS.definition.steps
    assert set(steps) == set(expected)
    for element, step in steps.items():
        for attribute in ATTRIBUTES:
            assert getattr(step, attribute) == getattr(expected[element], attribute)


def test_each_deployment_has_its_own_roles_though_the_diagram_is_the_same(
    running: Running,
) -> None:
    given = replace(running.deployment, roles={"Kasi Rehabsos": "Kabid Sosial"})
    as_drawn = running.engine.definition(running.deployment)
    meant = running.engine.definition(given)
    assert running.engine.definition(running.deployment) == as_drawn
    assert meant.steps["Kegiatan_2"].lane.name == "Kasi Rehabsos"
    assert meant.steps["Kegiatan_2"].lane.performer == "Kabid Sosial"
    assert meant.starts["Mulai"].lane.performer == "Petugas Pelayanan"
    assert "Kabid Sosial" in meant.roles
    assert "Kabid Sosial" not in as_drawn.roles


def test_the_decision_stands_in_the_form_of_the_step_before_it(running: Running) -> None:
    steps = running.engine.definition(running.deployment).steps
    decisions = {element: step.form.decision for element, step in steps.items()}
    expected = PENGANTAR_KIS.definition.steps["Kegiatan_3"].form.decision
    assert decisions.pop("Kegiatan_3") == expected
    assert set(decisions.values()) == {None}


def test_a_start_opens_the_first_step(running: Running) -> None:
    advance = running.start()
    assert advance.left == ("Mulai",)
    assert [opened.element for opened in advance.opened] == ["Kegiatan_1"]
    assert advance.entered == advance.tokens == ("Kegiatan_1",)
    assert advance.withdrawn == ()
    assert advance.incident is None
    assert not advance.ended


def test_completing_a_step_opens_the_next(running: Running) -> None:
    started = running.start()
    advance = running.complete(started)
    assert advance.left == ("Kegiatan_1",)
    assert [opened.element for opened in advance.opened] == ["Kegiatan_2"]
    assert advance.tokens == ("Kegiatan_2",)
    assert advance.opened[0].id != started.opened[0].id


def test_the_chosen_flow_leads_on_or_back(running: Running) -> None:
    approval = running.carry(2)
    for choices, target in ((APPROVED, "Kegiatan_4"), (RETURNED, "Kegiatan_2")):
        advance = running.complete(approval, choices)
        assert advance.left == ("Kegiatan_3", "Keputusan_3")
        assert [opened.element for opened in advance.opened] == [target]


def test_a_step_that_is_done_again_is_another_task(running: Running) -> None:
    first = running.carry(1)
    again = running.complete(running.complete(first), RETURNED)
    assert again.opened[0].element == first.opened[0].element == "Kegiatan_2"
    assert again.opened[0].id != first.opened[0].id


def test_the_last_step_ends_the_run(running: Running) -> None:
    advance = running.carry(5)
    assert advance.ended
    assert advance.left == ("Kegiatan_5", "Selesai")
    assert advance.opened == ()
    assert advance.tokens == ()


def test_a_snapshot_can_be_gone_on_from_more_than_once(running: Running) -> None:
    started = running.start()
    first, second = running.complete(started), running.complete(started)
    assert first.opened[0].element == second.opened[0].element == "Kegiatan_2"
    assert running.complete(first).tokens == running.complete(second).tokens


def test_a_good_snapshot_passes_the_check(running: Running) -> None:
    for advance in (running.start(), running.carry(5)):
        running.engine.check(running.deployment, advance.snapshot)


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"\xff\x00\xff"])
def test_a_damaged_snapshot_is_said_to_be_damaged(running: Running, garbage: bytes) -> None:
    with pytest.raises(SnapshotDamaged):
        running.engine.check(running.deployment, garbage)
    with pytest.raises(SnapshotDamaged):
        running.finish(garbage, uuid4())


def test_a_task_that_is_not_open_in_the_snapshot_cannot_be_completed(running: Running) -> None:
    started = running.start()
    with pytest.raises(SnapshotDamaged):
        running.finish(started.snapshot, uuid4())
    with pytest.raises(SnapshotDamaged):
        running.finish(running.complete(started).snapshot, started.opened[0].id)


def test_a_start_that_is_not_drawn_is_unknown(running: Running) -> None:
    with pytest.raises(DefinitionUnknown):
        running.engine.start(running.deployment, "Kegiatan_1", {}, TIME)


def test_a_diagram_that_cannot_run_is_refused(running: Running) -> None:
    with pytest.raises(DiagramRefused):
        running.engine.read(Source(b"coretan", {}))
    with pytest.raises(DiagramRefused):
        running.engine.form_names(b"coretan")


def test_a_source_that_was_changed_after_its_deployment_is_damaged(running: Running) -> None:
    source = replace(running.deployment.source, forms={})
    for changed in (
        replace(running.deployment, hash="0" * 64),
        replace(running.deployment, source=source),  # whose true meaning the engine still knows
        replace(running.deployment, source=source, hash="1" * 64),
    ):
        with pytest.raises(DefinitionDamaged):
            running.engine.definition(changed)
