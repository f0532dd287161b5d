"""Labels of timer events, as people write them, are read surely or not at all."""

from __future__ import annotations

from datetime import date, time, timedelta, timezone

import pytest

from service.domain.standard_time import StandardTime, Unit
from service.engine.intake.timers import Duration, Timer, read_label


def lasting(**exact: float) -> Duration:
    return Duration(time=timedelta(**exact))


def years(number: int) -> Duration:
    return Duration(months=12 * number)


@pytest.mark.parametrize(
    ("label", "duration"),
    [
        # From the sample diagrams
        ("Wiedervorlage\nin 2 Wochen", Duration(days=14)),
        ("10 Minuten", lasting(minutes=10)),
        ("5 Minuten", lasting(minutes=5)),
        ("nach 5\nMinuten", lasting(minutes=5)),
        ("5 Minuten warten", lasting(minutes=5)),
        ("5 Minuten\nverstrichen", lasting(minutes=5)),
        ("5 Min.", lasting(minutes=5)),
        ("7 days", Duration(days=7)),
        # German
        ("14 Tage", Duration(days=14)),
        ("nach 14 Tagen", Duration(days=14)),
        ("2 Wochen vergangen", Duration(days=14)),
        ("Nach Ablauf von zwei Wochen", Duration(days=14)),
        ("2 Wochen (14 Tage)", Duration(days=14)),
        ("zwei (2) Wochen", Duration(days=14)),
        ("eine Woche später", Duration(days=7)),
        ("nach einem Tag", Duration(days=1)),
        ("einundzwanzig Tage", Duration(days=21)),
        ("fünfunddreißig Tage", Duration(days=35)),
        ("5 Minuten sind um", lasting(minutes=5)),
        ("Gast kommt nicht innerhalb von 5 Minuten", lasting(minutes=5)),
        ("Frist von 14 Tagen zu Ende", Duration(days=14)),
        ("fu\u0308nf Minuten", lasting(minutes=5)),
        ("5-Minuten-Timer", lasting(minutes=5)),
        ("maximal 5 Minuten", lasting(minutes=5)),
        ("mehr als 5 Min", lasting(minutes=5)),
        ("24 Stunden", lasting(hours=24)),
        ("3 Std.", lasting(hours=3)),
        ("halbe Stunde", lasting(minutes=30)),
        ("eine halbe Stunde", lasting(minutes=30)),
        ("eine Viertelstunde", lasting(minutes=15)),
        ("1,5 Stunden", lasting(minutes=90)),
        ("eineinhalb Stunden", lasting(minutes=90)),
        ("1 Stunde und 30 Minuten", lasting(minutes=90)),
        ("2,5 Tage", Duration(days=2, time=timedelta(hours=12))),
        ("3 Monate", Duration(months=3)),
        ("ein halbes Jahr", Duration(months=6)),
        ("0 Tage", Duration()),
        ("3 Tg", Duration(days=3)),
        ("2 Wo", Duration(days=14)),
        ("5 Kalendertage", Duration(days=5)),
        # English
        ("after two weeks", Duration(days=14)),
        ("after 5 days", Duration(days=5)),
        ("5 minutes have passed", lasting(minutes=5)),
        ("Wait for an hour", lasting(hours=1)),
        ("half an hour", lasting(minutes=30)),
        ("one and a half hours", lasting(minutes=90)),
        ("1½ hours", lasting(minutes=90)),
        ("1h 30min", lasting(minutes=90)),
        ("1 hour, 30 minutes", lasting(minutes=90)),
        ("forty-five minutes", lasting(minutes=45)),
        ("10-day deadline", Duration(days=10)),
        ("5 minutes from now", lasting(minutes=5)),
        ("Timeout (30 s)", lasting(seconds=30)),
        ("1h", lasting(hours=1)),
        ("10 d", Duration(days=10)),
        ("a fortnight", Duration(days=14)),
        ("1 year", years(1)),
        ("PT5M", lasting(minutes=5)),
        # Indonesian: what is not hari, minggu or bulan
        ("30 detik", lasting(seconds=30)),
        ("tunggu 30 menit", lasting(minutes=30)),
        ("2 jam", lasting(hours=2)),
        ("setengah jam", lasting(minutes=30)),
        ("sejam", lasting(hours=1)),
        ("24 jam", lasting(hours=24)),
        ("7 x 24 jam", lasting(days=7)),
        ("2 \N{MULTIPLICATION SIGN} 24 Jam", lasting(days=2)),
        ("3 hari kalender", Duration(days=3)),
        ("setahun", years(1)),
    ],
)
def test_a_label_is_read_as_clock_time(label: str, duration: Duration) -> None:
    assert read_label(label) == Timer(after=duration)


@pytest.mark.parametrize(
    ("label", "amount", "unit"),
    [
        ("3 hari", 3, Unit.DAY),
        ("Setelah 3 hari kerja", 3, Unit.DAY),
        ("1 (satu) Hari Kerja", 1, Unit.DAY),
        ("Paling lama 14 (empat belas) hari", 14, Unit.DAY),
        ("dua puluh lima hari", 25, Unit.DAY),
        ("sehari", 1, Unit.DAY),
        ("dua minggu", 2, Unit.WEEK),
        ("setelah seminggu", 1, Unit.WEEK),
        ("sebulan", 1, Unit.MONTH),
        ("3 bulan kemudian", 3, Unit.MONTH),
        ("2 jam kerja", 2, Unit.HOUR),
        ("5 business days", 5, Unit.DAY),
        ("nach 10 Arbeitstagen", 10, Unit.DAY),
    ],
)
def test_days_of_an_indonesian_office_are_working_time(label: str, amount: int, unit: Unit) -> None:
    assert read_label(label) == Timer(after=StandardTime(amount, unit, clock=False))


@pytest.mark.parametrize(
    ("label", "every"),
    [
        ("every 5 minutes", lasting(minutes=5)),
        ("alle 2 Wochen", Duration(days=14)),
        ("Jede halbe Stunde", lasting(minutes=30)),
        ("setiap 3 hari", StandardTime(3, Unit.DAY, clock=False)),
    ],
)
def test_a_label_may_name_a_cycle(label: str, every: Duration | StandardTime) -> None:
    assert read_label(label) == Timer(after=every, firings=None)


@pytest.mark.parametrize(
    ("label", "moment"),
    [
        ("08:00 Uhr", time(8)),
        ("um 8 Uhr", time(8)),
        ("17.30 Uhr", time(17, 30)),
        ("at 5 pm", time(17)),
        ("12:30 a.m.", time(0, 30)),
        ("at 17:00", time(17)),
        ("Pukul 08.00", time(8)),
        ("jam 8 WIB", time(8, tzinfo=timezone(timedelta(hours=7)))),
        ("08.00 WIT", time(8, tzinfo=timezone(timedelta(hours=9)))),
        ("2026-12-31", date(2026, 12, 31)),
    ],
)
def test_a_label_may_name_a_time_of_day_or_a_date(label: str, moment: date | time) -> None:
    assert read_label(label) == Timer(at=moment)


@pytest.mark.parametrize(
    "label",
    [
        # From the sample diagrams
        "Frist abgelaufen",
        "Wiedervorlagefrist (abgelaufen)",
        "Wiedervorlagefrist ist abgelaufen & kein Zahlungseingang verzeichnet",
        "Wiedervorlage",
        "Wartezeit beendet ",
        "warten bis Pieper sich meldet",
        "Geld ist eingegangen",
        "Start Event Timer",
        "einige Sekunden",
        "einige Minuten",
        "",
        # How long is not said
        "ein paar Tage",
        "a few minutes",
        "jeden Montag",
        "next day",
        "end of month",
        "at the end of a month",
        "Ende eines Monats",
        "am 3. Tag",
        "Tag 3",
        "H+3",
        "T-3 days",
        # A range, or two lengths
        "1-2 days",
        "1 \N{EN DASH} 2 days",
        "two to three days",
        "2 bis 3 Tage",
        "2 oder 3 Tage",
        "dua atau tiga hari",
        "14 Tage / 3 Wochen",
        "120 Menit / 3 Hari",
        "3 (dua) hari",
        "weniger als 5 Minuten",
        "<5 min",
        "2 days or a reply",
        # Counted from another moment
        "2 days before",
        "vor 2 Tagen",
        "einen Tag vorher",
        "3 hari sebelum tenggat",
        "3 days after receipt",
        "2 Wochen nach Rechnungseingang",
        "3 hari setelah surat diterima",
        "Montag in 2 Wochen",
        # Part of another number, word or measure
        "2 and a half hours",
        "an hour and a half",
        "hundred and five days",
        "seratus dua hari",
        "1.000 Tage",
        "1:30 h",
        "05:00",
        "2 x 15 menit",
        "1.5 months",
        "setengah bulan",
        "0 hari",
        "3. Mahnung nach 14 Tagen",
        "3 hr",  # hours, or hari
        "5 m",  # minutes, months or metres
        "print a tag",
        "Send a second reminder",
        "sehari-hari",
        "once a week",
        "3 kali sehari",
        "einmal pro Tag",
        "18 Jahre alt",
        "99999 days",
        "9999 years",
        # No time of day
        "25 Uhr",
        "13 pm",
        "0:30 pm",
        "8 Uhr am Montag",
        "5 o'clock",
    ],
)
def test_where_it_is_not_sure_a_label_is_none(label: str) -> None:
    assert read_label(label) is None
