"""The engine: SpiffWorkflow behind `ports.Engine`, with each diagram read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.task import Task as Token
from SpiffWorkflow.util.task import TaskState

from service.domain.case import Advance, Opened, SnapshotDamaged
from service.domain.definition import (
    Definition,
    DefinitionDamaged,
    Deployment,
    DiagramRefused,
    Source,
    StepKind,
    start_of,
)
from service.engine.executable import executed_name, specification
from service.engine.intake.completing import Intake, complete
from service.engine.intake.decisions import choice_name
from service.engine.intake.reading import form_names
from service.engine.prediction import bound_prediction
from service.engine.scripting import Scripting
from service.engine.snapshots import Run, pack, unpack
from service.engine.stepping import Stepped, live, run_on
from service.engine.variables import read_by_expressions
from service.memory import Memory
from service.usecases.ports import Completion, Reading

_MOST_KEPT = 64 * 1024 * 1024  # bytes of diagrams and forms; read, they take about twice that


@dataclass(frozen=True)
class _Loaded:
    """A diagram ready to run. `origins`: executed name -> drawn id."""

    intake: Intake
    spec: BpmnProcessSpec
    origins: Mapping[str, str]

    @property
    def pool(self) -> str:
        return self.intake.graph.id


class SpiffEngine:
    """See `ports.Engine`. Holds nothing but what can be read again from the diagrams."""

    def __init__(self) -> None:
        bound_prediction()
        self._loaded: Memory[str, _Loaded] = Memory(_MOST_KEPT)

    def form_names(self, diagram: bytes) -> tuple[str, ...]:
        """Raises DiagramRefused."""
        return form_names(diagram)

    def read(self, source: Source) -> Reading:
        """Raises DiagramRefused. Not kept: what is reviewed may never be deployed."""
        loaded = self._loaded.get(source.hash) or _load(source)
        return Reading(loaded.intake.definition, loaded.intake.notes)

    def definition(self, deployment: Deployment) -> Definition:
        """Raises DefinitionDamaged. Diagrams are kept by hash: the roles are each office's own."""
        return self._deployed(deployment).intake.definition.under(deployment.roles)

    def start(
        self, deployment: Deployment, element: str, answers: Mapping[str, object], at: datetime
    ) -> Advance:
        """The start event itself is the first element that is left. Raises DefinitionUnknown."""
        loaded = self._deployed(deployment)
        start_of(loaded.intake.definition, element)
        variables = read_by_expressions(answers, loaded.intake.names)
        workflow = BpmnWorkflow(loaded.spec, script_engine=Scripting(variables, choices={}, now=at))
        run = Run({loaded.pool: workflow}, variables)
        return _advance(loaded, run, {}, run_on(workflow, loaded.origins, []))

    def complete(self, deployment: Deployment, snapshot: bytes, done: Completion) -> Advance:
        """Raises SnapshotDamaged, also when the task is not open in the snapshot."""
        loaded = self._deployed(deployment)
        run = unpack(snapshot, {loaded.pool: loaded.spec})
        workflow = run.pools[loaded.pool]
        run.variables |= read_by_expressions(done.answers, loaded.intake.names)
        choices = {choice_name(gateway): flow for gateway, flow in done.choices.items()}
        workflow.script_engine = Scripting(run.variables, choices, done.at)
        before = live(workflow, loaded.origins)
        token = before.get(done.task)
        if token is None or not (token.task_spec.manual and token.has_state(TaskState.READY)):
            raise SnapshotDamaged
        element = loaded.origins[token.task_spec.name]
        # A decision was drawn as one element with its gateway, which runs next and is then left.
        decided = loaded.intake.definition.steps[element].kind is StepKind.DECISION
        token.run()
        stepped = run_on(workflow, loaded.origins, [] if decided else [element])
        return _advance(loaded, run, before, stepped)

    def check(self, deployment: Deployment, snapshot: bytes) -> None:
        """Raises SnapshotDamaged."""
        loaded = self._deployed(deployment)
        unpack(snapshot, {loaded.pool: loaded.spec})

    def _deployed(self, deployment: Deployment) -> _Loaded:
        if deployment.source.hash != deployment.hash:  # also where its true meaning is still known
            raise DefinitionDamaged
        kept = self._loaded.get(deployment.hash)
        if kept is not None:
            return kept
        try:
            loaded = _load(deployment.source)
        except DiagramRefused as error:
            raise DefinitionDamaged from error
        self._loaded.keep(deployment.hash, loaded, deployment.source.size)
        return loaded


def _load(source: Source) -> _Loaded:
    intake = complete(source)
    origins = {executed_name(node.id): node.origin for node in intake.graph.nodes.values()}
    return _Loaded(intake, specification(intake.graph), origins)


def _advance(loaded: _Loaded, run: Run, before: Mapping[UUID, Token], stepped: Stepped) -> Advance:
    workflow = run.pools[loaded.pool]
    after = live(workflow, loaded.origins)
    new = [token for key, token in after.items() if key not in before]
    return Advance(
        snapshot=pack(run),
        left=tuple(stepped.left),
        entered=tuple(loaded.origins[token.task_spec.name] for token in new),
        tokens=tuple(loaded.origins[token.task_spec.name] for token in after.values()),
        opened=tuple(
            Opened(token.id, loaded.origins[token.task_spec.name])
            for token in new
            if token.task_spec.manual
        ),
        withdrawn=tuple(
            key
            for key, token in before.items()
            if token.task_spec.manual and token.has_state(TaskState.CANCELLED)
        ),
        incident=stepped.incident,
        ended=not after,
    )
