"""Snapshots: the state of a run as compressed bytes, without the specification it runs by."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.serializer.workflow import VERSION, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from service.domain.case import SnapshotDamaged
from service.engine.expressions import Value
from service.engine.variables import from_json, to_json

FORMAT = 1
LARGEST_SNAPSHOT = 64 * 1024 * 1024  # of JSON; a compressed bomb is damage too


@dataclass
class Run:
    """One running case: each pool that has content, by its process id, and the variables."""

    pools: dict[str, BpmnWorkflow]
    variables: dict[str, Value] = field(default_factory=dict)


class _WithoutSpecification(BpmnWorkflowConverter):  # type: ignore[misc]  # untyped library
    """Leaves out what the definition holds already: more than a third of the bytes."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        plain: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        plain["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        plain["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return plain


_REGISTRY = BpmnWorkflowSerializer.configure(
    {**DEFAULT_CONFIG, BpmnWorkflow: _WithoutSpecification}
)
_SERIALIZER = BpmnWorkflowSerializer(_REGISTRY)


def pack(run: Run) -> bytes:
    """The run as bytes. Tasks stand parents first, as the library needs them."""
    plain = {
        "format": FORMAT,
        "serializer": VERSION,
        "variables": {name: to_json(value) for name, value in run.variables.items()},
        "pools": {name: _SERIALIZER.to_dict(pool) for name, pool in run.pools.items()},
    }
    return zlib.compress(orjson.dumps(plain))


def unpack(snapshot: bytes, specs: Mapping[str, BpmnProcessSpec]) -> Run:
    """The run that `pack` wrote, by the specifications of its pools. Raises SnapshotDamaged."""
    try:
        plain = _plain(snapshot)
        pools = {name: _pool(plain["pools"][name], spec) for name, spec in specs.items()}
        variables = {name: from_json(each) for name, each in plain["variables"].items()}
    except SnapshotDamaged:
        raise
    except Exception as error:
        raise SnapshotDamaged from error
    return Run(pools, variables)


def _plain(snapshot: bytes) -> dict[str, Any]:
    unzip = zlib.decompressobj()
    text = unzip.decompress(snapshot, LARGEST_SNAPSHOT)
    if not unzip.eof or unzip.unused_data:  # cut short, larger than any case is, or added to
        raise SnapshotDamaged
    plain: dict[str, Any] = orjson.loads(text)
    if (plain["format"], plain["serializer"]) != (FORMAT, VERSION):
        raise SnapshotDamaged
    return plain


def _pool(plain: dict[str, Any], spec: BpmnProcessSpec) -> BpmnWorkflow:
    whole = {**plain, "spec": spec, "subprocess_specs": {}}
    workflow = _SERIALIZER.from_dict(whole)
    if not isinstance(workflow, BpmnWorkflow) or not _is_tree(workflow):
        raise SnapshotDamaged
    return workflow


def _is_tree(workflow: BpmnWorkflow) -> bool:
    """Whether every task hangs on the root, with its parent, and each once."""
    seen = set()
    ahead = [workflow.task_tree]
    while ahead:
        task = ahead.pop()
        if task is None or task.id in seen:
            return False
        seen.add(task.id)
        if any(child is None or child.parent is not task for child in task.children):
            return False
        ahead.extend(task.children)
    return bool(seen == workflow.tasks.keys())
