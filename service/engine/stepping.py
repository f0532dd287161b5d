"""Runs one pool on from where it stands until only people, or nothing, can move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.case import Incident
from service.domain.errors import N_
from service.engine.expressions import ExpressionTooLarge
from service.engine.pruning import prune
from service.engine.scripting import Scripting

# What nobody needs to confirm between two acts of people; more is a loop without an end.
MOST_STEPS = 1000
_PRUNE_EVERY = 200

NO_WAY_OUT = N_("tidak ada syarat yang terpenuhi pada gerbang ini, dan tidak ada aliran baku")
ENDLESS = N_("langkah otomatis di sini berputar tanpa akhir")
STUCK = N_("gerbang ini menunggu cabang lain yang tidak akan pernah datang")
FAILED = N_("langkah otomatis ini gagal dijalankan")


@dataclass
class Stepped:
    """What one run did: the elements that finished, in order, and what stopped it."""

    left: list[str] = field(default_factory=list)
    incident: Incident | None = None


def run_on(workflow: BpmnWorkflow, origins: Mapping[str, str], finished: list[str]) -> Stepped:
    """Run every step that waits for nobody. `origins`: executed name -> drawn id.

    A step that fails keeps its token, and so is tried again with the next act of the case.
    """
    stepped = Stepped(list(finished))
    failed: set[UUID] = set()
    for count in range(1, MOST_STEPS + 1):
        token = _next_step(workflow, failed)
        if token is None:
            break
        incident = _run(token, origins)
        if incident is not None:
            failed.add(token.id)
            stepped.incident = stepped.incident or incident
        elif (element := origins.get(token.task_spec.name)) is not None:
            stepped.left.append(element)
        if count % _PRUNE_EVERY == 0:
            prune(workflow)
    prune(workflow)
    stepped.incident = _stopped(workflow, origins, failed) or stepped.incident
    return stepped


def live(workflow: BpmnWorkflow, origins: Mapping[str, str]) -> dict[UUID, Token]:
    """The tokens that rest at drawn elements, by id."""
    return {
        token.id: token
        for token in workflow.tasks.values()
        if token.has_state(_RESTING) and token.task_spec.name in origins
    }


_RESTING = TaskState.READY | TaskState.WAITING | TaskState.STARTED


def _next_step(workflow: BpmnWorkflow, failed: set[UUID]) -> Token | None:
    """The oldest step that can run by itself, so that no branch keeps the others waiting."""
    return next(
        (
            token
            for token in workflow.tasks.values()
            if token.has_state(TaskState.READY)
            and not token.task_spec.manual
            and token.id not in failed
        ),
        None,
    )


def _run(token: Token, origins: Mapping[str, str]) -> Incident | None:
    try:
        token.run()
    except (SpiffWorkflowException, ExpressionTooLarge) as error:
        token._set_state(TaskState.READY)
        return _incident(token, origins, error)
    return None


def _incident(token: Token, origins: Mapping[str, str], error: Exception) -> Incident:
    element = origins.get(token.task_spec.name, token.task_spec.name)
    branches = getattr(token.task_spec, "cond_task_specs", ())
    conditions = [condition.args[0] for condition, _ in branches if condition is not None]
    if not conditions:
        return Incident(element, FAILED, {"kesalahan": str(error)})
    scripting: Scripting = token.workflow.script_engine
    return Incident(element, NO_WAY_OUT, scripting.values_of(conditions))


def _stopped(
    workflow: BpmnWorkflow, origins: Mapping[str, str], failed: set[UUID]
) -> Incident | None:
    """Why a run whose every step went well cannot go on, so that no case stalls in silence."""
    running = _next_step(workflow, failed)
    if running is not None:
        return Incident(origins.get(running.task_spec.name, ""), ENDLESS, {})
    tokens = list(live(workflow, origins).values())
    if tokens and all(token.has_state(TaskState.WAITING) for token in tokens):
        return Incident(origins[tokens[0].task_spec.name], STUCK, {})
    return None
