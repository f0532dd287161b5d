"""Read what a person sent for one field: its value, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from service.domain import form_pattern
from service.domain.errors import N_
from service.domain.form_fields import (
    Answer,
    Field,
    FieldKind,
    FileRef,
    Problem,
    RequirementAnswer,
    Submitted,
    TextFormat,
)

MOST_FILES = 20
"""Files that one field may take."""

_LONGEST_NUMBER = 30
_YEARS = range(1900, 2101)
_TICKED = {"ya"}

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS_OR_FRACTION = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_TYPED_DATE = re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
_PHONE = re.compile(r"(?:\+|0)[0-9]{6,15}")
_BETWEEN_DIGITS = str.maketrans("", "", " -.()")

_BREAKS = re.compile(r"[\n\t\u00a0\u2028\u2029]+")
_INVISIBLE = {"Cc", "Cf", "Cs"}  # controls (NUL too), zero-width marks, halves of surrogates
_LINES = {"\n", "\t"}


def read_answer(field: Field, submitted: Submitted) -> Answer | Problem | None:
    """The value of one field; blank as `blank_of` says, whether or not it is required."""
    files = tuple(submitted.files.get(field.key, ()))
    sent = (_clean(raw, field.kind) for raw in submitted.texts.get(field.key, ()))
    texts = tuple(text for text in sent if text)
    if field.kind in _ATTACHED:
        return _ATTACHED[field.kind](field, texts, files)
    if field.kind is FieldKind.CHOICES:
        return _choices(field, texts)
    if len(texts) > 1:
        return Problem(N_("Isi satu nilai saja."))
    return _SINGLE[field.kind](field, texts[0]) if texts else blank_of(field)


def blank_of(field: Field) -> Answer | None:
    """What an unanswered field holds."""
    match field.kind:
        case FieldKind.CHECKBOX:
            return False
        case FieldKind.CHOICES | FieldKind.FILE:
            return ()
        case FieldKind.REQUIREMENT:
            return RequirementAnswer(present=False)
        case _:
            return None


def _clean(raw: str, kind: FieldKind) -> str:
    """`raw` without what nobody can see; of a line of text, without line breaks too.

    What is chosen stays as it is: it must be one of the options to the letter.
    """
    if kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        return raw
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if kind is not FieldKind.LONG_TEXT:
        text = _BREAKS.sub(" ", text)
    kept = (c for c in text if c in _LINES or unicodedata.category(c) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _text(field: Field, text: str) -> str | Problem:
    if field.max_length is not None and len(text) > field.max_length:
        return Problem(N_("Isi paling banyak %(most)s karakter."), {"most": field.max_length})
    if field.min_length is not None and len(text) < field.min_length:
        return Problem(N_("Isi sekurangnya %(least)s karakter."), {"least": field.min_length})
    return _misspelling(field, text) or text


def _misspelling(field: Field, text: str) -> Problem | None:
    if field.pattern is not None and not form_pattern.matches(field.pattern, text):
        if field.pattern_message:
            return Problem("%(message)s", {"message": field.pattern_message})
        return Problem(N_("Isian tidak sesuai dengan bentuk yang diminta."))
    return _wrong_address(field.text_format, text)


def _wrong_address(text_format: TextFormat | None, text: str) -> Problem | None:
    if text_format is TextFormat.EMAIL and not _EMAIL.fullmatch(text):
        return Problem(N_("Isi alamat surel yang benar, misalnya nama@contoh.go.id."))
    # form-js takes only +62…; people here write 08…, with blanks, so both are taken.
    if text_format is TextFormat.PHONE and not _PHONE.fullmatch(text.translate(_BETWEEN_DIGITS)):
        return Problem(N_("Isi nomor telepon yang benar, misalnya 0812-3456-7890."))
    return None


def _number(field: Field, text: str) -> Decimal | Problem:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return Problem(N_("Isi angka saja, misalnya 1500 atau 12,5."))
    if _THOUSANDS_OR_FRACTION.fullmatch(text):
        return Problem(
            N_("“%(value)s” dapat dibaca dua cara. Tulis tanpa pemisah ribuan, misalnya 1500."),
            {"value": text},
        )
    number = Decimal(text.replace(",", "."))
    return _too_fine(field, number) or _out_of_bounds(field, number) or number


def _too_fine(field: Field, number: Decimal) -> Problem | None:
    fraction = -int(number.as_tuple().exponent)
    if field.decimal_digits is None or fraction <= field.decimal_digits:
        return None
    if field.decimal_digits == 0:
        return Problem(N_("Isi bilangan bulat."))
    return Problem(
        N_("Isi paling banyak %(digits)s angka di belakang koma."),
        {"digits": field.decimal_digits},
    )


def _out_of_bounds(field: Field, number: Decimal) -> Problem | None:
    if field.minimum is not None and number < field.minimum:
        return Problem(N_("Isi angka sekurangnya %(least)s."), {"least": _shown(field.minimum)})
    if field.maximum is not None and number > field.maximum:
        return Problem(N_("Isi angka paling besar %(most)s."), {"most": _shown(field.maximum)})
    return None


def _shown(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _date(_field: Field, text: str) -> date | Problem:
    found = _ISO_DATE.fullmatch(text) or _TYPED_DATE.fullmatch(text)
    try:
        if found and int(found["year"]) in _YEARS:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:  # the 31st of June
        pass
    return Problem(N_("Isi tanggal yang benar, misalnya 31/12/2025."))


def _choice(field: Field, text: str) -> str | Problem:
    if any(option.value == text for option in field.options):
        return text
    return Problem(N_("Pilih dari daftar yang tersedia."))


def _choices(field: Field, texts: tuple[str, ...]) -> tuple[str, ...] | Problem:
    """What was ticked, once each, in the order of the form."""
    ticked = set(texts)
    chosen = tuple(option.value for option in field.options if option.value in ticked)
    if len(chosen) < len(ticked):
        return Problem(N_("Pilih dari daftar yang tersedia."))
    return chosen


def _tick(_field: Field, text: str) -> bool | Problem:
    return text in _TICKED or Problem(N_("Centang atau kosongkan kotak ini."))


def _files(
    field: Field, _texts: tuple[str, ...], files: tuple[FileRef, ...]
) -> tuple[FileRef, ...] | Problem:
    most = MOST_FILES if field.multiple else 1
    if len(files) > most:
        return Problem(N_("Lampirkan paling banyak %(most)s berkas."), {"most": most})
    if any(file.media_type not in field.accept for file in files):
        return Problem(N_("Jenis berkas ini tidak diterima di sini."))
    return files


def _requirement(
    field: Field, texts: tuple[str, ...], files: tuple[FileRef, ...]
) -> RequirementAnswer | Problem:
    """Ticked, or shown by its scan: who attaches a document has it."""
    attached = _files(field, texts, files)
    if isinstance(attached, Problem):
        return attached
    if not _TICKED.issuperset(texts):
        return Problem(N_("Centang atau kosongkan kotak ini."))
    return RequirementAnswer(present=bool(texts or attached), files=attached)


_ATTACHED: Mapping[
    FieldKind,
    Callable[[Field, tuple[str, ...], tuple[FileRef, ...]], Answer | Problem],
] = {FieldKind.FILE: _files, FieldKind.REQUIREMENT: _requirement}
_SINGLE: Mapping[FieldKind, Callable[[Field, str], Answer | Problem]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.CHECKBOX: _tick,
}
