"""SOP 004: a letter for the health card, without scripts, on either database."""

from __future__ import annotations

from tests.browser.conftest import OfficeOf, Picture, Scans
from tests.browser.office import Office
from tests.browser.person import Answers, Step
from tests.browser.server import Server

SOP = "Pelayanan Pengantar Pembuatan Kartu Indonesia Sehat (KIS)"
COUNTER = "Petugas Pelayanan"
KABID = "Kabid Rehabilitasi dan Jaminan Sosial"
APPLICATION: Answers = {
    "Nama pemohon": "Pemohon Contoh",
    "NIK": "3317010101900001",
    "Nomor Kartu Keluarga": "3317010101900002",
    "Desa atau kelurahan": "Desa Contoh",
    "Kecamatan": "Rembang",
    "Perihal": "Pengantar KIS sekeluarga",
}
VERIFIED: Answers = {
    "Referensi DTKS": "DTKS-8812",
    "Tanggal pengecekan DTKS": "2026-11-20",
    "Hasil DTKS": "Terdaftar",
    "Kesimpulan verifikasi": "Sesuai data.",
}
HANDED_OVER: Answers = {
    "Nomor surat pengantar": "460/17/2026",
    "Tanggal surat pengantar": "2026-11-20",
    "Tanggal diserahkan": "2026-11-20",
    "Nama penerima": "Pemohon Contoh",
    "Hubungan dengan pemohon": "Pemohon sendiri",
}
RECEIVE = "Menerima permohonan dari masyarakat"
VERIFY = "Memverifikasi permohonan masyarakat"
APPROVE = "Memberi persetujuan dan paraf Pengantar Pembuatan KIS"
REASON = "KTP tidak terbaca."


def steps(scans: Scans) -> list[Step]:
    """Sent back once, then approved, signed and handed over."""
    return [
        Step(COUNTER, RECEIVE, {"Fotocopy KK": scans.png}),
        Step("Kasi Rehabsos", VERIFY, VERIFIED),
        Step(KABID, APPROVE, decision="Tidak", reason=REASON),
        Step("Kasi Rehabsos", VERIFY, VERIFIED, sent_back=REASON),
        Step(KABID, APPROVE, decision="Ya"),
        Step("Kepala Dinas", "Menandatangani Surat Pengantar Pembuatan KIS"),
        Step(COUNTER, "Menyerahkan Surat Pengantar Pembuatan KIS kepada Pemohon", HANDED_OVER),
    ]


def carry(office: Office, scans: Scans) -> str:
    """One case from start to end; its number."""
    number = office[COUNTER].start(SOP, APPLICATION)
    done = steps(scans)
    office.walk(number, done)
    office[COUNTER].open_case(number)
    told = [what for what, _ in office[COUNTER].history()]
    assert told == ["Permohonan didaftarkan", *(step.told for step in done)]
    return number


def test_the_letter_is_handed_over_without_a_line_of_script(
    office_of: OfficeOf, scans: Scans
) -> None:
    carry(office_of("rembang", javascript=False), scans)


def test_the_letter_is_handed_over_on_postgresql(
    office_of: OfficeOf, server_on_postgresql: Server, scans: Scans
) -> None:
    carry(office_of("rembang", on=server_on_postgresql), scans)
    verified = server_on_postgresql.run("verify")
    assert verified.returncode == 0, verified.stdout


def test_the_pages_of_the_letter_are_pictured(office_of: OfficeOf, picture: Picture) -> None:
    office = office_of("rembang")
    number = office[COUNTER].start(SOP, APPLICATION)
    office[COUNTER].menu("Tugas Saya")
    picture(office[COUNTER].page, "inbox", "Tugas Saya")
    office.walk(number, [Step(COUNTER, RECEIVE), Step("Kasi Rehabsos", VERIFY, VERIFIED)])
    office[KABID].open_task(number, APPROVE)
    picture(office[KABID].page, "task", "Pelaksanaan kegiatan")
    office[KABID].menu("Daftar SOP")
    office[KABID].page.get_by_role("link", name=SOP, exact=True).click()
    office[KABID].expect_drawing()
    picture(office[KABID].page, "sop", "Diagram alur")
