"""The forms nobody draws: from a step's mutu baku, for a confirmation, for a start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.domain.errors import N_
from service.domain.form import Form
from service.domain.form_decision import Decision
from service.domain.form_fields import Field, FieldKind
from service.domain.form_how_many import HowMany

_LONGEST_LINE = 200
_LONGEST_NOTE = 2_000


def form_of_standard(requirements: Sequence[str], outputs: Sequence[str]) -> Form:
    """The form of a step that has none: what must be there, what it leaves, a note.

    A requirement (kelengkapan) that is not ticked is missing, which is an answer too; each
    output must be confirmed.
    """
    return Form(
        id="mutu_baku",
        title=N_("Pelaksanaan kegiatan"),
        fields=(
            *_list(
                N_("Kelengkapan"),
                N_("Centang yang ada. Berkasnya dapat dilampirkan (PDF, JPEG, atau PNG)."),
                [
                    Field(f"kelengkapan_{n}", FieldKind.REQUIREMENT, label, multiple=True)
                    for n, label in enumerate(requirements, start=1)
                ],
            ),
            *_list(
                N_("Keluaran"),
                N_(
                    "Centang bila sudah selesai. Berkasnya dapat dilampirkan (PDF, JPEG, atau PNG)."
                ),
                [
                    Field(
                        f"keluaran_{n}",
                        FieldKind.REQUIREMENT,
                        label,
                        required=True,
                        multiple=True,
                        output=True,
                    )
                    for n, label in enumerate(outputs, start=1)
                ],
            ),
            _note(),
        ),
    )


def with_decision(form: Form, decision: Decision) -> Form:
    """`form` with the choice, and the reason where one may be needed, after its own fields."""
    return replace(form, fields=(*form.fields, *decision.fields), decision=decision)


def with_how_many(form: Form, how_many: HowMany) -> Form:
    """`form` with the question how often an element is done after its own fields."""
    return replace(form, fields=(*form.fields, how_many.field), how_many=how_many)


def confirmation_form() -> Form:
    """The form by which a person confirms that a message has come."""
    return Form(
        id="konfirmasi",
        title=N_("Konfirmasi penerimaan"),
        fields=(
            Field("tanggal_diterima", FieldKind.DATE, N_("Tanggal diterima"), required=True),
            Field(
                "referensi",
                FieldKind.TEXT,
                N_("Nomor referensi"),
                description=N_("Nomor surat atau tanda terima dari pengirim."),
                required=True,
                max_length=_LONGEST_LINE,
            ),
            Field("berkas", FieldKind.FILE, N_("Berkas"), multiple=True),
            _note(),
        ),
    )


def subject_form() -> Form:
    """The form that starts a case when its SOP brings none."""
    return Form(
        id="perihal",
        title=N_("Permohonan baru"),
        fields=(
            Field(
                "perihal",
                FieldKind.TEXT,
                N_("Perihal"),
                description=N_("Satu kalimat yang membedakan permohonan ini dari yang lain."),
                required=True,
                max_length=_LONGEST_LINE,
                subject=True,
            ),
        ),
    )


def _list(heading: str, explanation: str, fields: list[Field]) -> list[Field]:
    """`fields` under a heading, or nothing when there are none."""
    return [Field("", FieldKind.NOTE, heading, explanation), *fields] if fields else []


def _note() -> Field:
    return Field("catatan", FieldKind.LONG_TEXT, N_("Catatan"), max_length=_LONGEST_NOTE)
