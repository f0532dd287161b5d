"""Snapshots: the state of a run as compressed bytes, without the specification it runs by."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.task import Task as Token

from service.domain.case import SnapshotDamaged
from service.engine.course import Act, Course
from service.engine.damage import STATES, check_whole
from service.engine.first_snapshots import FIRST_FORMAT, from_first
from service.engine.intake.graph import Graph
from service.engine.plan import Plan, executed_name
from service.engine.variables import from_json, to_json

FORMAT = 2
LARGEST_SNAPSHOT = 64 * 1024 * 1024  # of JSON; a compressed bomb is damage too
# Made once: to make one takes longer than to compress a snapshot. A small window holds some dozens
# of tokens, and is quickly copied.
_SQUEEZER = zlib.compressobj(wbits=12, memLevel=4)


def pack(course: Course) -> bytes:
    """The run as bytes; its tokens stand in the order of their coming."""
    plain = {
        "format": FORMAT,
        "variables": {name: to_json(value) for name, value in course.variables.items()},
        "post": course.post,
        "tokens": [_packed(token) for token in course.tokens()],
    }
    squeezer = _SQUEEZER.copy()
    return squeezer.compress(orjson.dumps(plain)) + squeezer.flush()


def unpack(snapshot: bytes, plan: Plan, act: Act) -> Course:
    """The run that `pack` wrote, moved by `act`. Raises SnapshotDamaged."""
    try:
        plain = _plain(snapshot)
        plain = _as_now(plain, plan.graph)
        variables = {name: from_json(each) for name, each in plain["variables"].items()}
        course = Course(plan, variables, act, map(_text, _list(plain["post"])))
        for token in _list(plain["tokens"]):
            _unpacked(course, token)
        check_whole(course)
    except SnapshotDamaged:
        raise
    except Exception as error:
        raise SnapshotDamaged from error
    return course


def _plain(snapshot: bytes) -> dict[str, Any]:
    unzip = zlib.decompressobj()
    text = unzip.decompress(snapshot, LARGEST_SNAPSHOT)
    if not unzip.eof or unzip.unused_data:  # cut short, larger than any case is, or added to
        raise SnapshotDamaged
    plain: dict[str, Any] = orjson.loads(text)
    return plain


def _as_now(plain: dict[str, Any], graph: Graph) -> dict[str, Any]:
    if plain["format"] == FIRST_FORMAT:
        return from_first(plain, graph)
    if plain["format"] != FORMAT:
        raise SnapshotDamaged
    return plain


def _packed(token: Token) -> dict[str, object]:
    data = dict(token.internal_data)
    if variables := data.get("variables"):
        data["variables"] = {name: to_json(value) for name, value in variables.items()}
    return {"id": str(token.id), "at": token.task_spec.node.id, "state": token.state, **data}


def _unpacked(course: Course, plain: Mapping[str, Any]) -> None:
    data = dict(plain)
    key, at, state = UUID(data.pop("id")), data.pop("at"), data.pop("state")
    if key in course.tasks or type(state) is not int or state not in STATES:
        raise SnapshotDamaged
    if "variables" in data:
        data["variables"] = {name: from_json(each) for name, each in data["variables"].items()}
    spec = course.spec.task_specs[executed_name(at)]
    course.keep(Token(course, spec, state=state, id=key), data)


def _list(plain: object) -> list[Any]:
    if not isinstance(plain, list):
        raise SnapshotDamaged
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise SnapshotDamaged
    return plain
