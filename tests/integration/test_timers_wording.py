"""What a timer was read as is told in the words of an office."""

from __future__ import annotations

import pytest

from service.engine.intake.timers import in_words, read_label, read_timer


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Setelah 3 hari kerja", "3 hari kerja"),
        ("10 Minuten", "10 menit"),
        ("nach 14 Tagen", "14 hari kalender"),
        ("90 minutes", "1 jam 30 menit"),
        ("after two weeks", "14 hari kalender"),
        ("2 x 24 jam", "48 jam"),
        ("pukul 08.00", "pukul 08.00"),
    ],
)
def test_a_label_that_was_read_is_told_in_words(label: str, said: str) -> None:
    timer = read_label(label)
    assert timer is not None
    assert in_words(timer) == said


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("timeCycle", "R4/PT1H", "setiap 1 jam, 4 kali"),
        ("timeCycle", "R/P1D", "setiap 1 hari kalender"),
        ("timeDate", "2026-01-31", "2026-01-31"),
        ("timeDate", "2026-01-31T08:00", "2026-01-31 08.00"),
        ("timeDuration", "PT0S", "0 detik"),
        ("timeDuration", "${batas}", "${batas}"),
    ],
)
def test_a_definition_that_was_read_is_told_in_words(kind: str, text: str, said: str) -> None:
    timer = read_timer(kind, text)
    assert timer is not None
    assert in_words(timer) == said
