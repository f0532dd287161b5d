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


_INDONESIAN, _ENGLISH, _GERMAN = Language
_HALF, _ONE_AND_A_HALF = Fraction(1, 2), Fraction(3, 2)

NUMBERS: Mapping[str, Number] = {
    **_counted(
        "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua belas"
        "|tiga belas|empat belas|lima belas|enam belas|tujuh belas|delapan belas"
        "|sembilan belas",
        "dua puluh|tiga puluh|empat puluh|lima puluh|enam puluh|tujuh puluh|delapan puluh"
        "|sembilan puluh",
        "{ten} {one}",
        _INDONESIAN,
    ),
    **_each("se", Number(Fraction(1), _INDONESIAN)),  # as in "sehari"
    **_each("setengah", Number(_HALF, _INDONESIAN)),
    **_counted(
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
        "|fifteen|sixteen|seventeen|eighteen|nineteen",
        "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
        "{ten} {one}",
        _ENGLISH,
    ),
    **_each("a|an", Number(Fraction(1), _ENGLISH, article=True)),
    **_each("half a|half an|a half|half", Number(_HALF, _ENGLISH)),
    **_each("one and a half", Number(_ONE_AND_A_HALF, _ENGLISH)),
    **_counted(
        "ein|zwei|drei|vier|fuenf|sechs|sieben|acht|neun|zehn|elf|zwoelf|dreizehn|vierzehn"
        "|fuenfzehn|sechzehn|siebzehn|achtzehn|neunzehn",
        "zwanzig|dreissig|vierzig|fuenfzig|sechzig|siebzig|achtzig|neunzig",
        "{one}und{ten}",
        _GERMAN,
    ),
    **_each("ein|eine|einem|einen|einer|eines", Number(Fraction(1), _GERMAN, article=True)),
    **_each(
        "halbe|halben|halber|halbes|eine halbe|einen halben|einer halben|einem halben"
        "|ein halber|ein halbes",
        Number(_HALF, _GERMAN),
    ),
    **_each("viertel|eine viertel|einer viertel", Number(Fraction(1, 4), _GERMAN)),
    **_each("anderthalb|eineinhalb", Number(_ONE_AND_A_HALF, _GERMAN)),
}
"""In plain spelling (ae for ä), with spaces within."""

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
_FOREIGN = (_ENGLISH, _GERMAN)

_ROWS: Iterable[tuple[Length, tuple[Language, ...], str]] = (
    (Duration(time=_SECOND), (_INDONESIAN,), "detik|dtk"),
    (Duration(time=_MINUTE), (_INDONESIAN,), "menit|mnt"),
    (Duration(time=_HOUR), (_INDONESIAN,), "jam"),
    (Duration(days=1), (_INDONESIAN,), "hari kalender"),
    (Duration(months=12), (_INDONESIAN,), "tahun"),
    (Unit.MINUTE, (_INDONESIAN,), "menit kerja"),
    (Unit.HOUR, (_INDONESIAN,), "jam kerja"),
    (Unit.DAY, (_INDONESIAN,), "hari|hari kerja"),
    (Unit.WEEK, (_INDONESIAN,), "minggu"),
    (Unit.MONTH, (_INDONESIAN,), "bulan"),
    (Duration(time=_SECOND), _FOREIGN, "s|sec|sek"),
    (Duration(time=_MINUTE), _FOREIGN, "min|minute"),
    (Duration(time=_HOUR), _FOREIGN, "h"),
    (Duration(days=1), _FOREIGN, "d"),
    (Duration(time=_SECOND), (_ENGLISH,), "second|seconds|secs"),
    (Duration(time=_MINUTE), (_ENGLISH,), "minutes|mins"),
    (Duration(time=_HOUR), (_ENGLISH,), "hour|hours|hrs"),
    (Duration(days=1), (_ENGLISH,), "day|days|calendar day|calendar days"),
    (Duration(days=7), (_ENGLISH,), "week|weeks|wk|wks"),
    (Duration(days=14), (_ENGLISH,), "fortnight"),
    (Duration(months=1), (_ENGLISH,), "month|months"),
    (Duration(months=12), (_ENGLISH,), "year|years|yr|yrs"),
    (Unit.DAY, (_ENGLISH,), "business day|business days|working day|working days|workdays"),
    (Duration(time=_SECOND), (_GERMAN,), "sekunde|sekunden"),
    (Duration(time=_MINUTE), (_GERMAN,), "minuten"),
    (Duration(time=_HOUR), (_GERMAN,), "stunde|stunden|std"),
    (
        Duration(days=1),
        (_GERMAN,),
        "tag|tage|tagen|tages|tg|kalendertag|kalendertage|kalendertagen",
    ),
    (Duration(days=7), (_GERMAN,), "woche|wochen|wo"),
    (Duration(months=1), (_GERMAN,), "monat|monate|monaten|monats"),
    (Duration(months=12), (_GERMAN,), "jahr|jahre|jahren|jahres"),
    (Unit.DAY, (_GERMAN,), "arbeitstag|arbeitstage|arbeitstagen|werktag|werktage|werktagen"),
)

MEASURES: Mapping[str, Measure] = {
    word: Measure(length, frozenset(languages))
    for length, languages, words in _ROWS
    for word in words.split("|")
}
