"""Read a form-js file (the `.form` files that Camunda Modeler edits) into fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from service.domain import form_pattern
from service.domain.errors import N_
from service.domain.form_answers import read_answer
from service.domain.form_component import Component, cannot_honour
from service.domain.form_fields import (
    MEDIA_TYPES,
    Field,
    FieldKind,
    InvalidForm,
    Option,
    Problem,
    Submitted,
    TextFormat,
)

LONGEST_TEXT = 500
"""Characters a line of text may have when the form sets no limit."""
LONGEST_LONG_TEXT = 10_000
"""The same for several lines, and the most that a form may allow for either."""

_KINDS: Mapping[str, FieldKind] = {
    "textfield": FieldKind.TEXT,
    "textarea": FieldKind.LONG_TEXT,
    "number": FieldKind.NUMBER,
    "datetime": FieldKind.DATE,
    "select": FieldKind.CHOICE,
    "radio": FieldKind.CHOICE,
    "checklist": FieldKind.CHOICES,
    "checkbox": FieldKind.CHECKBOX,
    "filepicker": FieldKind.FILE,
}
_WITHOUT_MEANING = {"separator", "spacer"}
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_RESERVED = {"act", "csrf_token"}  # hidden fields of every form on a page
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`)(?=\S)([^*_`\n]+)\1(?!\w)")


@dataclass(frozen=True, slots=True)
class Schema:
    """What a form-js file says: its id, its title (a heading on top, else empty), its fields."""

    id: str
    title: str
    fields: tuple[Field, ...]


def read_schema(text: str | bytes, name: str) -> Schema:
    """Read one form-js file called `name`; raise InvalidForm with the place and the remedy."""
    root = Component(name, N_("berkas"), _json_object(text, name))
    if root.raw.get("type") != "default" or not root.text("id"):
        raise root.refusal(N_("bukan formulir form-js. Simpan ulang dengan Camunda Modeler."))
    components = root.children()
    if not components:
        raise root.refusal(N_("formulir kosong. Tambahkan sekurangnya satu komponen."))
    fields = [field for component in components for field in _fields(component)]
    _check_keys(fields, root)
    title = _title(components[0])
    return Schema(root.text("id"), title, tuple(fields[1:] if title else fields))


def _title(first: Component) -> str:
    """The heading on top, alone there; empty when the form begins with another component."""
    note = next(_notes(first.text("text")), None) if first.literal("type") == "text" else None
    return note.label if note and not note.description else ""


def _json_object(text: str | bytes, name: str) -> Mapping[str, object]:
    try:
        source = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        read: object = json.loads(source, parse_float=Decimal)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        problem = Problem(N_("isinya bukan JSON. Simpan ulang dengan Camunda Modeler."))
        raise InvalidForm(name, N_("berkas"), problem)
    return read


def _check_keys(fields: list[Field], root: Component) -> None:
    keys = [field.key for field in fields if field.kind is not FieldKind.NOTE]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise Component(root.form, twice, {}).refusal(
            N_("kunci (Key) ini dipakai dua kali. Beri setiap isian kunci sendiri.")
        )


def _fields(component: Component) -> Iterator[Field]:
    """The fields of one component: none, one, or those of a group under its heading."""
    cannot_honour(component)
    kind = component.literal("type")
    if kind == "group":
        if label := component.text("label"):
            yield Field(key="", kind=FieldKind.NOTE, label=label)
        for child in component.children():
            yield from _fields(child)
    elif kind == "text":
        yield from _notes(component.text("text"))
    elif kind in _KINDS:
        yield _field(component, _KINDS[kind])
    elif kind not in _WITHOUT_MEANING and not _submits(component):
        raise component.refusal(
            N_("jenis komponen “%(type)s” belum didukung. Gunakan jenis lain atau hapus."),
            type=kind,
        )


def _submits(component: Component) -> bool:
    """Whether this is the submit button, which every page of a form has anyway."""
    return (component.raw.get("type"), component.raw.get("action", "submit")) == (
        "button",
        "submit",
    )


def _notes(markdown: str) -> Iterator[Field]:
    """Static text as headings with the paragraphs below each; other markup is taken off."""
    before, *rest = _HEADING.split(markdown)
    for heading, body in zip(["", *rest[0::2]], [before, *rest[1::2]], strict=True):
        label, description = _plain(heading), _plain(body)
        if label or description:
            yield Field(key="", kind=FieldKind.NOTE, label=label, description=description)


def _plain(markdown: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", markdown)).strip()


def _field(component: Component, kind: FieldKind) -> Field:
    validate = component.within("validate")
    pattern = _pattern(validate)
    field = Field(
        key=_key(component),
        kind=kind,
        label=component.text("dateLabel" if kind is FieldKind.DATE else "label"),
        description=component.text("description"),
        required=validate.flag("required"),
        options=_options(component) if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else (),
        min_length=validate.whole("minLength"),
        max_length=_max_length(validate, kind, pattern),
        minimum=validate.decimal("min"),
        maximum=validate.decimal("max"),
        decimal_digits=component.whole("decimalDigits"),
        pattern=pattern,
        pattern_message=validate.literal("patternErrorMessage"),
        text_format=_text_format(validate),
        multiple=component.flag("multiple"),
        accept=_accept(component),
        default=_default(component),
        personal=_property(component, "pribadi"),
        subject=_property(component, "subjek"),
    )
    _check(field, component)
    return field


def _key(component: Component) -> str:
    key = component.raw.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise component.refusal(
            N_("kunci (Key) harus huruf latin, angka, atau garis bawah. Isi atau perbaiki.")
        )
    if key in _RESERVED:
        raise component.refusal(N_("kunci (Key) ini dipakai halaman sendiri. Pilih kunci lain."))
    return key


def _options(component: Component) -> tuple[Option, ...]:
    options = tuple(
        Option(value=item.literal("value"), label=item.literal("label") or item.literal("value"))
        for item in component.list_of("values")
    )
    values = [option.value for option in options]
    if not values or "" in values or len(set(values)) < len(values):
        raise component.refusal(
            N_("pilihan harus ada, dan masing-masing memiliki nilai sendiri. Lengkapi pilihannya.")
        )
    return options


def _pattern(validate: Component) -> str | None:
    pattern = validate.literal("pattern") or None
    if pattern and (problem := form_pattern.problem_of(pattern)):
        raise validate.refusal(problem.message, **problem.values)
    return pattern


def _max_length(validate: Component, kind: FieldKind, pattern: str | None) -> int | None:
    if kind not in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
        return None
    longest = LONGEST_TEXT if kind is FieldKind.TEXT else LONGEST_LONG_TEXT
    most = form_pattern.LONGEST_MATCHED if pattern else LONGEST_LONG_TEXT
    asked = validate.whole("maxLength")
    if asked is not None and asked > most:
        message = N_("panjang paling banyak %(most)s karakter. Kecilkan batasnya.")
        raise validate.refusal(message, most=most)
    return asked if asked is not None else min(longest, most)


def _text_format(validate: Component) -> TextFormat | None:
    asked = validate.literal("validationType")
    if asked in {"", "custom"}:
        return None
    if asked not in set(TextFormat):
        message = N_("pemeriksaan “%(type)s” belum didukung. Gunakan email atau phone.")
        raise validate.refusal(message, type=asked)
    return TextFormat(asked)


def _accept(component: Component) -> tuple[str, ...]:
    asked = component.text("accept")
    endings = [ending.strip().lower() for ending in asked.split(",") if ending.strip()]
    known = {**MEDIA_TYPES, **{media_type: media_type for media_type in MEDIA_TYPES.values()}}
    if any(ending not in known for ending in endings):
        raise component.refusal(
            N_("jenis berkas “%(accept)s” tidak diterima. Gunakan .pdf, .jpg, .jpeg, atau .png."),
            accept=asked,
        )
    return tuple(dict.fromkeys(known[ending] for ending in endings or MEDIA_TYPES))


def _default(component: Component) -> tuple[str, ...]:
    """The default as an HTML form would post it."""
    match component.raw.get("defaultValue"):
        case None | False | "":
            return ()
        case True:
            return ("ya",)
        case list() as many:
            return tuple(map(str, many))
        case one:
            return (str(one),)


def _property(component: Component, name: str) -> bool:
    value = component.within("properties").literal(name)
    if value not in {"", "ya", "tidak"}:
        message = N_("properti “%(name)s” harus “ya” atau “tidak”. Perbaiki.")
        raise component.refusal(message, name=name)
    return value == "ya"


def _check(field: Field, component: Component) -> None:
    """Refuse what no answer could satisfy, and what would show personal data everywhere."""
    limits = ((field.min_length, field.max_length), (field.minimum, field.maximum))
    if any(low is not None and high is not None and low > high for low, high in limits):
        raise component.refusal(N_("batas bawah melebihi batas atas. Perbaiki batasnya."))
    if not field.label:
        raise component.refusal(N_("nama isian (label) kosong. Isi labelnya."))
    if isinstance(read_answer(field, Submitted({field.key: field.default})), Problem):
        raise component.refusal(N_("nilai awal tidak dapat menjadi jawaban. Perbaiki."))
    if field.subject and (
        field.personal or field.kind not in {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CHOICE}
    ):
        raise component.refusal(
            N_("subjek harus berupa teks atau pilihan, dan bukan data pribadi. Ubah propertinya.")
        )
