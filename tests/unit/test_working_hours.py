"""An office's hours as they are written, and why they are refused."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import (
    EndBeforeStart,
    InvalidHours,
    NoHours,
    OverlappingHours,
    UnknownWeekday,
    UnreadableHours,
    WorkingHours,
)


def _in_pairs(cuts: list[int]) -> tuple[tuple[time, time], ...]:
    times = [time(*divmod(cut, 60)) for cut in sorted(cuts)]
    return tuple(list(pairwise(times))[::2])


_A_DAYS_HOURS = st.lists(st.integers(0, 24 * 60 - 1), unique=True, max_size=8).map(_in_pairs)
ANY_HOURS = (
    st.lists(_A_DAYS_HOURS, min_size=7, max_size=7)
    .filter(any)
    .map(lambda days: WorkingHours(tuple(days)))
)


def test_hours_come_back_as_they_were_written() -> None:
    plain = {"monday": [["07:30", "12:00"], ["13:00", "16:00"]], "saturday": [["08:00", "12:00"]]}
    assert WorkingHours.from_plain(plain).to_plain() == plain


def test_one_interval_may_begin_where_another_ends() -> None:
    plain = {"monday": [["08:00", "12:00"], ["12:00", "16:00"]]}
    assert WorkingHours.from_plain(plain).to_plain() == plain


def test_days_off_may_be_left_out_or_empty() -> None:
    monday = {"monday": [["08:00", "12:00"]]}
    assert WorkingHours.from_plain(monday | {"sunday": []}) == WorkingHours.from_plain(monday)


@pytest.mark.parametrize(
    ("plain", "error", "named"),
    [
        ({}, NoHours, "belum diisi"),
        ({"monday": []}, NoHours, "belum diisi"),
        ({"senin": [["07:30", "12:00"]]}, UnknownWeekday, "senin"),
        ({"monday": [["12:00", "07:30"]]}, EndBeforeStart, "12:00"),
        ({"monday": [["12:00", "12:00"]]}, EndBeforeStart, "monday"),
        ({"friday": [["07:30", "12:00"], ["11:30", "16:00"]]}, OverlappingHours, "friday"),
        ({"friday": [["13:00", "16:00"], ["07:30", "12:00"]]}, OverlappingHours, "friday"),
        ({"monday": [["25:00", "26:00"]]}, UnreadableHours, "25:00"),
        ({"monday": [["7:30", "12:00"]]}, UnreadableHours, "7:30"),
        ({"monday": [["07:30+07:00", "12:00"]]}, UnreadableHours, "07:30"),
        ({"monday": [["07:30"]]}, UnreadableHours, "monday"),
        ({"monday": [[730, 1200]]}, UnreadableHours, "730"),
        ({"monday": "07:30-12:00"}, UnreadableHours, "07:30-12:00"),
    ],
)
def test_wrong_hours_are_refused_by_name(
    plain: dict[str, object], error: type[InvalidHours], named: str
) -> None:
    with pytest.raises(error, match=named):
        WorkingHours.from_plain(plain)


@given(ANY_HOURS)
def test_any_hours_come_back_as_they_were_written(hours: WorkingHours) -> None:
    assert WorkingHours.from_plain(hours.to_plain()) == hours
