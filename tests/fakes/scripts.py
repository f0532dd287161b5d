"""SOPs as scripts: 004 whole, the counter's steps of 002, and one that asks what 004 does not."""

from __future__ import annotations

from dataclasses import replace

from service.domain.definition import Arrow, Definition, Lane, Start, Step, StepKind
from service.domain.form import Form
from service.domain.form_builtin import (
    form_of_standard,
    subject_form,
    with_decision,
    with_how_many,
)
from service.domain.form_decision import Decision, DecisionOption, repetition
from service.domain.form_fields import Field, FieldKind
from service.domain.form_how_many import HowMany
from tests.fakes.scripted_engine import Script

KEPALA = Lane("Lajur_Kepala_Dinas", "Kepala Dinas")
KABID = Lane("Lajur_Kabid", "Kabid Rehabilitasi dan Jaminan Sosial")
KASI = Lane("Lajur_Kasi_Rehabsos", "Kasi Rehabsos")
PETUGAS = Lane("Lajur_Petugas_Pelayanan", "Petugas Pelayanan")
PEMOHON = Lane("Lajur_Pemohon", "Pemohon", represented_by="Petugas Pelayanan")


def start_form() -> Form:
    """What is asked at the counter: the subject, and the NIK, which is personal."""
    subject = subject_form()
    return replace(
        subject,
        fields=(*subject.fields, Field("nik", FieldKind.TEXT, "NIK", max_length=16, personal=True)),
    )


def _step(
    number: str,
    name: str,
    lane: Lane,
    *,
    waktu: str = "5 menit",
    kelengkapan: tuple[str, ...] = (),
    output: tuple[str, ...] = (),
) -> Step:
    return Step(
        element=f"Kegiatan_{number}",
        name=name,
        kind=StepKind.TASK,
        lane=lane,
        form=form_of_standard(kelengkapan, output),
        number=number,
        requirements=kelengkapan,
        standard_time=waktu,
        outputs=output,
    )


def _definition(key: str, name: str, lanes: tuple[Lane, ...], *steps: Step) -> Definition:
    names = {step.element: step.name for step in steps}
    return Definition(
        hash="",
        key=key,
        name=name,
        office_name="DINSOSPPKB Kabupaten Rembang",
        lanes=lanes,
        starts={"Mulai": Start("Mulai", "Mulai", steps[0].lane, start_form())},
        steps={step.element: step for step in steps},
        names={"Mulai": "Mulai", **names, "Selesai": "Selesai"},
    )


PERSETUJUAN = Decision(
    "Keputusan_3",
    "Disetujui?",
    (
        DecisionOption("Alir_3_Ya", "Ya", needs_reason=False),
        DecisionOption("Alir_3_Tidak", "Tidak", needs_reason=True),
    ),
)


def _decided(step: Step, decision: Decision) -> Step:
    return replace(step, form=with_decision(step.form, decision))


def _counted(step: Step, how_many: HowMany) -> Step:
    return replace(step, form=with_how_many(step.form, how_many))


PENGANTAR_KIS = Script(
    _definition(
        "pengantar-kis",
        "Pelayanan Surat Pengantar Pembuatan KIS",
        (KEPALA, KABID, KASI, PETUGAS),
        _step(
            "1",
            "Menerima permohonan dari masyarakat",
            PETUGAS,
            kelengkapan=(
                "SKTM dari desa mengetahui kecamatan",
                "Fotocopy KK",
                "Fotocopy KTP/Akta Lahir",
                "Fotocopy KIS bagi semua keluarga",
                "Screenshot DTKS dari desa",
            ),
        ),
        _step("2", "Memverifikasi permohonan masyarakat", KASI),
        _decided(
            _step(
                "3",
                "Memberi persetujuan dan paraf Pengantar Pembuatan KIS",
                KABID,
                output=("Paraf",),
            ),
            PERSETUJUAN,
        ),
        _step("4", "Menandatangani Surat Pengantar Pembuatan KIS", KEPALA),
        _step(
            "5",
            "Menyerahkan Surat Pengantar Pembuatan KIS kepada Pemohon",
            PETUGAS,
            waktu="",
            output=("Surat Pengantar",),
        ),
    ),
    following={
        "Mulai": "Kegiatan_1",
        "Kegiatan_1": "Kegiatan_2",
        "Kegiatan_2": "Kegiatan_3",
        "Alir_3_Ya": "Kegiatan_4",
        "Alir_3_Tidak": "Kegiatan_2",
        "Kegiatan_4": "Kegiatan_5",
        "Kegiatan_5": "Selesai",
    },
    forms=("permohonan",),
)

REKOMENDASI_JAMKESDA = Script(
    _definition(
        "rekomendasi-jamkesda",
        "Pelayanan Rekomendasi JAMKESDA",
        (PEMOHON, PETUGAS),
        _step("1", "Mengajukan rekomendasi JAMKESDA", PEMOHON),
        _step("2", "Memeriksa berkas dan memproses rekomendasi", PETUGAS),
    ),
    following={"Mulai": "Kegiatan_1", "Kegiatan_1": "Kegiatan_2", "Kegiatan_2": "Selesai"},
)

BANTUAN = Decision(
    "Pilihan_1",
    "Bantuan apa yang diberikan?",
    (
        DecisionOption("Alir_1_Sembako", "Sembako", needs_reason=False),
        DecisionOption("Alir_1_Uang", "Uang", needs_reason=False),
        DecisionOption("Alir_1_Kembali", "Berkas dikembalikan", needs_reason=True),
    ),
    many=True,
)

PENYALURAN_BANTUAN = Script(
    replace(
        _definition(
            "penyaluran-bantuan",
            "Penyaluran Bantuan Sosial",
            (PETUGAS,),
            _decided(
                replace(_step("1", "Memeriksa permohonan bantuan", PETUGAS), element="Memeriksa"),
                BANTUAN,
            ),
            _counted(
                replace(_step("2", "Menyalurkan bantuan", PETUGAS), element="Menyalurkan"),
                HowMany("Menyalurkan"),
            ),
            _decided(
                replace(_step("3", "Mengunjungi penerima", PETUGAS), element="Mengunjungi"),
                repetition("Mengunjungi"),
            ),
        ),
        arrows=(
            Arrow("Alir_1_Sembako", "Pilihan_1", "Gabung", "Sembako", ""),
            Arrow("Alir_1_Uang", "Pilihan_1", "Gabung", "Uang", ""),
            Arrow("Alir_1_Kembali", "Pilihan_1", "Memeriksa", "Berkas dikembalikan", ""),
            Arrow("Alir_2", "Gabung", "Menyalurkan", "", ""),
            Arrow("Alir_3", "Menyalurkan", "Mengunjungi", "", ""),
        ),
    ),
    following={
        "Mulai": "Memeriksa",
        "Alir_1_Sembako": "Menyalurkan",
        "Alir_1_Sembako Alir_1_Uang": "Menyalurkan",
        "Alir_1_Sembako Alir_1_Kembali": "Memeriksa",
        "Alir_1_Uang Alir_1_Kembali": "Menyalurkan",
        "Menyalurkan": "Mengunjungi",
        "Mengunjungi:ulangi": "Mengunjungi",
        "Mengunjungi:lanjut": "Selesai",
    },
)
