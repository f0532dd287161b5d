"""Roles, hours and holidays of an office, on the pages of its administrators and auditors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.domain.calendar import DEFAULT_HOURS, WEEKDAYS
from service.domain.record import Act
from tests.integration.site import Site, Visitor

NAME = "Hari Jadi Kabupaten Rembang"


@pytest.fixture
def administrator(site: Site) -> Visitor:
    return site.visitor(site.office.administrator)


def acts(site: Site) -> list[str]:
    return site.office.acts(site.office.office.id)


def test_a_role_is_added_and_removed(site: Site, administrator: Visitor) -> None:
    assert administrator.post("/settings/roles", {"name": "Arsiparis"}).status_code == 303
    page = administrator.get("/settings/roles").text
    assert "Peran Arsiparis ditambahkan." in page
    assert page.count(">Hapus<") == 1
    administrator.post("/settings/roles/remove", {"role": "Arsiparis"})
    assert "Arsiparis dihapus" in administrator.get("/settings/roles").text
    assert acts(site)[-2:] == [Act.ROLE_ADDED, Act.ROLE_REMOVED]


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [("", 422, "Nama belum diisi."), ("kepala dinas", 409, "sudah ada di unit kerja ini")],
)
def test_a_role_that_cannot_be_added_is_refused(
    administrator: Visitor, name: str, status: int, told: str
) -> None:
    answer = administrator.post("/settings/roles", {"name": name})
    assert (answer.status_code, told in answer.text) == (status, True)


def test_a_role_in_use_is_not_removed_and_said_by_whom(administrator: Visitor) -> None:
    answer = administrator.post("/settings/roles/remove", {"role": "Kasi Rehabsos"})
    assert answer.status_code == 409
    assert "masih dipegang oleh Kasi" in answer.text


def test_a_role_that_an_sop_needs_and_nobody_holds_is_warned_of(
    site: Site, administrator: Visitor
) -> None:
    assert "tidak dipegang siapa pun." not in administrator.get("/settings/roles").text
    administrator.post(f"/settings/people/{site.office.kasi.id}/close")
    page = administrator.get("/settings/roles").text
    assert "1 peran diperlukan SOP tetapi tidak dipegang siapa pun." in page
    assert "Tidak ada yang bertugas" in page


def hours_form(**changes: str) -> dict[str, Any]:
    """The form as the page shows it, with some fields typed over."""
    form: dict[str, Any] = {}
    plain = DEFAULT_HOURS.to_plain()
    for day in WEEKDAYS:
        intervals = [*plain.get(day, []), ["", ""], ["", ""]][:2]
        for number, (start, end) in enumerate(intervals, 1):
            form[f"{day}-{number}-start"] = start.replace(":", ".")
            form[f"{day}-{number}-end"] = end.replace(":", ".")
    return form | {name.replace("_", "-"): text for name, text in changes.items()}


def test_hours_are_shown_with_their_weekly_total(site: Site, administrator: Visitor) -> None:
    page = administrator.get("/settings/hours").text
    assert "37 jam 30 menit seminggu" in page
    for name, text in hours_form().items():
        assert f'name="{name}" value="{text}"' in page
    auditor = site.visitor(site.office.auditor).get("/settings/hours").text
    assert "07.30&ndash;11.30, 13.00&ndash;16.30" in auditor
    assert "Minggu" in auditor
    assert "<input" not in auditor.partition("<main")[2]


def test_other_hours_are_taken_however_a_time_is_written(
    site: Site, administrator: Visitor
) -> None:
    form = hours_form(friday_1_start="8.00", friday_1_end="1130", friday_2_end="15:30")
    assert administrator.post("/settings/hours", form).location == "/settings/hours"
    page = administrator.get("/settings/hours").text
    assert 'name="friday-1-start" value="08.00"' in page
    assert "36 jam 0 menit seminggu" in page
    assert acts(site)[-1] == Act.HOURS_CHANGED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"friday_1_end": ""}, "Jam kerja Jumat belum lengkap"),
        ({"friday_1_start": "pagi"}, "Jam kerja Jumat tidak terbaca: pagi."),
        ({"friday_1_start": "25.00"}, "Jam kerja Jumat tidak terbaca: 25:00."),
        ({"friday_1_end": "07.00"}, "Jam kerja Jumat berakhir sebelum dimulai"),
        ({"friday_1_end": "13.30"}, "Jam kerja Jumat harus berurutan"),
    ],
)
def test_wrong_hours_are_said_at_their_day_and_nothing_typed_is_lost(
    site: Site, administrator: Visitor, changes: dict[str, str], told: str
) -> None:
    before = acts(site)
    answer = administrator.post("/settings/hours", hours_form(monday_1_start="8.15", **changes))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'href="#f-friday"' in answer.text
    assert 'name="monday-1-start" value="8.15"' in answer.text
    for name, text in changes.items():
        assert f'name="{name.replace("_", "-")}" value="{text}"' in answer.text
    assert acts(site) == before


def test_every_wrong_day_is_told_at_once(administrator: Visitor) -> None:
    wrong = hours_form(monday_1_end="", friday_1_end="")
    answer = administrator.post("/settings/hours", wrong)
    assert "Jam kerja Senin belum lengkap" in answer.text
    assert "Jam kerja Jumat belum lengkap" in answer.text


def test_a_third_part_of_a_day_is_kept(administrator: Visitor) -> None:
    form = hours_form() | {"monday-3-start": "17.00", "monday-3-end": "18.00"}
    administrator.post("/settings/hours", form)
    page = administrator.get("/settings/hours").text
    assert 'name="monday-3-end" value="18.00"' in page
    assert 'name="tuesday-3-end" value=""' in page


def test_an_own_holiday_is_added_and_removed(site: Site, administrator: Visitor) -> None:
    added = administrator.post("/settings/holidays/2026", {"date": "2027-07-28", "name": NAME})
    assert added.location == "/settings/holidays/2027"
    page = administrator.get("/settings/holidays/2027").text
    assert "Rabu, 28 Juli 2027" in page
    assert NAME in page
    assert "Ditetapkan unit kerja" in page
    gone = administrator.post("/settings/holidays", {"date": "2027-07-28", "change": "remove"})
    assert gone.location == "/settings/holidays/2027"
    assert NAME not in administrator.get("/settings/holidays/2027").text
    assert acts(site)[-2:] == [Act.HOLIDAYS_CHANGED] * 2


def test_a_holiday_entered_twice_is_refused_with_its_day_and_name(administrator: Visitor) -> None:
    form = {"date": "2026-07-28", "name": NAME}
    administrator.post("/settings/holidays/2026", form)
    answer = administrator.post("/settings/holidays/2026", form | {"name": "Libur lain"})
    assert answer.status_code == 409
    assert f"Selasa, 28 Juli 2026 sudah ada dalam daftar hari libur: {NAME}." in answer.text
    assert 'value="Libur lain"' in answer.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"date": ""}, "Tanggal belum diisi dengan benar."),
        ({"date": "28-07-2026"}, "Tanggal belum diisi dengan benar."),
        ({"date": "1826-07-28"}, "Tahun ini tidak tersedia."),
        ({"name": " "}, "Nama belum diisi."),
    ],
)
def test_a_holiday_that_cannot_be_is_refused(
    administrator: Visitor, changes: dict[str, str], told: str
) -> None:
    form = {"date": "2026-07-28", "name": NAME, **changes}
    answer = administrator.post("/settings/holidays/2026", form)
    assert answer.status_code in {404, 422}
    assert told in answer.text
    assert "Ada isian yang perlu diperbaiki" in answer.text


def test_the_office_works_on_a_national_holiday_and_rests_after_all(
    site: Site, administrator: Visitor
) -> None:
    site.office.calendar.days[date(2026, 12, 24)] = "Cuti Bersama Natal"
    form = {"date": "2026-12-24", "change": "work"}
    assert administrator.post("/settings/holidays", form).status_code == 303
    assert "Jadikan libur" in administrator.get("/settings/holidays/2026").text
    administrator.post("/settings/holidays", form | {"change": "rest"})
    assert "Jadikan libur" not in administrator.get("/settings/holidays/2026").text
    assert administrator.post("/settings/holidays", form | {"change": "x"}).status_code == 404


def test_a_year_without_joint_leave_is_warned_of_and_past_years_can_be_read(site: Site) -> None:
    site.office.calendar.joint_leave = False
    auditor = site.visitor(site.office.auditor)
    page = auditor.get("/settings/holidays/2019").text
    assert "Cuti bersama 2019 belum ditetapkan" in page
    assert 'href="/settings/holidays/2018"' in page
    assert "Tambah hari libur" not in page
    assert auditor.get("/settings/holidays").location == "/settings/holidays/2026"
    assert auditor.get("/settings/holidays/1999").status_code == 404


def test_a_holiday_that_the_office_adds_moves_the_next_due_date(
    site: Site, administrator: Visitor
) -> None:
    office, petugas = site.office, site.visitor(site.office.petugas)
    office.clock.pass_by(hours=7)  # 16.00 in Jakarta: what opens now is due the next morning
    due: dict[str, datetime | None] = {}
    for name in ("before", "after"):
        started = petugas.fill_in(
            f"/sops/{office.deployment.id}/start/Mulai", {"perihal": name}
        ).location
        case = UUID((started or "").split("/")[2])
        petugas.fill_in(site.open_task(case))
        due[name] = office.open_task(case).due_at
        administrator.post("/settings/holidays/2026", {"date": "2026-02-03", "name": NAME})
    assert {name: at and at.isoformat() for name, at in due.items()} == {
        "before": "2026-02-03T00:35:00+00:00",
        "after": "2026-02-04T00:35:00+00:00",
    }
