"""SOP 001, Pembuatan ASKES: eight steps in a row, none of them a decision."""

from __future__ import annotations

from tests.processes.at_work import at_work, check_whole, dues, read, way

SOP = "pembuatan-askes"
STAFF, HEAD = "Staf", "Kasubag Umum & Kepegawaian"

# Number -> lane, waktu and outputs, as the source prints them.
STEPS = {
    "1": ("Sekretaris", "5 Menit", ("Disposisi",)),
    "2": (HEAD, "30 Menit", ("Disposisi", "Konsep surat usulan penerbitan ASKES")),
    "3": (
        STAFF,
        "3 Hari",
        ("Lembar Disposisi", "Konsep surat usulan penerbitan ASKES", "Dokumen/Berkas"),
    ),
    "4": (HEAD, "20 Menit", ("Surat usulan penerbitan ASKES", "Dokumen/Berkas")),
    "5": ("Sekretaris", "10 Menit", ("Surat usulan penerbitan ASKES", "Dokumen/Berkas")),
    "6": (STAFF, "5 Menit", ("Surat usulan penerbitan ASKES", "Dokumen/Berkas")),
    "7": ("Kepala Dinas", "15 Menit", ("Surat usulan penerbitan ASKES", "Dokumen/Berkas")),
    "8": (STAFF, "30 Menit", ("Surat usulan penerbitan ASKES", "Dokumen/Berkas")),
}
STRAIGHT = way("1 2 3 4 5 6 7 8")


def test_the_steps_are_those_of_the_source() -> None:
    steps = read(SOP).definition.steps.values()
    drawn = {step.number: (step.lane.name, step.standard_time, step.outputs) for step in steps}
    assert drawn == STEPS


def test_the_third_step_asks_for_each_paper_by_itself() -> None:
    assert read(SOP).definition.steps["Kegiatan_3"].requirements == (
        "Lembar Disposisi",
        "Konsep surat usulan penerbitan ASKES",
        "F.Copy SK Terakhir",
        "F.Copy Daftar Gaji",
        "F.Copy Surat Nikah",
        "F.Copy Kartu Keluarga",
        "F.Copy Akte Lahir Anak",
        "Formulir Isian ASKES",
        "Foto masing-masing 2x3 2lbr",
    )


def test_a_case_goes_from_the_letter_to_the_archive(database_url: str) -> None:
    # A Thursday before Imlek: Monday is cuti bersama, Tuesday the holiday.
    with at_work(SOP, database_url, "2026-02-12T09:00+07:00") as office:
        case = office.carry(STRAIGHT)
        check_whole(office, case, STRAIGHT)
        view = office.show(case)
        assert view.case.number == "dinas/2026/000001"
        assert view.case.subject == "Contoh perihal \N{EN DASH} Contoh nama_pns"
        assert dues(office, case) == {
            "1": "Thu 12 Feb 09.05",
            "2": "Thu 12 Feb 09.40",
            "3": "Thu 19 Feb 16.00",
            "4": "Thu 12 Feb 09.50",
            "5": "Thu 12 Feb 09.50",
            "6": "Thu 12 Feb 09.55",
            "7": "Thu 12 Feb 10.15",
            "8": "Thu 12 Feb 10.40",
        }
        assert {"Kegiatan_8", "Selesai"} <= view.passed
        assert office.start().number == "dinas/2026/000002"
