"""An office's own record in words: one line an event, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.errors import N_
from service.domain.record import Act
from service.usecases.show_office_record import OfficeEvent, OfficeLine
from service.web.auth import Access, requires
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.shapes import Entry
from service.web.times import Moment, Times
from service.web.translation import gettext

_TITLES: Mapping[Act, str] = {
    Act.DEPLOYED: N_("SOP dipasang"),
    Act.REGISTERED: N_("Permohonan didaftarkan"),
    Act.EXPORTED: N_("Daftar permohonan diunduh"),
    Act.VERIFIED: N_("Rekam jejak diperiksa"),
    Act.PERSON_ADDED: N_("Akun ditambahkan"),
    Act.PERSON_CHANGED: N_("Akun diubah"),
    Act.PASSWORD_SET: N_("Kata sandi diganti"),
    Act.ROLE_ADDED: N_("Peran ditambahkan"),
    Act.ROLE_REMOVED: N_("Peran dihapus"),
    Act.HOURS_CHANGED: N_("Jam kerja diubah"),
    Act.HOLIDAYS_CHANGED: N_("Hari libur diubah"),
}

# What an event may say, in the order in which it is read; what is not here is for machines.
_LABELS: Mapping[str, str] = {
    "number": N_("Nomor Registrasi"),
    "key": N_("SOP"),
    "version": N_("Versi SOP"),
    "account": N_("Akun"),
    "name": N_("Nama"),
    "role": N_("Peran"),
    "roles": N_("Peran"),
    "new_roles": N_("Peran baru"),
    "rights": N_("Kewenangan"),
    "active": N_("Akun aktif"),
    "hours": N_("Jam kerja"),
    "holidays": N_("Hari libur"),
    "added": N_("Hari libur tambahan"),
    "worked": N_("Tetap hari kerja"),
    "cases": N_("Jumlah permohonan"),
    "text": N_("Nomor registrasi atau perihal"),
    "state": N_("Keadaan"),
    "sop": N_("SOP"),
    "since": N_("Didaftarkan sejak"),
    "until": N_("Didaftarkan sampai"),
    "chains": N_("Rangkaian"),
    "events": N_("Catatan"),
    "erased": N_("Isian yang dihapus"),
    "faults": N_("Kerusakan"),
}
_ALWAYS = {"act", "at", "actor", "chain", "sequence", "answers", "old", "new"}


@dataclass(frozen=True)
class RecordLine:
    """One place of the record; without `at` it is missing or cannot be read."""

    number: int
    title: str
    at: Moment | None = None
    by: str = ""
    facts: list[Entry] = field(default_factory=list)
    damage: str = ""


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """For auditors and administrators."""
    record = Blueprint("office_record", __name__)

    @record.get("/record")
    @requires(Access.OVERSEE)
    def listing(actor: Actor) -> ResponseReturnValue:
        before = request.args.get("before", type=int)
        found = parts.show_office_record(actor, before)
        reader = frame.reader(actor)
        older = found.before and url_for("office_record.listing", before=found.before)
        return frame.page(
            reader,
            "office_record.html",
            lines=[_line(each, reader.times) for each in found.lines],
            newest=url_for("office_record.listing") if before is not None else None,
            older=older,
        )

    return record


def _line(line: OfficeLine, times: Times) -> RecordLine:
    event = line.event
    if event is None:
        damage = gettext("Hilang atau tidak dapat dibaca.")
        return RecordLine(line.sequence, gettext("Tidak terbaca"), damage=damage)
    title = _TITLES.get(event.act)
    return RecordLine(
        number=line.sequence,
        title=gettext(title) if title else event.act,
        at=times.moment(event.at),
        by=event.actor,
        facts=list(_facts(event)),
        damage=gettext("Catatan ini telah diubah setelah ditulis.") if event.damaged else "",
    )


def _facts(event: OfficeEvent) -> Iterator[Entry]:
    """What the event says, and what it changed: old -> new."""
    said = {key: value for key, value in event.said.items() if key not in _ALWAYS}
    for key, label in _LABELS.items():
        if key in said:
            yield Entry(gettext(label), [_words(said[key])])
    old, new = (_mapping(event.said.get(name)) for name in ("old", "new"))
    for key in dict.fromkeys((*old, *new)):
        label = gettext(_LABELS[key]) if key in _LABELS else key
        before, after = (_words(side.get(key)) for side in (old, new))
        yield Entry(label, [gettext("%(old)s menjadi %(new)s", old=before, new=after)])


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    """Plain JSON in words; nothing is a dash."""
    match value:
        case None | "" | [] | {}:
            words = "-"
        case bool():
            words = gettext("Ya") if value else gettext("Tidak")
        case list():
            words = ", ".join(_words(each) for each in value)
        case dict():
            words = "; ".join(f"{key}: {_words(each)}" for key, each in value.items())
        case _:
            words = str(value)
    return words
