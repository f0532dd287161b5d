"""A printed waktu is read as printed, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.standard_time import StandardTime, Unit, read_standard_time


@pytest.mark.parametrize(
    ("printed", "amount", "unit"),
    [
        ("5 Menit", 5, Unit.MINUTE),  # SOP 001
        ("3 Hari", 3, Unit.DAY),  # SOP 001
        ("1 (satu) Hari Kerja", 1, Unit.DAY),  # SOP 002, jangka waktu
        ("1 hari", 1, Unit.DAY),  # SOP 003
        ("15 menit", 15, Unit.MINUTE),  # SOP 003
        ("1 minggu", 1, Unit.WEEK),
        ("1 bulan", 1, Unit.MONTH),
        ("2 jam", 2, Unit.HOUR),
        ("15menit", 15, Unit.MINUTE),
        ("± 10 menit", 10, Unit.MINUTE),
        ("+/- 10 menit", 10, Unit.MINUTE),
        ("Maksimal 15 Menit", 15, Unit.MINUTE),
        ("maks. 15 menit.", 15, Unit.MINUTE),
        ("Paling lama 3 (tiga) hari kerja", 3, Unit.DAY),
        ("  120\u00a0MENIT\n", 120, Unit.MINUTE),
        ("24 jam kerja", 24, Unit.HOUR),
    ],
)
def test_a_printed_time_is_read_as_working_time(printed: str, amount: int, unit: Unit) -> None:
    assert read_standard_time(printed) == StandardTime(amount, unit, clock=False)


@pytest.mark.parametrize(
    ("printed", "amount", "unit"),
    [
        ("24 jam", 24, Unit.HOUR),
        ("48 Jam", 48, Unit.HOUR),
        ("1 x 24 jam", 24, Unit.HOUR),
        ("3x24 jam", 72, Unit.HOUR),
        ("2 \N{MULTIPLICATION SIGN} 24 Jam", 48, Unit.HOUR),
        ("30 detik", 30, Unit.SECOND),
    ],
)
def test_hours_in_whole_days_and_seconds_are_clock_time(
    printed: str, amount: int, unit: Unit
) -> None:
    assert read_standard_time(printed) == StandardTime(amount, unit, clock=True)


@pytest.mark.parametrize("printed", ["", "   ", "-", "segera", "menit", "15", "l5 menit", "PT15M"])
def test_what_names_no_time_is_none(printed: str) -> None:
    assert read_standard_time(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "120 Menit / 3 Hari",  # a real one: pemeriksaan kesehatan deteni, step 8
        "1-2 hari",
        "5 s.d. 10 menit",
        "1 jam 30 menit",
        "1,5 jam",
        "15 menit/berkas",
        "3 hari kalender",
        "2 x 15 menit",
    ],
)
def test_what_could_mean_two_things_is_none(printed: str) -> None:
    assert read_standard_time(printed) is None


@pytest.mark.parametrize("printed", ["0 menit", "0 x 24 jam", "-5 menit", "10000 menit"])
def test_an_impossible_amount_is_none(printed: str) -> None:
    assert read_standard_time(printed) is None


@given(st.text(alphabet="0123456789x±()/.- menitjamharbulgk", max_size=30))
def test_no_text_makes_the_reader_fail(printed: str) -> None:
    standard = read_standard_time(printed)
    assert standard is None or standard.amount >= 1


def test_a_length_is_known_only_for_what_no_calendar_changes() -> None:
    assert StandardTime(2, Unit.HOUR, clock=False).length == timedelta(hours=2)
    assert StandardTime(30, Unit.SECOND, clock=True).length == timedelta(seconds=30)
    assert StandardTime(1, Unit.DAY, clock=False).length is None


@pytest.mark.parametrize(
    ("amount", "unit", "clock"),
    [(0, Unit.MINUTE, False), (-1, Unit.DAY, False), (1, Unit.DAY, True), (1, Unit.MONTH, True)],
)
def test_a_time_that_no_sop_can_mean_cannot_be_made(amount: int, unit: Unit, clock: bool) -> None:
    with pytest.raises(ValueError, match="not a standard time"):
        StandardTime(amount, unit, clock=clock)
