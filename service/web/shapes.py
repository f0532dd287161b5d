"""What templates are given: plain values in words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.definition import Definition
from service.domain.definition import Lane as DrawnLane
from service.domain.task import Task
from service.web.times import Moment

COLOURS = 8


@dataclass(frozen=True)
class Lane:
    """A lane with its colour, 1 to 8; `acting` is the role that does its steps where that has
    another name: for the public at the counter (`public`), or because the office said so.
    """

    name: str
    number: int
    acting: str | None
    public: bool


@dataclass(frozen=True)
class Entry:
    """One answer: its question, and its values in words."""

    label: str
    values: Sequence[str]
    masked: bool = False


@dataclass(frozen=True)
class File:
    """One file under the question that it answers; `size` in bytes, `lost`: not kept any more."""

    label: str
    name: str
    size: int
    url: str
    lost: bool = False


@dataclass(frozen=True)
class Section:
    """What one step left: its answers and files, who gave them, and when."""

    title: str
    number: str
    lane: Lane
    by: str
    at: Moment
    entries: Sequence[Entry]
    files: Sequence[File]


@dataclass(frozen=True)
class Standard:
    """The mutu baku of a step."""

    time: str
    requirements: Sequence[str]
    output: str
    remarks: str
    documents: Sequence[str]
    assumptions: Sequence[str]


def drawn_lane(definition: Definition, lane: DrawnLane) -> Lane:
    """A lane as the diagram has it."""
    return _lane(definition, lane.name, lane.performer)


def task_lane(definition: Definition, task: Task) -> Lane:
    """The lane of a task."""
    return _lane(definition, task.role, task.performer)


def acting_lane(definition: Definition, role: str, on_behalf_of: str) -> Lane | None:
    """The lane of who acted, as the record names them; None for who acted in no role."""
    return _lane(definition, on_behalf_of or role, role) if role else None


def _lane(definition: Definition, name: str, performer: str) -> Lane:
    place = definition.lane_number(name) or 1
    public = any(each.represented_by for each in definition.lanes if each.name == name)
    acting = performer if performer != name else None
    return Lane(name, (place - 1) % COLOURS + 1, acting, public)
