"""What runs is what was drawn: every kind of block in every other, through save and load."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.engine.spiff_engine import SpiffEngine
from tests.integration.blocks.case import Case, Said, Tied
from tests.integration.blocks.disturbing import Manner, written
from tests.integration.blocks.pools import Diagram
from tests.integration.blocks.trees import MANNERS, diagrams
from tests.integration.drawing import Run

PICKS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=30)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENGINE = SpiffEngine()


@thorough
@given(diagrams(), PICKS)
def test_every_block_runs_as_drawn(diagram: Diagram, picks: list[tuple[int, int]]) -> None:
    drawn = diagram.to_bpmn()
    compare(Run(drawn, ENGINE, at=diagram.at), diagram.case(), picks)


@thorough
@given(diagrams(), MANNERS, PICKS)
def test_how_a_file_is_written_changes_nothing(
    diagram: Diagram, manner: Manner, picks: list[tuple[int, int]]
) -> None:
    drawn = written(diagram.to_bpmn(), manner)
    compare(Run(drawn, ENGINE, at=diagram.at), diagram.case(), picks)


def compare(run: Run, case: Case, picks: list[tuple[int, int]]) -> None:
    """Carry a case on by these picks of an open step and of what is said; every act must agree."""
    agree(run, case)
    for which, way in picks:
        steps = sorted({each.element for each in case.open})
        if case.next_time is not None:
            steps.append("")
        if not steps:
            break
        element = steps[which % len(steps)]
        if element:
            say(run, element, case.do(element, way))
        elif not pass_time(run, case):
            break
        agree(run, case)
    assert case.ended or case.open or case.next_time is not None


def say(run: Run, element: str, said: Said) -> None:
    """The same in the engine."""
    if said.times is not None:
        run.say(element, said.times)
        return
    decision = run.definition.steps[element].form.decision
    choices = {}
    if decision is not None:
        taken = (o.flow for o in decision.options if {o.flow, o.label} & set(said.arrows))
        choices = {decision.gateway: tuple(taken)}
    run.complete(next(k for k, at in run.open.items() if at == element), choices, said.answers)


def pass_time(run: Run, case: Case) -> bool:
    """Wait for the next time; False where two come at once."""
    before = case.now
    try:
        case.wait()
    except Tied:
        return False
    run.wait(minutes=case.now - before)
    return True


def agree(run: Run, case: Case) -> None:
    assert run.incident is None
    assert Counter(run.waiting) == Counter(each.element for each in case.open)
    assert Counter(run.last.left) == case.left
    assert run.ended == case.ended
