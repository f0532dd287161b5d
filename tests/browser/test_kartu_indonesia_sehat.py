"""SOP 003: a health card for a civil servant, on phones, each decision both ways."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OfficeOf, Picture, Scans
from tests.browser.person import Answers, Step

SOP = "Pelayanan Permohonan Kartu Indonesia Sehat"
KORPEL = "Korpel Kepegawaian dan Hukum"
REQUEST: Answers = {
    "Nama PNS": "PNS Contoh",
    "NIP": "198001012006041001",
    "Unit kerja atau satuan kerja": "KUA Kecamatan",
    "Perihal": "KIS untuk anak kedua",
}
SENDING: Answers = {
    "Nomor surat pengantar": "B-17/Kk.09.1/1/2026",
    "Tanggal surat pengantar": "2026-11-19",
    "Cara pengiriman": "Diantar langsung",
    "Tanggal dikirim": "2026-11-20",
}
HANDING_OVER: Answers = {
    "Tanggal diserahkan": "2026-11-20",
    "Nama penerima di PTSP": "Petugas PTSP",
    "Nomor kartu KIS": "0001234567890",
}
DRAFT = "Membuat dan memaraf konsep surat pengantar ke BPJS"
CHECK = "Memeriksa konsep surat pengantar untuk diparaf"
SIGN = "Memeriksa konsep surat pengantar untuk ditandatangani"
NOT_INITIALLED = "Tanggal surat keliru."
NOT_SIGNED = "Lampiran kedua belum ada."


def steps(scans: Scans) -> list[Step]:
    """Sent back once at each decision, then on to the end."""
    return [
        Step("PTSP", "Menerima usulan permohonan KIS", {}),
        Step("Kepala Kantor", "Mendisposisikan usulan permohonan KIS ke Kasubbag TU"),
        Step("Kasubbag TU", "Mendisposisikan usulan permohonan KIS ke Korpel"),
        Step(KORPEL, DRAFT),
        Step("Kasubbag TU", CHECK, decision="Tidak", reason=NOT_INITIALLED),
        Step(KORPEL, DRAFT, sent_back=NOT_INITIALLED),
        Step("Kasubbag TU", CHECK, decision="Ya"),
        Step("Kepala Kantor", SIGN, decision="Tidak", reason=NOT_SIGNED),
        Step(KORPEL, DRAFT, sent_back=NOT_SIGNED),
        Step("Kasubbag TU", CHECK, decision="Ya"),
        Step("Kepala Kantor", SIGN, decision="Ya"),
        Step("Kasubbag TU", "Memerintahkan Korpel mengirim surat pengantar ke BPJS", SENDING),
        Step(
            KORPEL,
            "KIS diterima dari BPJS Kesehatan",
            {
                "Tanggal diterima": "2026-11-20",
                "Nomor referensi": "BPJS-5512",
                "Berkas": scans.jpeg,
            },
        ),
        Step(KORPEL, "Menerima dan mendokumentasikan KIS dari BPJS Kesehatan"),
        Step(KORPEL, "Menyerahkan KIS ke PTSP untuk didistribusikan", HANDING_OVER),
    ]


def test_the_card_comes_to_its_owner_after_each_decision_went_both_ways(
    office_of: OfficeOf, scans: Scans, picture: Picture
) -> None:
    office = office_of("jaksel", phone=True)
    number = office["PTSP"].start(SOP, REQUEST)
    office["PTSP"].menu("Tugas Saya")
    picture(office["PTSP"].page, "phone", "Tugas Saya")
    done = steps(scans)
    office.walk(number, done)

    ptsp = office["PTSP"]
    ptsp.open_case(number)
    ptsp.expect_live()
    assert [what for what, _ in ptsp.history()] == [
        "Permohonan didaftarkan",
        *(step.told for step in done),
    ]
    expect(ptsp.page.get_by_text(NOT_SIGNED).first).to_be_visible()
    overflow = ptsp.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
