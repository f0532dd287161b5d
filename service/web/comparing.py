"""Two versions of an SOP side by side: on their drawings, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.definition import StepKind
from service.domain.difference import (
    ArrowChange,
    Aspect,
    Change,
    Difference,
    ElementChange,
    FieldChange,
    IdentityChange,
    Kind,
)
from service.domain.errors import N_
from service.domain.form_fields import Field, FieldKind
from service.usecases.compare_versions import Comparison, Version
from service.web.auth import Access, requires
from service.web.frame import Frame, Reader
from service.web.identity import label_of
from service.web.parts import Parts
from service.web.standards import Diagram, DiagramStep, Progress, diagram_of
from service.web.translation import gettext

_STEP_KINDS: Mapping[str, str] = {
    StepKind.TASK: N_("Kegiatan"),
    StepKind.DECISION: N_("Pengambilan Keputusan"),
    StepKind.CONFIRMATION: N_("Konfirmasi penerimaan"),
}
_FIELD_KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: N_("teks satu baris"),
    FieldKind.LONG_TEXT: N_("teks beberapa baris"),
    FieldKind.NUMBER: N_("angka"),
    FieldKind.DATE: N_("tanggal"),
    FieldKind.CHOICE: N_("satu pilihan"),
    FieldKind.CHOICES: N_("beberapa pilihan"),
    FieldKind.CHECKBOX: N_("kotak centang"),
    FieldKind.FILE: N_("berkas"),
    FieldKind.REQUIREMENT: N_("kelengkapan"),
    FieldKind.NOTE: N_("keterangan"),
}
_YES, _NO = N_("Ya"), N_("Tidak")


@dataclass(frozen=True)
class Row:
    """What is another, before and after."""

    label: str
    old: Sequence[str]
    new: Sequence[str]


@dataclass(frozen=True)
class Entry:
    """What became of one thing; `element` is its id in the drawing, if it stands there."""

    kind: Kind
    name: str
    element: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Section:
    """What differs in one part of the SOP."""

    title: str
    entries: Sequence[Entry]


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """For analysts and auditors."""
    comparing = Blueprint("comparing", __name__)

    @comparing.get("/sops/<uuid:sop>/compare/<uuid:other>")
    @requires(Access.SEE_VERSIONS)
    def show(actor: Actor, sop: UUID, other: UUID) -> ResponseReturnValue:
        found = parts.compare_versions(actor, sop, other)
        reader = frame.reader(actor)
        return frame.page(
            reader,
            "compare.html",
            name=found.new.definition.name,
            sop_url=url_for("sops.show", sop=sop),
            old=_version(found.old, found.difference, Kind.REMOVED, reader),
            new=_version(found.new, found.difference, Kind.ADDED, reader),
            sections=[section for section in _sections(found) if section.entries],
        )

    return comparing


def _version(
    version: Version, difference: Difference, alone: Kind, reader: Reader
) -> dict[str, object]:
    """One side; `alone` is what became of that which only this side has."""
    return {
        "number": version.deployment.version,
        "at": reader.times.moment(version.deployment.deployed_at),
        "by": version.deployment.deployed_by,
        "url": url_for("sops.show", sop=version.deployment.id),
        "diagram": _marked(version, difference, alone),
    }


def _marked(version: Version, difference: Difference, alone: Kind) -> Diagram:
    """The drawing with what differs on it, also where that is no step."""
    states = dict(difference.marks(alone))
    definition = version.definition
    drawn = diagram_of(definition, version.deployment.id, Progress())
    names = {**definition.names, **{lane.id: lane.name for lane in definition.lanes}}
    steps = [replace(step, state=states.pop(step.element, "")) for step in drawn.steps]
    rest = (
        DiagramStep(element, "", names.get(element) or element, None, kind, None, None)
        for element, kind in states.items()
    )
    return replace(drawn, steps=[*steps, *rest])


def _sections(found: Comparison) -> Iterator[Section]:
    difference = found.difference
    yield Section(gettext("Identitas"), [_identity(each) for each in difference.identity])
    yield Section(gettext("Pelaksana"), [_element(each) for each in difference.lanes])
    yield Section(gettext("Kegiatan dan mutu baku"), [_element(each) for each in difference.steps])
    yield Section(gettext("Peristiwa dan gerbang"), [_element(each) for each in difference.places])
    yield Section(gettext("Garis alir"), [_arrow(each) for each in difference.arrows])


def _identity(change: IdentityChange) -> Entry:
    kind = Kind.CHANGED
    if not (change.old and change.new):
        kind = Kind.ADDED if change.new else Kind.REMOVED
    label = label_of(change.key)
    return Entry(kind, label, "", [Row(label, change.old, change.new)])


def _element(change: ElementChange) -> Entry:
    rows = [*map(_change, change.changes), *(row for each in change.fields for row in _field(each))]
    return Entry(change.kind, change.name, change.element, rows)


def _change(change: Change) -> Row:
    old, new = change.old, change.new
    if change.aspect is Aspect.KIND:
        old, new = (tuple(gettext(_STEP_KINDS[each]) for each in side) for side in (old, new))
    if change.aspect is Aspect.SEVERAL:
        old, new = (tuple(map(gettext, side)) for side in (old, new))
    return Row(gettext(change.aspect), old, new)


def _arrow(change: ArrowChange) -> Entry:
    arrow = change.arrow
    said = [f"{change.source} \N{RIGHTWARDS ARROW} {change.target}"]
    said += [f"({text})" for text in (arrow.name, arrow.condition) if text]
    return Entry(change.kind, " ".join(said), arrow.element, [])


def _field(change: FieldChange) -> Iterator[Row]:
    """A field that is new or gone in one row, else a row for each thing that is another."""
    old, new = change.old, change.new
    if old is None or new is None:
        yield Row(gettext("Isian formulir"), _named(old), _named(new))
        return
    differing = [aspect for aspect, said in _SAID.items() if said(old) != said(new)]
    for aspect in differing:
        label = gettext("Isian %(field)s: %(aspect)s", field=new.label, aspect=gettext(aspect))
        yield Row(label, _SAID[aspect](old), _SAID[aspect](new))
    if not differing:
        rules = gettext("aturan isian diubah")
        yield Row(gettext("Isian formulir"), (), (f"{new.label}: {rules}",))


def _named(field: Field | None) -> list[str]:
    return [f"{field.label} ({gettext(_FIELD_KINDS[field.kind])})"] if field else []


_SAID: Mapping[str, Callable[[Field], Sequence[str]]] = {
    N_("nama"): lambda field: [field.label],
    N_("jenis"): lambda field: [gettext(_FIELD_KINDS[field.kind])],
    N_("wajib diisi"): lambda field: [gettext(_YES if field.required else _NO)],
    N_("penjelasan"): lambda field: [field.description] if field.description else [],
    N_("pilihan"): lambda field: [option.label for option in field.options],
    N_("data pribadi"): lambda field: [gettext(_YES if field.personal else _NO)],
}
