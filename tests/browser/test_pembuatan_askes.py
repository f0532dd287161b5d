"""SOP 001: an office proposes ASKES for its civil servants, at desks."""

from __future__ import annotations

import re

from tests.browser.conftest import OfficeOf, Picture, Scans
from tests.browser.person import Answers, Step

SOP = "Pembuatan ASKES"
ORDER: Answers = {
    "Nomor surat masuk": "440/112/2026",
    "Tanggal surat masuk": "2026-11-18",
    "Asal surat": "Badan Kepegawaian Daerah",
    "Perihal": "Usulan ASKES triwulan IV",
    "Nama PNS yang diusulkan": "PNS Contoh",
    "NIP": "198001012006041001",
}
OUTGOING: Answers = {
    "Nomor surat keluar": "440/17/UMPEG/2026",
    "Tanggal surat": "2026-11-20",
    "Nomor agenda surat keluar": "A-17",
    "Jumlah salinan": "3",
    "Lokasi arsip": "Lemari 2, map ASKES",
    "Tanggal diantar ke PT ASKES": "2026-11-20",
    "Nama penerima di PT ASKES": "Petugas loket",
}


def steps(scans: Scans) -> list[Step]:
    """The eight steps as the office does them."""
    return [
        Step(
            "Sekretaris",
            "Memerintahkan pendataan PNS dan penyiapan usulan ASKES",
            {"Surat Masuk": scans.pdf},
        ),
        Step(
            "Kasubag Umum & Kepegawaian", "Menugaskan staf mendata PNS dan menyiapkan usulan ASKES"
        ),
        Step(
            "Staf",
            "Mendata PNS, memeriksa berkas, dan mengetik konsep surat",
            {
                "F.Copy Kartu Keluarga": scans.png,
                "Foto masing-masing 2x3 2lbr": scans.jpeg,
                "Catatan": "Satu PNS menyusulkan akta lahir anak.",
            },
        ),
        Step("Kasubag Umum & Kepegawaian", "Memeriksa berkas, mengoreksi dan memaraf konsep surat"),
        Step("Sekretaris", "Mengoreksi dan memaraf surat usulan penerbitan ASKES"),
        Step("Staf", "Memasukkan surat ke ruang Kadis untuk ditandatangani"),
        Step("Kepala Dinas", "Memeriksa dan menandatangani surat usulan ASKES"),
        Step(
            "Staf",
            "Menomori, menggandakan, mengarsipkan, dan mengantar berkas",
            {**OUTGOING, "Bukti tanda terima": scans.jpeg},
        ),
    ]


def test_askes_runs_from_the_order_to_the_archive(
    office_of: OfficeOf, scans: Scans, picture: Picture
) -> None:
    dinas = office_of("dinas")
    number = dinas["Sekretaris"].start(SOP, ORDER)
    assert re.fullmatch(r"dinas/\d{4}/\d{6}", number)
    done = steps(scans)
    dinas.walk(number, done[:6])
    head = dinas["Kepala Dinas"]
    head.open_case(number)
    picture(head.page, "case", "Posisi permohonan")
    dinas.walk(number, done[6:])

    head.open_case(number)
    head.expect_live()
    who = [("Permohonan didaftarkan", "Sekretaris Demo Sekretaris")]
    who += [(step.name, f"{step.role} Demo {step.role}") for step in done]
    assert head.history() == who
