"""SOP 002, Rekomendasi JAMKESDA: the applicant's own steps are entered at the counter."""

from __future__ import annotations

from tests.processes.at_work import at_work, check_whole, dues, read, way

SOP = "rekomendasi-jamkesda"

# Number -> lane, waktu and outputs, as the source prints them; there is no number 3 in it.
STEPS = {
    "1": ("Pemohon", "", ()),
    "2": ("Petugas Pelayanan", "30 Menit", ("Informasi dan Rekomendasi JAMKESDA",)),
    "4": ("Jabatan Fungsional", "10 Menit", ("Rekomendasi JAMKESDA berparaf",)),
    "5": ("Kepala Bidang", "10 Menit", ("Rekomendasi JAMKESDA bertandatangan",)),
    "6": (
        "Petugas Pelayanan",
        "10 Menit",
        ("Rekomendasi JAMKESDA bertandatangan, bernomor dan bercap dinas",),
    ),
    "7": ("Pemohon", "", ("Rekomendasi JAMKESDA untuk ke Dinas Kesehatan",)),
}
STRAIGHT = way("1 2 4 5 6 7")


def test_the_steps_are_those_of_the_source() -> None:
    steps = read(SOP).definition.steps.values()
    drawn = {step.number: (step.lane.name, step.standard_time, step.outputs) for step in steps}
    assert drawn == STEPS


def test_the_papers_are_asked_for_one_by_one() -> None:
    steps = read(SOP).definition.steps
    papers = ("Surat Keterangan Tidak Mampu (SKTM)", "Fc. KK", "Fc. KTP")
    assert steps["Kegiatan_1"].requirements == papers
    assert steps["Kegiatan_2"].requirements == (*papers, "Formulir Permohonan")


def test_the_applicant_is_no_role_that_anybody_holds() -> None:
    assert read(SOP).definition.roles == (
        "Petugas Pelayanan",
        "Jabatan Fungsional",
        "Kepala Bidang",
    )


def test_a_case_goes_from_the_counter_back_to_the_applicant(database_url: str) -> None:
    # A Friday afternoon, so that the time of the second step is used up on Monday.
    with at_work(SOP, database_url, "2026-02-06T16:10+07:00") as office:
        case = office.carry(STRAIGHT)
        check_whole(office, case, STRAIGHT)
        assert office.show(case).case.number == "tanjungpinang/2026/000001"
        assert office.show(case).case.subject == "Contoh nama_pemohon \N{EN DASH} Contoh perihal"
        assert dues(office, case) == {
            "1": "",
            "2": "Mon 09 Feb 07.50",
            "4": "Mon 09 Feb 07.40",
            "5": "Mon 09 Feb 07.40",
            "6": "Mon 09 Feb 07.40",
            "7": "",
        }


def test_the_record_names_who_stood_at_the_counter_and_for_whom(database_url: str) -> None:
    with at_work(SOP, database_url, "2026-02-02T09:00+07:00") as office:
        case = office.carry(STRAIGHT)
        said = [event.content()["actor"] for event in office.events(case)]
        assert [(actor["role"], actor.get("for", "")) for actor in said] == [
            ("Petugas Pelayanan", "Pemohon"),
            ("Petugas Pelayanan", "Pemohon"),
            ("Petugas Pelayanan", ""),
            ("Jabatan Fungsional", ""),
            ("Kepala Bidang", ""),
            ("Petugas Pelayanan", ""),
            ("Petugas Pelayanan", "Pemohon"),
        ]
        assert [task.performer for task in office.tasks(case) if task.role == "Pemohon"] == [
            "Petugas Pelayanan",
            "Petugas Pelayanan",
        ]
