"""Verifying an office's record: the page that starts it, and the answer that grows as it runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.domain.errors import N_
from service.usecases.findings import Fault, Finding, Tally
from service.usecases.verify_record import Verification, Verified
from service.web.auth import Access, may, requires
from service.web.errors import told_of
from service.web.frame import Frame, Reader
from service.web.parts import Parts
from service.web.times import Times
from service.web.translation import gettext

_EVERY = 1.0  # seconds between two signs of life
_MOST_SHOWN = 200  # findings on the page; however many there are, they are counted

_DATABASE = N_(
    "Jangan ubah apa pun. Minta operator membandingkannya dengan cadangan (backup) "
    "dan mencari siapa yang menulis langsung ke basis data."
)
_ROW = N_(
    "Percayai riwayatnya, bukan daftar. Minta operator memulihkan data ini dari cadangan (backup)."
)
_SOP = N_(
    "Minta operator memulihkan SOP ini dari cadangan (backup); jangan memasangnya sebagai baru."
)
_FILE = N_(
    "Minta operator memulihkan berkas dari cadangan (backup), atau minta lagi kepada pemohon."
)

_REMEDIES: Mapping[Fault, str] = {
    **dict.fromkeys(Fault, _DATABASE),
    Fault.FILE_MISSING: _FILE,
    Fault.FILE_UNLISTED: _FILE,
    Fault.DEFINITION_MISSING: _SOP,
    Fault.DEFINITION_CHANGED: _SOP,
    Fault.SUBJECT_CHANGED: _ROW,
    Fault.START_CHANGED: _ROW,
    Fault.STATE_CHANGED: _ROW,
    Fault.TASKS_CHANGED: _ROW,
    Fault.HOLDER_CHANGED: _ROW,
    Fault.DUE_CHANGED: _ROW,
    Fault.ROLE_CHANGED: _ROW,
    Fault.PERSON_CHANGED: _ROW,
    Fault.HOURS_CHANGED: _ROW,
}


@dataclass(frozen=True)
class FindingRow:
    """A fault as the page shows it; `url` where the reader may look at it."""

    place: str
    url: str | None
    sequence: int
    fault: str
    remedy: str


@dataclass
class Run:
    """A verification as its page follows it: its progress first, then how it ended.

    `failed` says why it stopped; the template asks for it when `progress` is used up.
    """

    reader: Reader
    verification: Verification
    clock: Callable[[], float] = time.monotonic
    tally: Tally = field(default_factory=Tally)
    findings: list[FindingRow] = field(default_factory=list)
    failed: str = ""

    def progress(self) -> Iterator[Tally]:
        """The tally so far: at once, about every second, and at the end."""
        yield self.tally
        shown = self.clock()
        try:
            for checked in self.verification.checks:
                self.tally.add(checked)
                room = _MOST_SHOWN - len(self.findings)
                self.findings += [_row(each, self.reader) for each in checked.findings[:room]]
                if self.clock() - shown >= _EVERY:
                    yield self.tally
                    shown = self.clock()
        except Exception as error:  # noqa: BLE001 - the answer has begun: it must end with a sentence
            self.failed = told_of(error)
        yield self.tally


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """For auditors and administrators."""
    verifying = Blueprint("verifying", __name__)

    @verifying.get("/verify")
    @requires(Access.OVERSEE)
    def show(actor: Actor) -> ResponseReturnValue:
        reader = frame.reader(actor)
        last = _last(parts.last_verified(actor), reader.times)
        action = url_for("verifying.run")
        return frame.page(reader, "verify.html", last=last, action=action)

    @verifying.post("/verify")
    @requires(Access.OVERSEE)
    def run(actor: Actor) -> ResponseReturnValue:
        reader = frame.reader(actor)
        following = Run(reader, parts.verify_office(actor))
        back = url_for("verifying.show")
        response = Response(frame.stream(reader, "verify_run.html", run=following, back=back))
        response.headers["X-Accel-Buffering"] = "no"  # a proxy passes on what there is
        return response

    return verifying


def _last(verified: Verified | None, times: Times) -> dict[str, object] | None:
    if verified is None:
        return None
    return {"at": times.moment(verified.at), "by": verified.by, "tally": verified.tally}


def _row(finding: Finding, reader: Reader) -> FindingRow:
    own = finding.chain == reader.office.key
    return FindingRow(
        place=gettext("Rekam Jejak kantor") if own else finding.chain,
        url=_url(finding, reader),
        sequence=finding.sequence,
        fault=gettext(finding.fault),
        remedy=gettext(_REMEDIES[finding.fault]),
    )


def _url(finding: Finding, reader: Reader) -> str | None:
    """The office's record from the event on, or the case, for who may search cases."""
    if finding.chain == reader.office.key:
        return url_for("office_record.listing", before=finding.sequence + 1)
    if finding.fault is Fault.CASE_MISSING or not may(reader.actor, Access.AUDIT):
        return None
    return url_for("cases.listing", text=finding.chain)
