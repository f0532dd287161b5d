"""A definition: one deployed version of an SOP, as people and use cases see it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.form import Form


class DefinitionUnknown(NotFound):
    """SOP yang Anda cari tidak ditemukan."""


class DefinitionSuperseded(Conflict):
    """SOP ini baru saja diperbarui. Mulai lagi dari daftar SOP agar memakai versi terbaru."""


class DefinitionDamaged(Conflict):
    """Berkas SOP ini rusak dan tidak dapat dibaca. Beri tahu administrator unit kerja Anda."""


class LanesWithoutRole(Conflict):
    """Pelaksana berikut belum menjadi peran di unit kerja ini: %(lanes)s. Periksa ejaannya, lalu ulangi dengan --new-roles, atau samakan dengan peran yang ada melalui halaman Pasang SOP."""  # noqa: E501 - one sentence for the operator

    def __init__(self, lanes: Sequence[str]) -> None:
        """`lanes` are the performers, as drawn, of whom nobody has decided."""
        self.lanes = lanes
        super().__init__(lanes=", ".join(lanes))


class RoleElsewhere(Invalid):
    """Pelaksana "%(lane)s" tidak dapat disamakan dengan "%(role)s", yang bukan peran di unit kerja ini. Peran yang ada: %(roles)s."""  # noqa: E501 - one sentence for the analyst


class VersionOvertaken(Conflict):
    """Sementara itu versi lain telah dipasang. Periksa kembali sebelum memasang."""


class StepKind(StrEnum):
    """What a person does at a step."""

    TASK = "task"
    DECISION = "decision"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True)
class Lane:
    """A role of the SOP. `represented_by` is the role that enters a public lane's steps.

    `done_by` is the office's role for a lane that the drawing calls otherwise.
    """

    id: str
    name: str
    represented_by: str | None = None
    done_by: str | None = None

    @property
    def performer(self) -> str:
        """The role of the person who acts."""
        return self.done_by or self.represented_by or self.name

    def under(self, roles: Mapping[str, str]) -> Lane:
        """The lane where the office gave its performer as drawn to another role."""
        return replace(self, done_by=roles.get(self.represented_by or self.name))


@dataclass(frozen=True)
class Step:
    """One thing a person does, with its mutu baku; `number` is the row's number as printed.

    `documents` are the names of the data that the drawing associates with it. A step that is not
    drawn itself (how often, or whether once more) stands `beside` the element that asks for it.
    """

    element: str
    name: str
    kind: StepKind
    lane: Lane
    form: Form
    number: str = ""
    documentation: str = ""
    requirements: tuple[str, ...] = ()
    standard_time: str = ""
    outputs: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    beside: str = ""

    @property
    def drawn_at(self) -> str:
        """The element of the drawing where a case is while the step waits."""
        return self.beside or self.element


@dataclass(frozen=True)
class Start:
    """A way into the SOP: a start event that a person of `lane` may use."""

    element: str
    name: str
    lane: Lane
    form: Form


Placed = TypeVar("Placed", Start, Step)


@dataclass(frozen=True)
class Arrow:
    """A flow as drawn; `condition` is the expression on it, empty where people decide."""

    element: str
    source: str
    target: str
    name: str
    condition: str


@dataclass(frozen=True)
class Definition:
    """An SOP that runs. `names` are the diagram's element ids with the labels drawn on them.

    `calls`: call activity -> the key of the SOP, outside of its file, that it calls; `callable`:
    another SOP can call this one, which is a single process. `damaged`: the version cannot be
    read, and this is no more than what is known of it.
    """

    hash: str
    key: str
    name: str
    office_name: str
    lanes: tuple[Lane, ...]
    starts: Mapping[str, Start]
    steps: Mapping[str, Step]
    identity: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    arrows: tuple[Arrow, ...] = ()
    calls: Mapping[str, str] = field(default_factory=dict)
    callable: bool = True
    damaged: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that must exist in the office for this SOP to run, in drawn order."""
        return tuple(dict.fromkeys(lane.performer for lane in self.lanes))

    def under(self, roles: Mapping[str, str]) -> Definition:
        """The same SOP in an office that gave performers as drawn to roles of its own."""
        if not roles:
            return self

        def placed(at: Placed) -> Placed:
            return replace(at, lane=at.lane.under(roles))

        return replace(
            self,
            lanes=tuple(lane.under(roles) for lane in self.lanes),
            starts={key: placed(start) for key, start in self.starts.items()},
            steps={key: placed(step) for key, step in self.steps.items()},
        )

    def lane_number(self, lane: str) -> int:
        """The lane's place from the top, from 1: its colour everywhere."""
        return next((n for n, each in enumerate(self.lanes, 1) if each.name == lane), 0)

    def led_to(self, arrow: str) -> frozenset[str]:
        """The steps that the drawing comes to first behind the arrow."""
        found: set[str] = set()
        ahead = [each.target for each in self.arrows if each.element == arrow]
        while ahead:
            element = ahead.pop()
            if element not in found and element not in self.steps:
                ahead += [each.target for each in self.arrows if each.source == element]
            found.add(element)
        return frozenset(found & self.steps.keys())


def start_of(definition: Definition, element: str) -> Start:
    """The definition's start at `element`. Raises DefinitionUnknown."""
    try:
        return definition.starts[element]
    except KeyError:
        raise DefinitionUnknown from None


@dataclass(frozen=True)
class Source:
    """What an analyst hands in: the diagram's bytes and its forms (name -> text)."""

    diagram: bytes
    forms: Mapping[str, str]

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over the diagram and its forms, each with its name and length."""
        digest = hashlib.sha256()
        parts = [("", self.diagram), *((n, t.encode()) for n, t in sorted(self.forms.items()))]
        for name, content in parts:
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    @property
    def size(self) -> int:
        """Bytes of the diagram and its forms."""
        return len(self.diagram) + sum(len(text.encode()) for text in self.forms.values())


@dataclass(frozen=True)
class Deployment:
    """A source that an office deployed: immutable, counted per office and key from 1.

    `roles`: performer as drawn -> the office's role that does it; empty: all as drawn. `calls`: the
    versions that one case of it runs of the SOPs that it calls, also through others, by key; what
    is not among them a person confirms.
    """

    id: UUID
    office: UUID
    key: str
    version: int
    name: str
    hash: str
    source: Source
    deployed_at: datetime
    deployed_by: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, Deployment] = field(default_factory=dict)


def left_of(deployment: Deployment | None) -> Definition:
    """What is known of a version that cannot be read, or (None) that is gone: at most its name."""
    key, name, source = (
        (deployment.key, deployment.name, deployment.hash) if deployment else ("", "", "")
    )
    return Definition(source, key, name, "", (), {}, {}, damaged=True)


class NoteKind(StrEnum):
    """How a note on a diagram is meant."""

    ADVICE = "advice"
    ASSUMED = "assumed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Note:
    """What was found at one element of a diagram, and what to do about it (Indonesian).

    `rule` is the stable name of the rule that found it.
    """

    kind: NoteKind
    element: str
    label: str
    line: int
    reason: str
    remedy: str = ""
    rule: str = ""

    def __str__(self) -> str:
        """One line for a terminal or a message."""
        where = " ".join(p for p in (self.element, f'"{self.label}"' if self.label else "") if p)
        place = f"baris {self.line}" if self.line else ""
        return ": ".join(p for p in (place, where, self.reason, self.remedy) if p)


class DiagramRefused(Invalid):
    """Diagram ini tidak dapat dijalankan: %(reasons)s"""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        """`notes` holds at least one refusal."""
        self.notes = notes
        refused = [str(note) for note in notes if note.kind is NoteKind.REFUSED]
        super().__init__(reasons="; ".join(refused))
