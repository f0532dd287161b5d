"""What help there is: for each kind of reader the topics of their work, and on which pages."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.actor import Actor
from service.domain.errors import N_
from service.web.auth import Access, may


@dataclass(frozen=True)
class Topic:
    """One thing that people do, and the `pages` (endpoints) where they do it.

    Its steps stand in `templates/guides/<key>.html`.
    """

    key: str
    title: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """Everything for one kind of reader, in the order of their work."""

    key: str
    title: str
    access: Access
    topics: tuple[Topic, ...]


_EVERYBODY = (
    Topic("sop", N_("Membaca SOP"), ("sops.listing", "sops.show", "comparing.show")),
    Topic("password", N_("Mengganti kata sandi"), ("own_password.form", "own_password.change")),
)

_STAFF = (
    Topic(
        "start",
        N_("Mendaftarkan permohonan"),
        ("starts.choose", "starts.form", "starts.begin", "cases.receipt"),
    ),
    Topic("inbox", N_("Mengambil tugas"), ("inbox.home",)),
    Topic("task", N_("Menyelesaikan tugas"), ("tasks.show", "tasks.complete")),
    Topic("case", N_("Menelusuri permohonan"), ("cases.listing", "cases.show", "cases.reveal")),
    *_EVERYBODY,
)

_ANALYST = (
    Topic("draw", N_("Menggambar SOP"), ("sops.listing", "sops.show")),
    Topic(
        "deploy",
        N_("Memasang SOP"),
        ("deploying.form", "deploying.review", "deploying.confirm"),
    ),
    Topic("compare", N_("Membandingkan versi"), ("comparing.show",)),
    *_EVERYBODY,
)

_OVERSEER = (
    Topic("verify", N_("Memeriksa keutuhan catatan"), ("verifying.show", "verifying.run")),
    Topic("record", N_("Membaca rekam jejak unit kerja"), ("office_record.listing",)),
)

_AUDITOR = (
    Topic("search", N_("Mencari permohonan"), ("cases.listing", "cases.show", "cases.receipt")),
    Topic("replay", N_("Memutar ulang permohonan"), ("replays.show",)),
    *_OVERSEER,
    Topic(
        "look",
        N_("Melihat pegawai, jam kerja, dan hari libur"),
        (
            "settings.home",
            "people.listing",
            "person.show",
            "roles.listing",
            "hours.show",
            "holidays.year",
            "claims.listing",
        ),
    ),
    *_EVERYBODY,
)

_ADMINISTRATOR = (
    Topic(
        "people",
        N_("Mengurus pegawai dan peran"),
        (
            "settings.home",
            "people.listing",
            "people.blank",
            "people.add",
            "person.show",
            "person.change",
            "passwords.ask",
            "roles.listing",
            "roles.add",
        ),
    ),
    Topic(
        "calendar",
        N_("Mengatur jam kerja dan hari libur"),
        ("hours.show", "hours.change", "holidays.year", "holidays.add"),
    ),
    Topic(
        "unblock",
        N_("Melepas tugas dan membatalkan permohonan"),
        ("claims.listing", "running.listing", "running.ask", "running.cancel"),
    ),
    *_OVERSEER,
    *_EVERYBODY,
)

GUIDES = (
    Guide("staff", N_("Untuk pelaksana"), Access.WORK, _STAFF),
    Guide("analyst", N_("Untuk analis SOP"), Access.ANALYSE, _ANALYST),
    Guide("auditor", N_("Untuk auditor"), Access.AUDIT, _AUDITOR),
    Guide("administrator", N_("Untuk administrator"), Access.ADMINISTER, _ADMINISTRATOR),
)


def help_on(page: str, actor: Actor) -> tuple[Guide, Topic] | None:
    """What the person does on a page (endpoint), in the first of their guides that knows it."""
    own = (guide for guide in GUIDES if may(actor, guide.access))
    topics = ((guide, topic) for guide in own for topic in guide.topics)
    return next((found for found in topics if page in found[1].pages), None)
