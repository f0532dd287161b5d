"""What an office's event says, in words: its facts, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from service.domain.actor import Right
from service.domain.calendar import WEEKDAYS
from service.domain.errors import N_
from service.usecases.show_office_record import OfficeEvent
from service.web.frame import said_right
from service.web.shapes import Entry
from service.web.times import Times
from service.web.translation import gettext

# What an event may say, in the order in which it is read; what is not here is for machines.
_LABELS: Mapping[str, str] = {
    "number": N_("Nomor Registrasi"),
    "key": N_("Kode"),
    "version": N_("Versi SOP"),
    "person": N_("Akun"),
    "name": N_("Nama"),
    "role": N_("Peran"),
    "roles": N_("Peran"),
    "new_roles": N_("Peran baru"),
    "rights": N_("Kewenangan"),
    "active": N_("Akun aktif"),
    "hours": N_("Jam kerja"),
    "timezone": N_("Zona waktu"),
    "cases": N_("Jumlah permohonan"),
    "text": N_("Nomor registrasi atau perihal"),
    "state": N_("Keadaan"),
    "sop": N_("SOP"),
    "since": N_("Didaftarkan sejak"),
    "until": N_("Didaftarkan sampai"),
    "chains": N_("Rangkaian"),
    "events": N_("Jumlah catatan"),
    "erased": N_("Isian yang dihapus"),
    "faults": N_("Kerusakan"),
}


def facts_of(event: OfficeEvent, times: Times) -> Iterator[Entry]:
    """What the event says, and what it changed: old -> new."""
    for key in _LABELS:
        if event.said.get(key) not in (None, "", [], {}):
            yield Entry(_label(key, times), [_words(event.said[key], times)])
    old, new = (_mapping(event.said.get(side)) for side in ("old", "new"))
    for key in sorted({**old, **new}, key=_place):
        after = _words(new.get(key), times)
        if key in old:
            before = _words(old[key], times)
            after = gettext("%(old)s menjadi %(new)s", old=before, new=after)
        if key in old or new[key] not in (None, "", [], {}):
            yield Entry(_label(key, times), [after])


def _label(key: str, times: Times) -> str:
    """Hours are changed by weekday, holidays by day."""
    if key in _LABELS:
        return gettext(_LABELS[key])
    if key in WEEKDAYS:
        return times.weekdays()[WEEKDAYS.index(key)]
    try:
        return times.weekday_of(date.fromisoformat(key))
    except ValueError:
        return key


def _place(key: str) -> tuple[int, str]:
    """Weekdays in their own order; what is kept of an event stands in the alphabet's."""
    return (WEEKDAYS.index(key), "") if key in WEEKDAYS else (len(WEEKDAYS), key)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _words(value: object, times: Times) -> str:
    """Plain JSON in words; nothing is a dash."""
    match value:
        case bool():
            words = gettext("Ya") if value else gettext("Tidak")
        case [str(opens), str(closes)] if ":" in opens and ":" in closes:
            words = f"{opens}-{closes}"
        case list():
            words = ", ".join(_words(each, times) for each in value)
        case {"account": str(account)}:
            words = account
        case dict():
            words = "; ".join(
                f"{_label(key, times)}: {_words(value[key], times)}"
                for key in sorted(value, key=_place)
            )
        case str() if value in set(Right):
            words = said_right(Right(value))
        case None:
            words = ""
        case _:
            words = str(value)
    return words or "-"
