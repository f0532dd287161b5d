"""The label of a timer event, read as people write it in Indonesian, English and German."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import time, timedelta, timezone
from fractions import Fraction
from typing import NamedTuple
from unicodedata import normalize

from service.domain.standard_time import StandardTime
from service.engine.intake.timers.duration import Duration, make_duration
from service.engine.intake.timers.timer import Timer
from service.engine.intake.timers.words import MEASURES, NUMBERS, Length
from service.engine.intake.timers.written import read_written

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _one_of(words: Iterable[str]) -> str:
    """The longest first; between two words of a number stands a space or a hyphen."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(word.replace(" ", "[ -]") for word in ordered)


_DIGITS = r"[0-9]{1,4}(?:[.,][0-9]{1,2}|½)?|½"
_NUMBER = rf"{_DIGITS}|{_one_of(NUMBERS)}"
_QUANTITY = re.compile(
    rf"""
    (?: \b(?P<every> every | each | alle | jede[nrs]? | setiap | tiap ) \s )?
    (?<! [\w.,:/+-] )  # "1-2 days", "T-3 days" and "1:30 h" are no such quantity
    (?:  # "3 x 24 jam"
        (?P<times> [0-9]{{1,2}} ) \s? [x\N{{MULTIPLICATION SIGN}}] \s?
        (?= 24 \s? (?: jam | h | hours | stunden ) \b )
    )?
    (?P<number> {_NUMBER} ) [ -]?
    (?: \( (?P<again> {_NUMBER} ) \) \s? )?  # "1 (satu) hari"
    (?P<unit> {_one_of(MEASURES)} )
    (?! \w | -hari )  # "sehari-hari" is "daily"
    """,
    re.VERBOSE,
)
_JOINT = re.compile(r",? ?(?:(?:and|und|dan) )?")

# What counts from another moment than the timer's own ("3 days after receipt").
_ANCHORED = re.compile(
    r"\W*(?:(?:nach|after|since|seit|setelah|sejak|following|von|dari)\s+\w"
    r"|(?:from|ab)\b(?! (?:now|jetzt))|of\b(?! (?:waiting|inactivity|silence)))"
)

# Words beside which a number and a unit are not the length of a wait.
_UNSURE = re.compile(
    rf"""
    [0-9½<] | \b(?: {_one_of(word for word, number in NUMBERS.items() if not number.article)}
    | vor | vorher | zuvor | bevor | before | prior | ago | sebelum | davor | voraus | advance
    | left | remaining | verbleib\w* | uebrig | tersisa | sisa  # counted backwards
    | or | oder | atau | less | fewer | weniger | kuerzer | unter | under | kurang
    | once | twice | times | \w*(?<!maxi)(?<!mini)mal | kali | sekali | per | pro | je | jeweils
    | halb\w* | quarter | dreiviertel | hundred | hundert | ratus | seratus | thousand | tausend
    | ribu | seribu | puluh | belas | dozen | dutzend | lusin  # parts of a number
    | alt | old | older | aelter | age | usia | umur
    | beginning | anfang | awal | end | (?<!zu\ )ende | akhir | first | last | erste\w* | letzte\w*
    | (?:mon|tues|wednes|thurs|fri|satur|sun)day | (?:mon|diens|donners|frei|sams|sonn)tag
    | mittwoch | sonnabend | senin | selasa | rabu | kamis | jumat | sabtu
    )\b
    """,
    re.VERBOSE,
)

_ZONES = {"wib": 7, "wita": 8, "wit": 9}  # hours east of UTC
_HOUR = r"(?P<hour>[0-9]{1,2})"
_MINUTE = r"(?P<minute>[0-9]{2})"
_TIMES = [
    re.compile(pattern)
    for pattern in (
        rf"(?:(?:um|bis|ab|es ist) )?{_HOUR}(?:[:.]{_MINUTE})? ?uhr",
        rf"(?:um|at|until) (?P<hour>[0-9]{{2}}):{_MINUTE}",
        rf"(?:(?:at|until) )?{_HOUR}(?::{_MINUTE})? ?(?P<half>[ap])\.?m\.?",
        rf"(?:(?:pada|sampai|hingga|tunggu) )?(?:pukul|jam) {_HOUR}(?:[:.]{_MINUTE})?"
        "(?: (?P<zone>wib|wita|wit))?",
        rf"{_HOUR}[:.]{_MINUTE} (?P<zone>wib|wita|wit)",
    )
]
_NOON = 12


class _Quantity(NamedTuple):
    """A length of time, and where in the label it stands."""

    wait: Duration | StandardTime
    unit: Length
    every: bool
    start: int
    end: int


def read_label(text: str) -> Timer | None:
    """Read "3 hari", "after two weeks", "14 Tage", "08:00 Uhr", or what a definition could be.

    The Indonesian hari, minggu and bulan, and days named as working days, are the office's time;
    all else is clock time. None where it is not sure: a person then confirms. So two different
    lengths, a range, or a length that counts from another moment are None.
    """
    plain = " ".join(normalize("NFC", text).casefold().translate(_UMLAUTS).split())
    return read_written(plain) or _time_of_day(plain) or _wait(plain)


def _time_of_day(label: str) -> Timer | None:
    found = next(filter(None, (pattern.fullmatch(label) for pattern in _TIMES)), None)
    if found is None:
        return None
    parts = found.groupdict()
    hour, half, zone = int(parts["hour"]), parts.get("half"), parts.get("zone")
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    tzinfo = timezone(timedelta(hours=_ZONES[zone])) if zone else None
    try:
        return Timer(at=time(hour, int(parts["minute"] or 0), tzinfo=tzinfo))
    except ValueError:
        return None


def _wait(label: str) -> Timer | None:
    matches = [found for found in _QUANTITY.finditer(label) if _is_quantity(found)]
    quantities = [_quantity(found) for found in matches]
    known = [quantity for quantity in quantities if quantity is not None]
    if not known or len(known) < len(quantities) or _is_unsure(label, known):
        return None
    first, *others = _sums(label, known)
    if any(other.wait != first.wait for other in others):
        return None
    return Timer(after=first.wait, firings=None if first.every else 1)


def _plain(words: str) -> str:
    return words.replace("-", " ")


def _is_quantity(found: re.Match[str]) -> bool:
    """Whether number and unit are of one language: "a tag" is English, and "tag" is no day."""
    number, unit = NUMBERS.get(_plain(found["number"])), _plain(found["unit"])
    if number is None:
        return True
    ordinal = unit == "second"  # "send a second reminder"
    return number.language in MEASURES[unit].languages and len(unit) > 1 and not ordinal


def _quantity(found: re.Match[str]) -> _Quantity | None:
    amount = _amount(found["number"])
    if found["again"] and _amount(found["again"]) != amount:
        return None
    length = MEASURES[_plain(found["unit"])].length
    wait = _times(amount * int(found["times"] or 1), length)
    if wait is None:
        return None
    return _Quantity(wait, length, bool(found["every"]), found.start(), found.end())


def _amount(number: str) -> Fraction:
    if known := NUMBERS.get(_plain(number)):
        return known.amount
    half = Fraction(1, 2) if number.endswith("½") else Fraction(0)
    return half + Fraction(number.removesuffix("½").replace(",", ".") or 0)


def _times(amount: Fraction, length: Length) -> Duration | StandardTime | None:
    if isinstance(length, Duration):
        seconds = amount * Fraction(length.time / timedelta(seconds=1))
        return make_duration(amount * length.months, amount * length.days, seconds)
    if amount < 1 or amount.denominator > 1:
        return None
    return StandardTime(int(amount), length, clock=False)


def _is_unsure(label: str, quantities: list[_Quantity]) -> bool:
    rest = label
    for quantity in reversed(quantities):
        if _ANCHORED.match(label, quantity.end):
            return True
        rest = f"{rest[: quantity.start]} … {rest[quantity.end :]}"
    return _UNSURE.search(rest) is not None


def _sums(label: str, quantities: list[_Quantity]) -> Iterator[_Quantity]:
    """The quantities, "1 hour and 30 minutes" taken as one."""
    last, *others = quantities
    for each in others:
        total = _sum(last, each) if _JOINT.fullmatch(label, last.end, each.start) else None
        if total is None:
            yield last
        last = total or each
    yield last


def _sum(left: _Quantity, right: _Quantity) -> _Quantity | None:
    """As one length, if the second is in the smaller unit."""
    match left, right:
        case (
            _Quantity(wait=Duration() as first, unit=Duration() as unit),
            _Quantity(wait=Duration() as second, unit=Duration() as smaller, every=False),
        ) if smaller.shortest < unit.shortest:
            return left._replace(wait=first + second, unit=smaller, end=right.end)
    return None
