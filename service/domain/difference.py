"""What is different between two versions of an SOP, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from service.domain.definition import Arrow, Definition, Lane, Start, Step
from service.domain.errors import N_
from service.domain.form import Form
from service.domain.form_builtin import form_of_standard
from service.domain.form_fields import Field

_STANDARD_FORM = form_of_standard((), ()).id


class Kind(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Aspect(StrEnum):
    """What of an element is another; the value is what to call it (Indonesian)."""

    NAME = N_("Nama")
    LANE = N_("Pelaksana")
    DONE_BY = N_("Dikerjakan oleh")
    KIND = N_("Jenis langkah")
    NUMBER = N_("No")
    SENTENCE = N_("Uraian kegiatan")
    REQUIREMENTS = N_("Kelengkapan")
    TIME = N_("Waktu")
    OUTPUTS = N_("Output (Keluaran)")
    REMARKS = N_("Keterangan")
    DECISION = N_("Keputusan")
    SEVERAL = N_("Boleh memilih lebih dari satu")


@dataclass(frozen=True)
class Change:
    """One aspect before and after; a side without values had none."""

    aspect: Aspect
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field of a form before and after; None where there was none."""

    old: Field | None
    new: Field | None


@dataclass(frozen=True)
class ElementChange:
    """What became of one drawn element; `name` is the newer of its names."""

    kind: Kind
    element: str
    name: str
    changes: tuple[Change, ...] = ()
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ArrowChange:
    """A flow that is there no more, or newly: between which elements, by their names."""

    kind: Kind
    arrow: Arrow
    source: str
    target: str


@dataclass(frozen=True)
class IdentityChange:
    """One line of the identity block (by its key) before and after."""

    key: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs. `places` are elements that are no step: events, gateways."""

    identity: tuple[IdentityChange, ...]
    lanes: tuple[ElementChange, ...]
    steps: tuple[ElementChange, ...]
    places: tuple[ElementChange, ...]
    arrows: tuple[ArrowChange, ...]

    def marks(self, alone: Kind) -> Mapping[str, Kind]:
        """What became of each element of one drawing: the one that alone has those `alone`."""
        elements = [(e.element, e.kind) for e in chain(self.lanes, self.steps, self.places)]
        arrows = [(each.arrow.element, each.kind) for each in self.arrows]
        return {key: kind for key, kind in (*elements, *arrows) if kind in {alone, Kind.CHANGED}}


def difference(old: Definition, new: Definition) -> Difference:
    """What `new` has otherwise than `old`; elements are the same by their ids."""
    return Difference(
        identity=tuple(_identity(old, new)),
        lanes=_elements(_by_id(old.lanes), _by_id(new.lanes), _lane),
        steps=_elements(old.steps, new.steps, _step),
        places=_elements(_places(old), _places(new), _place),
        arrows=tuple(_arrows(old, new)),
    )


def _identity(old: Definition, new: Definition) -> Iterator[IdentityChange]:
    before, after = _block(old), _block(new)
    for key in {**before, **after}:
        change = IdentityChange(key, before.get(key, ()), after.get(key, ()))
        if change.old != change.new:
            yield change


def _block(definition: Definition) -> dict[str, tuple[str, ...]]:
    block = {"instansi": (definition.office_name,), "nama_sop": (definition.name,)}
    keys = dict.fromkeys(key for key, _ in definition.identity)
    said = {key: tuple(v for k, v in definition.identity if k == key) for key in keys}
    return {key: values for key, values in {**block, **said}.items() if any(values)}


_Element = TypeVar("_Element", Lane, Step, "_Place")
_Differences = tuple[Iterable[Change], Iterable[FieldChange]]


def _elements(
    old: Mapping[str, _Element],
    new: Mapping[str, _Element],
    differences: Callable[[_Element, _Element], _Differences],
) -> tuple[ElementChange, ...]:
    """In the order of the newer drawing, what was removed at the end."""

    def found() -> Iterator[ElementChange]:
        for element, after in new.items():
            if element not in old:
                yield ElementChange(Kind.ADDED, element, after.name)
                continue
            changes, fields = differences(old[element], after)
            change = ElementChange(Kind.CHANGED, element, after.name, tuple(changes), tuple(fields))
            if change.changes or change.fields:
                yield change
        for element, before in old.items():
            if element not in new:
                yield ElementChange(Kind.REMOVED, element, before.name)

    return tuple(found())


def _by_id(lanes: Sequence[Lane]) -> dict[str, Lane]:
    return {lane.id: lane for lane in lanes}


def _lane(old: Lane, new: Lane) -> _Differences:
    given = (old.represented_by, old.done_by) != (new.represented_by, new.done_by)
    doers = [(Aspect.DONE_BY, old.performer, new.performer)] if given else []
    return _changes([(Aspect.NAME, old.name, new.name), *doers]), ()


def _step(old: Step, new: Step) -> _Differences:
    moved = old.lane.id != new.lane.id and old.lane.name != new.lane.name
    changes = _changes(
        [
            (Aspect.NAME, old.name, new.name),
            *([(Aspect.LANE, old.lane.name, new.lane.name)] if moved else []),
            (Aspect.KIND, old.kind, new.kind),
            (Aspect.NUMBER, old.number, new.number),
            (Aspect.SENTENCE, old.documentation, new.documentation),
            (Aspect.REQUIREMENTS, old.requirements, new.requirements),
            (Aspect.TIME, old.standard_time, new.standard_time),
            (Aspect.OUTPUTS, old.outputs, new.outputs),
            (Aspect.REMARKS, old.remarks, new.remarks),
            (Aspect.DECISION, _ways(old.form), _ways(new.form)),
            (Aspect.SEVERAL, _several(old.form), _several(new.form)),
        ]
    )
    return changes, _fields(old.form, new.form)


@dataclass(frozen=True)
class _Place:
    """An element that is no step; a start asks by a form."""

    name: str
    form: Form | None


def _places(definition: Definition) -> dict[str, _Place]:
    arrows = {arrow.element for arrow in definition.arrows}
    return {
        element: _Place(name or element, _form_of(definition.starts.get(element)))
        for element, name in definition.names.items()
        if element not in arrows and element not in definition.steps
    }


def _form_of(start: Start | None) -> Form | None:
    return start.form if start else None


def _place(old: _Place, new: _Place) -> _Differences:
    fields = _fields(old.form, new.form) if old.form and new.form else ()
    return _changes([(Aspect.NAME, old.name, new.name)]), fields


def _changes(
    aspects: Iterable[tuple[Aspect, str | tuple[str, ...], str | tuple[str, ...]]],
) -> Iterator[Change]:
    for aspect, before, after in aspects:
        if before != after:
            yield Change(aspect, _values(before), _values(after))


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _ways(form: Form) -> tuple[str, ...]:
    """The answers of a decision, as they are labelled."""
    return tuple(option.label for option in form.decision.options) if form.decision else ()


def _several(form: Form) -> str:
    return N_("Ya") if form.decision and form.decision.many else ""


def _fields(old: Form, new: Form) -> Iterator[FieldChange]:
    before, after = _drawn(old), _drawn(new)
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield FieldChange(before.get(key), after.get(key))


def _drawn(form: Form) -> dict[str, Field]:
    """What a form file asks, and how often something is done; what comes from the mutu baku or a
    gateway is compared there."""
    if form.id == _STANDARD_FORM:
        return {form.how_many.key: form.how_many.field} if form.how_many else {}
    decision = form.decision.fields if form.decision else ()
    return {field.key or field.label: field for field in form.fields if field not in decision}


def _arrows(old: Definition, new: Definition) -> Iterator[ArrowChange]:
    """An arrow is the same when it means the same, whatever its id."""
    before, after = ({_meaning(each) for each in both.arrows} for both in (old, new))
    for kind, definition, others in ((Kind.ADDED, new, before), (Kind.REMOVED, old, after)):
        names = definition.names
        for arrow in definition.arrows:
            if _meaning(arrow) not in others:
                source, target = (names.get(end) or end for end in (arrow.source, arrow.target))
                yield ArrowChange(kind, arrow, source, target)


def _meaning(arrow: Arrow) -> tuple[str, str, str, str]:
    return arrow.source, arrow.target, arrow.name, arrow.condition
