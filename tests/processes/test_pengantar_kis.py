"""SOP 004, Pengantar KIS: one decision, which returns to the verification."""

from __future__ import annotations

import pytest

from tests.processes.at_work import REASON, at_work, check_whole, dues, read, way

SOP = "pengantar-kis"
OFFICER, SECTION = "Petugas Pelayanan", "Kasi Rehabsos"
FIELD = "Kabid Rehabilitasi dan Jaminan Sosial"

# Number -> lane, waktu and outputs, as the source prints them.
STEPS = {
    "1": (OFFICER, "5 menit", ()),
    "2": (SECTION, "5 menit", ()),
    "3": (FIELD, "5 menit", ("Paraf",)),
    "4": ("Kepala Dinas", "5 menit", ()),
    "5": (OFFICER, "", ("Surat Pengantar",)),
}
WAYS = ["1 2 3:Ya 4 5", "1 2 3:Tidak 2 3:Ya 4 5", "1 2 3:Tidak 2 3:Tidak 2 3:Ya 4 5"]


def test_the_steps_are_those_of_the_source() -> None:
    steps = read(SOP).definition.steps.values()
    drawn = {step.number: (step.lane.name, step.standard_time, step.outputs) for step in steps}
    assert drawn == STEPS


def test_the_first_step_asks_for_each_paper_by_itself() -> None:
    assert read(SOP).definition.steps["Kegiatan_1"].requirements == (
        "SKTM dari desa mengetahui kecamatan",
        "Fotocopy KK",
        "Fotocopy KTP/Akta Lahir",
        "Fotocopy KIS bagi semua keluarga",
        "Screenshot DTKS dari desa",
    )


@pytest.mark.parametrize("steps", WAYS)
def test_a_case_goes_every_way(steps: str, database_url: str) -> None:
    walked = way(steps)
    with at_work(SOP, database_url, "2026-02-02T11:40+07:00") as office:
        case = office.carry(walked)
        check_whole(office, case, walked)
        assert office.show(case).case.number == "rembang/2026/000001"
        assert office.show(case).case.subject == "Contoh nama_pemohon \N{EN DASH} Contoh perihal"


def test_each_step_is_due_in_working_time(database_url: str) -> None:
    # Before the break: what comes in it counts from one o'clock.
    with at_work(SOP, database_url, "2026-02-02T11:40+07:00") as office:
        case = office.carry(way(WAYS[0]))
        assert dues(office, case) == {
            "1": "Mon 02 Feb 11.45",
            "2": "Mon 02 Feb 11.55",
            "3": "Mon 02 Feb 13.05",
            "4": "Mon 02 Feb 13.05",
            "5": "",
        }


def test_the_reason_of_a_return_stands_on_the_next_task_and_no_later_one(
    database_url: str,
) -> None:
    with at_work(SOP, database_url, "2026-02-02T09:00+07:00") as office:
        case = office.carry(way(WAYS[1]))
        assert [task.reason for task in office.tasks(case)] == ["", "", "", REASON, "", "", ""]
