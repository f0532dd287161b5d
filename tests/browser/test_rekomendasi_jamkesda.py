"""SOP 002: a recommendation for JAMKESDA, read in English, the applicant's steps at the counter."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OfficeOf, Picture, Scans
from tests.browser.person import Answers, Step

SOP = "Rekomendasi Penerima Bantuan JAMKESDA"
COUNTER = "Petugas Pelayanan"
NIK = "2172010101900001"
APPLICATION: Answers = {
    "Nama pemohon": "Pemohon Contoh",
    "NIK": NIK,
    "Nomor Kartu Keluarga": "2172010101900002",
    "Alamat": "Jalan Contoh 1, Tanjungpinang",
    "Perihal": "Rekomendasi JAMKESDA rawat inap",
}
NUMBERING: Answers = {
    "Nomor surat rekomendasi": "465.1/17/5.6.02/2026",
    "Tanggal surat rekomendasi": "2026-11-20",
    "Cap dinas sudah dibubuhkan": True,
    "Berkas yang diserahkan": "Surat rekomendasi asli",
    "Berkas yang diarsipkan": "Salinan rekomendasi dan persyaratan",
    "Lokasi arsip": "Lemari 1",
    "Nomor buku tanda terima": "TT-9",
}
RECEIPT: Answers = {
    "Tanggal diterima": "2026-11-20",
    "Nama penerima": "Pemohon Contoh",
    "Hubungan dengan pemohon": "Pemohon sendiri",
    "Nomor buku tanda terima": "TT-9",
}


def checks(scans: Scans) -> Answers:
    """What the counter finds in the papers and in both outside systems."""
    return {
        "Berkas persyaratan yang diterima": [
            "Surat Keterangan Tidak Mampu (SKTM)",
            "Fotokopi KK",
            "Fotokopi KTP",
            "Formulir Permohonan",
        ],
        "Pindaian berkas": scans.pdf,
        "Referensi SIKS-NG": "SIKS-2026-11",
        "Tanggal pengecekan SIKS-NG": "2026-11-20",
        "Hasil SIKS-NG": "Terdaftar",
        "Referensi Chika": "CHK-77",
        "Tanggal pengecekan Chika": "2026-11-20",
        "Status kepesertaan BPJS Kesehatan": "Tidak aktif",
        "Nomor buku register": "REG-12",
    }


def test_jamkesda_runs_from_the_counter_to_the_receipt_in_english(
    office_of: OfficeOf, scans: Scans, picture: Picture
) -> None:
    office = office_of("tanjungpinang", language="en")
    counter = office[COUNTER]
    number = counter.start(SOP, APPLICATION)
    expect(counter.page.locator("html")).to_have_attribute("lang", "en")
    picture(counter.page, "started", "Request registered")
    steps = [
        Step(COUNTER, "Mengajukan rekomendasi JAMKESDA"),
        Step(COUNTER, "Memeriksa berkas dan memproses rekomendasi", checks(scans)),
        Step("Jabatan Fungsional", "Memeriksa kelengkapan berkas dan melakukan pengecekan akhir"),
        Step("Kepala Bidang", "Menandatangani rekomendasi JAMKESDA"),
        Step(COUNTER, "Memilah berkas, memberi nomor dan cap, mencatat tanda terima", NUMBERING),
        Step(COUNTER, "Mengisi buku tanda terima rekomendasi JAMKESDA", RECEIPT),
    ]
    office.walk(number, steps)

    counter.open_case(number)
    counter.expect_live()
    history = dict(counter.history())
    for step in (steps[0], steps[5]):
        assert history[step.name] == f"{COUNTER} on behalf of Pemohon Demo {COUNTER}"
    assert history[steps[1].name] == f"{COUNTER} Demo {COUNTER}"
    assert NIK not in counter.page.content()
    with counter.page.expect_download() as download:
        counter.page.get_by_role("link", name="surat.pdf").first.click()
    assert download.value.path().read_bytes() == scans.pdf.read_bytes()
