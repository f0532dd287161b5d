"""An office's own record in words: one line an event, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.errors import N_
from service.domain.record import Act
from service.usecases.show_office_record import OfficeLine
from service.web.auth import Access, requires
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.recorded import facts_of
from service.web.shapes import Entry
from service.web.times import Moment, Times
from service.web.translation import gettext

TITLES: Mapping[Act, str] = {
    Act.OFFICE_ADDED: N_("Unit kerja dibuat"),
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
    title = TITLES.get(event.act)
    return RecordLine(
        number=line.sequence,
        title=gettext(title) if title else event.act,
        at=times.moment(event.at),
        by=event.actor,
        facts=list(facts_of(event, times)),
        damage=gettext("Catatan ini telah diubah setelah ditulis.") if event.damaged else "",
    )
