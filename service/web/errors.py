"""What a refusal looks like: one table from domain error to status, one page for all of them."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service import logs
from service.domain.case import CaseDamaged
from service.domain.definition import DefinitionDamaged
from service.domain.errors import (
    N_,
    Conflict,
    Forbidden,
    Invalid,
    LaksanaError,
    NotFound,
    Unavailable,
)
from service.domain.files import FileMissing
from service.domain.record import RecordDamaged
from service.web import auth
from service.web.frame import Frame, Reader
from service.web.shapes import Entry
from service.web.submission import has_uploads
from service.web.translation import gettext

STATUS: Mapping[type[LaksanaError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
}

DAMAGED = (CaseDamaged, DefinitionDamaged, FileMissing, RecordDamaged)

_MESSAGES: Mapping[int, str] = {
    400: N_("Permintaan ini tidak lengkap."),
    404: NotFound().message,
    405: N_("Halaman ini tidak menerima permintaan seperti itu."),
    413: N_("Berkas yang dikirim terlalu besar."),
}
_OTHER = N_("Permintaan ini tidak dapat diproses.")
_EXPIRED = N_(
    "Formulir ini dibuka sebelum Anda masuk, atau sudah terlalu lama terbuka, "
    "sehingga belum disimpan."
)
_UNEXPECTED = N_("Terjadi kesalahan yang tidak terduga. Nomor kejadian: %(reference)s.")

_BROKEN = 500  # from here on the store itself may be what failed: nobody is looked up

_SECRETS = {"password", "old", "new", "again"}
_NEVER_SHOWN = {"csrf_token", "act", "login", "next", "language", *_SECRETS}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """What happened, in words, and its HTTP status; `sign_in`: signing in would help.

    `damaged`: what is stored cannot be read, and trying again would not help.
    """

    status: int
    message: str
    sign_in: bool = False
    damaged: bool = False


@dataclass(frozen=True)
class Sent:
    """A request to be made again: a link to `address`, or a form with these hidden fields."""

    address: str
    fields: Sequence[tuple[str, str]]


def status_of(error: LaksanaError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def handle_errors(app: Flask, frame: Frame) -> None:
    """Answer every error of `app` with a page in the person's language."""

    @app.errorhandler(LaksanaError)
    def refused(error: LaksanaError) -> ResponseReturnValue:
        return page(Refusal(status_of(error), told_of(error), damaged=isinstance(error, DAMAGED)))

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> ResponseReturnValue:
        return page(Refusal(400, gettext(_EXPIRED), sign_in=reader_if_any() is None))

    @app.errorhandler(HTTPException)
    def not_served(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        body, _ = page(Refusal(status, gettext(_MESSAGES.get(status, _OTHER))))
        kept = [(k, v) for k, v in error.get_headers() if k not in {"Content-Type"}]
        return body, status, kept

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        return page(Refusal(500, told_of(error)))

    def reader_if_any() -> Reader | None:
        try:
            actor = auth.signed_in(frame.parts)
            return frame.reader(actor) if actor else None
        except Unavailable:  # then what went wrong is still told, to whomever
            return None

    def page(refusal: Refusal) -> tuple[str, int]:
        reader = None if refusal.status >= _BROKEN else reader_if_any()
        body = frame.page(
            reader,
            "error.html",
            status=refusal.status,
            message=refusal.message,
            damaged=refusal.damaged,
            sign_in_url=url_for("signing_in.form", next=auth.page_asked_for())
            if refusal.sign_in
            else None,
            typed=[] if refusal.status == RequestEntityTooLarge.code else list(_typed()),
            again=_sent() if refusal.status == STATUS[Unavailable] else None,
        )
        return body, refusal.status


def told_of(error: Exception) -> str:
    """What a person is told of an error: a refusal's own words, else where operators find it."""
    if isinstance(error, LaksanaError):
        return gettext(error.message, **error.values)
    reference = secrets.token_hex(4)
    told = {"reference": reference, "method": request.method, "endpoint": request.endpoint}
    _log.error("unexpected error", extra={"fields": told | {"trace": logs.trace_of(error)}})
    return gettext(_UNEXPECTED, reference=reference)


def _typed() -> Iterator[Entry]:
    """What was sent, to be copied; the form is not at hand, so its keys serve as labels."""
    for name in request.form:
        values = [text for text in request.form.getlist(name) if text.strip()]
        if values and name not in _NEVER_SHOWN and not name.endswith(":tersimpan"):
            yield Entry(name.partition(":")[0].replace("_", " ").capitalize(), values)


def _sent() -> Sent | None:
    """The request as it can be made again; None where it held what no page may hold.

    Each act carries an id, so that sending a form again does nothing twice.
    """
    if request.method != "POST":
        return Sent(request.full_path.rstrip("?"), [])
    if not _SECRETS.isdisjoint(request.form) or has_uploads():
        return None
    return Sent(request.path, list(request.form.items(multi=True)))
