"""The identity block of an SOP: its properties in the paper's order, under the paper's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.domain.definition import Definition
from service.domain.errors import N_
from service.web.shapes import Entry
from service.web.times import Times
from service.web.translation import gettext

_LABELS: Mapping[str, str] = {
    "instansi": N_("Instansi/Unit Kerja"),
    "nomor_sop": N_("Nomor SOP"),
    "tanggal_pembuatan": N_("Tanggal Pembuatan"),
    "tanggal_revisi": N_("Tanggal Revisi"),
    "tanggal_efektif": N_("Tanggal Efektif"),
    "tanggal_pengesahan": N_("Tanggal Pengesahan"),
    "dibuat_oleh": N_("Dibuat oleh"),
    "disahkan_oleh": N_("Disahkan oleh"),
    "nama_sop": N_("Nama SOP"),
    "dasar_hukum": N_("Dasar Hukum"),
    "keterkaitan": N_("Keterkaitan"),
    "peringatan": N_("Peringatan"),
    "kualifikasi_pelaksana": N_("Kualifikasi Pelaksana"),
    "peralatan": N_("Peralatan/Perlengkapan"),
    "pencatatan": N_("Pencatatan dan Pendataan"),
    "persyaratan": N_("Persyaratan"),
    "jangka_waktu": N_("Jangka Waktu Penyelesaian"),
    "biaya": N_("Biaya"),
    "asumsi": N_("Asumsi"),
}

# Not every paper has these; the others, where they are missing, are shown as missing.
_OPTIONAL = {
    "tanggal_efektif",
    "dibuat_oleh",
    "persyaratan",
    "jangka_waktu",
    "biaya",
    "asumsi",
}


def identity_of(definition: Definition, times: Times) -> list[Entry]:
    """The block's lines; no values: the source does not say."""
    lines = ((key, label, _all(definition, key)) for key, label in _LABELS.items())
    return [
        Entry(gettext(label), [_spoken(value, times) for value in values])
        for key, label, values in lines
        if values or key not in _OPTIONAL
    ]


def label_of(key: str) -> str:
    """What the paper calls a line of the block; its own key where the paper has none."""
    return gettext(_LABELS[key]) if key in _LABELS else key


def name_of(definition: Definition) -> str:
    """The SOP's name; of a version that is gone nobody knows it."""
    return definition.name or gettext("SOP tidak ditemukan")


def number_of(definition: Definition) -> str:
    """Nomor SOP, as printed; empty where the source has none."""
    return "; ".join(_all(definition, "nomor_sop"))


def service_of(definition: Definition) -> dict[str, object]:
    """What an applicant asks first (UU 25/2009): requirements, time, cost."""
    return {
        "requirements": _all(definition, "persyaratan"),
        "time": "; ".join(_all(definition, "jangka_waktu")),
        "cost": "; ".join(_all(definition, "biaya")),
    }


def _all(definition: Definition, key: str) -> list[str]:
    return [value for name, value in definition.identity if name == key]


def _spoken(value: str, times: Times) -> str:
    """Dates stand in the file as ISO 8601."""
    try:
        return times.day(date.fromisoformat(value))
    except ValueError:
        return value
