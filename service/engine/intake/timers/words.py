"""The words for numbers and units of time in Indonesian, English and German."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from service.domain.standard_time import Unit
from service.engine.intake.timers.duration import Duration


class Language(Enum):
    """In which the labels of diagrams are read."""

    INDONESIAN = "id"
    ENGLISH = "en"
    GERMAN = "de"


class Number(NamedTuple):
    """`amount` as a word of one language; an `article` also stands where nothing is counted."""

    amount: Fraction
    language: Language
    article: bool = False


# A unit of the office's working time, or of clock time.
Length: TypeAlias = Unit | Duration


class Measure(NamedTuple):
    """A unit of time, and the languages in which it is called so."""

    length: Length
    languages: frozenset[Language]


def _counted(ones: str, tens: str, joined: str, language: Language) -> dict[str, Number]:
    """The words from 1 to 99: `ones` from 1 to 19, `tens` from 20 on, and how the two join."""
    words = dict(enumerate(ones.split("|"), 1))
    for ten, word in enumerate(tens.split("|"), 2):
        words[10 * ten] = word
        for one in range(1, 10):
            words[10 * ten + one] = joined.format(ten=word, one=words[one])
    return {word: Number(Fraction(amount), language) for amount, word in words.items()}


def _each(words: str, number: Number) -> dict[str, Number]:
    return dict.fromkeys(words.split("|"), number)


def _numbers() -> Mapping[str, Number]:
    indonesian, english, german = Language
    half, more = Fraction(1, 2), Fraction(3, 2)
    return {
        **_counted(
            "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua belas"
            "|tiga belas|empat belas|lima belas|enam belas|tujuh belas|delapan belas"
            "|sembilan belas",
            "dua puluh|tiga puluh|empat puluh|lima puluh|enam puluh|tujuh puluh|delapan puluh"
            "|sembilan puluh",
            "{ten} {one}",
            indonesian,
        ),
        **_each("se", Number(Fraction(1), indonesian)),  # as in "sehari"
        **_each("setengah", Number(half, indonesian)),
        **_counted(
            "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
            "|fifteen|sixteen|seventeen|eighteen|nineteen",
            "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
            "{ten} {one}",
            english,
        ),
        **_each("a|an", Number(Fraction(1), english, article=True)),
        **_each("half a|half an|a half|half", Number(half, english)),
        **_each("one and a half", Number(more, english)),
        **_counted(
            "ein|zwei|drei|vier|fuenf|sechs|sieben|acht|neun|zehn|elf|zwoelf|dreizehn|vierzehn"
            "|fuenfzehn|sechzehn|siebzehn|achtzehn|neunzehn",
            "zwanzig|dreissig|vierzig|fuenfzig|sechzig|siebzig|achtzig|neunzig",
            "{one}und{ten}",
            german,
        ),
        **_each("ein|eine|einem|einen|einer|eines", Number(Fraction(1), german, article=True)),
        **_each(
            "halbe|halben|halber|halbes|eine halbe|einen halben|einer halben|einem halben"
            "|ein halber|ein halbes",
            Number(half, german),
        ),
        **_each("viertel|eine viertel|einer viertel", Number(Fraction(1, 4), german)),
        **_each("anderthalb|eineinhalb", Number(more, german)),
    }


NUMBERS = _numbers()


def _measures() -> Mapping[str, Measure]:
    indonesian, english, german = Language
    second, minute, hour = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
    foreign = (english, german)
    rows: Iterable[tuple[Length, tuple[Language, ...], str]] = (
        (Duration(time=second), (indonesian,), "detik|dtk"),
        (Duration(time=minute), (indonesian,), "menit|mnt"),
        (Duration(time=hour), (indonesian,), "jam"),
        (Duration(days=1), (indonesian,), "hari kalender"),
        (Duration(months=12), (indonesian,), "tahun"),
        (Unit.MINUTE, (indonesian,), "menit kerja"),
        (Unit.HOUR, (indonesian,), "jam kerja"),
        (Unit.DAY, (indonesian,), "hari|hari kerja"),
        (Unit.WEEK, (indonesian,), "minggu"),
        (Unit.MONTH, (indonesian,), "bulan"),
        (Duration(time=second), foreign, "s|sec|sek"),
        (Duration(time=minute), foreign, "min|minute"),
        (Duration(time=hour), foreign, "h"),
        (Duration(days=1), foreign, "d"),
        (Duration(time=second), (english,), "second|seconds|secs"),
        (Duration(time=minute), (english,), "minutes|mins"),
        (Duration(time=hour), (english,), "hour|hours|hrs"),
        (Duration(days=1), (english,), "day|days|calendar day|calendar days"),
        (Duration(days=7), (english,), "week|weeks|wk|wks"),
        (Duration(days=14), (english,), "fortnight"),
        (Duration(months=1), (english,), "month|months"),
        (Duration(months=12), (english,), "year|years|yr|yrs"),
        (Unit.DAY, (english,), "business day|business days|working day|working days|workdays"),
        (Duration(time=second), (german,), "sekunde|sekunden"),
        (Duration(time=minute), (german,), "minuten"),
        (Duration(time=hour), (german,), "stunde|stunden|std"),
        (
            Duration(days=1),
            (german,),
            "tag|tage|tagen|tages|tg|kalendertag|kalendertage|kalendertagen",
        ),
        (Duration(days=7), (german,), "woche|wochen|wo"),
        (Duration(months=1), (german,), "monat|monate|monaten|monats"),
        (Duration(months=12), (german,), "jahr|jahre|jahren|jahres"),
        (Unit.DAY, (german,), "arbeitstag|arbeitstage|arbeitstagen|werktag|werktage|werktagen"),
    )
    return {
        word: Measure(length, frozenset(languages))
        for length, languages, words in rows
        for word in words.split("|")
    }


MEASURES = _measures()
