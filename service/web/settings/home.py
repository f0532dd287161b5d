"""The first page of the settings: where each of them is."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.errors import N_
from service.web.auth import Access, may, requires
from service.web.frame import Frame
from service.web.translation import gettext

# What there is, who may see it, and what it is for.
_ENTRIES = (
    (
        "people.listing",
        Access.OVERSEE,
        N_("Pegawai"),
        N_("Akun, peran, dan kewenangan setiap orang."),
    ),
    (
        "roles.listing",
        Access.OVERSEE,
        N_("Peran"),
        N_("Pelaksana dalam SOP dan siapa yang memegangnya."),
    ),
    ("hours.show", Access.OVERSEE, N_("Jam kerja"), N_("Dasar perhitungan batas waktu.")),
    (
        "holidays.now",
        Access.OVERSEE,
        N_("Hari libur"),
        N_("Libur nasional, cuti bersama, dan libur unit kerja."),
    ),
    (
        "claims.listing",
        Access.OVERSEE,
        N_("Tugas yang sedang dipegang"),
        N_("Siapa memegang tugas apa; yang terlupakan dapat dilepas."),
    ),
    (
        "running.listing",
        Access.ADMINISTER,
        N_("Permohonan berjalan"),
        N_("Permohonan yang tidak dapat dilanjutkan dapat dibatalkan."),
    ),
)


def pages(frame: Frame) -> Blueprint:
    """Open to administrators and auditors."""
    settings = Blueprint("settings", __name__, url_prefix="/settings")

    @settings.get("")
    @requires(Access.OVERSEE)
    def home(actor: Actor) -> ResponseReturnValue:
        entries = [
            {"url": url_for(endpoint), "name": gettext(name), "about": gettext(about)}
            for endpoint, access, name, about in _ENTRIES
            if may(actor, access)
        ]
        return frame.page(frame.reader(actor), "settings/home.html", entries=entries)

    return settings
