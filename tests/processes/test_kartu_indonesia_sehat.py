"""SOP 003, Kartu Indonesia Sehat (PNS): two decisions that both return to step 4, and a wait."""

from __future__ import annotations

import pytest

from service.domain.definition import StepKind
from tests.processes.at_work import Way, at_work, check_whole, dues, read, way

SOP = "kartu-indonesia-sehat"
KORPEL, HEAD, CHIEF = "Korpel Kepegawaian dan Hukum", "Kasubbag TU", "Kepala Kantor"

# Number -> lane, waktu and outputs, as the source prints them; the wait has no number.
STEPS = {
    "1": ("PTSP", "15 menit", ("Usulan permohonan",)),
    "2": (CHIEF, "15 menit", ("Disposisi",)),
    "3": (HEAD, "15 menit", ("Disposisi",)),
    "4": (KORPEL, "15 menit", ("Disposisi", "Konsep surat pengantar (asumsi)")),
    "5": (HEAD, "15 menit", ("Konsep surat pengantar dan persyaratannya",)),
    "6": (CHIEF, "15 menit", ("Surat pengantar",)),
    "7": (HEAD, "1 hari", ("Surat pengantar beserta persyaratannya",)),
    "": (KORPEL, "", ()),
    "8": (KORPEL, "", ("KIS",)),
    "9": (KORPEL, "10 menit", ("KIS",)),
}
WAYS = [
    "1 2 3 4 5:Ya 6:Ya 7 Tunggu_KIS 8 9",
    "1 2 3 4 5:Tidak 4 5:Tidak 4 5:Ya 6:Ya 7 Tunggu_KIS 8 9",
    "1 2 3 4 5:Ya 6:Tidak 4 5:Ya 6:Tidak 4 5:Ya 6:Ya 7 Tunggu_KIS 8 9",
    "1 2 3 4 5:Tidak 4 5:Ya 6:Tidak 4 5:Tidak 4 5:Ya 6:Ya 7 Tunggu_KIS 8 9",
]


def test_the_steps_are_those_of_the_source() -> None:
    steps = read(SOP).definition.steps.values()
    drawn = {step.number: (step.lane.name, step.standard_time, step.outputs) for step in steps}
    assert drawn == STEPS


def test_the_wait_for_the_card_is_confirmed_with_date_and_reference() -> None:
    step = read(SOP).definition.steps["Tunggu_KIS"]
    assert step.kind is StepKind.CONFIRMATION
    required = [field.key for field in step.form.inputs if field.required]
    assert required == ["tanggal_diterima", "referensi"]


@pytest.mark.parametrize("steps", WAYS)
def test_a_case_goes_every_way(steps: str, database_url: str) -> None:
    walked: Way = way(steps)
    with at_work(SOP, database_url, "2026-02-02T09:00+07:00") as office:
        case = office.carry(walked)
        check_whole(office, case, walked)
        assert office.show(case).case.number == "jaksel/2026/000001"
        assert office.show(case).case.subject == "Contoh nama_pns \N{EN DASH} Contoh perihal"


def test_each_step_is_due_in_working_time_and_the_wait_is_not(database_url: str) -> None:
    # A Tuesday before Nyepi and Idul Fitri: the office opens again on Wednesday the 25th.
    with at_work(SOP, database_url, "2026-03-17T11:30+07:00") as office:
        case = office.carry(way(WAYS[0]))
        assert dues(office, case) == {
            "1": "Tue 17 Mar 11.45",
            "2": "Tue 17 Mar 11.55",
            "3": "Tue 17 Mar 13.05",
            "4": "Tue 17 Mar 13.15",
            "5": "Tue 17 Mar 13.15",
            "6": "Tue 17 Mar 13.15",
            "7": "Wed 25 Mar 16.00",
            "Tunggu_KIS": "",
            "8": "",
            "9": "Tue 17 Mar 13.10",
        }
