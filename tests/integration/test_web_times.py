"""Moments stand in the office's zone and the reader's language; due dates say how near they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from service.domain.task import Task
from service.web.times import Times

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


def times(language: str = "id", zone: str = "Asia/Jakarta") -> Times:
    return Times(ZoneInfo(zone), language, NOW)


def task(opened: timedelta, due: timedelta | None) -> Task:
    """A task opened and due so long after now."""
    return Task(
        id=uuid4(),
        case=uuid4(),
        office=uuid4(),
        element="Langkah_1",
        name="Menerima permohonan",
        role="Petugas Pelayanan",
        performer="Petugas Pelayanan",
        opened_at=NOW + opened,
        due_at=None if due is None else NOW + due,
    )


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("id", "Asia/Jakarta", "Senin, 23 Nov 2026 09.15 WIB"),
        ("id", "Asia/Makassar", "Senin, 23 Nov 2026 10.15 WITA"),
        ("id", "Asia/Jayapura", "Senin, 23 Nov 2026 11.15 WIT"),
        ("en", "Asia/Jakarta", "Monday, 23 Nov 2026 09:15 WIB"),
    ],
)
def test_a_moment_is_told_in_the_office_s_zone(language: str, zone: str, text: str) -> None:
    assert times(language, zone).moment(NOW).text == text


def test_a_moment_is_told_to_machines_in_utc() -> None:
    assert times().moment(NOW).iso == "2026-11-23T02:15:00+00:00"


def test_a_task_without_a_due_date_has_none() -> None:
    assert times().due(task(timedelta(0), None)) is None


@pytest.mark.parametrize(
    ("opened", "due", "state"),
    [
        (timedelta(hours=-2), timedelta(seconds=-1), "overdue"),
        (timedelta(hours=-9), timedelta(hours=1), "nearly"),
        (timedelta(hours=-1), timedelta(hours=9), "on_time"),
    ],
)
def test_a_due_date_says_how_near_it_is(opened: timedelta, due: timedelta, state: str) -> None:
    found = times().due(task(opened, due))
    assert found is not None
    assert found.state == state


def test_days_and_numbers_follow_the_language() -> None:
    assert times("id").day(date(2012, 2, 1)) == "1 Februari 2012"
    assert times("en").day(date(2012, 2, 1)) == "1 February 2012"
    assert times("id").number(Decimal("12500.125")) == "12.500,125"
    assert times("en").number(Decimal("12500.125")) == "12,500.125"


@pytest.mark.parametrize(
    ("seconds", "working", "elapsed"),
    [
        (0, "0 detik", "0 detik"),
        (59, "59 detik", "59 detik"),
        (61, "1 menit 1 detik", "1 menit 1 detik"),
        (3605, "1 jam", "1 jam"),
        (4800, "1 jam 20 menit", "1 jam 20 menit"),
        (135_000, "37 jam 30 menit", "1 hari 13 jam"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(
    seconds: int, working: str, elapsed: str
) -> None:
    assert times().working(seconds) == working
    assert times().length(timedelta(seconds=seconds)) == elapsed


def test_a_length_of_time_follows_the_language() -> None:
    assert times("en").working(3660) == "1 hour 1 minute"
